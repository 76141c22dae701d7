"""How fast all transfers together may take bytes: one meter that every connection queues at, in the order it comes.

A connection takes a place in the queue for each piece before it hands the piece on, so that nobody is served twice
in a row and the limit holds from the first second. Whoever is asked to stop leaves the queue at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager

from score_gui.model.byterange import ByteRange
from score_gui.model.secret import Secret
from score_gui.transfer.range_job import Answer, Fetch

SLACK_SECONDS = 0.05
"""Time that a connection lost by waking late may be made up for; also what an idle meter gives at once."""
_PIECE_SECONDS = 0.05
_SMALLEST_PIECE = 16 * 1024
_SLOWEST_CONNECTION = 100_000
"""Bytes per second; with less each, servers would take connections for dead, so fewer are used."""


class Meter:
    """Says when a piece is due. Plain arithmetic; times in monotonic seconds, `rate` in bytes/s, None for no limit."""

    def __init__(self, rate: int | None, now: float) -> None:
        self.rate = rate
        self._at = now
        self._booked = 0.0
        self._drained = 0.0

    def book(self, count: int, now: float) -> float:
        """Take the next place for `count` bytes; what is returned is asked about with `due_in`."""
        self._settle(now)
        self._booked += count
        return self._booked

    def due_in(self, place: float, now: float) -> float:
        """Seconds until a place is due, at the rate as it is now; 0 if it is."""
        self._settle(now)
        if self.rate is None:
            return 0.0
        return max(0.0, (place - self._drained) / self.rate)

    def set_rate(self, rate: int | None, now: float) -> None:
        """Places already taken keep their order and follow the new rate from now on."""
        self._settle(now)
        self.rate = rate

    def _settle(self, now: float) -> None:
        passed, self._at = max(0.0, now - self._at), max(now, self._at)
        if self.rate is None:
            self._drained = self._booked
        else:
            most = self._booked + self.rate * SLACK_SECONDS
            self._drained = min(most, self._drained + self.rate * passed)


class RateLimit:
    """The meter of all range jobs. Every call may come from any thread; only `take` waits."""

    def __init__(self, now: Callable[[], float] = time.monotonic, rate: int | None = None) -> None:
        self._now = now
        self._meter = Meter(rate, now())
        self._changed = threading.Condition()

    @property
    def rate(self) -> int | None:
        """Bytes per second; None for no limit."""
        return self._meter.rate

    @property
    def piece(self) -> int | None:
        """Bytes to hand on at once, so that they flow evenly; None for any number."""
        rate = self._meter.rate
        return None if rate is None else max(_SMALLEST_PIECE, int(rate * _PIECE_SECONDS))

    def set_rate(self, rate: int | None) -> None:
        """Holds at once, for those who wait too."""
        with self._changed:
            self._meter.set_rate(rate, self._now())
            self._changed.notify_all()

    def wake(self) -> None:
        """Let those who wait look whether they still have to."""
        with self._changed:
            self._changed.notify_all()

    def take(self, count: int, is_over: Callable[[], bool]) -> None:
        """Wait until `count` bytes more may be taken, or until `is_over`, which is looked at after `wake`."""
        with self._changed:
            place = self._meter.book(count, self._now())
            while not is_over() and (due := self._meter.due_in(place, self._now())):
                self._changed.wait(due)


def connections_at(rate: int | None, wanted: int) -> int:
    """How many connections make sense at a rate, of those that are wanted."""
    return wanted if rate is None else max(1, min(wanted, rate // _SLOWEST_CONNECTION))


def limited(fetch: Fetch, limit: RateLimit) -> Fetch:
    """`fetch`, but its bytes come as fast as `limit` lets them; once `is_over`, what has arrived comes at once."""

    @contextmanager
    def fetch_slowly(
        ticket_url: Secret,
        wanted: ByteRange,
        *,
        group: Hashable,
        headers: Sequence[tuple[str, str]],
        whole: int | None,
        vouched: bool,
        is_over: Callable[[], bool],
    ) -> Iterator[Answer]:
        asked = fetch(
            ticket_url, wanted, group=group, headers=headers, whole=whole, vouched=vouched, is_over=is_over
        )
        with asked as answer:
            yield _Slowed(answer, limit, is_over)

    return fetch_slowly


class _Slowed:
    def __init__(self, answer: Answer, limit: RateLimit, is_over: Callable[[], bool]) -> None:
        self._answer = answer
        self._limit = limit
        self._is_over = is_over

    @property
    def etag(self) -> str | None:
        return self._answer.etag

    def chunks(self) -> Iterator[memoryview]:
        for chunk in self._answer.chunks():
            begin = 0
            while begin < len(chunk):
                end = begin + (self._limit.piece or len(chunk))
                piece = chunk[begin:end]
                if not self._is_over():
                    self._limit.take(len(piece), self._is_over)
                yield piece
                begin = end
