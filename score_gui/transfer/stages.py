"""The way of one transfer: described, settled, fetched while its hash follows, verified, published.

Each method takes the report that ends one stage and begins the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from score_gui.model import check_problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.language import mark, phrase, phrases
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem
from score_gui.model.specification import Part
from score_gui.model.text import Size
from score_gui.model.transfer import Check, Status, TransferId
from score_gui.transfer import errands, naming
from score_gui.transfer.active import Active
from score_gui.transfer.beginning import Beginning, Note
from score_gui.transfer.errands import (
    Closed,
    Described,
    Followed,
    Judged,
    NameTaken,
    Published,
    Report,
    Synced,
    Troubled,
)
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.outside import Outside
from score_gui.transfer.record import Record
from score_gui.transfer.roster import Roster
from score_gui.transfer.settling import Existing
from score_gui.transfer.unfinished import Opened
from score_gui.transfer.work import Work

REPAIRS = 3
"""Times a file may turn out wrong before a person is asked."""


class Stages:
    """Owned by the engine's thread. `add_companion` queues an index file that a source told of."""

    def __init__(
        self,
        roster: Roster,
        work: Work,
        ledger: Ledger,
        outside: Outside,
        note: Note,
        add_companion: Callable[[Record, Entry], None],
        looking: Callable[[TransferId], None],
    ) -> None:
        self._roster = roster
        self._work = work
        self._outside = outside
        self._note = note
        self._beginning = Beginning(roster, work, ledger, outside, note, add_companion, looking)
        self._opened: list[Active] = []
        self._takers: dict[type[Report], Callable[..., Problem | None]] = {
            Described: self._beginning.described,
            Opened: self._beginning.opened,
            Existing: self._existing,
            Synced: work.checkpoints.synced,
            Followed: self._followed,
            Judged: self._judged,
            Published: self._published,
            NameTaken: self._name_taken,
            Closed: work.closed,
            Troubled: self._troubled,
        }

    def start(self, record: Record) -> None:
        """Take a waiting transfer up."""
        self._beginning.start(record)

    def take(self, transfer: TransferId, report: Report) -> Problem | None:
        """Count an errand as done and go on; a Problem comes back where the engine must decide."""
        active = self._work.actives[transfer]
        active.errands -= 1
        active.settling = False  # nothing else is on its way before the file is open
        problem = self._takers[type(report)](active, report)
        if problem is not None or transfer not in self._work.actives:
            return problem
        if isinstance(report, Opened) and not active.is_leaving:
            self._opened.append(active)
        else:
            self.advance(active)
        return None

    def go_on(self) -> None:
        """The ledger knows by now which files were opened: an empty one may get its final name at once."""
        opened, self._opened = self._opened, []
        for active in opened:
            if self._work.actives.get(active.id) is active:
                self.advance(active)

    def advance(self, active: Active) -> None:
        """Do whatever is due for a transfer, if anything is."""
        self._work.checkpoints.begin_if_due(active)
        if active.is_leaving:
            self._work.close_if_idle(active)
            return
        if active.part is None or active.finishing:
            return
        if active.jobs or not active.done.covers(ByteRange(0, active.size)):
            self._follow(active)
        elif not active.syncing:
            self._verify(active)

    def _existing(self, active: Active, report: Existing) -> Problem | None:
        if active.is_leaving:
            return None
        if not report.same:
            return self._beginning.elsewhere(active, report.target)
        part = self._roster[active.id].part
        status = Status.SKIPPED
        if active.id in self._work.rechecks or (part is not None and report.check is Check.WHOLE):
            status = Status.VERIFIED if report.check is Check.WHOLE else Status.COMPLETE
        if part is not None:
            self._work.discard(part)  # somebody put the whole file here meanwhile; ours has no use any more
        self._done(active, status, report.check, report.md5_seen)
        return None

    # --- hashing, verdict, repair ---

    def _follow(self, active: Active) -> None:
        part = active.part
        if part is None or active.following or not active.is_hashed:
            return
        if active.follower.position >= active.live_prefix():
            return
        active.following = True
        self._work.errand(
            active,
            lambda: errands.follow(
                active.follower, part, active.live_prefix, lambda: active.is_leaving, active.gate.hold
            ),
        )

    def _followed(self, active: Active, _report: Followed) -> None:
        active.following = False

    def _verify(self, active: Active) -> None:
        """All bytes are on the disk, and no one works on them but perhaps the follower."""
        if active.following or active.judging:
            return
        if active.is_hashed and active.follower.position < active.size:
            self._roster.change(active.id, status=Status.VERIFYING, problem=None)
            self._follow(active)
        elif active.lone_parts:
            self._judged(active, Judged(active.follower.bad))
        elif not active.md5s:
            self._publish(active, Check.SIZE, None)
        elif active.follower.hexdigest() in active.md5s:
            self._publish(active, Check.WHOLE, active.follower.hexdigest())
        else:
            self._mismatch(active)

    def _mismatch(self, active: Active) -> None:
        active.repairs += 1
        if active.repairs > REPAIRS:
            seen, told = active.follower.hexdigest(), min(active.md5s)
            problem = check_problems.md5_never_matches(told, seen)
            self._work.let_go(active.id, Status.NEEDS_YOU, problem)
        elif self._parts_with_md5(active):
            self._judge(active)
        elif active.repairs == 1:
            active.hash_anew()  # the disk or the memory may have been wrong, not the data
            self._note(
                active.id, "hash-again", phrase("The MD5 differs; reading the file again from the disk.")
            )
            self._verify(active)
        else:
            self._refetch(active, [active.specification_of().whole], 1, 1)

    def _judge(self, active: Active) -> None:
        part, parts = active.part, self._parts_with_md5(active)
        if part is None:
            return
        active.judging = True
        self._roster.change(active.id, status=Status.VERIFYING, problem=None)
        self._work.errand(active, lambda: errands.judge(part, parts, lambda: active.is_leaving))

    def _judged(self, active: Active, report: Judged) -> None:
        active.judging = False
        if active.is_leaving or report.bad is None:
            return
        parts = active.specification_of().parts
        if report.bad:
            self._refetch(active, [part.range for part in report.bad], len(report.bad), len(parts))
        elif active.md5s and active.repairs == 1:
            active.hash_anew()
        elif active.md5s:
            self._refetch(active, [active.specification_of().whole], len(parts), len(parts))
        else:
            level = Check.PARTS if all(part.md5 for part in parts) else Check.SIZE
            self._publish(active, level, None)

    def _refetch(self, active: Active, bad: list[ByteRange], count: int, of: int) -> None:
        active.again = RangeSet.of(bad)
        if not active.md5s:
            active.repairs += 1
        if active.repairs > REPAIRS:
            problem = check_problems.parts_never_match(count, of)
            self._work.let_go(active.id, Status.NEEDS_YOU, problem)
            return
        active.done = active.done.minus(active.again)
        self._work.checkpoints.record(active.id, active.done)
        active.hash_anew()
        problem = check_problems.md5_differs(count, of, active.again.total)
        self._roster.change(active.id, status=Status.REPAIRING, problem=problem)
        again = phrases(
            "{count} part of {of} differed, {size} again.",
            "{count} parts of {of} differed, {size} again.",
            count,
            of=of,
            size=Size(active.again.total),
        )
        self._note(active.id, "repair", again)

    def _parts_with_md5(self, active: Active) -> tuple[Part, ...]:
        if not self._roster[active.id].validate:
            return ()
        return tuple(part for part in active.specification_of().parts if part.md5 is not None)

    # --- publishing ---

    def _publish(self, active: Active, check: Check, md5_seen: str | None) -> None:
        active.finishing = True
        active.verdict = (check, md5_seen)
        self._send_publish(active)

    def _send_publish(self, active: Active) -> None:
        part, target = active.part, active.target
        if part is None or target is None:
            raise RuntimeError("nothing to publish")
        force = self._roster[active.id].force
        self._work.errand(active, lambda: errands.publish(part, target, force=force))

    def _name_taken(self, active: Active, report: NameTaken) -> Problem | None:
        problem = naming.stands_in_the_way(self._roster, active.id, report.target)
        place = problem or naming.claim(self._roster, self._roster[active.id])
        if isinstance(place, Problem):
            active.finishing = False
            return None if active.is_leaving else place
        active.target = place
        self._roster.place(active.id, place)
        self._send_publish(active)
        return None

    def _published(self, active: Active, _report: Published) -> None:
        check, md5_seen = active.verdict
        done = Status.VERIFIED if check in (Check.WHOLE, Check.PARTS) else Status.COMPLETE
        self._done(active, done, check, md5_seen)

    def _done(self, active: Active, status: Status, check: Check, md5_seen: str | None) -> None:
        self._roster.place(active.id, active.target)
        row = self._roster.change(
            active.id,
            status=status,
            check=check,
            md5_seen=md5_seen,
            kept=active.size,
            problem=None,
            finished=self._outside.wall(),
        )
        self._roster.put(replace(self._roster[active.id], part=None, mark=None, etag=None, force=False))
        self._work.rechecks.discard(active.id)
        self._work.checkpoints.record(active.id, RangeSet())
        self._work.drop(active)
        self._note(row.id, status.value, _verdict_text(status, check))

    # --- trouble ---

    def _troubled(self, active: Active, report: Troubled) -> Problem | None:
        left_open = active.finishing and active.part is not None and active.part.is_open
        active.sync_failed = (
            active.sync_failed or active.syncing or left_open
        )  # publishing begins with a sync
        active.syncing = active.following = active.judging = False
        if active.closed:  # what could not be synced does not count; the ledger keeps what it had
            self._work.drop(active)
            return None
        if active.winds_down:  # nothing covers what is still written, and a writer must not wait for ever
            self._work.connections.cut(active)
        if active.is_leaving:
            return None
        active.finishing = False
        if report.problem.code == "finished-file-gone":  # trying again means fetching it again
            self._work.rechecks.discard(active.id)
        return report.problem


def _verdict_text(status: Status, check: Check) -> str:
    is_new = status is not Status.SKIPPED
    match check:
        case Check.WHOLE:
            return mark("Complete, the MD5 matches.") if is_new else mark("Already here, the MD5 matches.")
        case Check.PARTS:
            if is_new:
                return mark("Complete, the MD5s of all parts match.")
            return mark("Already here, the MD5s of all parts match.")
        case _:
            if is_new:
                return mark("Complete, the size matches; no MD5 was compared.")
            return mark("Already here, the size matches; no MD5 was compared.")
