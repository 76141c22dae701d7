"""Which changes of a row must be in the ledger before anybody hears of them, and which a new start finds out again.

Beginning on a file changes its row several times before the first byte: it is being prepared, its size and place are
known. Nothing of that is lost with a crash, since the file then waits for its turn again. With ten thousand small files
it would be half of all transactions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from score_gui.model.transfer import Place, Status, TransferId
from score_gui.transfer.record import Record


class Pressing:
    """Knows what the ledger holds of the rows that wait or are at work. Owned by the engine's thread."""

    def __init__(self) -> None:
        self._waiting: dict[TransferId, Place] = {}
        self._at_work: dict[TransferId, Record] = {}

    def cannot_wait(self, record: Record) -> bool:
        row = record.transfer
        if not row.status.is_active:
            return True
        if record.part is None:
            return self._waiting.get(row.id) != row.place
        known = self._at_work.get(row.id)
        if known is None or known == record:
            return known is None
        return replace(known, transfer=replace(known.transfer, status=row.status)) != record

    def written(self, records: Iterable[Record]) -> None:
        """The ledger has these now."""
        for record in records:
            row = record.transfer
            self._waiting.pop(row.id, None)
            self._at_work.pop(row.id, None)
            if record.part is None and (row.status.is_active or row.status is Status.WAITING):
                self._waiting[row.id] = row.place
            elif row.status.is_active:
                self._at_work[row.id] = record
