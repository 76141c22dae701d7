"""Verifying again: a finished file is read once more, and of a damaged one only what is wrong is fetched."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.messages import Changed, Pause, Recheck, Resume, Retry
from score_gui.model.transfer import Check, Status
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id

MB = 1 << 20
SIZE = 4 * MB
PART = MB
DATA = make_bytes(SIZE, 1)


def downloaded(bench: Bench, store: MemoryStore, **options: Any) -> Entry:
    entry = store.put(object_id(1), DATA, **options)
    if not options.get("tell_md5", True):
        entry = replace(entry, md5=None)
    bench.add(entry)
    bench.until_done(entry)
    store.served.clear()
    return entry


def damage(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0xFF]))


def recheck(bench: Bench, entry: Entry) -> None:
    """From its beginning, for what was told of the download may still be on its way, to its end."""
    before = len(bench.events)
    bench.engine.post(Recheck((bench.row(entry).id,)))
    bench.until(lambda: went_on(bench, before, entry) and bench.row(entry).status in ENDS)


def went_on(bench: Bench, since: int, entry: Entry) -> bool:
    told = [event for event in bench.events[since:] if isinstance(event, Changed)]
    rows = (row for event in told for row in event.transfers)
    return any(row.object_id == entry.object_id and row.status not in ENDS for row in rows)


ENDS = {Status.VERIFIED, Status.COMPLETE, Status.SKIPPED, Status.NEEDS_YOU}


def test_a_file_that_is_right_stays_as_it_is(bench: Bench, store: MemoryStore) -> None:
    entry = downloaded(bench, store)
    before = bench.target(entry).stat()
    recheck(bench, entry)
    row = bench.row(entry)
    assert (row.status, row.check) == (Status.VERIFIED, Check.WHOLE)
    assert bench.target(entry).stat().st_ino == before.st_ino
    assert not store.served


def test_one_damaged_part_is_fetched_again_alone(bench: Bench, store: MemoryStore) -> None:
    entry = downloaded(bench, store, part_size=PART)
    target = bench.target(entry)
    damage(target, 2 * PART + 17)
    recheck(bench, entry)
    assert bench.row(entry).status is Status.VERIFIED
    assert bench.target(entry) == target
    assert target.read_bytes() == DATA
    assert store.served[entry.object_id] == PART
    assert sorted(path.name for path in target.parent.iterdir()) == [target.name]


@pytest.mark.parametrize("size", [SIZE - 1000, SIZE + 1000, 0])
def test_a_file_of_another_size_is_made_right(bench: Bench, store: MemoryStore, size: int) -> None:
    entry = downloaded(bench, store, part_size=PART)
    target = bench.target(entry)
    with target.open("r+b") as file:
        file.truncate(size)
    recheck(bench, entry)
    assert bench.row(entry).status is Status.VERIFIED
    assert target.read_bytes() == DATA
    assert store.served.get(entry.object_id, 0) == max(0, SIZE - size)


def test_a_damaged_file_of_which_only_the_whole_md5_is_known_is_fetched_again(
    bench: Bench, store: MemoryStore
) -> None:
    entry = downloaded(bench, store, tell_part_md5=False)
    damage(bench.target(entry), 5)
    recheck(bench, entry)
    assert bench.row(entry).status is Status.VERIFIED
    assert bench.target(entry).read_bytes() == DATA


def test_of_a_file_without_an_md5_it_is_computed(bench: Bench, store: MemoryStore) -> None:
    entry = downloaded(bench, store, tell_md5=False, tell_part_md5=False)
    assert bench.row(entry).status is Status.COMPLETE
    recheck(bench, entry)
    row = bench.row(entry)
    assert (row.status, row.check) == (Status.COMPLETE, Check.SIZE)
    assert row.md5_seen == hashlib.md5(DATA).hexdigest()  # noqa: S324 - what people compare


def test_while_it_is_repaired_it_has_no_final_name(bench: Bench, store: MemoryStore) -> None:
    entry = downloaded(bench, store, part_size=PART)
    target = bench.target(entry)
    damage(target, PART + 1)
    store.hold_at(entry.object_id, PART + 100)
    bench.engine.post(Recheck((bench.row(entry).id,)))
    store.wait_at_gate(entry.object_id)
    assert not target.exists()
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.until_status(entry, Status.PAUSED)
    store.release(entry.object_id)
    bench.restart()
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.row(entry).status is Status.VERIFIED
    assert target.read_bytes() == DATA
    assert store.served[entry.object_id] <= 2 * PART


def test_a_file_that_is_gone_is_said_and_fetched_only_on_request(bench: Bench, store: MemoryStore) -> None:
    entry = downloaded(bench, store)
    bench.target(entry).unlink()
    recheck(bench, entry)
    assert bench.problem_code(entry) == "finished-file-gone"
    assert not store.served
    bench.engine.post(Retry((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == DATA


def test_a_file_that_was_here_before_is_only_looked_at(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), DATA)
    place = bench.place(entry)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(DATA)
    bench.add(entry)
    bench.until_status(entry, Status.SKIPPED)
    place.write_bytes(b"mine now")
    recheck(bench, entry)
    bench.until_done(entry)
    assert place.read_bytes() == b"mine now"
    assert bench.target(entry).read_bytes() == DATA
    assert bench.target(entry) != place


def test_what_is_not_finished_is_left_alone(bench: Bench, store: MemoryStore) -> None:
    entry = store.put(object_id(1), DATA)
    bench.add(entry, start=False)
    bench.until_status(entry, Status.PAUSED)
    bench.engine.post(Recheck((bench.row(entry).id,)))
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until_done(entry)
    assert bench.row(entry).status is Status.VERIFIED
