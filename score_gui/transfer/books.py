"""Writes what changed into the ledger, and tells it afterwards.

If the ledger cannot be written, most often because its own disk is full, nothing of it is lost: it stays in memory,
in order, and is written with the next attempt. Until then no checkpoint counts, so writers run into their gate and
stand still.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from score_gui.model import disk_problems
from score_gui.model.byterange import RangeSet
from score_gui.model.problem import Problem
from score_gui.model.transfer import Status, TransferId
from score_gui.transfer.checkpoints import Checkpoints
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.pressing import Pressing
from score_gui.transfer.record import Record
from score_gui.transfer.reporter import NoteRow, Reporter
from score_gui.transfer.roster import Roster

log = logging.getLogger(__name__)

AGAIN = 2.0
"""Seconds between two attempts to write a ledger that could not be written."""
LEDGER_ROOM = 50_000_000
"""Bytes that the ledger's own disk should have; said when it is full."""
_FULL = sqlite3.SQLITE_FULL


class Books:
    """Owned by the engine's thread. `now` is monotonic."""

    def __init__(
        self,
        ledger: Ledger,
        roster: Roster,
        checkpoints: Checkpoints,
        reporter: Reporter,
        now: Callable[[], float],
    ) -> None:
        self._ledger = ledger
        self._roster = roster
        self._checkpoints = checkpoints
        self._reporter = reporter
        self._now = now
        self._pressing = Pressing()
        self._records: dict[TransferId, Record] = {}
        self._ranges: dict[TransferId, RangeSet] = {}
        self._notes: list[NoteRow] = []
        self._next_attempt: float | None = None
        self._trouble: sqlite3.Error | None = None

    def trouble(self, folder: Path) -> tuple[Status, Problem]:
        """What holds the files up while the ledger, which lies in `folder`, cannot be written."""
        error = self._trouble
        if error is None or getattr(error, "sqlite_errorcode", _FULL) & 0xFF == _FULL:
            return Status.WAITING_SPACE, disk_problems.no_space(folder, LEDGER_ROOM, 0)
        return Status.WAITING_DRIVE, disk_problems.queue_unwritable(folder, str(error))

    @property
    def next_attempt(self) -> float | None:
        """When a ledger that could not be written is tried again; None while all is well."""
        return self._next_attempt

    def flush(self, *, insist: bool = False) -> bool:
        """One transaction for everything new that is pressing, then the news; all of it if `insist`.

        False if the ledger could not be written.
        """
        changed, notes = self._roster.flush(), self._reporter.take_notes()
        self._records.update((record.transfer.id, record) for record in changed)
        self._ranges.update(self._checkpoints.take_recorded())
        self._notes += notes
        if self._next_attempt is not None and self._now() < self._next_attempt and not insist:
            self._reporter.tell(changed, notes)
            return False
        written = self._write(everything=insist)
        if written:
            self._checkpoints.cover()
        self._reporter.tell(changed, notes)
        return written

    def _write(self, *, everything: bool) -> bool:
        records = [one for one in self._records.values() if everything or self._pressing.cannot_wait(one)]
        try:
            if records or self._ranges or self._notes:
                self._ledger.write(records, self._ranges.items(), self._notes)
        except sqlite3.Error as error:
            if self._next_attempt is None:
                log.warning("the queue cannot be written: %s", error)
            self._next_attempt, self._trouble = self._now() + AGAIN, error
            return False
        self._pressing.written(records)
        for record in records:
            del self._records[record.transfer.id]
        self._ranges, self._notes = {}, []
        self._next_attempt = self._trouble = None
        return True
