"""The first stretch of a transfer's way: the site describes the object, its place is settled, its file is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from score_gui.model import problems
from score_gui.model.byterange import RangeSet
from score_gui.model.language import phrase
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem
from score_gui.model.text import Size
from score_gui.model.transfer import Status, TransferId
from score_gui.transfer import naming
from score_gui.transfer.active import Active
from score_gui.transfer.errands import Described
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.outside import Outside
from score_gui.transfer.places import needs_analysis
from score_gui.transfer.record import Record
from score_gui.transfer.roster import Roster
from score_gui.transfer.settling import Place, settle
from score_gui.transfer.tickets import TicketBook
from score_gui.transfer.unfinished import Found, Opened
from score_gui.transfer.work import Work

Note = Callable[[TransferId, str, str], None]


class Beginning:
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
        self._ledger = ledger
        self._outside = outside
        self._note = note
        self._add_companion = add_companion
        self._looking = looking
        self._volumes = roster.volumes()

    def start(self, record: Record) -> None:
        """Take a waiting transfer up."""
        row = record.transfer
        entry = record.entry or self._ledger.entry(row)
        active = self._work.begin(row.id)
        self._roster.change(row.id, status=Status.PREPARING, problem=None)

        def describe() -> Described:
            source = self._outside.source(row.profile_id)
            description = source.describe(
                entry,
                with_index=record.with_index and row.companion_of is None,
                layout_needs_analysis=needs_analysis(record),
            )
            return Described(description, source)

        self._work.errand(active, describe)

    def described(self, active: Active, report: Described) -> Problem | None:
        described, record = report.description, self._roster[active.id]
        specification, entry = described.specification, described.entry
        if active.is_leaving:
            return None
        if changed := _changed(record, specification.size, specification.md5):
            return changed
        active.specification = specification
        expected = {specification.md5, entry.md5} if record.validate else set()
        parts = tuple(part for part in specification.parts if part.md5 is not None and record.validate)
        active.book = TicketBook(report.source, specification, self._outside.now, record.etag, parts)
        active.expect(frozenset(md5 for md5 in expected if md5 is not None), parts)
        self._roster.put(replace(record, entry=entry))
        self._roster.change(
            active.id,
            size=specification.size,
            md5=specification.md5 or entry.md5,
            name=entry.file_name or record.transfer.object_id,
            project=record.transfer.project or entry.collection,
        )
        if described.companion is not None:
            self._add_companion(self._roster[active.id], described.companion)
        return self._settle(active)

    def elsewhere(self, active: Active, taken: Path) -> Problem | None:
        """Somebody else's file has the place: take another, or go on over it; a Problem where a person is asked."""
        problem = naming.stands_in_the_way(self._roster, active.id, taken)
        if problem is not None:
            return problem
        if self._roster[active.id].force:
            told = phrase("Another file is named {name}; it is replaced.", name=taken.name)
        else:
            told = phrase("Another file is named {name}; it stays.", name=taken.name)
        self._note(active.id, "name-taken", told)
        return self._settle(active)

    def _settle(self, active: Active) -> Problem | None:
        record = self._roster[active.id]
        row = record.transfer
        target = naming.claim(self._roster, record)
        if isinstance(target, Problem):
            return target
        active.target = target
        self._roster.place(active.id, target)
        on_disk = self._ledger.ranges(active.id) if record.part is not None else RangeSet()
        active.done = active.synced = on_disk
        place = Place(
            root=row.folder,
            target=target,
            part=record.part,
            size=active.size,
            room=self._work.room_needed(besides=active) + active.size - on_disk.total,
            force=record.force,
            md5s=active.md5s,
            parts=active.specification_of().parts,
            kept=on_disk,
            mark=record.mark,
            is_ours=active.id in self._work.rechecks,
            volume=record.mark.volume if record.mark is not None else self._volumes.get(row.folder),
            after_loss=self._ledger.follows_loss,
        )
        active.settling = True
        self._work.errand(
            active,
            lambda: settle(place, lambda: self._looking(active.id), lambda: active.is_leaving),
        )
        return None

    def opened(self, active: Active, report: Opened) -> None:
        active.part = report.part
        mark = report.part.mark().at_work()
        self._volumes[self._roster[active.id].transfer.folder] = mark.volume
        self._roster.put(replace(self._roster[active.id], part=report.part.path, mark=mark))
        self._take_stock(active, report)
        if not active.is_leaving:
            self._roster.change(active.id, status=Status.DOWNLOADING)
            story = phrase("Download begun.")
            if active.done:
                story = phrase("Download begun, {size} are here.", size=Size(active.done.total))
            self._note(active.id, "started", story)

    def _take_stock(self, active: Active, report: Opened) -> None:
        """Count only what is in the file, whatever the ledger says."""
        lost = active.done.total - report.kept.total
        right = Size(report.kept.total)
        match report.found:
            case Found.TAKEN_BACK:
                self._work.rechecks.discard(active.id)
                told = phrase("The file differs; what is wrong is fetched again.")
                self._note(active.id, "taken-back", told)
            case Found.CHANGED:
                told = phrase(
                    "The unfinished file was changed by somebody; {size} of it are right.", size=right
                )
                self._note(active.id, "data-changed", told)
            case Found.DOUBTED:
                told = phrase("The unfinished file was read again; {size} of it are right.", size=right)
                self._note(active.id, "data-read-again", told)
            case Found.LOST:
                told = phrase("An unfinished file was found; {size} of it are right.", size=right)
                self._note(active.id, "data-found", told)
            case Found.AS_LEFT if lost:
                told = phrase("{size} of the unfinished file are gone.", size=Size(lost))
                self._note(active.id, "data-gone", told)
        if report.kept != active.done:
            self._work.checkpoints.record(active.id, report.kept)
            active.done = active.synced = report.kept
        is_new = report.found not in {Found.AS_LEFT, Found.TAKEN_BACK}
        if is_new or active.follower.position > active.done.prefix:
            active.hash_anew()


def _changed(record: Record, size: int, md5: str | None) -> Problem | None:
    """Whether the object is still the one that was begun, or that the manifest told of."""
    row = record.transfer
    if row.size is not None and row.size != size:
        return problems.size_changed(row.size, size)
    if record.part is None:
        return None  # nothing was begun: of two MD5s that were told, the data decides
    if row.md5 is not None and md5 is not None and row.md5 != md5:
        return problems.file_changed(phrase("Its MD5 is another than when the download began."))
    return None
