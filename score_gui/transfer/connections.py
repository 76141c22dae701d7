"""Who gets a connection for which bytes, and what follows when one of them ends.

A range is in one worker's hands from `assign` until its end was reported to `range_ended`; only then may others
have what is left of it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from score_gui.model import problems, server_problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.transfer import TransferId
from score_gui.transfer.active import Active, Delay, Leaving
from score_gui.transfer.crew import Crew
from score_gui.transfer.inbox import RangeEnded
from score_gui.transfer.lanes import Lanes
from score_gui.transfer.outside import Outside
from score_gui.transfer.range_job import RangeJob, run
from score_gui.transfer.rate import RateLimit, connections_at, limited
from score_gui.transfer.retry import AWAY, PROGRESS, Again, after_problem
from score_gui.transfer.roster import Roster
from score_gui.transfer.schedule import next_range, next_transfer

log = logging.getLogger(__name__)


class Connections:
    """Owned by the engine's thread; `post` carries the end of a range back to it."""

    def __init__(
        self,
        actives: Mapping[TransferId, Active],
        roster: Roster,
        outside: Outside,
        count: int,
        post: Callable[[RangeEnded], None],
    ) -> None:
        """`actives` are the transfers that are being worked on, as they come and go."""
        self.received = 0
        self._actives = actives
        self._roster = roster
        self._outside = outside
        self._post = post
        self._workers = Crew("range", count)
        self._limit = RateLimit(outside.now)
        self._lanes = Lanes()

    def share(self, count: int, rate: int | None = None) -> None:
        """Share `count` connections, and `rate` bytes per second over all of them."""
        self._workers.size = connections_at(rate, count)
        self._limit.set_rate(rate)

    def close(self, timeout: float) -> bool:
        """End the threads. False if some still hang in a system call after `timeout` seconds."""
        return self._workers.close(timeout)

    # --- handing out ---

    def assign(self) -> None:
        """Hand out ranges while a connection is free and bytes are missing."""
        self._workers.hanging = sum(len(a.jobs) for a in self._actives.values() if a.is_hanging)
        free = self._workers.size - self._running().total()
        now = self._outside.now()
        wanting = list(self._wanting(now)) if free > 0 else []
        while free > 0:
            running = self._running()
            wanting = [one for one in wanting if self._has_lane(self._profile(one[0]), running)]
            index = next_transfer([len(active.jobs) for active, _ in wanting], free)
            if index is None:
                return
            active, wanted = wanting[index]
            self._give(active, wanted)
            free -= 1
            wanting[index : index + 1] = self._next_of(active, now)

    def _wanting(self, now: float) -> Iterator[tuple[Active, ByteRange]]:
        fetching = (active for active in self._actives.values() if active.is_fetching)
        for active in sorted(fetching, key=lambda a: self._roster[a.id].transfer.place):
            yield from self._next_of(active, now)

    def _next_of(self, active: Active, now: float) -> Iterator[tuple[Active, ByteRange]]:
        wanted = next_range(active.size, active.done, active.busy(now), self._workers.size)
        if wanted is not None:
            yield active, wanted

    def _profile(self, active: Active) -> str:
        return self._roster[active.id].transfer.profile_id

    def _running(self) -> Counter[str]:
        """Connections that are at work, by profile."""
        at_work = (active for active in self._actives.values() if not active.is_hanging)
        return Counter(self._profile(active) for active in at_work for _ in active.jobs)

    def _has_lane(self, profile_id: str, running: Mapping[str, int]) -> bool:
        limits = (self._lanes.most(profile_id), self._outside.most_connections(profile_id))
        return all(most is None or running[profile_id] < most for most in limits)

    def _give(self, active: Active, wanted: ByteRange) -> None:
        if active.part is None or active.book is None:
            raise RuntimeError("a range was handed out before its file was open")
        job = RangeJob(
            wanted,
            active.part,
            active.book,
            active.gate,
            size=active.size,
            group=active.id,
            began=self._outside.now(),
            tries=active.tries_of(wanted),
        )
        active.delays = active.without_delay_at(wanted.start)
        active.jobs = (*active.jobs, job)
        active.gate.set_connections(len(active.jobs))
        profile_id = self._profile(active)
        self._workers.submit(lambda: self._post(self._run(active.id, profile_id, job)))

    def _run(self, transfer: TransferId, profile_id: str, job: RangeJob) -> RangeEnded:
        try:
            fetch = self._outside.fetch_for(profile_id)
            problem = run(job, limited(fetch, self._limit))
        except ProblemError as error:
            problem = error.problem
        except Exception as error:
            log.exception("a range job ended unexpectedly")
            problem = problems.internal(type(error).__name__)
        return RangeEnded(transfer, job, problem)

    # --- the end of a range ---

    def range_ended(self, message: RangeEnded, looks: int = 0) -> Leaving | None:
        """Count the bytes; returns why the transfer must be let go, if it must.

        `looks` says how often the transfer was held up before without a byte in between.
        """
        active, job = self._actives[message.id], message.job
        active.done = active.done.add(job.arrived)  # before the job goes: `live_prefix` relies on it
        active.jobs = tuple(other for other in active.jobs if other is not job)
        active.gate.set_connections(len(active.jobs))
        active.again = active.again.minus(RangeSet.of((job.arrived,)))
        self.received += job.arrived.length
        if job.position == job.range.stop:
            self._lanes.arrived(self._profile(active))
            return None
        if active.is_leaving or job in active.excused:
            return None
        problem = message.problem
        if problem is None and job.arrived.length:
            return None  # an exact ticket ended before the range did
        return self._after(active, job, problem or server_problems.nothing_came(), looks)

    def _after(self, active: Active, job: RangeJob, problem: Problem, looks: int) -> Leaving | None:
        tries = 1 if job.arrived.length >= PROGRESS else job.tries
        if problem.recovery is Recovery.DESCRIBE:  # its tries are descriptions, one for each hold-up
            tries = 1 if job.arrived.length else looks + 1
        if self._is_one_too_many(active, job, problem):
            tries = min(tries, 2)  # others get on, so the site is there: a short pause, and no try counted
        verdict = after_problem(problem, tries, self._outside.jitter)
        if isinstance(verdict, Again):
            rest = ByteRange(job.position, job.range.stop)
            until = self._outside.now() + verdict.pause
            active.delays = (*active.delays, Delay(rest, until, verdict.tries))
            return None
        return Leaving(verdict.status, verdict.problem)

    def _is_one_too_many(self, active: Active, job: RangeJob, problem: Problem) -> bool:
        """A connection was refused while others of the site went on; from here on it is asked for fewer."""
        profile_id = self._profile(active)
        others = self._running()[profile_id]
        if problem.code == "server-busy":
            self._lanes.busy(profile_id, others + 1)
        if problem.code not in AWAY or job.arrived.length or not others:
            return False
        self._lanes.refused(profile_id, others)
        return True

    def next_moment(self) -> float | None:
        """When a delayed range is due again (monotonic seconds). One whose time has passed waits for a worker."""
        now = self._outside.now()
        delays = (delay for active in self._actives.values() for delay in active.delays)
        return min((delay.until for delay in delays if delay.until > now), default=None)

    # --- ending them ---

    def cut(self, active: Active) -> None:
        """Let the workers of a leaving transfer end at once."""
        active.was_cut = True
        for job in active.jobs:
            job.stop()
        self._limit.wake()
        active.gate.open_wide()
        if active.jobs:
            self._outside.abort(active.id)

    def begin_anew(self) -> None:
        """The connections are dead, though nobody says so: end them, at no cost to the ranges that used them."""
        for active in self._actives.values():
            if active.jobs and not active.is_leaving:
                active.excused = active.jobs
                self._outside.abort(active.id)
