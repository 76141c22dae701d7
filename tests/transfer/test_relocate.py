"""Another folder for an unfinished file: what is here of it goes along, and nothing is fetched twice."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from score_gui.files import durable
from score_gui.model.manifest import Entry
from score_gui.model.messages import Pause, Relocate, Resume
from score_gui.model.transfer import Status
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id

MB = 1 << 20
SIZE = 4 * MB
HALF = 2 * MB
DATA = make_bytes(SIZE, 1)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other"


def begun(bench: Bench, store: MemoryStore) -> Entry:
    """A file of which the first half is here, paused."""
    entry = store.put(object_id(1), DATA)
    store.hold_at(entry.object_id, HALF)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.until(lambda: bench.row(entry).kept == HALF)
    store.release(entry.object_id)
    return entry


def relocate(bench: Bench, entry: Entry, folder: Path) -> None:
    bench.engine.post(Relocate((bench.row(entry).id,), folder))
    bench.until(lambda: bench.row(entry).folder == folder)


def finish(bench: Bench, entry: Entry) -> None:
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_done(entry)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_data_that_is_here_goes_along(bench: Bench, store: MemoryStore, other: Path) -> None:
    entry = begun(bench, store)
    relocate(bench, entry, other)
    assert bench.row(entry).status is Status.PAUSED
    finish(bench, entry)
    assert bench.target(entry).parent == other
    assert bench.target(entry).read_bytes() == DATA
    assert store.served[entry.object_id] == SIZE
    assert files(bench.out) == []


def test_to_another_drive_it_is_copied(
    bench: Bench, store: MemoryStore, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = begun(bench, store)
    publish = durable.publish

    def by_drive(part: Path, target: Path, **more: Any) -> None:
        if part.parent != target.parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        publish(part, target, **more)

    monkeypatch.setattr(durable, "publish", by_drive)
    relocate(bench, entry, other)
    finish(bench, entry)
    assert bench.target(entry).read_bytes() == DATA
    assert store.served[entry.object_id] == SIZE
    assert files(bench.out) == []


def test_a_drive_that_was_moved_is_found_at_its_new_place(
    bench: Bench, store: MemoryStore, other: Path
) -> None:
    entry = begun(bench, store)
    bench.out.rename(other)
    relocate(bench, entry, other)
    finish(bench, entry)
    assert bench.target(entry).read_bytes() == DATA
    assert store.served[entry.object_id] == SIZE


def test_a_running_file_changes_its_folder_and_goes_on(bench: Bench, store: MemoryStore, other: Path) -> None:
    entry = store.put(object_id(1), DATA)
    store.hold_at(entry.object_id, HALF)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    relocate(bench, entry, other)
    store.release(entry.object_id)
    bench.until_done(entry)
    assert bench.target(entry).parent == other
    assert bench.target(entry).read_bytes() == DATA
    assert store.served[entry.object_id] <= SIZE + MB


def test_a_file_that_has_not_begun_just_goes_elsewhere(bench: Bench, store: MemoryStore, other: Path) -> None:
    entry = store.put(object_id(1), DATA)
    bench.add(entry, start=False)
    bench.until_status(entry, Status.PAUSED)
    relocate(bench, entry, other)
    finish(bench, entry)
    assert bench.target(entry).parent == other


def test_data_that_is_nowhere_is_fetched_anew_at_the_new_place_only(
    bench: Bench, store: MemoryStore, other: Path
) -> None:
    entry = begun(bench, store)
    for path in bench.out.iterdir():
        path.unlink()
    relocate(bench, entry, other)
    finish(bench, entry)
    assert bench.target(entry).read_bytes() == DATA
    assert files(bench.out) == []


def test_a_drive_that_is_away_is_waited_for_until_it_is_located(
    bench: Bench, store: MemoryStore, other: Path, tmp_path: Path
) -> None:
    entry = begun(bench, store)
    bench.out.rename(tmp_path / "away")
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_status(entry, Status.WAITING_DRIVE)
    relocate(bench, entry, tmp_path / "away")
    bench.until_done(entry)
    assert store.served[entry.object_id] == SIZE


def test_the_new_folder_outlives_the_program(bench: Bench, store: MemoryStore, other: Path) -> None:
    entry = begun(bench, store)
    relocate(bench, entry, other)
    bench.restart()
    assert bench.row(entry).folder == other
    finish(bench, entry)
    assert store.served[entry.object_id] == SIZE


def test_a_file_of_that_name_at_the_new_place_stays(bench: Bench, store: MemoryStore, other: Path) -> None:
    entry = begun(bench, store)
    other.mkdir()
    name = bench.target(entry).name
    (other / name).write_bytes(b"mine")
    (other / f"{name}.part").write_bytes(b"mine too")
    relocate(bench, entry, other)
    finish(bench, entry)
    assert (other / name).read_bytes() == b"mine"
    assert (other / f"{name}.part").read_bytes() == b"mine too"
    assert bench.target(entry).read_bytes() == DATA


def test_what_is_queued_for_that_folder_already_is_not_doubled(
    bench: Bench, store: MemoryStore, other: Path
) -> None:
    entry = begun(bench, store)
    first = bench.row(entry)
    bench.out, before = other, bench.out
    bench.add(entry, start=False)
    bench.until(lambda: len(bench.rows) == 2)
    bench.engine.post(Relocate((first.id,), other))
    bench.until(lambda: any(note.code == "same-place" for note in bench.notes))
    assert sorted(row.folder for row in bench.rows.values()) == sorted([before, other])


def test_a_finished_file_stays_where_it_is(bench: Bench, store: MemoryStore, other: Path) -> None:
    entry, late = store.put(object_id(1), DATA), store.put(object_id(2), DATA)
    bench.add(entry)
    bench.until_done(entry)
    bench.add(late, start=False)
    bench.until_status(late, Status.PAUSED)
    bench.engine.post(Relocate((bench.row(entry).id, bench.row(late).id), other))
    bench.until(lambda: bench.row(late).folder == other)
    assert bench.row(entry).folder == bench.out
