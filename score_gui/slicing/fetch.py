"""One round of fetching: some pieces of an object, several connections, one end for all of them.

Each piece is a range job of the engine, with its tickets, its checks and its policies for what passes by itself.
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from score_gui.model import problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.transfer import Status
from score_gui.slicing import troubles
from score_gui.transfer.gate import Gate
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.range_job import Fetch, RangeJob, run
from score_gui.transfer.rate import RateLimit, connections_at, limited
from score_gui.transfer.retry import PROGRESS, Again, Hold, after_problem, probe_pause
from score_gui.transfer.tickets import TicketBook

CONNECTIONS = 8
"""As many as a download has; more were hardly faster when measured."""
LOOKS = 5
"""How often a server that is away or busy is tried again: about a minute. A person waits, so no longer."""
TELL_EVERY = 0.1
LOOK_EVERY = 0.01
"""Seconds between two looks at whether the person wants out; that is to be over within 50 ms."""

Tell = Callable[[int], None]
"""Hears how many bytes have arrived since the fetch began."""


class CancelledError(Exception):
    """The person wanted out."""


@dataclass(frozen=True, slots=True)
class Line:
    """The way to the bytes: as the engine's `Outside`.

    From any thread, `cancel` ends everything, and while `pause` is set no byte is fetched. Bytes come no faster than
    `limit` lets them.
    """

    fetch: Fetch
    abort: Callable[[Hashable], None]
    cancel: threading.Event = field(default_factory=threading.Event)
    pause: threading.Event = field(default_factory=threading.Event)
    jitter: Callable[[float, float], float] = random.uniform
    connections: int = CONNECTIONS
    limit: RateLimit = field(default_factory=RateLimit)


class Effort:
    """One round of fetching: some pieces, several threads, one end for all of them."""

    def __init__(
        self, part: PartFile, book: TicketBook, size: int, line: Line, wanted: Iterable[ByteRange]
    ) -> None:
        self._part, self._book, self._size, self._line = part, book, size, line
        self._pieces = deque(wanted)
        self._lock = threading.Lock()
        self._jobs: list[RangeJob] = []
        self._settled = RangeSet()
        self._gate = Gate()
        self._gate.open_wide()
        self._problem: Problem | None = None
        self._over = threading.Event()
        self._go = threading.Event()
        self._someone_ended = threading.Event()

    @property
    def arrived(self) -> RangeSet:
        """What has been written to the file since the effort began."""
        with self._lock:
            return self._settled.add(*(job.arrived for job in self._jobs))

    def run(self, tell: Tell) -> None:
        self._heed()
        count = min(connections_at(self._line.limit.rate, self._line.connections), len(self._pieces))
        threads = [threading.Thread(target=self._work, name=f"slice-{n}", daemon=True) for n in range(count)]
        for thread in threads:
            thread.start()
        try:
            told = time.monotonic()
            while any(thread.is_alive() for thread in threads):
                self._heed()
                self._someone_ended.wait(LOOK_EVERY)
                self._someone_ended.clear()
                if time.monotonic() - told >= TELL_EVERY:
                    told = time.monotonic()
                    tell(self.arrived.total)
            tell(self.arrived.total)
        finally:
            self._stop()
            for thread in threads:
                self._await(thread)
        if self._line.cancel.is_set():
            raise CancelledError
        if self._problem is not None:
            raise ProblemError(self._problem)

    def _heed(self) -> None:
        """What the person wants now: out, to wait, or to go on."""
        if self._line.cancel.is_set():
            self._stop()
        elif not self._line.pause.is_set():
            self._go.set()
        else:
            self._go.clear()
            self._cut()

    def _stop(self) -> None:
        self._over.set()
        self._cut()
        self._go.set()

    def _await(self, thread: threading.Thread) -> None:
        """Wait for its end, which a request that opened when the others had just been cut could delay for long."""
        while thread.is_alive():
            thread.join(LOOK_EVERY)
            self._cut()

    def _cut(self) -> None:
        """End the open requests; what has arrived of them is kept. Repeated, for those that open meanwhile."""
        with self._lock:
            jobs = list(self._jobs)
        for job in jobs:
            if not job.is_stopping:
                job.stop()
        self._line.limit.wake()
        self._line.abort(self)

    def _work(self) -> None:
        problem: Problem | None = problems.internal("a stopped thread")
        try:
            problem = self._take_pieces()
        finally:
            if problem is not None:
                self._problem = self._problem or problem
                self._stop()
            self._someone_ended.set()

    def _take_pieces(self) -> Problem | None:
        while not self._over.is_set():
            try:
                piece = self._pieces.popleft()
            except IndexError:
                return None
            problem = self._fetch(piece)
            if problem is not None:
                return problem
        return None

    def _fetch(self, piece: ByteRange) -> Problem | None:
        """One piece to its end, through everything that passes by itself."""
        tries, looks = 1, 0
        while piece.length and not self._over.is_set():
            self._go.wait()
            job = self._new_job(piece, tries)
            problem = self._run(job)
            piece = ByteRange(job.position, piece.stop)
            if job.arrived.length >= PROGRESS:
                tries, looks = 1, 0
            if problem is None:
                continue
            if problem.recovery is Recovery.DESCRIBE:
                return (
                    troubles.changed_meanwhile()
                )  # what came before is of the old version, and no use any more
            step = after_problem(problem, tries, self._line.jitter)
            if isinstance(step, Hold) and (looks >= LOOKS or not _passes(step)):
                return step.problem
            tries = step.tries if isinstance(step, Again) else tries
            looks += isinstance(step, Hold)
            self._over.wait(step.pause if isinstance(step, Again) else probe_pause(problem, looks - 1))
        return None

    def _run(self, job: RangeJob) -> Problem | None:
        fetch = limited(self._line.fetch, self._line.limit)
        return run(job, fetch)

    def _settle(self, job: RangeJob) -> None:
        with self._lock:
            self._settled = self._settled.add(job.arrived)
            self._jobs.remove(job)

    def _new_job(self, piece: ByteRange, tries: int) -> RangeJob:
        job = RangeJob(
            piece, self._part, self._book, self._gate, self._size, self, time.monotonic(), tries=tries
        )
        with self._lock:
            self._jobs.append(job)
        if self._over.is_set() or not self._go.is_set():
            job.stop()
        return job


def _passes(step: Hold) -> bool:
    return step.status in {Status.WAITING_NETWORK, Status.WAITING_SERVER}
