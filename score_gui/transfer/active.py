"""A transfer that is being worked on: its bytes, its jobs and its open file, until it is let go."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import Problem, Recovery
from score_gui.model.specification import Part, Specification
from score_gui.model.transfer import Check, Status, TransferId
from score_gui.transfer.follower import Follower
from score_gui.transfer.gate import Gate
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.progress import Speedometer
from score_gui.transfer.range_job import RangeJob
from score_gui.transfer.tickets import TicketBook


@dataclass(frozen=True, slots=True)
class Delay:
    """Bytes that are left alone until `until` (monotonic seconds), then tried as try number `tries`."""

    range: ByteRange
    until: float
    tries: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Why a transfer is let go: what its row says afterwards."""

    status: Status
    problem: Problem | None = None

    @property
    def is_about_the_object(self) -> bool:
        """The site is to be asked what the object is before another byte is taken."""
        return self.problem is not None and self.problem.recovery is Recovery.DESCRIBE

    @property
    def is_about_the_disk(self) -> bool:
        return self.problem is not None and self.problem.code == "disk-error"


@dataclass(slots=True)
class Active:
    """Owned by the engine's thread. Other threads read `live_prefix` and `is_leaving`, which only ever grow."""

    id: TransferId
    gate: Gate
    speed: Speedometer = field(default_factory=Speedometer)
    follower: Follower = field(default_factory=Follower)
    specification: Specification | None = None
    md5s: frozenset[str] = frozenset()
    lone_parts: tuple[Part, ...] = ()
    book: TicketBook | None = None
    part: PartFile | None = None
    target: Path | None = None
    done: RangeSet = RangeSet()
    synced: RangeSet = RangeSet()
    again: RangeSet = RangeSet()
    jobs: tuple[RangeJob, ...] = ()
    excused: tuple[RangeJob, ...] = ()
    delays: tuple[Delay, ...] = ()
    errands: int = 0
    following: bool = False
    judging: bool = False
    settling: bool = False
    syncing: bool = False
    sync_failed: bool = False
    synced_at: float = 0.0
    repairs: int = 0
    renewals_told: int = 0
    finishing: bool = False
    verdict: tuple[Check, str | None] = (Check.NONE, None)
    closed: bool = False
    forgotten: bool = False
    leaving: Leaving | None = None
    was_cut: bool = False
    is_hanging: bool = False

    @property
    def is_leaving(self) -> bool:
        return self.leaving is not None

    @property
    def is_doubted(self) -> bool:
        """Its disk reported an error: what is here is to be read again before it counts."""
        return self.leaving is not None and self.leaving.is_about_the_disk

    @property
    def winds_down(self) -> bool:
        """It is let go, but what its connections still bring is wanted."""
        return self.is_leaving and not self.was_cut

    @property
    def size(self) -> int:
        return 0 if self.specification is None else self.specification.size

    def specification_of(self) -> Specification:
        """The specification of a transfer that has been described."""
        if self.specification is None:
            raise RuntimeError("asked for a specification that is not there yet")
        return self.specification

    @property
    def is_idle(self) -> bool:
        """Nobody works on it any more: it may be closed."""
        return not self.jobs and self.errands == 0

    def expect(self, md5s: frozenset[str], parts: tuple[Part, ...]) -> None:
        """What the bytes are compared with: an MD5 of the whole, or where there is none, those of `parts`."""
        self.md5s = md5s
        self.lone_parts = () if md5s else parts
        if self.follower.parts != self.lone_parts:
            self.hash_anew()

    @property
    def is_hashed(self) -> bool:
        """There is an MD5 to compare with."""
        return bool(self.md5s or self.lone_parts)

    def hash_anew(self) -> None:
        """Forget what was hashed."""
        self.follower = Follower(self.lone_parts)

    @property
    def is_complete(self) -> bool:
        """Every byte is on the disk and nobody fetches any."""
        return self.part is not None and not self.jobs and self.done.total == self.size

    @property
    def is_fetching(self) -> bool:
        return self.part is not None and not self.finishing and not self.is_leaving

    @property
    def arrived(self) -> RangeSet:
        """What is on the disk right now, bytes of running jobs included."""
        return self.done.add(*(job.arrived for job in self.jobs))

    def live_prefix(self) -> int:
        """Length of the unbroken run from 0 that is on the disk right now; called from other threads too.

        `done` and `jobs` are replaced, never changed, and a job's bytes enter `done` before it leaves `jobs`;
        reading `jobs` first can therefore miss bytes but never count one that is not there.
        """
        jobs = self.jobs
        return self.done.add(*(job.arrived for job in jobs)).prefix

    def busy(self, now: float) -> list[ByteRange]:
        """Ranges that are in somebody's hands or left alone for a while."""
        held = [delay.range for delay in self.delays if delay.until > now]
        return [job.range for job in self.jobs] + held

    def tries_of(self, wanted: ByteRange) -> int:
        """The number of the try that is due for the bytes at the start of `wanted`."""
        tries = [d.tries for d in self.delays if d.range.start <= wanted.start < d.range.stop]
        return max(tries, default=1)

    def without_delay_at(self, start: int) -> tuple[Delay, ...]:
        return tuple(d for d in self.delays if not d.range.start <= start < d.range.stop)
