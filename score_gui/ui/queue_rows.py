"""The queue as the window knows it: one row per file, index files folded into their main file, running sums.

Free of Qt. It repeats what events told and decides nothing; sums are kept up to date by difference, so that a
tick costs the rows that moved and not the rows that exist.
"""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, KeysView, Sequence
from dataclasses import dataclass, field, replace

from score_gui.model.messages import Sample
from score_gui.model.text import percent
from score_gui.model.transfer import Place, Status, Transfer, TransferId
from score_gui.ui.queue_totals import Totals

_MANY = 500
"""Rows from which their places are sorted anew rather than each moved in the long list."""


@dataclass(frozen=True, slots=True)
class Row:
    """A file and the index files that travel with it. `since`: when this window saw it enter its state.

    `place` is the transfer's, made once: several lists of a long queue hold it.
    """

    transfer: Transfer
    sample: Sample | None = None
    companions: tuple[Transfer, ...] = ()
    since: float | None = None
    place: Place = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", self.transfer.place)

    @property
    def id(self) -> TransferId:
        return self.transfer.id

    @property
    def ids(self) -> tuple[TransferId, ...]:
        """The file and its index files: what a command for this row is about."""
        return (self.transfer.id, *(item.id for item in self.companions))

    @property
    def status(self) -> Status:
        return self.transfer.status

    @property
    def is_here(self) -> bool:
        """The file and its index files are done."""
        return self.status.is_done and all(item.status.is_done for item in self.companions)

    @property
    def live(self) -> Sample | None:
        """The last sample, while work goes on."""
        return self.sample if self.transfer.status.is_active else None

    @property
    def size(self) -> int:
        """Bytes, 0 while unknown."""
        return self.transfer.size or 0

    @property
    def done(self) -> int:
        """Bytes on the disk."""
        if self.transfer.status.is_done:
            return self.size
        return self.live.done if self.live else self.transfer.kept

    @property
    def checked(self) -> int:
        """Bytes from 0 on that the running hash has seen; the whole file once it is verified."""
        if self.transfer.status in {Status.VERIFIED, Status.SKIPPED}:
            return self.size
        return self.live.checked if self.live else 0

    @property
    def speed(self) -> float:
        return self.live.speed if self.live else 0.0

    @property
    def seconds_left(self) -> float | None:
        return self.live.seconds_left if self.live else None

    @property
    def percent(self) -> int | None:
        """Whole percent of its phase, never 100 before the end; None where there is nothing to say."""
        if self.transfer.status.is_done or not self.size:
            return None
        part = self.checked if self.transfer.status is Status.VERIFYING else self.done
        return min(99, percent(part, self.size)) or None


@dataclass(frozen=True, slots=True)
class Delta:
    """What an event meant for the rows: new or different ones, and those that left."""

    touched: tuple[TransferId, ...] = ()
    gone: tuple[TransferId, ...] = ()


class QueueRows:
    """All rows by id, in no particular order, with their places in the queue and their sums."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.totals = Totals()
        self._clock = clock
        self._rows: dict[TransferId, Row] = {}
        self._main_of: dict[TransferId, TransferId] = {}
        self._places = _Places()
        self._waiting = _Places()

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def ids(self) -> KeysView[TransferId]:
        """In no particular order."""
        return self._rows.keys()

    def __getitem__(self, key: TransferId) -> Row:
        return self._rows[key]

    def get(self, key: TransferId) -> Row | None:
        return self._rows.get(key)

    def __contains__(self, key: TransferId) -> bool:
        return key in self._rows

    def number(self, row: Row) -> int:
        """The place of a row in the whole queue, from 1."""
        return self._places.rank(row)

    def in_order(self) -> list[TransferId]:
        """All rows as the queue takes them up."""
        return self._places.ids()

    def place(self, row: Row) -> int:
        """The place of a waiting row among those that wait for their turn, from 1."""
        return self._waiting.rank(row)

    def of_manifest(self, manifest: str) -> list[Transfer]:
        """The transfers of a manifest, index files included."""
        rows = [row for row in self._rows.values() if row.transfer.manifest == manifest]
        return [item for row in rows for item in (row.transfer, *row.companions)]

    def load(self, transfers: Sequence[Transfer]) -> Delta:
        """Rows from an earlier session: nobody knows since when they are what they are."""
        return self._take(transfers, None)

    def change(self, transfers: Sequence[Transfer]) -> Delta:
        return self._take(transfers, self._clock())

    def tick(self, samples: Sequence[Sample]) -> Delta:
        touched = []
        for sample in samples:
            row = self._rows.get(sample.id)
            if row is not None:
                self._put(replace(row, sample=sample))
                touched.append(sample.id)
        return Delta(tuple(touched))

    def drop(self, ids: Sequence[TransferId]) -> Delta:
        """Take rows off. An index file whose main file left alone gets a row of its own."""
        with self._places.bulk(len(ids)), self._waiting.bulk(len(ids)):
            return self._drop(ids)

    def _drop(self, ids: Sequence[TransferId]) -> Delta:
        leaving = set(ids)
        touched: dict[TransferId, None] = {}
        gone: list[TransferId] = []
        for key in ids:
            main = self._main_of.pop(key, None)
            if main is not None:
                self._detach(key, main)
                touched[main] = None
            elif key in self._rows:
                orphans = [item for item in self._remove(key).companions if item.id not in leaving]
                gone.append(key)
                touched.update(dict.fromkeys(self._become_rows(orphans)))
        return Delta(tuple(key for key in touched if key in self._rows), tuple(gone))

    def _take(self, transfers: Sequence[Transfer], now: float | None) -> Delta:
        with self._places.bulk(len(transfers)), self._waiting.bulk(len(transfers)):
            touched: dict[TransferId, None] = {}
            gone: list[TransferId] = []
            mains = [item for item in transfers if item.companion_of is None]
            for transfer in mains:
                self._set(transfer, now)
                touched[transfer.id] = None
            for transfer in transfers:
                if transfer.companion_of is not None:
                    self._take_companion(transfer, touched, gone, now)
            return Delta(tuple(touched), tuple(gone))

    def _set(self, transfer: Transfer, now: float | None) -> None:
        old = self._rows.get(transfer.id)
        if old is None:
            self._put(Row(transfer, since=now))
            return
        since = old.since if old.status is transfer.status else now
        self._put(replace(old, transfer=transfer, since=since))

    def _take_companion(
        self, transfer: Transfer, touched: dict[TransferId, None], gone: list[TransferId], now: float | None
    ) -> None:
        main = transfer.companion_of
        if main is None or main not in self._rows:
            self._set(transfer, now)
            touched[transfer.id] = None
            return
        if transfer.id in self._rows:
            self._remove(transfer.id)
            gone.append(transfer.id)
        row = self._rows[main]
        others = tuple(item for item in row.companions if item.id != transfer.id)
        self._main_of[transfer.id] = main
        self._put(replace(row, companions=(*others, transfer)))
        touched[main] = None

    def _become_rows(self, transfers: Iterable[Transfer]) -> Iterator[TransferId]:
        for transfer in transfers:
            self._main_of.pop(transfer.id, None)
            self._put(Row(transfer))
            yield transfer.id

    def _detach(self, key: TransferId, main: TransferId) -> None:
        row = self._rows.get(main)
        if row is not None:
            self._put(replace(row, companions=tuple(item for item in row.companions if item.id != key)))

    def _put(self, row: Row) -> None:
        old = self._rows.get(row.id)
        self._rows[row.id] = row
        self.totals.replace(old, row)
        self._places.replace(old, row)
        self._waiting.replace(_if_waiting(old), _if_waiting(row))

    def _remove(self, key: TransferId) -> Row:
        row = self._rows.pop(key)
        self.totals.replace(row, None)
        self._places.replace(row, None)
        self._waiting.replace(_if_waiting(row), None)
        for item in row.companions:
            self._main_of.pop(item.id, None)
        return row


def _if_waiting(row: Row | None) -> Row | None:
    return row if row is not None and row.status is Status.WAITING else None


class _Places:
    """Ranks by queue order: a sorted list, where finding and moving one entry is cheap even among 100,000."""

    def __init__(self) -> None:
        self._sorted: list[Place] = []
        self._bulk: dict[Place, bool] | None = None

    def rank(self, row: Row) -> int:
        return bisect_left(self._sorted, row.place) + 1

    def ids(self) -> list[TransferId]:
        return [place[-1] for place in self._sorted]

    def bulk(self, count: int) -> _Bulk:
        return _Bulk(self, active=count >= _MANY)

    def begin_bulk(self) -> None:
        self._bulk = {}

    def end_bulk(self) -> None:
        changes, self._bulk = self._bulk or {}, None
        stayed = [place for place in self._sorted if place not in changes]
        self._sorted = sorted([*stayed, *(place for place, is_there in changes.items() if is_there)])

    def replace(self, old: Row | None, new: Row | None) -> None:
        before = old.place if old else None
        after = new.place if new else None
        if before == after:
            return
        if self._bulk is not None:
            if before is not None:
                self._bulk[before] = False
            if after is not None:
                self._bulk[after] = True
            return
        if before is not None:
            self._discard(before)
        if after is not None:
            insort(self._sorted, after)

    def _discard(self, place: Place) -> None:
        position = bisect_left(self._sorted, place)
        if position < len(self._sorted) and self._sorted[position] == place:
            del self._sorted[position]


class _Bulk:
    """While it is entered, places that come and go are collected, and sorted once at the end."""

    def __init__(self, places: _Places, *, active: bool) -> None:
        self._places = places
        self._active = active

    def __enter__(self) -> None:
        if self._active:
            self._places.begin_bulk()

    def __exit__(self, *_: object) -> None:
        if self._active:
            self._places.end_bulk()
