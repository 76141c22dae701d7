"""What the engine tells the world: changes at once and in full, progress as samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from score_gui.model.messages import Added, Changed, Event, Gone, Noted, PartsSeen, Sample, Ticked
from score_gui.model.transfer import TransferId
from score_gui.transfer.active import Active
from score_gui.transfer.outside import Outside
from score_gui.transfer.progress import Speedometer, part_views, seconds_left, spans
from score_gui.transfer.record import Record
from score_gui.transfer.roster import Roster
from score_gui.transfer.work import Work

HASH_SPEED = 500e6
"""Bytes per second that one MD5 does on an ordinary machine; only used to foretell the time of the check."""

NoteRow = tuple[TransferId, float, str, str]


class Reporter:
    """Owned by the engine's thread. `watched` is the transfer whose parts somebody looks at."""

    def __init__(self, roster: Roster, outside: Outside, emit: Callable[[Event], None]) -> None:
        self.watched: TransferId | None = None
        self._roster = roster
        self._outside = outside
        self._emit = emit
        self._notes: list[NoteRow] = []
        self._added: list[Added] = []
        self._gone: list[TransferId] = []
        self._speed = Speedometer()
        self._received_told = 0
        self._began = outside.wall()
        self._replayed: set[TransferId] = set()

    def note(self, transfer: TransferId, code: str, text: str) -> None:
        """Remember a dated line for the Activity of a transfer."""
        self._notes.append((transfer, self._outside.wall(), code, text))

    def replay(self, transfer: TransferId, notes: Iterable[tuple[float, str, str]]) -> None:
        """Tell what happened to a transfer before this start, once; what happens now is told as it happens."""
        if transfer not in self._replayed:
            self._replayed.add(transfer)
            for at, code, text in notes:
                if at < self._began:
                    self._emit(Noted(transfer, at, code, text))

    def added(self, transfers: list[TransferId]) -> None:
        self._added.append(Added(tuple(transfers)))

    def gone(self, transfer: TransferId) -> None:
        self._gone.append(transfer)

    def take_notes(self) -> list[NoteRow]:
        notes, self._notes = self._notes, []
        return notes

    def tell(self, changed: Iterable[Record], notes: Iterable[NoteRow]) -> None:
        """Announce what the ledger has recorded."""
        rows = tuple(record.transfer for record in changed if record.listed)
        if rows:
            self._emit(Changed(rows))
        for note in notes:
            self._emit(Noted(*note))
        for added in self._added:
            self._emit(added)
        self._added = []
        if self._gone:
            self._emit(Gone(tuple(self._gone)))
            self._gone = []

    def tick(self, work: Work) -> None:
        """Sample everything that runs; once more with nothing when the last one has ended."""
        active = bool(work.actives)
        if not active and work.connections.received == self._received_told:
            return
        self._received_told = -1 if active else work.connections.received
        now = self._outside.now()
        received = work.connections.received + sum(
            job.arrived.length for a in work.actives.values() for job in a.jobs
        )
        samples = tuple(self._sample(item, now) for item in work.actives.values())
        speed = self._speed.note(now, received) if active else 0.0
        self._emit(Ticked(samples, speed, received))
        if self.watched in work.actives:
            self._emit(self._parts(work.actives[self.watched]))

    def _sample(self, active: Active, now: float) -> Sample:
        row = self._roster[active.id].transfer
        arrived = active.arrived
        done = arrived.total if active.part is not None else row.kept
        speed = active.speed.note(now, done)
        checked = active.follower.position
        unchecked = active.size - checked if active.is_hashed else 0
        return Sample(
            active.id,
            done=done,
            checked=checked,
            speed=speed if active.jobs else 0.0,
            seconds_left=seconds_left(active.size - done, unchecked, speed, HASH_SPEED),
            connections=len(active.jobs),
            spans=spans(active.done, active.jobs, active.again),
        )

    def _parts(self, active: Active) -> PartsSeen:
        specification = active.specification
        views = part_views(
            active.size,
            specification.parts if specification is not None else (),
            active.arrived,
            active.follower.position,
            active.jobs,
            active.again,
            self._outside.now(),
        )
        return PartsSeen(active.id, views, active.book.seconds_left if active.book is not None else None)
