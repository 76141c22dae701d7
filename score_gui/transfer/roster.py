"""All transfers of the queue, and who is next; the only place where a row is changed.

A change is remembered until `flush` hands it to the ledger and to whoever watches, so that a thousand changes of
one moment are one transaction and one event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from score_gui.model.few import Few
from score_gui.model.transfer import NameRule, Status, Transfer, TransferId, seen_from
from score_gui.transfer.claims import Claims
from score_gui.transfer.line import Line
from score_gui.transfer.order import moved
from score_gui.transfer.record import Record

SOMEBODY_ELSE = TransferId(-1)
"""Holds the places on the disk that are taken by files this program did not make."""


class Roster:
    """Owned by the engine's thread. Without `lined_up`, rows of earlier runs wait until `line_up` names them."""

    def __init__(
        self, listed: Iterable[Record], unlisted: Iterable[Record], *, lined_up: bool = True
    ) -> None:
        self._records: dict[TransferId, Record] = {}
        self._unlisted: dict[TransferId, Record] = {}
        self._of_object: Few[str, TransferId] = Few()
        self._companions: dict[TransferId, list[TransferId]] = {}
        self._claims = Claims()
        self._line = Line()
        self._lined_up = lined_up
        self._changed: dict[TransferId, Record] = {}
        self._last_order = 0
        for record in unlisted:
            self._keep_unlisted(record)
        for record in listed:
            self._take_in(record)
            if lined_up:
                self._join_line(record.transfer)

    def __contains__(self, transfer: TransferId) -> bool:
        return transfer in self._records

    def __getitem__(self, transfer: TransferId) -> Record:
        return self._records[transfer]

    def __len__(self) -> int:
        return len(self._records)

    @property
    def last_order(self) -> int:
        """The highest number that any row of the queue has had."""
        return self._last_order

    def rows(self) -> tuple[Transfer, ...]:
        return tuple(record.transfer for record in self._records.values())

    def with_status(self, *statuses: Status) -> list[Record]:
        return [r for r in self._records.values() if r.transfer.status in statuses]

    def of_manifests(self, names: Iterable[str]) -> list[TransferId]:
        """The rows of these manifests."""
        wanted = frozenset(names)
        return [r.transfer.id for r in self._records.values() if r.transfer.manifest in wanted]

    def volumes(self) -> dict[Path, str]:
        """By folder: the volume on which its unfinished files were when they were last seen."""
        return {r.transfer.folder: r.mark.volume for r in self._records.values() if r.mark is not None}

    def find(self, key: tuple[str, str, str, str]) -> Record | None:
        """The row of this key, listed or not."""
        for transfer in self._of_object[key[0]]:
            record = self._records.get(transfer) or self._unlisted[transfer]
            if record.key == key:
                return record
        return None

    def family(self, ids: Iterable[TransferId]) -> list[TransferId]:
        """`ids` that exist, each followed by its index files: they go where their file goes."""
        found: dict[TransferId, None] = {}
        for transfer in ids:
            if transfer in self._records:
                found[transfer] = None
                found.update(dict.fromkeys(self._companions.get(transfer, ())))
        return [transfer for transfer in found if transfer in self._records]

    def add(self, record: Record) -> None:
        """Put a row on the list; one that was unlisted comes back."""
        self._give_back_place(record)
        self._take_in(record)
        self._join_line(record.transfer)
        self._changed[record.transfer.id] = record

    def change(self, transfer: TransferId, **fields: Any) -> Transfer:
        """Replace fields of the row as it is shown."""
        record = self._records[transfer]
        return self.put(replace(record, transfer=replace(record.transfer, **fields))).transfer

    def place(self, transfer: TransferId, target: Path | None) -> None:
        """Remember where the file of a row goes."""
        folder = self._records[transfer].transfer.folder
        self.change(transfer, placed=None if target is None else seen_from(folder, target))

    def put(self, record: Record) -> Record:
        """Replace a whole record that is on the list."""
        transfer = record.transfer.id
        was, row = self._records[transfer].transfer, record.transfer
        self._records[transfer] = self._changed[transfer] = record
        self._last_order = max(self._last_order, row.order)
        if row.status is Status.WAITING and (was.status is not Status.WAITING or was.place != row.place):
            self._line.join(row)
        return record

    def doubt(self, transfer: TransferId) -> None:
        """Let what is here of an unfinished file be read again before it counts."""
        record = self._records[transfer]
        if record.mark is not None:
            self.put(replace(record, mark=record.mark.doubted()))

    def move(self, ids: Sequence[TransferId], before: TransferId | None) -> None:
        """Put main files before another one, or last; their index files go with them, see `order.moved`."""
        mains = [record.transfer for record in self._records.values() if record.transfer.companion_of is None]
        listed = {row.id for row in mains}
        moving = [transfer for transfer in dict.fromkeys(ids) if transfer in listed]
        for transfer, seat in moved((row.place for row in mains), moving, before).items():
            for one in self.family((transfer,)):
                self.change(one, priority=seat.priority, order=seat.order)

    def relocate(self, transfer: TransferId, folder: Path) -> bool:
        """Let a row go to another folder. False if the queue has the same object for that folder already."""
        record = self._records[transfer]
        moved = replace(record, transfer=replace(record.transfer, folder=folder, placed=None))
        if self.find(moved.key) is not None:
            return False
        self.release(transfer)
        self.put(moved)
        return True

    def unlist(self, transfer: TransferId) -> Record:
        """Take a row off the list; what is known of its unfinished data stays known."""
        self.release(transfer)
        record = replace(self._records.pop(transfer), listed=False)
        self._keep_unlisted(record)
        self._changed[transfer] = record
        self._companions.pop(transfer, None)
        return record

    def line_up(self, ids: Iterable[TransferId]) -> None:
        """Let those of `ids` that wait have their turn, where the rows of earlier runs have none."""
        for transfer in () if self._lined_up else ids:
            self._join_line(self._records[transfer].transfer)

    def next_waiting(
        self, may_ask: Callable[[str], bool], may_start: Callable[[Record], bool]
    ) -> Record | None:
        """Take the first waiting row out of the line that may start, of a site that may be asked."""
        passed: list[Transfer] = []
        found = None
        while found is None and (place := self._line.take(may_ask)) is not None:
            record = self._records.get(place[-1])
            if record is None or record.transfer.status is not Status.WAITING:
                continue
            if record.transfer.place != place:
                continue  # it was moved, and has another place in the line
            if may_start(record):
                found = record
            else:
                passed.append(record.transfer)
        for row in passed:
            self._line.join(row)
        return found

    def claim(self, transfer: TransferId, candidates: Iterable[Path]) -> Path:
        """The first of `candidates` that no other transfer has; case and Unicode forms do not make a difference.

        A place that it had before may be looked at again: a file there that is no other's may be its own. So may that
        of the same object, which lies there finished because somebody wanted it through another profile.
        """
        self.release(transfer)
        record = self._records[transfer]
        for path in candidates:
            holder = self._claims.holder(path)
            may_be_looked_at = holder == SOMEBODY_ELSE and path == record.transfer.target
            if holder is None or may_be_looked_at or self._is_here_for(record, holder):
                self._claims.give(path, transfer)
                return path
        raise LookupError("ran out of names")

    def _is_here_for(self, record: Record, holder: TransferId) -> bool:
        """Whether a place holds the finished file of the same object, which this row does not replace in any case."""
        other = self._records.get(holder)
        if other is None or record.force or record.names is NameRule.REPLACE:
            return False
        return other.transfer.status.is_done and other.transfer.object_id == record.transfer.object_id

    def holder(self, path: Path) -> Transfer | None:
        """The row that has this place; None if it is free, or somebody else's."""
        holder = self._claims.holder(path)
        return None if holder is None or holder not in self._records else self._records[holder].transfer

    def forbid(self, path: Path) -> None:
        """A file that is not ours lies there: whoever had the place needs another."""
        self._hand_over(path, SOMEBODY_ELSE)

    def _give_back_place(self, record: Record) -> None:
        """A file that lies finished at its place keeps it against a row that has only reserved it meanwhile."""
        target = record.finished_at
        other = None if target is None else self.holder(target)
        if target is None or other is None or other.status.is_done or self._records[other.id].force:
            return
        self._hand_over(target, record.transfer.id)

    def _hand_over(self, path: Path, to: TransferId) -> None:
        holder = self.holder(path)
        if holder is not None:
            self.place(holder.id, None)
        self._claims.give(path, to)

    def release(self, transfer: TransferId) -> None:
        """Free the place of a row; it goes back to one whose finished file lies there, which this one only found."""
        if transfer not in self._records:
            return
        row = self._records[transfer].transfer
        self._claims.release(row)
        twins = (
            self._records[one].transfer for one in self._of_object[row.object_id] if one in self._records
        )
        for twin in twins:
            if twin.id != transfer and twin.status.is_done and twin.target == row.target:
                self._claims.give_back(twin)

    def flush(self) -> tuple[Record, ...]:
        """What changed since the last call."""
        changed, self._changed = tuple(self._changed.values()), {}
        return changed

    def _take_in(self, record: Record) -> None:
        row = record.transfer
        self._records[row.id] = record
        self._unlisted.pop(row.id, None)
        self._of_object.add(row.object_id, row.id)
        self._last_order = max(self._last_order, row.order)
        if row.companion_of is not None:
            self._companions.setdefault(row.companion_of, []).append(row.id)
        self._claims.give_back(row)

    def _keep_unlisted(self, record: Record) -> None:
        self._unlisted[record.transfer.id] = record
        self._of_object.add(record.transfer.object_id, record.transfer.id)

    def _join_line(self, row: Transfer) -> None:
        if row.status is Status.WAITING:
            self._line.join(row)


def as_loaded(record: Record, kept: dict[TransferId, int]) -> Record:
    """What was at work when the program ended, for whatever reason, waits for its turn again."""
    row = record.transfer
    status = Status.WAITING if row.status.is_active or row.status.is_held_up else row.status
    on_disk = row.kept if row.status.is_done else kept.get(row.id, 0)
    if (status, on_disk) == (row.status, row.kept):
        return record
    return replace(record, transfer=replace(row, status=status, kept=on_disk))
