"""Which files of a manifest are on the disk already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from score_gui.files.names import with_id
from score_gui.model.manifest import Entry
from score_gui.model.messages import Changed
from score_gui.model.transfer import Layout, Status, Transfer, TransferId
from score_gui.ui.preview_here import rows_here
from score_gui.ui.preview_queue import QueueBook
from score_gui.ui.preview_rows import PreviewRows
from tests.ui.preview_samples import entry, manifest, object_id


def put(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))


def here(
    folder: Path, *entries: Entry, layout: Layout = Layout.FILENAME, book: QueueBook | None = None
) -> set[int]:
    rows = PreviewRows(manifest(*entries))
    found = rows_here(rows, layout, folder, book or QueueBook())
    return {row for row in range(len(rows)) if found.here[row]}


def done(number: int, folder: Path, name: str, size: int, status: Status = Status.VERIFIED) -> QueueBook:
    book = QueueBook()
    row = Transfer(
        TransferId(1),
        object_id(number),
        name,
        folder,
        Layout.FILENAME,
        "argo",
        status,
        1,
        size,
        placed=name,
    )
    book.take(Changed((row,)))
    return book


def test_a_file_of_the_right_name_and_size_is_here(tmp_path: Path) -> None:
    put(tmp_path / "a.bam", 5)
    put(tmp_path / "b.bam", 4)
    (tmp_path / "c.bam").mkdir()
    entries = [
        entry(number, name, size=5) for number, name in enumerate(("a.bam", "b.bam", "c.bam", "d.bam"))
    ]
    assert here(tmp_path, *entries) == {0}


def test_no_folder_holds_nothing(tmp_path: Path) -> None:
    assert here(tmp_path / "not yet", entry(1, size=5)) == set()


def test_the_layout_says_where_to_look(tmp_path: Path) -> None:
    put(tmp_path / "analysis" / "a.bam", 5)
    put(tmp_path / object_id(2), 5)
    entries = (entry(1, "a.bam", size=5, analysis_id="analysis"), entry(2, "b.bam", size=5))
    assert here(tmp_path, *entries) == set()
    assert here(tmp_path, *entries, layout=Layout.BUNDLE) == {0}
    assert here(tmp_path, *entries, layout=Layout.ID) == {1}


def test_folders_that_are_not_there_are_not_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There may be one for each of a million files."""
    put(tmp_path / "here" / "a.bam", 5)
    entries = [entry(number, "a.bam", size=5, analysis_id=f"gone-{number}") for number in range(1, 50)]
    looked_into: list[Path] = []
    iterdir = Path.iterdir

    def listed(folder: Path) -> Iterator[Path]:
        looked_into.append(folder)
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", listed)
    last = entry(50, "a.bam", size=5, analysis_id="here")
    assert here(tmp_path, *entries, last, layout=Layout.BUNDLE) == {49}
    assert looked_into == [tmp_path, tmp_path / "here"]


def test_of_two_rows_with_one_name_only_one_can_be_the_file(tmp_path: Path) -> None:
    twins = (entry(1, "a.bam", size=5), entry(2, "a.bam", size=5))
    put(tmp_path / "a.bam", 5)
    assert here(tmp_path, *twins) == {0}
    put(tmp_path / with_id("a.bam", object_id(1)), 5)
    assert here(tmp_path, *twins) == {0, 1}


def test_what_the_queue_has_finished_is_found_without_a_size_in_the_list(tmp_path: Path) -> None:
    unsized = entry(1, "a.bam", size=None)
    put(tmp_path / "told by the site.bam", 5)
    assert here(tmp_path, unsized) == set()
    assert here(tmp_path, unsized, book=done(1, tmp_path, "told by the site.bam", 5)) == {0}
    assert here(tmp_path, unsized, book=done(1, tmp_path / "other", "told by the site.bam", 5)) == set()


def test_a_finished_file_that_was_changed_or_deleted_is_not_here(tmp_path: Path) -> None:
    finished = done(1, tmp_path, "a.bam", 5)
    assert here(tmp_path, entry(1, "a.bam", size=5), book=finished) == set()
    put(tmp_path / "a.bam", 6)
    assert here(tmp_path, entry(1, "a.bam", size=5), book=finished) == set()


def test_an_unfinished_transfer_tells_nothing(tmp_path: Path) -> None:
    put(tmp_path / "x.bam", 5)
    running = done(1, tmp_path, "x.bam", 5, Status.DOWNLOADING)
    assert here(tmp_path, entry(1, "a.bam", size=5), book=running) == set()


def test_what_the_queue_has_verified_is_told_apart(tmp_path: Path) -> None:
    rows = PreviewRows(manifest(entry(1, "a.bam", size=5), entry(2, "b.bam", size=5)))
    for name in ("a.bam", "b.bam"):
        put(tmp_path / name, 5)
    found = rows_here(rows, Layout.FILENAME, tmp_path, done(1, tmp_path, "a.bam", 5))
    assert (found.here, found.verified) == (b"\1\1", b"\1\0")
    unproven = done(1, tmp_path, "a.bam", 5, Status.COMPLETE)
    assert rows_here(rows, Layout.FILENAME, tmp_path, unproven).verified == b"\0\0"


def test_another_file_of_the_same_name_takes_it(tmp_path: Path) -> None:
    entries = (entry(1, "a.bam", size=5), entry(2, "b.bam", size=5), entry(3, "c.bam", size=None))
    put(tmp_path / "a.bam", 6)
    put(tmp_path / "c.bam", 6)
    found = rows_here(PreviewRows(manifest(*entries)), Layout.FILENAME, tmp_path, QueueBook())
    assert (found.here, found.taken) == (b"\0\0\0", b"\1\0\0")


def test_a_twin_of_a_file_that_is_here_is_not_taken_for_a_stranger(tmp_path: Path) -> None:
    put(tmp_path / "a.bam", 5)
    twins = PreviewRows(manifest(entry(1, "a.bam", size=5), entry(2, "a.bam", size=7)))
    assert rows_here(twins, Layout.FILENAME, tmp_path, QueueBook()).taken == b"\0\0"


def test_a_file_that_the_queue_fetches_to_this_place_is_coming(tmp_path: Path) -> None:
    book = done(2, tmp_path, "b.bam", 5, Status.DOWNLOADING)
    rows = PreviewRows(manifest(entry(1, "a.bam"), entry(2, "b.bam")))
    assert rows_here(rows, Layout.FILENAME, tmp_path, book).coming == b"\0\1"
    assert rows_here(rows, Layout.BUNDLE, tmp_path, book).coming == b"\0\0"
    assert rows_here(rows, Layout.FILENAME, tmp_path / "elsewhere", book).coming == b"\0\0"
