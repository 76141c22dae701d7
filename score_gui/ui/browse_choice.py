"""What a person has ticked while browsing, over all studies and ids they looked at. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from score_gui.model.manifest import Entry
from score_gui.sources.song_rows import SongFile


@dataclass(frozen=True, slots=True)
class Sums:
    """`bytes` counts the files whose size is known; `unsized` says how many are left out of it."""

    files: int = 0
    bytes: int = 0
    unsized: int = 0
    studies: int = 0


class Choice:
    """Files by their object ids, in the order in which they were ticked."""

    def __init__(self) -> None:
        self._files: dict[str, SongFile] = {}

    def __contains__(self, file: SongFile) -> bool:
        return file.entry.object_id in self._files

    def set(self, files: Iterable[SongFile], *, ticked: bool) -> None:
        for file in files:
            if ticked:
                self._files.setdefault(file.entry.object_id, file)
            else:
                self._files.pop(file.entry.object_id, None)

    def clear(self) -> None:
        self._files.clear()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(file.entry for file in self._files.values())

    @property
    def studies(self) -> tuple[str, ...]:
        """The studies that the files come from, each once."""
        return tuple(dict.fromkeys(one.study for one in self.entries if one.study))

    def sums(self) -> Sums:
        sizes = [entry.size for entry in self.entries]
        known = [size for size in sizes if size is not None]
        return Sums(len(sizes), sum(known), len(sizes) - len(known), len(self.studies))
