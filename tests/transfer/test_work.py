"""Who works on what: connections, delays, and the moment until which the engine may sleep."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from score_gui.model import disk_problems, server_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.problem import ProblemError
from score_gui.model.specification import Specification
from score_gui.model.transfer import Status, TransferId
from score_gui.transfer.active import Active
from score_gui.transfer.gate import AHEAD_PER_CONNECTION
from score_gui.transfer.inbox import Message, RangeEnded
from score_gui.transfer.outside import Outside
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.range_job import Answer
from score_gui.transfer.roster import Roster
from score_gui.transfer.schedule import RANGE_SIZE
from score_gui.transfer.tickets import TicketBook
from score_gui.transfer.work import Work
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import object_id
from tests.transfer.records import record

ONE, TWO = TransferId(1), TransferId(2)
WRONG = server_problems.wrong_range("h")
"""Tried again, and no sign that the site takes fewer connections."""
PATIENCE = 20.0


class Bench:
    """Work with a clock that stands still; its workers wait for their answers until the test ends."""

    def __init__(self, folder: Path, connections: int) -> None:
        self.time = 1000.0
        self.store = MemoryStore()
        self.messages: SimpleQueue[Message] = SimpleQueue()
        self.roster = Roster([record(1), record(2)], [])
        self.most: dict[str, int] = {}
        outside = Outside(
            source=lambda _profile: self.store,
            fetch=self._no_answer,
            abort=lambda _group: None,
            now=lambda: self.time,
            jitter=lambda _low, high: high,
            most_connections=self.most.get,
        )
        self.work = Work(self.roster, outside, connections, self.messages.put)
        self._folder = folder
        self._is_over = threading.Event()

    def begin(self, transfer: TransferId, size: int) -> Active:
        """Begin on an object and open its file."""
        name = object_id(transfer)
        self.store.put(name, b"")
        active = self.work.begin(transfer)
        active.specification = Specification(name, size)
        active.book = TicketBook(self.store, active.specification)
        active.part = PartFile(self._folder / f"{transfer}.part")
        return active

    def lose(self, active: Active) -> None:
        """Let the first worker say that its answer was of no use."""
        self.work.connections.range_ended(RangeEnded(active.id, active.jobs[0], WRONG))

    def end(self) -> None:
        self._is_over.set()
        assert self.work.shut(PATIENCE)
        for active in self.work.actives.values():
            if active.part is not None:
                active.part.close()

    @contextmanager
    def _no_answer(self, *_asked: object, **_how: object) -> Iterator[Answer]:
        assert self._is_over.wait(PATIENCE)
        raise ProblemError(WRONG)
        yield


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path, connections=2)
    yield made
    made.end()


def ranges(active: Active) -> list[ByteRange]:
    return [job.range for job in active.jobs]


def test_ranges_are_handed_out_in_order_while_a_connection_is_free(bench: Bench) -> None:
    active = bench.begin(ONE, 3 * RANGE_SIZE)
    bench.work.connections.assign()
    assert ranges(active) == [ByteRange(0, RANGE_SIZE), ByteRange(RANGE_SIZE, 2 * RANGE_SIZE)]
    bench.work.connections.assign()
    assert len(active.jobs) == 2


def test_every_file_gets_a_connection_and_the_first_in_the_queue_the_rest(bench: Bench) -> None:
    second, first = bench.begin(TWO, 3 * RANGE_SIZE), bench.begin(ONE, 3 * RANGE_SIZE)
    bench.work.connections.assign()
    assert (len(first.jobs), len(second.jobs)) == (1, 1)
    bench.work.connections.share(4)
    bench.work.connections.assign()
    assert (len(first.jobs), len(second.jobs)) == (3, 1)


def test_a_profile_may_want_fewer_connections_than_there_are(bench: Bench) -> None:
    first = bench.begin(ONE, 9 * RANGE_SIZE)
    bench.most[bench.roster[ONE].transfer.profile_id] = 2
    bench.work.connections.share(4)
    bench.work.connections.assign()
    assert len(first.jobs) == 2


def test_lost_bytes_are_left_alone_for_their_pause_and_counted_as_the_next_try(bench: Bench) -> None:
    active = bench.begin(ONE, RANGE_SIZE)
    bench.work.connections.assign()
    bench.lose(active)
    bench.work.connections.assign()
    assert ranges(active) == []
    assert bench.work.connections.next_moment() == bench.time + 1
    bench.time += 1
    bench.work.connections.assign()
    assert [(job.range, job.tries) for job in active.jobs] == [(ByteRange(0, RANGE_SIZE), 2)]


def test_a_pause_that_has_passed_is_nothing_to_wait_for(bench: Bench) -> None:
    """Its bytes wait for a connection now: waking up for them at once would be waking up for ever."""
    active = bench.begin(ONE, 3 * RANGE_SIZE)
    bench.work.connections.assign()
    bench.lose(active)
    bench.work.connections.assign()
    assert len(active.jobs) == 2
    assert bench.work.connections.next_moment() == bench.time + 1
    bench.time += 5
    bench.work.connections.assign()
    assert bench.work.connections.next_moment() is None


def test_a_range_that_made_progress_begins_its_tries_anew(bench: Bench) -> None:
    active = bench.begin(ONE, RANGE_SIZE)
    bench.work.connections.assign()
    bench.lose(active)
    bench.time += 1
    bench.work.connections.assign()
    (job,) = active.jobs
    assert job.tries == 2
    job.position += 1 << 20
    bench.lose(active)
    bench.time += 1
    bench.work.connections.assign()
    assert [(job.range.start, job.tries) for job in active.jobs] == [(1 << 20, 2)]


def test_what_a_person_must_end_is_reason_to_leave(bench: Bench) -> None:
    active = bench.begin(ONE, 2 * RANGE_SIZE)
    bench.work.connections.assign()
    forbidden = disk_problems.disk_error(Path("out"), "bad sector")
    leaving = bench.work.connections.range_ended(RangeEnded(ONE, active.jobs[0], forbidden))
    assert leaving is not None
    assert (leaving.status, leaving.problem) == (Status.NEEDS_YOU, forbidden)


def test_bytes_that_arrive_after_the_end_was_asked_for_count(bench: Bench) -> None:
    active = bench.begin(ONE, RANGE_SIZE)
    bench.work.connections.assign()
    (job,) = active.jobs
    bench.work.let_go(ONE, Status.PAUSED)
    job.position += 500
    assert bench.work.connections.range_ended(RangeEnded(ONE, job, WRONG)) is None
    assert active.done.prefix == 500
    assert bench.roster[ONE].transfer.status is Status.PAUSED


def test_whoever_stands_at_the_gate_when_the_end_is_asked_for_goes_through(bench: Bench) -> None:
    active = bench.begin(ONE, RANGE_SIZE)
    bench.work.connections.assign()
    passed = threading.Event()

    def write() -> None:
        active.gate.wrote(10 * AHEAD_PER_CONNECTION)
        passed.set()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    bench.work.let_go(ONE, Status.PAUSED)
    assert passed.wait(PATIENCE)
    writer.join(PATIENCE)


def test_the_room_that_is_needed_is_what_the_others_still_miss(bench: Bench) -> None:
    first, second = bench.begin(ONE, 1000), bench.begin(TWO, 5000)
    second.done = second.done.add(ByteRange(0, 2000))
    assert bench.work.room_needed(besides=first) == 3000
    assert bench.work.room_needed(besides=second) == 1000
    second.finishing = True
    assert bench.work.room_needed(besides=first) == 0


def test_a_record_keeps_its_place_in_the_queue(bench: Bench) -> None:
    """The order of the queue decides, not that of beginning."""
    bench.roster.put(replace(bench.roster[ONE], transfer=replace(bench.roster[ONE].transfer, order=9)))
    first, second = bench.begin(ONE, 3 * RANGE_SIZE), bench.begin(TWO, 3 * RANGE_SIZE)
    bench.work.connections.share(3)
    bench.work.connections.assign()
    assert (len(first.jobs), len(second.jobs)) == (1, 2)
