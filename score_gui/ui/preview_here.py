"""Finds the files of a manifest that are on the disk already. Looks at the disk: never called in the GUI thread.

Names and sizes are compared, not contents: the engine verifies each file before it trusts it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from score_gui.files.names import with_id
from score_gui.model.manifest import Entry
from score_gui.model.right_of_way import RIGHT_OF_WAY
from score_gui.model.transfer import Layout, Status, Transfer
from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_places import parts_of, place_of
from score_gui.ui.preview_queue import QueueBook
from score_gui.ui.preview_rows import PreviewRows


@dataclass(frozen=True, slots=True)
class Here:
    """A flag for each row: its file is on the disk; the queue has verified it; another file has its name.

    `coming`: the queue fetches it to this place.
    """

    here: bytes
    verified: bytes
    taken: bytes
    coming: bytes

    @classmethod
    def nothing(cls, preview: PreviewRows) -> Here:
        empty = flags.none(len(preview))
        return cls(empty, empty, empty, empty)


def rows_here(preview: PreviewRows, layout: Layout, folder: Path, book: QueueBook) -> Here:
    """The rows whose file lies below `folder`, at the place and with the size it would have.

    A file whose size no list tells counts if the queue has finished it. Of rows that share a name only the first
    can be the file of that name. Folders that cannot be read hold nothing.
    """
    looked, coming = _Folders(folder), _rows_coming(preview, layout, folder, book)
    if looked.is_empty:
        return replace(Here.nothing(preview), coming=coming)
    taken: set[Path] = set()
    here, verified, occupied = (bytearray(len(preview)) for _ in range(3))
    for row, entry in enumerate(RIGHT_OF_WAY.giving(preview.entries), preview.left_out):
        known = book.find(entry.object_id, folder)
        if known is None and looked.lacks(entry, layout):
            continue
        place = _place_here(entry, layout, looked, known, taken)
        if place is None:
            occupied[row] = _is_occupied(entry, layout, looked, taken)
            continue
        taken.add(place)
        here[row] = 1
        verified[row] = known is not None and known.status is not Status.COMPLETE and known.target == place
    return Here(bytes(here), bytes(verified), bytes(occupied), coming)


def _rows_coming(preview: PreviewRows, layout: Layout, folder: Path, book: QueueBook) -> bytes:
    if folder not in book.to_come():
        return flags.none(len(preview))
    ids = map(preview.entries.object_id, range(len(preview.entries)))
    coming = (book.is_coming(object_id, folder, layout) for object_id in ids)
    return bytes(preview.left_out) + bytes(coming)


def _is_occupied(entry: Entry, layout: Layout, looked: _Folders, taken: set[Path]) -> bool:
    """Something else has the file's name. Of a file without a known size that cannot be told."""
    if entry.file_name is None or entry.size is None:
        return False
    place = looked.root / place_of(entry, layout)
    return place not in taken and looked.has(place)


def _place_here(
    entry: Entry, layout: Layout, looked: _Folders, known: Transfer | None, taken: set[Path]
) -> Path | None:
    for place, size in _candidates(entry, layout, looked.root, known):
        if size is not None and place not in taken and looked.size(place) == size:
            return place
    return None


def _candidates(
    entry: Entry, layout: Layout, folder: Path, known: Transfer | None
) -> Iterable[tuple[Path, int | None]]:
    """Places where the file may be, best first, and the size it has then."""
    if known is not None and known.target is not None:
        yield known.target, known.size
    if layout is Layout.ID or entry.file_name is not None:
        plain = folder / place_of(entry, layout)
        yield plain.with_name(with_id(plain.name, entry.object_id)), entry.size
        yield plain, entry.size


class _Folders:
    """Each folder is listed once, and only files of a wanted name are asked for their size."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._listed: dict[Path, frozenset[str]] = {}

    @property
    def is_empty(self) -> bool:
        """Nothing lies in the root, so nothing below it either."""
        return not self._names(self.root)

    def lacks(self, entry: Entry, layout: Layout) -> bool:
        """Nothing has the name of this file. Only folders that are there are looked into, in one look each."""
        if layout is not Layout.ID and entry.file_name is None:
            return True
        *folders, name = parts_of(entry, layout)
        place = self.root
        for folder in folders:
            if os.path.normcase(folder) not in self._names(place):
                return True
            place /= folder
        names = self._names(place)
        twin = with_id(name, entry.object_id)
        return os.path.normcase(name) not in names and os.path.normcase(twin) not in names

    def has(self, path: Path) -> bool:
        """Something of this name is there."""
        return os.path.normcase(path.name) in self._names(path.parent)

    def size(self, path: Path) -> int | None:
        """Bytes of the plain file at `path`, or None."""
        if not self.has(path):
            return None
        try:
            return path.stat().st_size if path.is_file() else None
        except OSError:
            return None

    def _names(self, folder: Path) -> frozenset[str]:
        if folder not in self._listed:
            self._listed[folder] = _listing(folder)
        return self._listed[folder]


def _listing(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.path.normcase(each.name) for each in folder.iterdir())
    except OSError:
        return frozenset()
