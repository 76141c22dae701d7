"""Which row of the queue has which place on the disk; case and Unicode forms of a name make no difference."""

from __future__ import annotations

import os
from pathlib import Path

from score_gui.files.names import clash_key
from score_gui.model.transfer import Transfer, TransferId


class Claims:
    """Owned by the engine's thread. A table for each folder: a hundred thousand paths would be as many long texts."""

    def __init__(self) -> None:
        self._folders: dict[str, dict[str, TransferId]] = {}

    def holder(self, path: Path) -> TransferId | None:
        """Who has a place."""
        folder, key = _place(path)
        return self._folders.get(folder, {}).get(key)

    def give(self, path: Path, transfer: TransferId) -> None:
        """From now on the place is this one's."""
        folder, key = _place(path)
        self._folders.setdefault(folder, {})[key] = transfer

    def give_back(self, row: Transfer) -> None:
        """Give a row the place it had, unless that was given away meanwhile."""
        if row.placed is not None:
            folder, key = _place_of(row)
            self._folders.setdefault(folder, {}).setdefault(key, row.id)

    def release(self, row: Transfer) -> None:
        """Free the place of a row, if it is its own."""
        if row.target is not None and self.holder(row.target) == row.id:
            folder, key = _place(row.target)
            del self._folders[folder][key]


def _place(path: Path) -> tuple[str, str]:
    return str(path.parent), clash_key(path.name)


def _place_of(row: Transfer) -> tuple[str, str]:
    """As `_place` of the row's target: a long queue is read faster without a Path for each row."""
    if isinstance(row.placed, Path):
        return _place(row.placed)
    below, _, name = (row.placed or "").rpartition(os.sep)
    key = clash_key(name)
    return str(row.folder / below if below else row.folder), name if key == name else key
