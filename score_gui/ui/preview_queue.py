"""What a preview has to know of the queue: which files are done with, and what is still to come, and where to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from score_gui.model.few import Few
from score_gui.model.messages import Changed, Event, Gone, Sample, Ticked
from score_gui.model.transfer import Layout, Status, Transfer, TransferId

_FINISHED = frozenset({Status.VERIFIED, Status.COMPLETE, Status.SKIPPED})


class QueueBook:
    """Told in the GUI thread, asked in others. A file that needs a person is not waited for."""

    def __init__(self) -> None:
        self._finished: Few[str, Transfer] = Few()
        self._coming: dict[TransferId, Transfer] = {}
        self._fetched: dict[TransferId, int] = {}
        self._coming_of: Few[str, TransferId] = Few()
        self._left: dict[Path, int] = {}

    def take(self, event: Event) -> None:
        """Learn from what the engine says."""
        if isinstance(event, Changed):
            self._note(event.transfers)
        elif isinstance(event, Ticked):
            self._note_progress(event.samples)
        elif isinstance(event, Gone):
            for transfer in event.ids:
                self._forget(transfer)

    def find(self, object_id: str, folder: Path) -> Transfer | None:
        """The row of a file that the queue is done with."""
        return next((row for row in self._finished[object_id] if row.folder == folder), None)

    def is_coming(self, object_id: str, folder: Path, layout: Layout) -> bool:
        """The queue fetches this very file, so that wanting it once more takes no more room."""
        rows = [self._coming.get(transfer) for transfer in self._coming_of[object_id]]
        return any(row is not None and row.folder == folder and row.layout is layout for row in rows)

    def to_come(self) -> dict[Path, int]:
        """Bytes still to be fetched, by output folder, as far as sizes are known."""
        return dict(self._left)

    def _note(self, transfers: Iterable[Transfer]) -> None:
        for row in transfers:
            self._forget(row.id)
            if row.status in _FINISHED:
                if row.placed is not None:
                    self._finish(row)
            elif row.status is not Status.NEEDS_YOU:
                self._coming[row.id] = row
                self._coming_of.add(row.object_id, row.id)
                self._count(row, 1)

    def _finish(self, row: Transfer) -> None:
        self._finished.drop(row.object_id, lambda other: other.folder == row.folder)
        self._finished.add(row.object_id, row)

    def _note_progress(self, samples: Iterable[Sample]) -> None:
        for sample in samples:
            row = self._coming.get(sample.id)
            if row is not None:
                self._count(row, -1)
                self._fetched[row.id] = sample.done
                self._count(row, 1)

    def _forget(self, transfer: TransferId) -> None:
        row = self._coming.pop(transfer, None)
        if row is not None:
            self._coming_of.drop(row.object_id, lambda other: other == transfer)
            self._count(row, -1)
            self._fetched.pop(transfer, None)

    def _count(self, row: Transfer, sign: int) -> None:
        left = max(0, (row.size or 0) - self._fetched.get(row.id, row.kept))
        self._left[row.folder] = self._left.get(row.folder, 0) + sign * left
