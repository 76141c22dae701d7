"""Layouts are score-client's, and nothing leaves the output folder."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from score_gui.files.layout import inside, relative_path
from score_gui.model.transfer import Layout

ID = "33dd93ef-aab8-561c-8cc0-2fe14bd2d1ac"
ANALYSIS = "8d3ac012-4cba-5f49-bbba-4feb1e681748"


@pytest.mark.parametrize(
    ("layout", "place"),
    [
        (Layout.FILENAME, "alpha.bam"),
        (Layout.DONOR, "DO7/alpha.bam"),
        (Layout.PORTAL, "RECA-EU/DO7/alpha.bam"),
        (Layout.BUNDLE, f"{ANALYSIS}/alpha.bam"),
        (Layout.ID, ID),
    ],
)
def test_each_layout_has_its_place(layout: Layout, place: str) -> None:
    assert relative_path(layout, ID, "alpha.bam", ANALYSIS, "DO7", "RECA-EU") == PurePath(place)


def test_a_bundle_without_an_analysis_goes_by_the_object_id() -> None:
    assert relative_path(Layout.BUNDLE, ID, "alpha.bam") == PurePath(ID, "alpha.bam")


def test_a_file_of_no_known_donor_lies_in_the_folder_itself() -> None:
    assert relative_path(Layout.DONOR, ID, "alpha.bam") == PurePath("alpha.bam")


@pytest.mark.parametrize(
    ("collection", "donor", "place"),
    [
        ("RECA-EU", None, "RECA-EU/alpha.bam"),
        (None, "DO7", "DO7/alpha.bam"),
        (None, None, "alpha.bam"),
    ],
)
def test_a_folder_of_the_portal_that_nobody_knows_is_left_out(
    collection: str | None, donor: str | None, place: str
) -> None:
    assert relative_path(Layout.PORTAL, ID, "alpha.bam", ANALYSIS, donor, collection) == PurePath(place)


def test_without_a_name_the_object_id_is_the_name() -> None:
    assert relative_path(Layout.FILENAME, ID, None) == PurePath(ID)


@pytest.mark.parametrize("layout", list(Layout))
def test_hostile_parts_stay_below_the_folder(layout: Layout, tmp_path: Path) -> None:
    place = relative_path(layout, "../../id", "../../etc/passwd", "../..", "../../..", "C:\\..\\..")
    assert inside(tmp_path, tmp_path / place)
    assert ".." not in place.parts


def test_the_folder_itself_and_its_neighbours_are_not_inside(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert not inside(folder, folder)
    assert not inside(folder, tmp_path / "out2" / "a")
    assert not inside(folder, folder / ".." / "a")
    assert not inside(folder, folder / "a\0b")
    assert inside(folder, folder / "x" / ".." / "a")


def test_a_link_that_leads_out_is_not_inside(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "way-out").symlink_to(tmp_path)
    assert not inside(folder, folder / "way-out" / "a")


def test_an_output_folder_that_is_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert inside(tmp_path / "link", tmp_path / "real" / "a")
