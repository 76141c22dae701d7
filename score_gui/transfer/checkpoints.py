"""When what was written is synced, and what the ledger learns of it: never in another order.

A checkpoint captures what has arrived, lets the disk keep it, and only then hands it to the ledger's next
transaction. Once that has returned, the writers behind the gate may go on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from score_gui.model.byterange import RangeSet
from score_gui.model.problem import Problem
from score_gui.model.transfer import TransferId
from score_gui.transfer import errands
from score_gui.transfer.active import Active
from score_gui.transfer.errands import Closed, Report, Synced
from score_gui.transfer.roster import Roster

SYNC_SECONDS = 1.0
"""A checkpoint begins when the gate says that enough was written, or when anything waits for it for this long."""

Errand = Callable[[Active, Callable[[], Report]], None]


class Checkpoints:
    """Owned by the engine's thread. `errand` runs a task of a transfer on a thread; `now` is monotonic."""

    def __init__(self, roster: Roster, now: Callable[[], float], errand: Errand) -> None:
        self._roster = roster
        self._now = now
        self._errand = errand
        self._recorded: dict[TransferId, RangeSet] = {}
        self._covered: list[tuple[Active, int]] = []

    def begin_if_due(self, active: Active) -> None:
        """Begin: capture, then sync. The ledger's turn comes when the sync has returned."""
        part = active.part
        ends = active.finishing or active.was_cut or active.closed
        if part is None or active.syncing or ends:
            return
        late = active.gate.has_news and self._now() - active.synced_at >= SYNC_SECONDS
        if not late and not active.gate.is_due:
            return
        active.syncing = True
        written = active.gate.capture()  # first: `arrived` then holds at least these bytes
        arrived = active.arrived
        self._errand(active, lambda: errands.checkpoint(part, arrived, written))

    def synced(self, active: Active, report: Synced) -> Problem | None:
        """What was captured is on the disk: the ledger may learn of it."""
        active.syncing = False
        active.synced = report.ranges
        active.synced_at = self._now()
        self._covered.append((active, report.written))
        if not active.forgotten:  # a person may have begun anew while the disk was busy
            self.record(active.id, report.ranges)
            self._keep_etag(active)
        return None if active.is_leaving else report.problem

    def closed(self, active: Active, report: Closed) -> None:
        """The last one of a transfer that is let go."""
        self.record(active.id, report.ranges)
        self._roster.change(active.id, kept=report.ranges.total)
        self._keep_etag(active)
        if report.mark is not None and not active.is_doubted:
            self._roster.put(replace(self._roster[active.id], mark=report.mark))

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

    def _keep_etag(self, active: Active) -> None:
        """Bytes of two versions must not meet, even with a restart between them; unless the site is to decide."""
        etag = None if active.book is None else active.book.etag
        if active.leaving is not None and active.leaving.is_about_the_object:
            etag = None
        record = self._roster[active.id]
        if record.etag != etag:
            self._roster.put(replace(record, etag=etag))
