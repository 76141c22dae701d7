"""How Score cuts objects into parts, and the MD5s it kept of the parts of an upload."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from score_gui.demo.catalogue import PracticeObject

# Score never cuts smaller parts than this (20 MiB), whatever its configuration says.
SMALLEST_PART = 20 * 1024 * 1024
# What Score cuts in Azure, unless it is told otherwise.
AZURE_PART = 20_000_000
_MOST_PARTS = 10_000
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Cut:
    """One part: where it stands in the object (bytes), and its MD5 where Score has kept one."""

    offset: int
    size: int
    md5: str | None = None

    @property
    def http_range(self) -> str:
        return f"bytes={self.offset}-{self.offset + self.size - 1}"


def part_size_for(length: int) -> int:
    """Return the size of the parts of a range of `length` bytes, by the rule of Score's part calculator."""
    return max(SMALLEST_PART, length // _MOST_PARTS + 1)


def cut(offset: int, length: int, size: int) -> tuple[Cut, ...]:
    """Cut [offset, offset + length) into parts of `size` bytes; nothing where the length is not positive."""
    end = offset + length
    return tuple(Cut(start, min(size, end - start)) for start in range(offset, end, size))


class StoredParts:
    """The parts that objects were uploaded in. Their MD5s are read from the data at the first request."""

    def __init__(self, part_size: int) -> None:
        self._part_size = part_size
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Cut, ...]] = {}

    def of(self, held: PracticeObject, path: Path) -> tuple[Cut, ...]:
        """Return the stored parts of an object with their MD5s."""
        with self._lock:
            if held.object_id not in self._known:
                with path.open("rb") as file:
                    self._known[held.object_id] = tuple(
                        Cut(part.offset, part.size, _md5_of_next(file, part.size))
                        for part in cut(0, held.size, self._part_size)
                    )
            return self._known[held.object_id]


def _md5_of_next(file: BinaryIO, length: int) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for start in range(0, length, _BLOCK):
        digest.update(file.read(min(_BLOCK, length - start)))
    return digest.hexdigest()
