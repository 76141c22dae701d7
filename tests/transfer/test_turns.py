"""Whose turn it is, as a person wants it: rows that are moved or start at once, and files that are deleted."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.messages import Configure, Move, Pause, Remove, SetPriority, StartNow
from score_gui.model.settings import Settings
from score_gui.model.transfer import Priority, Status
from score_gui.transfer import errands
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id

SIZE = 10_000


def entries(store: MemoryStore, count: int) -> list[Entry]:
    return [store.put(object_id(number), make_bytes(SIZE, number)) for number in range(1, count + 1)]


def one_at_a_time(bench: Bench) -> None:
    bench.engine.post(Configure(Settings(bench.out, files_at_once=1)))


def begun(bench: Bench, *queued: Entry) -> list[int]:
    """The numbers of the entries in the order in which they had their turn."""
    ids = {bench.row(entry).id: number for number, entry in enumerate(queued, 1)}
    return [ids[note.id] for note in bench.notes if note.code == "started"]


def paused_queue(bench: Bench, store: MemoryStore, count: int) -> list[Entry]:
    """Entries that wait behind one that stands still."""
    one_at_a_time(bench)
    queued = entries(store, count)
    store.hold_at(queued[0].object_id, SIZE // 2)
    bench.add(*queued)
    store.wait_at_gate(queued[0].object_id)
    bench.until(lambda: len(bench.rows) == count)
    return queued


def test_the_queue_runs_in_the_order_a_person_gives_it(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 4)
    rows = [bench.row(entry).id for entry in queued]
    bench.engine.post(Move((rows[3],), rows[1]))
    bench.engine.post(Move((rows[1],), None))
    bench.until(lambda: bench.row(queued[1]).order > bench.row(queued[2]).order)
    store.release(queued[0].object_id)
    bench.until_done(*queued)
    assert begun(bench, *queued) == [1, 4, 3, 2]


def test_a_high_priority_has_the_next_turn_and_a_low_one_the_last(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 4)
    rows = [bench.row(entry).id for entry in queued]
    bench.engine.post(SetPriority((rows[1],), Priority.LOW))
    bench.engine.post(SetPriority((rows[3],), Priority.HIGH))
    bench.until(lambda: bench.row(queued[3]).priority is Priority.HIGH)
    assert begun(bench, *queued) == [1], "what runs goes on"
    store.release(queued[0].object_id)
    bench.until_done(*queued)
    assert begun(bench, *queued) == [1, 4, 3, 2]


def test_a_finished_file_has_no_priority_to_change(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 2)
    store.release(queued[0].object_id)
    bench.until_done(*queued)
    bench.engine.post(SetPriority(tuple(bench.row(one).id for one in queued), Priority.HIGH))
    late = store.put(object_id(9), make_bytes(SIZE, 9))
    bench.add(late)
    bench.until_done(late)
    assert {bench.row(one).priority for one in queued} == {Priority.NORMAL}


def test_a_priority_outlives_the_program(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 3)
    bench.engine.post(SetPriority((bench.row(queued[2]).id,), Priority.HIGH))
    bench.until(lambda: bench.row(queued[2]).priority is Priority.HIGH)
    bench.stop()
    store.release(queued[0].object_id)
    bench.start_again()
    bench.until_done(*queued)
    assert [bench.row(one).priority for one in queued] == [Priority.NORMAL, Priority.NORMAL, Priority.HIGH]


def test_a_file_that_only_awaits_its_verdict_leaves_its_turn_to_the_next(
    bench: Bench, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, may_publish = errands.publish, threading.Event()

    def publish(*args: Any, **more: Any) -> errands.Published | errands.NameTaken:
        may_publish.wait(20)
        return really(*args, **more)

    monkeypatch.setattr(errands, "publish", publish)
    one_at_a_time(bench)
    queued = entries(store, 3)
    bench.add(*queued)
    bench.until(lambda: begun(bench, *queued) == [1, 2])
    assert bench.row(queued[2]).status is Status.WAITING, "one ahead is enough"
    may_publish.set()
    bench.until_done(*queued)


def test_the_order_outlives_the_program(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 3)
    rows = [bench.row(entry).id for entry in queued]
    bench.engine.post(Move((rows[2],), rows[1]))
    bench.until(lambda: bench.row(queued[2]).order < bench.row(queued[1]).order)
    bench.stop()
    store.release(queued[0].object_id)
    bench.notes.clear()
    bench.start_again()
    one_at_a_time(bench)
    bench.until_done(*queued)
    assert bench.row(queued[2]).order < bench.row(queued[1]).order


def test_what_is_added_later_comes_after_what_was_moved_to_the_end(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 2)
    bench.engine.post(Move((bench.row(queued[0]).id,), None))
    late = store.put(object_id(9), make_bytes(SIZE, 9))
    bench.add(late)
    bench.until(lambda: bench.row(late).order > bench.row(queued[0]).order > bench.row(queued[1]).order)
    store.release(queued[0].object_id)
    bench.until_done(*queued, late)


def test_a_file_that_is_wanted_now_runs_besides_the_others(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 3)
    bench.engine.post(StartNow((bench.row(queued[2]).id,)))
    bench.until_done(queued[2])
    assert bench.row(queued[0]).status is Status.DOWNLOADING
    assert bench.row(queued[1]).status is Status.WAITING
    store.release(queued[0].object_id)
    bench.until_done(*queued)


def test_a_paused_file_that_is_wanted_now_runs_too(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 2)
    bench.engine.post(Pause((bench.row(queued[1]).id,)))
    bench.until_status(queued[1], Status.PAUSED)
    bench.engine.post(StartNow((bench.row(queued[1]).id,)))
    bench.until_done(queued[1])
    store.release(queued[0].object_id)
    bench.until_done(*queued)


def test_what_is_wanted_now_and_then_paused_stays_paused(bench: Bench, store: MemoryStore) -> None:
    queued = paused_queue(bench, store, 2)
    row = bench.row(queued[1]).id
    store.hold_at(queued[1].object_id, 100)
    bench.engine.post(StartNow((row,)))
    store.wait_at_gate(queued[1].object_id)
    bench.engine.post(Pause((row,)))
    bench.until_status(queued[1], Status.PAUSED)
    store.release(queued[1].object_id)
    store.release(queued[0].object_id)
    bench.until_done(queued[0])
    assert bench.row(queued[1]).status is Status.PAUSED


# --- deleted from the disk ---------------------------------------------------------------------------------------


def test_a_file_that_was_downloaded_can_be_deleted(bench: Bench, store: MemoryStore) -> None:
    (entry,) = entries(store, 1)
    bench.add(entry)
    bench.until_done(entry)
    target = bench.target(entry)
    bench.engine.post(Remove((bench.row(entry).id,), delete_finished=True))
    bench.until(lambda: not bench.rows)
    bench.stop()
    assert not target.exists()


def test_without_the_wish_it_stays(bench: Bench, store: MemoryStore) -> None:
    (entry,) = entries(store, 1)
    bench.add(entry)
    bench.until_done(entry)
    target = bench.target(entry)
    bench.engine.post(Remove((bench.row(entry).id,), delete_unfinished=True))
    bench.until(lambda: not bench.rows)
    bench.stop()
    assert target.exists()


def test_a_file_that_was_here_before_is_never_deleted(bench: Bench, store: MemoryStore) -> None:
    (entry,) = entries(store, 1)
    place = bench.place(entry)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(make_bytes(SIZE, 1))
    bench.add(entry)
    bench.until_status(entry, Status.SKIPPED)
    bench.engine.post(Remove((bench.row(entry).id,), delete_finished=True))
    bench.until(lambda: not bench.rows)
    bench.stop()
    assert place.exists()


@pytest.mark.parametrize("other", ["another size", "a link"])
def test_what_a_person_put_in_its_place_is_not_deleted(bench: Bench, store: MemoryStore, other: str) -> None:
    (entry,) = entries(store, 1)
    bench.add(entry)
    bench.until_done(entry)
    target = bench.target(entry)
    target.unlink()
    if other == "a link":
        (bench.out / "mine").write_bytes(make_bytes(SIZE, 1))
        target.symlink_to(bench.out / "mine")
    else:
        target.write_bytes(b"mine")
    bench.engine.post(Remove((bench.row(entry).id,), delete_finished=True))
    bench.until(lambda: not bench.rows)
    bench.stop()
    assert target.is_symlink() or target.read_bytes() == b"mine"
