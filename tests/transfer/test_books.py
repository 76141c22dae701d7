"""A ledger that cannot be written stops the work and loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.transfer import Status
from score_gui.transfer.ledger import Ledger
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id

MB = 1 << 20


def test_a_full_disk_under_the_ledger_is_waited_for_and_nothing_is_lost(
    bench: Bench,
    store: MemoryStore,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[str], None],
) -> None:
    expect_log("score_gui.transfer.books: the queue cannot be written: .*full")
    entry = store.put(object_id(1), data := make_bytes(30 * MB))
    store.hold_at(entry.object_id, MB)
    bench.add(entry)
    store.wait_at_gate(entry.object_id)

    def full(*_args: object, **_kwargs: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "write", full)
        store.release(entry.object_id)
        row = bench.until_status(entry, Status.WAITING_SPACE)
        assert row.problem is not None
        assert row.problem.code == "no-space"
    bench.until_done(entry)
    assert bench.target(entry).read_bytes() == data
    bench.restart()
    bench.until_status(entry, Status.VERIFIED)


def test_a_fault_in_one_transfer_does_not_end_the_queue(
    bench: Bench,
    store: MemoryStore,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[str], None],
) -> None:
    expect_log("score_gui.transfer.engine: (Reported|RangeEnded) could not be handled")
    store.put(object_id(1), make_bytes(MB), tell_md5=False)
    broken = Entry(object_id(1), file_name="broken.bam")
    good = store.put(object_id(2), make_bytes(MB, 2))

    def refuse(self: object, active: object, report: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("score_gui.transfer.stages.Stages._judged", refuse)
    bench.add(broken, good)
    bench.until_done(good)
    bench.until_status(broken, Status.NEEDS_YOU)
    assert bench.problem_code(broken) == "internal"
