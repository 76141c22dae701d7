"""The transfers that are being worked on: who gets a connection, when a checkpoint is due, how work ends.

A transfer leaves its way only through `let_go`: work is asked to end, and when the last worker has reported, what
arrived is recorded and the file is closed. Until then nothing new can begin on it, so two writers never meet in
one range.
"""

from __future__ import annotations

import logging
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from score_gui.model import problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.transfer import Status, TransferId
from score_gui.transfer import errands
from score_gui.transfer.active import Active, Delay, Leaving
from score_gui.transfer.crew import Crew
from score_gui.transfer.disk import disk_problem
from score_gui.transfer.errands import Closed, Report, Synced, Troubled
from score_gui.transfer.follower import Follower
from score_gui.transfer.gate import Gate
from score_gui.transfer.lanes import Lanes
from score_gui.transfer.outside import Outside
from score_gui.transfer.range_job import RangeJob, run
from score_gui.transfer.rate import RateLimit, connections_at, limited
from score_gui.transfer.retry import AWAY, PROGRESS, Again, after_problem
from score_gui.transfer.roster import Roster
from score_gui.transfer.schedule import next_range, next_transfer

log = logging.getLogger(__name__)

SYNC_SECONDS = 1.0
"""A checkpoint begins when the gate says that enough was written, or when anything waits for it for this long."""
ERRANDS = 64
"""Threads for errands at most; the few files at once need a handful."""


@dataclass(frozen=True, slots=True)
class RangeEnded:
    """A worker is done with its range; only now may others have what is left of it."""

    id: TransferId
    job: RangeJob
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Reported:
    """An errand's outcome."""

    id: TransferId
    report: Report


@dataclass(frozen=True, slots=True)
class Advanced:
    """Enough was written that a checkpoint is due."""

    id: TransferId


Message = RangeEnded | Reported | Advanced


class Work:
    """Owned by the engine's thread; `post` carries messages from workers back to it."""

    def __init__(
        self, roster: Roster, outside: Outside, connections: int, post: Callable[[Message], None]
    ) -> None:
        self.actives: dict[TransferId, Active] = {}
        self.received = 0
        self.rechecks: set[TransferId] = set()
        self._roster = roster
        self._outside = outside
        self._post = post
        self._workers = Crew("range", connections)
        self._limit = RateLimit(outside.now)
        self._errands = Crew("errand", ERRANDS)
        self._lanes = Lanes()
        self._recorded: dict[TransferId, RangeSet] = {}
        self._covered: list[tuple[Active, int]] = []
        self._hashes: dict[TransferId, Follower] = {}

    # --- beginning and ending ---

    def begin(self, transfer: TransferId) -> Active:
        active = Active(transfer, Gate(lambda: self._post(Advanced(transfer))))
        active.follower = self._hashes.pop(transfer, active.follower)
        active.synced_at = self._outside.now()
        self.actives[transfer] = active
        return active

    def let_go(self, transfer: TransferId, status: Status, problem: Problem | None = None) -> None:
        """End work on a transfer. Its row says `status` at once; the bytes that still come in are kept.

        For want of a token nothing is cut off: links that are good without one bring what they were asked for.
        """
        self._roster.change(transfer, status=status, problem=problem)
        active = self.actives.get(transfer)
        if active is None or active.was_cut:
            return
        active.leaving = active.leaving or Leaving(status, problem)
        if status is not Status.WAITING_TOKEN:
            self.cut(active)
        self.close_if_idle(active)

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
        for active in self.actives.values():
            if active.jobs and not active.is_leaving:
                active.excused = active.jobs
                self._outside.abort(active.id)

    def is_working_on(self, transfer: TransferId) -> bool:
        """Somebody works on it and was not asked to end."""
        active = self.actives.get(transfer)
        return active is not None and not active.is_leaving

    def files_under_way(self) -> int:
        """Files that need connections; those that are only hashed and published leave theirs to as many others."""
        complete = sum(active.is_complete for active in self.actives.values())
        return max(len(self.actives) - complete, len(self.actives) // 2)

    def close_if_idle(self, active: Active) -> None:
        """When the last worker of a leaving transfer has reported, sync and close its file."""
        if not active.is_leaving or not active.is_idle or active.closed:
            return
        active.closed = True
        part, trusted, sync = active.part, active.done, not active.sync_failed
        if active.sync_failed:
            trusted = active.done.minus(active.done.minus(active.synced))
        self.errand(active, lambda: errands.close(part, trusted, sync=sync))

    def drop(self, active: Active) -> None:
        """Forget a transfer that is closed or published."""
        del self.actives[active.id]

    def forget_hash(self, transfer: TransferId) -> None:
        self._hashes.pop(transfer, None)

    def forget(self, transfer: TransferId) -> None:
        """What is on the disk of a transfer no longer counts."""
        self._hashes.pop(transfer, None)
        self.record(transfer, RangeSet())
        if transfer in self.actives:
            self.actives[
                transfer
            ].forgotten = True  # it is being closed, and its last report is still to come

    def discard(self, path: Path, size: int | None = None) -> None:
        """Delete a file of ours; if the system refuses, it stays and the log says so.

        With `size` it must still be a plain file of so many bytes: another one in its place is somebody else's.
        """

        def delete() -> None:
            try:
                if size is None or _is_plain_file(path, size):
                    path.unlink(missing_ok=True)
            except OSError as error:
                log.info("%s could not be deleted: %s", path.name, error.strerror)

        self._errands.submit(delete)

    def shut(self, timeout: float) -> bool:
        """End the threads. False if some still hang in a system call after `timeout` seconds."""
        workers_ended = self._workers.close(timeout)
        return self._errands.close(timeout) and workers_ended

    # --- errands ---

    def errand(self, active: Active, task: Callable[[], Report]) -> None:
        """Run `task` on a thread; its report, or the Problem it met, comes back as a message."""
        active.errands += 1
        path = active.part.path if active.part is not None else active.target

        def guarded() -> Report:
            try:
                return task()
            except ProblemError as error:
                return Troubled(error.problem)
            except OSError as error:
                return Troubled(
                    disk_problem(error, path) if path else problems.internal(type(error).__name__)
                )
            except Exception as error:
                log.exception("an errand ended unexpectedly")
                return Troubled(problems.internal(type(error).__name__))

        self._errands.submit(lambda: self._post(Reported(active.id, guarded())))

    # --- ranges ---

    def set_connections(self, count: int, rate: int | None = None) -> None:
        """Share `count` connections, and `rate` bytes per second over all of them."""
        self._workers.size = connections_at(rate, count)
        self._limit.set_rate(rate)

    def assign(self) -> None:
        """Hand out ranges while a connection is free and bytes are missing."""
        free = self._workers.size - sum(len(active.jobs) for active in self.actives.values())
        while free > 0:
            wanting = list(self._wanting())
            index = next_transfer([len(active.jobs) for active, _ in wanting], free)
            if index is None:
                return
            self._give(*wanting[index])
            free -= 1

    def _wanting(self) -> Iterator[tuple[Active, ByteRange]]:
        now = self._outside.now()
        running = self._running()
        for active in sorted(self.actives.values(), key=lambda a: (self._roster[a.id].transfer.order, a.id)):
            if active.is_fetching and self._has_lane(self._profile(active), running):
                wanted = next_range(active.size, active.done, active.busy(now), self._workers.size)
                if wanted is not None:
                    yield active, wanted

    def _profile(self, active: Active) -> str:
        return self._roster[active.id].transfer.profile_id

    def _running(self) -> Mapping[str, int]:
        """Connections that are at work, by profile."""
        return Counter(self._profile(active) for active in self.actives.values() for _ in active.jobs)

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
            problem = run(job, limited(fetch, self._limit, lambda: job.is_stopping))
        except ProblemError as error:
            problem = error.problem
        except Exception as error:
            log.exception("a range job ended unexpectedly")
            problem = problems.internal(type(error).__name__)
        return RangeEnded(transfer, job, problem)

    def range_ended(self, message: RangeEnded, looks: int = 0) -> Leaving | None:
        """Count the bytes; returns why the transfer must be let go, if it must.

        `looks` says how often the transfer was held up before without a byte in between.
        """
        active, job = self.actives[message.id], message.job
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
        return self._after(active, job, problem or problems.nothing_came(), looks)

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

    def room_needed(self, besides: Active) -> int:
        """Bytes that the files under way will still take on their disks."""
        others = [a for a in self.actives.values() if a is not besides and a.is_fetching]
        return sum(active.size - active.arrived.total for active in others)

    def next_moment(self) -> float | None:
        """When a delayed range is due again (monotonic seconds). One whose time has passed waits for a worker."""
        now = self._outside.now()
        delays = (delay for active in self.actives.values() for delay in active.delays)
        return min((delay.until for delay in delays if delay.until > now), default=None)

    # --- checkpoints ---

    def checkpoint_if_due(self, active: Active) -> None:
        """Begin: capture, then sync. The ledger's turn comes when the sync has returned."""
        part = active.part
        ends = active.finishing or active.was_cut or active.closed
        if part is None or active.syncing or ends:
            return
        late = active.gate.has_news and self._outside.now() - active.synced_at >= SYNC_SECONDS
        if not late and not active.gate.is_due:
            return
        active.syncing = True
        written = active.gate.capture()  # first: `arrived` then holds at least these bytes
        arrived = active.arrived
        self.errand(active, lambda: errands.checkpoint(part, arrived, written))

    def synced(self, active: Active, report: Synced) -> Problem | None:
        active.syncing = False
        active.synced = report.ranges
        active.synced_at = self._outside.now()
        self._recorded[active.id] = report.ranges
        self._covered.append((active, report.written))
        self._keep_etag(active)
        return None if active.is_leaving else report.problem

    def closed(self, active: Active, report: Closed) -> None:
        self.drop(active)
        if active.forgotten:
            return
        if active.part is not None:  # else its bytes were never looked at, and the ledger knows best
            self._recorded[active.id] = report.ranges
            self._roster.change(active.id, kept=report.ranges.total)
            self._keep_etag(active)
            if report.mark is not None:
                self._roster.put(replace(self._roster[active.id], mark=report.mark))
        if active.follower.position:
            self._hashes[active.id] = active.follower

    def _keep_etag(self, active: Active) -> None:
        """Bytes of two versions must not meet, even with a restart between them; unless the site is to decide."""
        etag = None if active.book is None else active.book.etag
        if active.leaving is not None and active.leaving.is_about_the_object:
            etag = None
        record = self._roster[active.id]
        if record.etag != etag:
            self._roster.put(replace(record, etag=etag))

    def record(self, transfer: TransferId, ranges: RangeSet) -> None:
        """Let the ledger know `ranges` with the next flush; bytes that turned out bad leave it this way."""
        self._recorded[transfer] = ranges

    def take_recorded(self) -> dict[TransferId, RangeSet]:
        """What the ledger has to learn now."""
        recorded, self._recorded = self._recorded, {}
        return recorded

    def cover(self) -> None:
        """The ledger has learnt it: writers may go on."""
        covered, self._covered = self._covered, []
        for active, written in covered:
            active.gate.cover(written)


def _is_plain_file(path: Path, size: int) -> bool:
    """Raises OSError (FileNotFoundError if there is nothing)."""
    seen = path.lstat()
    return stat.S_ISREG(seen.st_mode) and seen.st_size == size
