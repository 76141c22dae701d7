"""One byte range on its way to the disk, on one worker thread.

A job writes only inside its own range and counts what it wrote. Whatever ends it - the last byte, a stop, a
problem - the bytes up to `position` are on the disk, so the engine can always go on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from score_gui.model import problems
from score_gui.model.byterange import ByteRange
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.secret import Secret
from score_gui.sources.base import Ticket
from score_gui.transfer.disk import disk_problem
from score_gui.transfer.gate import Gate
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.tickets import TicketBook

REFUSALS = 3
"""Tickets that a store may refuse in a row, without a byte in between, before a person is asked."""

DRAIN_BYTES = 8 * 1024 * 1024
"""What a stopped job takes at most of the bytes that lie in this computer's buffers already: they have been sent,
so throwing them away would fetch them twice. Stopping cuts the connection, so no more than that can come."""


class Answer(Protocol):
    """An open answer to a range request."""

    @property
    def etag(self) -> str | None: ...

    def chunks(self) -> Iterator[memoryview]: ...


class Fetch(Protocol):
    """How a range is asked for; `net.data.DataClient.fetch` in the program."""

    def __call__(
        self,
        ticket_url: Secret,
        wanted: ByteRange,
        *,
        group: Hashable,
        headers: Sequence[tuple[str, str]],
        whole: int | None,
        vouched: bool,
        is_over: Callable[[], bool],
    ) -> AbstractContextManager[Answer]: ...


@dataclass(slots=True)
class RangeJob:
    """A range given to a worker. The engine reads `position` at any time; only the worker moves it."""

    range: ByteRange
    part: PartFile
    book: TicketBook
    gate: Gate
    size: int
    group: Hashable
    began: float
    tries: int = 1
    again: bool = False
    position: int = field(init=False)
    is_writing: bool = False
    end_after_stop: int | None = None

    def __post_init__(self) -> None:
        self.position = self.range.start

    @property
    def arrived(self) -> ByteRange:
        return ByteRange(self.range.start, self.position)

    def speed(self, now: float) -> float:
        """Bytes per second since it began; `now` and `began` are monotonic."""
        return self.arrived.length / (now - self.began) if now > self.began else 0.0

    def stop(self) -> None:
        self.end_after_stop = self.position + DRAIN_BYTES

    @property
    def is_stopping(self) -> bool:
        return self.end_after_stop is not None

    @property
    def is_over(self) -> bool:
        """Stopped, and what had arrived by then is kept."""
        return self.end_after_stop is not None and self.position >= self.end_after_stop


def run(job: RangeJob, fetch: Fetch) -> Problem | None:
    """Fetch the job's range. None if it is complete, or was stopped; else what went wrong."""
    problem = _try_until_done(job, fetch)
    return None if job.is_stopping else problem


def _try_until_done(job: RangeJob, fetch: Fetch) -> Problem | None:
    refusals = 0
    try:
        while job.position < job.range.stop and not job.is_stopping:
            before = job.position
            problem = _one_request(job, fetch)
            if problem is None:
                return None  # complete, stopped, or as far as an exact ticket reached
            refusals = refusals + 1 if job.position == before else 1
            if problem.recovery is not Recovery.RENEW:
                return problem
            if refusals >= REFUSALS:
                return problems.gave_up(problem, refusals)
    except OSError as error:
        return disk_problem(error, job.part.path)
    return None


def _one_request(job: RangeJob, fetch: Fetch) -> Problem | None:
    ticket: Ticket | None = None
    rest = ByteRange(job.position, job.range.stop)
    try:
        ticket = job.book.ticket(rest)
        if job.is_stopping:
            return None  # the open requests were cut before this one; nobody would cut it
        wanted = ticket.range if ticket.exact else rest
        if wanted.start != job.position:
            raise ValueError("a ticket that begins at another byte would put its bytes in the wrong place")
        asked = fetch(
            ticket.url,
            wanted,
            group=job.group,
            headers=ticket.headers,
            whole=job.size,
            vouched=job.book.vouches_for(wanted),
            is_over=lambda: job.is_stopping,
        )
        with asked as answer:
            if not job.book.same_object(answer.etag):
                return _other_version(job.book)
            _write(job, answer)
    except ProblemError as error:
        if ticket is not None and error.problem.recovery is Recovery.RENEW:
            job.book.refused(ticket)
        return error.problem
    return None


def _other_version(book: TicketBook) -> Problem:
    if book.knows_md5:
        return problems.other_version()
    return problems.file_changed(phrase("Its version mark differs from that of the bytes before."))


def _write(job: RangeJob, answer: Answer) -> None:
    if job.is_stopping:
        return  # its connection may have been made right after the others were cut
    for chunk in answer.chunks():
        room = job.range.stop - job.position
        if job.is_over or room == 0:
            return
        piece = chunk[:room]
        job.is_writing = True
        job.part.write_at(piece, job.position)
        job.is_writing = False
        job.position += len(piece)
        job.gate.wrote(len(piece))
