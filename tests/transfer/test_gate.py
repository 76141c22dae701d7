"""The promise "at most 8 MiB per connection is fetched twice": a writer too far ahead stands still."""

from __future__ import annotations

import threading

import pytest

from score_gui.transfer.gate import AHEAD_PER_CONNECTION, DUE_PER_CONNECTION, Gate

PATIENCE = 20.0


class Writer:
    """A thread that writes once; `passed` is set when the gate let it through."""

    def __init__(self, gate: Gate, count: int) -> None:
        self.passed = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(gate, count), daemon=True)
        self._thread.start()

    def _run(self, gate: Gate, count: int) -> None:
        gate.wrote(count)
        self.passed.set()

    def join(self) -> bool:
        self._thread.join(PATIENCE)
        return not self._thread.is_alive()


class WatchedGate(Gate):
    """Tells when a writer stands still, so that a test need not wait for nothing to happen."""

    def __init__(self) -> None:
        super().__init__()
        self.standing = threading.Semaphore(0)
        really_wait = self._changed.wait

        def wait(timeout: float | None = None) -> bool:
            self.standing.release()
            return really_wait(timeout)

        self._changed.wait = wait  # type: ignore[method-assign]  # one door for all waiting

    def wait_standing(self) -> None:
        assert self.standing.acquire(timeout=PATIENCE)


@pytest.fixture
def gate() -> WatchedGate:
    return WatchedGate()


def test_eight_mebibytes_are_free(gate: WatchedGate) -> None:
    writer = Writer(gate, AHEAD_PER_CONNECTION)
    assert writer.join()
    assert gate.ahead == AHEAD_PER_CONNECTION


def test_one_byte_more_waits_for_a_checkpoint(gate: WatchedGate) -> None:
    writer = Writer(gate, AHEAD_PER_CONNECTION + 1)
    gate.wait_standing()
    assert not writer.passed.is_set()
    gate.cover(gate.capture())
    assert writer.join()
    assert gate.ahead == 0


def test_a_checkpoint_that_covers_too_little_does_not_free(gate: WatchedGate) -> None:
    writer = Writer(gate, AHEAD_PER_CONNECTION + 2)
    gate.wait_standing()
    gate.cover(1)
    gate.wait_standing()
    assert not writer.passed.is_set()
    gate.cover(2)
    assert writer.join()


def test_the_room_is_shared_by_all_connections_of_a_file(gate: WatchedGate) -> None:
    gate.set_connections(2)
    assert Writer(gate, 2 * AHEAD_PER_CONNECTION).join()
    writers = [Writer(gate, 1), Writer(gate, 1)]
    for _ in writers:
        gate.wait_standing()
    gate.cover(gate.capture())
    assert all(writer.join() for writer in writers)


def test_another_connection_brings_room_of_its_own(gate: WatchedGate) -> None:
    writer = Writer(gate, 2 * AHEAD_PER_CONNECTION)
    gate.wait_standing()
    gate.set_connections(2)
    assert writer.join()


def test_with_no_connection_counted_there_is_still_room_for_one(gate: WatchedGate) -> None:
    gate.set_connections(0)
    assert Writer(gate, AHEAD_PER_CONNECTION).join()


def test_a_transfer_that_stops_lets_every_waiting_writer_through(gate: WatchedGate) -> None:
    writers = [Writer(gate, 10 * AHEAD_PER_CONNECTION) for _ in range(3)]
    for _ in writers:
        gate.wait_standing()
    gate.open_wide()
    assert all(writer.join() for writer in writers)


def test_after_that_nobody_waits_and_every_byte_is_still_counted(gate: WatchedGate) -> None:
    gate.open_wide()
    assert all(Writer(gate, 10 * AHEAD_PER_CONNECTION).join() for _ in range(3))
    assert gate.ahead == 30 * AHEAD_PER_CONNECTION


def test_a_late_checkpoint_takes_nothing_back(gate: WatchedGate) -> None:
    gate.wrote(100)
    gate.cover(100)
    gate.cover(40)
    assert gate.ahead == 0


# --- when a checkpoint is due ---


def test_a_checkpoint_is_due_long_before_a_writer_waits() -> None:
    told: list[None] = []
    gate = Gate(lambda: told.append(None))
    gate.wrote(DUE_PER_CONNECTION - 1)
    assert (len(told), gate.is_due, gate.has_news) == (0, False, True)
    gate.wrote(1)
    assert (len(told), gate.is_due) == (1, True)
    assert 2 * DUE_PER_CONNECTION < AHEAD_PER_CONNECTION


def test_it_is_told_once_until_one_has_begun() -> None:
    told: list[None] = []
    gate = Gate(lambda: told.append(None))
    gate.wrote(DUE_PER_CONNECTION)
    gate.wrote(DUE_PER_CONNECTION)
    assert len(told) == 1
    assert gate.capture() == 2 * DUE_PER_CONNECTION
    assert (gate.is_due, gate.has_news) == (False, False)
    gate.wrote(DUE_PER_CONNECTION)
    assert len(told) == 2


def test_many_connections_share_one_checkpoint() -> None:
    gate = Gate()
    gate.set_connections(3)
    gate.wrote(3 * DUE_PER_CONNECTION - 1)
    assert not gate.is_due
    gate.set_connections(2)
    assert gate.is_due


def test_it_is_told_before_a_writer_stands_still() -> None:
    told = threading.Event()
    gate = Gate(told.set)
    writer = Writer(gate, 10 * AHEAD_PER_CONNECTION)
    assert told.wait(PATIENCE)
    gate.cover(gate.capture())
    assert writer.join()


# --- a hash that is far behind ---


def test_writers_wait_while_the_hash_is_far_behind(gate: WatchedGate) -> None:
    gate.hold(True)
    writers = [Writer(gate, 1), Writer(gate, 1)]
    for _ in writers:
        gate.wait_standing()
    gate.cover(gate.capture())
    for _ in writers:
        gate.wait_standing()
    gate.hold(False)
    assert all(writer.join() for writer in writers)


def test_a_transfer_that_stops_does_not_wait_for_its_hash(gate: WatchedGate) -> None:
    gate.hold(True)
    writer = Writer(gate, 1)
    gate.wait_standing()
    gate.open_wide()
    assert writer.join()
