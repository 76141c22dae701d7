"""Entries become rows of the queue; what is already there is taken up again instead of being doubled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from score_gui.model.manifest import Entry
from score_gui.model.messages import Add
from score_gui.model.problem import NAME_SHARED
from score_gui.model.transfer import NameRule, Status, Transfer, TransferId
from score_gui.transfer import naming
from score_gui.transfer.places import is_placed_early
from score_gui.transfer.record import Record
from score_gui.transfer.roster import Roster


class Additions:
    """Owned by the engine's thread. `last_id` is the highest id that the ledger ever gave."""

    def __init__(self, roster: Roster, last_id: int, wall: Callable[[], float]) -> None:
        self._roster = roster
        self._last_id = last_id
        self._wall = wall

    def add(self, command: Add, is_busy: Callable[[TransferId], bool]) -> list[TransferId]:
        """Queue the entries; returns the rows that stand for them, new and old."""
        rows = []
        for entry in command.entries:
            record = self._as_record(command, entry)
            known = self._roster.find(record.key)
            if known is None:
                self._queue(record)
                rows.append(record.transfer.id)
            else:
                self._take_up(known, command, is_busy)
                rows.append(known.transfer.id)
        return rows

    def add_companion(self, main: Record, entry: Entry) -> TransferId | None:
        """Queue the index file of `main` right behind it, unless it has a row of its own."""
        row = main.transfer
        record = Record(
            Transfer(
                id=self._new_id(),
                object_id=entry.object_id,
                name=entry.file_name or entry.object_id,
                folder=row.folder,
                layout=row.layout,
                profile_id=row.profile_id,
                status=Status.WAITING,
                order=row.order,
                priority=row.priority,
                size=entry.size,
                md5=entry.md5,
                manifest=row.manifest,
                file_type=entry.file_type,
                donor=row.donor,
                project=row.project,
                companion_of=row.id,
                added=self._wall(),
            ),
            entry,
            with_index=False,
            force=main.force,
            validate=main.validate,
            names=main.names,
        )
        known = self._roster.find(record.key)
        if known is None:
            self._queue(record)
            return record.transfer.id
        if known.transfer.id not in self._roster:
            back = replace(
                known.transfer,
                status=Status.WAITING,
                problem=None,
                companion_of=row.id,
                priority=row.priority,
            )
            self._roster.add(replace(known, listed=True, transfer=back))
        elif known.transfer.companion_of == row.id and known.transfer.status.is_done:
            self._roster.change(known.transfer.id, status=Status.WAITING)
        return known.transfer.id

    def _queue(self, record: Record) -> None:
        self._roster.add(record)
        if not is_placed_early(record):
            return
        row, place = record.transfer, naming.claim(self._roster, record)
        if isinstance(place, Path):
            self._roster.place(row.id, place)
        elif place.code == NAME_SHARED and row.status is Status.WAITING and record.names is NameRule.ASK:
            self._roster.change(row.id, status=Status.NEEDS_YOU, problem=place)  # now, not hours later

    def _take_up(self, known: Record, command: Add, is_busy: Callable[[TransferId], bool]) -> None:
        row = known.transfer
        listed = row.id in self._roster
        if listed and is_busy(row.id):
            return
        status = Status.WAITING if command.start else Status.PAUSED
        record = replace(
            known,
            listed=True,
            with_index=command.with_index,
            force=command.force,
            validate=command.validate,
            names=command.names,
            transfer=replace(row, status=status, problem=None, finished=None),
        )
        if listed:
            self._roster.put(record)
        else:
            self._roster.add(record)

    def _as_record(self, command: Add, entry: Entry) -> Record:
        row = Transfer(
            id=self._new_id(),
            object_id=entry.object_id,
            name=entry.file_name or entry.object_id,
            folder=command.folder,
            layout=command.layout,
            profile_id=command.profile_id,
            status=Status.WAITING if command.start else Status.PAUSED,
            order=self._roster.last_order + 1,
            size=entry.size,
            md5=entry.md5,
            manifest=command.manifest,
            file_type=entry.file_type,
            donor=entry.donor,
            project=entry.collection,
            added=self._wall(),
        )
        return Record(
            row,
            entry,
            with_index=command.with_index,
            force=command.force,
            validate=command.validate,
            names=command.names,
        )

    def _new_id(self) -> TransferId:
        self._last_id += 1
        return TransferId(self._last_id)
