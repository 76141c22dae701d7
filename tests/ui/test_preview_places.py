"""Target paths, files that share a name, and the longest path."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.manifest import Entry
from score_gui.model.transfer import Layout
from score_gui.ui.preview_places import PlaceTable, example_path
from score_gui.ui.preview_rows import PreviewRows
from tests.ui.preview_samples import entry, manifest

FOLDER = Path("genomes") / "liver"
ONE = entry(7, "SA408210.aln.bam", analysis_id="AN1")


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (Layout.FILENAME, FOLDER / "SA408210.aln.bam"),
        (Layout.BUNDLE, FOLDER / "AN1" / "SA408210.aln.bam"),
        (Layout.DONOR, FOLDER / "DO32807" / "SA408210.aln.bam"),
        (Layout.PORTAL, FOLDER / "LIRI-JP" / "DO32807" / "SA408210.aln.bam"),
        (Layout.ID, FOLDER / ONE.object_id),
    ],
)
def test_the_example_is_the_path_the_layout_makes(layout: Layout, expected: Path) -> None:
    assert example_path(FOLDER, ONE, layout, shares_name=False).text == str(expected)


def test_what_only_the_site_can_tell_is_not_made_up() -> None:
    bare = Entry(ONE.object_id)
    assert example_path(FOLDER, bare, Layout.FILENAME, shares_name=False).stem == "<name told by the site>"
    bundle = example_path(FOLDER, bare, Layout.BUNDLE, shares_name=False)
    assert bundle.layout.startswith("<analysis ID>")
    assert example_path(FOLDER, bare, Layout.PORTAL, shares_name=False).layout.startswith("<study>")
    assert example_path(FOLDER, bare, Layout.ID, shares_name=False).stem == ONE.object_id


def test_a_shared_name_shows_the_object_id_apart() -> None:
    path = example_path(FOLDER, ONE, Layout.FILENAME, shares_name=True)
    assert (path.stem, path.added, path.rest) == ("SA408210.", ONE.object_id[:8], ".aln.bam")


def test_a_folder_that_is_emptied_to_be_typed_anew_has_an_example_too() -> None:
    assert example_path(Path(), ONE, Layout.FILENAME, shares_name=False).stem == ONE.file_name


def test_windows_paths_are_written_with_their_own_slashes() -> None:
    path = example_path(PureWindowsPath("L:/"), ONE, Layout.BUNDLE, shares_name=False)  # type: ignore[arg-type]
    assert path.text == "L:\\AN1\\SA408210.aln.bam"


def test_names_that_differ_in_case_only_are_shared_and_the_first_keeps_its_own() -> None:
    rows = PreviewRows(manifest(entry(2, "a.bam"), entry(3, "A.BAM"), entry(4, "b.bam")))
    places = PlaceTable(rows, Layout.FILENAME).places(b"\1\1\1")
    assert (places.sharing, places.keepers, places.sharers) == (2, {0}, {0, 1})


def test_an_unticked_twin_does_not_count() -> None:
    rows = PreviewRows(manifest(entry(2, "a.bam"), entry(3, "a.bam")))
    assert PlaceTable(rows, Layout.FILENAME).places(b"\0\1").sharing == 0


def test_files_without_a_name_are_counted_unless_the_layout_needs_none() -> None:
    rows = PreviewRows(manifest(Entry(ONE.object_id), entry(3)))
    assert PlaceTable(rows, Layout.FILENAME).places(b"\1\1").unnamed == 1
    assert PlaceTable(rows, Layout.ID).places(b"\1\1").unnamed == 0


def test_under_the_object_id_layout_nothing_is_shared() -> None:
    rows = PreviewRows(manifest(entry(2, "a.bam"), entry(3, "a.bam")))
    assert PlaceTable(rows, Layout.ID).places(b"\1\1").sharing == 0


@given(st.text(min_size=1), st.booleans(), st.sampled_from(Layout))
def test_the_pieces_of_the_example_always_make_a_path_in_the_folder(
    name: str, shares: bool, layout: Layout
) -> None:
    path = example_path(FOLDER, entry(3, name), layout, shares_name=shares)
    assert path.text.startswith(path.folder)
    folders = {Layout.BUNDLE: 1, Layout.DONOR: 1, Layout.PORTAL: 2}.get(layout, 0)
    assert path.text[len(path.folder) :].count(path.folder[-1]) == folders
    assert bool(path.added) == shares
