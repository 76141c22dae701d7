"""One range on its way to the disk: what each sequence of answers leaves there, and what is said of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from score_gui.model import problems, server_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.secret import Secret
from score_gui.model.specification import Specification
from score_gui.sources.base import Description, Ticket
from score_gui.transfer.gate import Gate
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.range_job import DRAIN_BYTES, REFUSALS, RangeJob, run
from score_gui.transfer.tickets import TicketBook
from tests.transfer.conftest import make_bytes

SIZE = 1000
DATA = make_bytes(SIZE)
START, STOP = 100, 400
LENGTH = STOP - START

HOST = "store.example"
EXPIRED = server_problems.link_expired(HOST)
REFUSED = server_problems.link_refused(HOST)
LOST = server_problems.connection_lost(HOST)
BUSY = server_problems.server_busy(HOST, 503, 9)
WRONG = server_problems.wrong_range(HOST)


@dataclass(frozen=True)
class Sent:
    """An answer: its first `count` bytes (more than asked for if it is larger), then perhaps a problem."""

    count: int
    then: Problem | None = None
    etag: str | None = None
    chunk: int = 64


Step = Sent | Problem
"""A Problem comes in place of an answer."""


@dataclass
class Store:
    """A source and a data plane that follow a script; what is asked beyond it is a fault of the job."""

    script: list[Step]
    exact: int | None = None
    """Length of exact tickets; None for tickets to the whole object."""
    ticket_trouble: list[Problem] = field(default_factory=list)
    asked: list[ByteRange] = field(default_factory=list)
    tickets: int = 0
    renewals: int = 0
    at_ticket: Callable[[], None] = lambda: None
    at_answer: Callable[[], None] = lambda: None
    at_chunk: Callable[[int], None] = lambda _sent: None

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        raise NotImplementedError

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        self.at_ticket()
        if self.ticket_trouble:
            raise ProblemError(self.ticket_trouble.pop(0))
        self.tickets += 1
        if self.exact is None:
            return Ticket(Secret("u"), specification.whole, exact=False)
        return Ticket(
            Secret("u"), ByteRange(wanted.start, min(wanted.stop, wanted.start + self.exact)), exact=True
        )

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        self.renewals += 1
        return self.ticket(specification, wanted)

    def close(self) -> None:
        raise NotImplementedError

    @contextmanager
    def fetch(
        self,
        ticket_url: Secret,
        wanted: ByteRange,
        *,
        group: Hashable,
        headers: Sequence[tuple[str, str]],
        whole: int | None,
        vouched: bool,
        is_over: Callable[[], bool],
    ) -> Iterator[Answer]:
        self.asked.append(wanted)
        assert whole == SIZE
        step = self.script.pop(0)
        if isinstance(step, Problem):
            raise ProblemError(step)
        self.at_answer()
        yield Answer(self, wanted, step)


@dataclass
class Answer:
    store: Store
    wanted: ByteRange
    sent: Sent

    @property
    def etag(self) -> str | None:
        return self.sent.etag

    def chunks(self) -> Iterator[memoryview]:
        count = 0
        while count < self.sent.count:
            more = min(self.sent.chunk, self.sent.count - count)
            at = self.wanted.start + count
            yield memoryview(DATA[at : at + more].ljust(more, b"!"))
            count += more
            self.store.at_chunk(count)
        if self.sent.then is not None:
            raise ProblemError(self.sent.then)


@pytest.fixture
def part(tmp_path: Path) -> Iterator[PartFile]:
    made = PartFile(tmp_path / "x.part")
    yield made
    made.close()


def job_on(store: Store, part: PartFile, wanted: ByteRange = ByteRange(START, STOP)) -> RangeJob:
    book = TicketBook(store, Specification("o", SIZE))
    return RangeJob(wanted, part, book, Gate(), SIZE, "g", began=0.0)


def run_job(job: RangeJob, store: Store) -> Problem | None:
    return run(job, store.fetch)


def on_disk(part: PartFile) -> bytes:
    return part.path.read_bytes()


# --- the table: what is answered, and what follows ---

ANSWERS: dict[str, tuple[list[Step], int, str | None]] = {
    # name: (answers in order, bytes on the disk afterwards, code of the problem or None)
    "all of it": ([Sent(LENGTH)], LENGTH, None),
    "in one chunk": ([Sent(LENGTH, chunk=LENGTH)], LENGTH, None),
    "byte by byte": ([Sent(LENGTH, chunk=1)], LENGTH, None),
    "less than asked, in good order": ([Sent(70)], 70, None),
    "nothing, in good order": ([Sent(0)], 0, None),
    "more than asked": ([Sent(LENGTH + 500)], LENGTH, None),
    "more than asked, in one chunk": ([Sent(LENGTH + 500, chunk=10_000)], LENGTH, None),
    "broken off in the middle": ([Sent(70, LOST)], 70, "connection-lost"),
    "broken off before the first byte": ([Sent(0, LOST)], 0, "connection-lost"),
    "broken off after the last byte": ([Sent(LENGTH, LOST)], LENGTH, "connection-lost"),
    "refused as busy": ([BUSY], 0, "server-busy"),
    "the wrong range": ([WRONG], 0, "wrong-range"),
    "an ended link, then all": ([EXPIRED, Sent(LENGTH)], LENGTH, None),
    "an ended link twice, then all": ([EXPIRED, REFUSED, Sent(LENGTH)], LENGTH, None),
    "an ended link, then broken off": ([EXPIRED, Sent(70, LOST)], 70, "connection-lost"),
    "refused every time": ([REFUSED] * REFUSALS, 0, "gave-up.link-refused"),
    "ended every time": ([EXPIRED] * REFUSALS, 0, "gave-up.link-expired"),
    "a link that ends in the middle of its answer": ([Sent(70, EXPIRED), Sent(LENGTH - 70)], LENGTH, None),
    "progress makes up for refusals": (
        [EXPIRED, EXPIRED, Sent(70, EXPIRED), EXPIRED, Sent(LENGTH - 70)],
        LENGTH,
        None,
    ),
    "refused as often after progress": ([Sent(70, EXPIRED), EXPIRED, EXPIRED], 70, "gave-up.link-expired"),
    "another version after a renewal": (
        [Sent(70, EXPIRED, etag='"a"'), Sent(LENGTH - 70, etag='"b"')],
        70,
        "changed-at-source",
    ),
    "the same version after a renewal": (
        [Sent(70, EXPIRED, etag='"a"'), Sent(LENGTH - 70, etag='"a"')],
        LENGTH,
        None,
    ),
    "no version mark after a renewal": ([Sent(70, EXPIRED, etag='"a"'), Sent(LENGTH - 70)], LENGTH, None),
}


@pytest.mark.parametrize(("script", "count", "code"), ANSWERS.values(), ids=ANSWERS)
def test_answers(part: PartFile, script: list[Step], count: int, code: str | None) -> None:
    store = Store(list(script))
    job = job_on(store, part)
    problem = run_job(job, store)
    assert (problem and problem.code) == code
    assert job.position == START + count
    assert job.arrived == ByteRange(START, START + count)
    assert job.gate.ahead == count
    expected = bytes(START) + DATA[START : START + count] if count else b""
    assert on_disk(part) == expected, "the disk holds what was counted, and not a byte more"
    assert store.script == [], "it asked less often than it should"


def test_a_new_link_goes_on_at_the_same_byte(part: PartFile) -> None:
    store = Store([Sent(70, EXPIRED), Sent(LENGTH - 70)])
    run_job(job_on(store, part), store)
    assert store.asked == [ByteRange(START, STOP), ByteRange(START + 70, STOP)]
    assert (store.tickets, store.renewals) == (2, 1)


def test_a_surplus_is_not_listened_to(part: PartFile) -> None:
    """A server that sends 300 GB where 300 bytes were asked for must not keep a worker busy."""
    heard: list[int] = []
    store = Store([Sent(LENGTH + 10_000, chunk=100)], at_chunk=heard.append)
    run_job(job_on(store, part), store)
    assert heard[-1] <= LENGTH + 100


# --- exact tickets ---


def test_an_exact_ticket_is_asked_for_just_its_range_and_ends_where_it_ends(part: PartFile) -> None:
    store = Store([Sent(120)], exact=120)
    job = job_on(store, part)
    assert run_job(job, store) is None
    assert store.asked == [ByteRange(START, START + 120)]
    assert job.position == START + 120


def test_an_exact_ticket_that_ends_is_renewed_for_the_rest(part: PartFile) -> None:
    store = Store([Sent(50, EXPIRED), Sent(120)], exact=120)
    job = job_on(store, part)
    assert run_job(job, store) is None
    assert store.asked == [ByteRange(START, START + 120), ByteRange(START + 50, START + 170)]
    assert job.position == START + 170


# --- tickets that do not come ---


def test_a_ticket_that_cannot_be_had_says_why(part: PartFile) -> None:
    store = Store([], ticket_trouble=[problems.token_refused("S")])
    problem = run_job(job_on(store, part), store)
    assert problem is not None
    assert problem.code == "token-refused"


# --- stopping ---


def stopping_after(count: int) -> tuple[list[RangeJob], Callable[[int], None]]:
    jobs: list[RangeJob] = []

    def stop(sent: int) -> None:
        if sent == count:
            jobs[0].stop()

    return jobs, stop


def test_a_stopped_job_keeps_what_has_arrived_and_says_nothing_of_the_broken_connection(
    part: PartFile,
) -> None:
    jobs, stop = stopping_after(64)
    store = Store([Sent(256, LOST)], at_chunk=stop)
    jobs.append(job_on(store, part))
    assert run_job(jobs[0], store) is None
    assert jobs[0].position == START + 256
    assert on_disk(part)[START:] == DATA[START : START + 256]


def test_a_stopped_job_takes_no_more_than_what_can_lie_in_buffers(part: PartFile) -> None:
    jobs, stop = stopping_after(1 << 20)
    store = Store([Sent(4 * DRAIN_BYTES, chunk=1 << 20)], at_chunk=stop)
    jobs.append(job_on(store, part, ByteRange(0, 4 * DRAIN_BYTES)))
    jobs[0].gate.open_wide()
    assert run_job(jobs[0], store) is None
    assert jobs[0].position == (1 << 20) + DRAIN_BYTES


def test_a_job_that_was_stopped_before_it_began_asks_for_nothing(part: PartFile) -> None:
    store = Store([])
    job = job_on(store, part)
    job.stop()
    assert run_job(job, store) is None
    assert (store.tickets, store.asked) == (0, [])


def test_a_job_that_is_stopped_while_it_gets_its_ticket_fetches_nothing(part: PartFile) -> None:
    """By then the open connections are cut, and a new one would be cut by nobody."""
    jobs, stop = stopping_after(0)
    store = Store([], at_ticket=lambda: stop(0))
    jobs.append(job_on(store, part))
    assert run_job(jobs[0], store) is None
    assert store.asked == []


def test_a_job_that_is_stopped_while_its_connection_is_made_takes_nothing(part: PartFile) -> None:
    """It may have been made right after the open ones were cut."""
    jobs, stop = stopping_after(0)
    store = Store([Sent(LENGTH)], at_answer=lambda: stop(0))
    jobs.append(job_on(store, part))
    assert run_job(jobs[0], store) is None
    assert jobs[0].position == START


def test_a_stopped_job_does_not_renew_its_link(part: PartFile) -> None:
    jobs, stop = stopping_after(64)
    store = Store([Sent(64, EXPIRED)], at_chunk=stop)
    jobs.append(job_on(store, part))
    assert run_job(jobs[0], store) is None
    assert store.renewals == 0


# --- the disk ---


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "no-space"),
        (errno.EACCES, "no-permission"),
        (errno.EIO, "disk-error"),
        (errno.EFBIG, "file-too-large"),
        (errno.EMFILE, "too-many-open-files"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "no-permission"),
        (errno.ENODEV, "drive-missing"),
    ],
)
def test_a_disk_that_does_not_take_the_bytes_is_told_and_they_do_not_count(
    part: PartFile, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    really = part.write_at

    def write(data: memoryview, offset: int) -> None:
        if offset >= START + 128:
            raise OSError(number, os.strerror(number))
        really(data, offset)

    monkeypatch.setattr(part, "write_at", write)
    store = Store([Sent(LENGTH)])
    job = job_on(store, part)
    problem = run_job(job, store)
    assert problem is not None
    assert problem.code == code
    assert job.position == START + 128


def test_its_speed_is_what_arrived_since_it_began(part: PartFile) -> None:
    job = job_on(Store([]), part)
    job.position += 50
    assert (job.speed(0.0), job.speed(5.0)) == (0.0, 10.0)
