"""Between two runs the world goes on: files, folders and objects change, and computers sleep."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from score_gui.files import durable
from score_gui.model import server_problems
from score_gui.model.manifest import Entry
from score_gui.model.messages import Pause, Resume, Retry
from score_gui.model.transfer import Status
from score_gui.transfer import part_file
from score_gui.transfer.outside import Outside
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id

MB = 1 << 20


def half_way(bench: Bench, store: MemoryStore, entry: Entry, byte: int = 2 * MB) -> Path:
    """Fetch up to a byte, and pause. Returns the unfinished file."""
    store.hold_at(entry.object_id, byte)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.until(lambda: bench.row(entry).kept == byte)
    store.release(entry.object_id)
    return bench.place(entry).with_name(f"{entry.file_name}.part")


def resume(bench: Bench, entry: Entry) -> None:
    bench.engine.post(Resume((bench.row(entry).id,)))


# --- the object ---


@pytest.mark.parametrize("restarts", [True, False])
def test_an_object_that_changed_between_two_runs_is_not_mixed(
    bench: Bench, store: MemoryStore, restarts: bool
) -> None:
    """Same size, and no MD5 that would tell: the version mark does, also after a restart."""
    entry = store.put(object_id(1), make_bytes(4 * MB), tell_md5=False, tell_part_md5=False)
    entry = Entry(entry.object_id, file_name=entry.file_name)
    half_way(bench, store, entry)
    if restarts:
        bench.restart()
    stored = store.objects[entry.object_id]
    stored.data, stored.etag = make_bytes(4 * MB, 2), "v2"
    resume(bench, entry)
    bench.until_status(entry, Status.NEEDS_YOU)
    assert bench.problem_code(entry) == "changed-at-source"
    bench.engine.post(Retry((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == stored.data


def test_an_object_that_changed_is_not_mixed_when_a_late_sync_comes_back(
    bench: Bench, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person is quicker than the disk: what it was to keep has been forgotten meanwhile."""
    asked, answers, really = threading.Event(), threading.Event(), durable.sync_file

    def sync(fd: int, **how: bool) -> None:
        asked.set()
        assert answers.wait(20)
        really(fd, **how)

    monkeypatch.setattr(part_file, "sync_file", sync)
    entry = store.put(object_id(1), make_bytes(6 * MB), tell_md5=False, tell_part_md5=False)
    entry = Entry(entry.object_id, file_name=entry.file_name)
    stored = store.objects[entry.object_id]
    stored.range_problems = [(3 * MB, server_problems.connection_lost("store.example"))]
    store.hold_at(entry.object_id, 3 * MB - 1)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    assert asked.wait(20)
    stored.data, stored.etag = make_bytes(6 * MB, 2), "v2"
    store.release(entry.object_id)
    bench.until_status(entry, Status.NEEDS_YOU)
    bench.engine.post(Retry((bench.row(entry).id,)))
    bench.until_status(entry, Status.WAITING)
    answers.set()
    assert bench.until_status(entry, Status.COMPLETE, Status.NEEDS_YOU).status is Status.COMPLETE
    assert bench.target(entry).read_bytes() == stored.data


def test_another_version_of_the_same_data_costs_no_byte(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(4 * MB))
    half_way(bench, store, entry)
    bench.restart()
    store.objects[entry.object_id].etag = "v2"
    resume(bench, entry)
    bench.until_status(entry, Status.WAITING_SERVER)
    resume(bench, entry)
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)


# --- the unfinished file ---


def test_an_edited_file_is_looked_through_and_only_what_is_wrong_comes_again(
    bench: Bench, store: MemoryStore
) -> None:
    entry = store.put(object_id(1), data := make_bytes(4 * MB))
    part = half_way(bench, store, entry)
    bench.stop()
    with part.open("r+b") as file:
        file.seek(MB + 5)
        file.write(b"edited")
    bench.start_again()
    resume(bench, entry)
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert "data-changed" in bench.codes(entry)
    assert store.served[entry.object_id] == len(data) + MB


def test_an_untouched_file_is_not_read_again(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(4 * MB))
    half_way(bench, store, entry)
    bench.restart()
    resume(bench, entry)
    bench.until_done(entry)
    assert Status.CHECKING not in bench.told(entry)
    assert store.served[entry.object_id] == len(data)


def test_a_deleted_file_is_begun_anew_and_said_so(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), data := make_bytes(4 * MB))
    part = half_way(bench, store, entry)
    bench.stop()
    part.unlink()
    bench.start_again()
    resume(bench, entry)
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert "data-gone" in bench.codes(entry)


# --- the folder ---


@pytest.mark.skipif(os.name == "nt", reason="a folder with an open file cannot be moved there")
def test_a_folder_that_is_moved_away_is_waited_for_and_nothing_is_fetched_twice(
    bench: Bench, store: MemoryStore
) -> None:
    entry = store.put(object_id(1), data := make_bytes(6 * MB))
    store.hold_at(entry.object_id, 2 * MB)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    bench.out.rename(away := bench.out.with_name("moved"))
    store.hold_at(entry.object_id, 5 * MB)  # it is noticed when more has come
    row = bench.until_status(entry, Status.WAITING_DRIVE)
    assert row.problem is not None
    assert row.problem.code == "folder-gone"
    assert not bench.out.exists(), "the folder is not made anew"
    store.release(entry.object_id)
    away.rename(bench.out)
    resume(bench, entry)
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)


# --- sleep ---


class SleepyBench(Bench):
    """A bench whose calendar can jump, as after a night with the lid closed."""

    def __init__(self, folder: Path, store: MemoryStore) -> None:
        self.slept = 0.0
        super().__init__(folder, store)

    def _outside(self) -> Outside:
        made = super()._outside()
        return Outside(
            made.source, made.fetch, made.abort, wall=lambda: made.wall() + self.slept, jitter=made.jitter
        )


def test_after_a_sleep_dead_connections_are_ended_at_no_cost(tmp_path: Path, store: MemoryStore) -> None:
    bench = SleepyBench(tmp_path, store)
    bench.start()
    entry = store.put(object_id(1), data := make_bytes(4 * MB))
    store.hold_at(entry.object_id, 2 * MB)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)
    bench.slept = 8 * 3600.0
    bench.until(lambda: len(store.asked[entry.object_id]) == 2)  # the old connection stays dead
    store.release(entry.object_id)
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    assert store.served[entry.object_id] == len(data)
    assert len(store.asked[entry.object_id]) == 2
    bench.stop()
