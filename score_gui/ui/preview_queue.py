"""What a preview has to know of the queue: which files are done with, and what is still to come, and where to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from score_gui.model.messages import Changed, Event, Gone, Sample, Ticked
from score_gui.model.transfer import Layout, Status, Transfer, TransferId

_FINISHED = frozenset({Status.VERIFIED, Status.COMPLETE, Status.SKIPPED})
_Key = tuple[str, Path, Layout]


@dataclass(frozen=True, slots=True)
class _Coming:
    """A file that the queue fetches by itself, and the bytes that it still lacks."""

    key: _Key
    size: int
    left: int


class QueueBook:
    """Told in the GUI thread, asked in others. A file that needs a person is not waited for."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, Path], Transfer] = {}
        self._coming: dict[TransferId, _Coming] = {}
        self._keys: dict[_Key, TransferId] = {}
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
        return self._files.get((object_id, folder))

    def is_coming(self, object_id: str, folder: Path, layout: Layout) -> bool:
        """The queue fetches this very file, so that wanting it once more takes no more room."""
        return (object_id, folder, layout) in self._keys

    def to_come(self) -> dict[Path, int]:
        """Bytes still to be fetched, by output folder, as far as sizes are known."""
        return dict(self._left)

    def _note(self, transfers: Iterable[Transfer]) -> None:
        for row in transfers:
            self._forget(row.id)
            if row.status in _FINISHED:
                if row.target is not None:
                    self._files[row.object_id, row.folder] = row
            elif row.status is not Status.NEEDS_YOU:
                size = row.size or 0
                self._put(row.id, _Coming((row.object_id, row.folder, row.layout), size, size - row.kept))

    def _note_progress(self, samples: Iterable[Sample]) -> None:
        for sample in samples:
            known = self._coming.get(sample.id)
            if known is not None:
                self._forget(sample.id)
                self._put(sample.id, _Coming(known.key, known.size, known.size - sample.done))

    def _put(self, transfer: TransferId, coming: _Coming) -> None:
        self._coming[transfer] = coming
        self._keys[coming.key] = transfer
        self._count(coming, 1)

    def _forget(self, transfer: TransferId) -> None:
        known = self._coming.pop(transfer, None)
        if known is not None:
            self._keys.pop(known.key, None)
            self._count(known, -1)

    def _count(self, coming: _Coming, sign: int) -> None:
        folder = coming.key[1]
        self._left[folder] = self._left.get(folder, 0) + sign * max(0, coming.left)
