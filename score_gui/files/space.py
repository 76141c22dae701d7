"""How much room a volume has and what it can hold. What a system does not tell is None, never a guess."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from score_gui.files import volumes

GIB = 1 << 30
FAT_LARGEST_FILE = 4 * GIB - 1

_FAT32 = frozenset({"vfat", "msdos", "fat32", "fat"})
_CASE_BLIND = _FAT32 | {"exfat"}
_NAMES_LOOKED_AT = 64


@dataclass(frozen=True, slots=True)
class FileSystem:
    """Facts about the volume below a folder. `kind` is the system's own word (`ext4`, `vfat`, `NTFS`).

    `largest_file` in bytes; `longest_name` in bytes (UTF-16 units on Windows); `longest_path` likewise.
    """

    kind: str | None
    largest_file: int | None
    ignores_case: bool | None
    longest_name: int | None
    longest_path: int | None

    @property
    def is_fat32(self) -> bool:
        return self.largest_file == FAT_LARGEST_FILE


def free_bytes(folder: Path) -> int:
    """What this user may still write below `folder`, which need not exist yet."""
    return shutil.disk_usage(nearest_existing(folder)).free


def total_bytes(folder: Path) -> int:
    """The size of the volume that `folder` lies on or would lie on."""
    return shutil.disk_usage(nearest_existing(folder)).total


def volume_name(folder: Path) -> str:
    """What people call the volume of an existing folder: a drive letter, or its mount point; "" for the system's."""
    if folder.drive:
        return folder.drive
    place = next((each for each in (folder, *folder.parents) if os.path.ismount(each)), folder)
    return "" if place == Path(place.anchor) else str(place)


def reserve_bytes(total: int) -> int:
    """What is left free on a volume of `total` bytes: 1 GiB or 2 %, yet never over a tenth of it."""
    return min(max(GIB, total // 50), total // 10)


def volume_id(folder: Path) -> int:
    """Tells volumes apart: a drive that went away leaves another id at its mount point."""
    return nearest_existing(folder).stat().st_dev


def file_system(folder: Path) -> FileSystem:
    """Facts about the volume that `folder` lies on or would lie on."""
    existing = nearest_existing(folder)
    kind = volumes.kind_of(existing)
    return FileSystem(
        kind=kind,
        largest_file=FAT_LARGEST_FILE if (kind or "").lower() in _FAT32 else None,
        ignores_case=True if (kind or "").lower() in _CASE_BLIND else _ignores_case(existing),
        longest_name=volumes.longest_name(existing),
        longest_path=volumes.longest_path(existing),
    )


def nearest_existing(folder: Path) -> Path:
    """`folder`, or the first of its ancestors that is there. FileNotFoundError if not even the root is."""
    absolute = folder.absolute()
    for candidate in (absolute, *absolute.parents):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(str(folder))


def _ignores_case(folder: Path) -> bool | None:
    """Looks up a name that is there by its other case; writes nothing."""
    for path in _names_to_try(folder):
        twin = path.with_name(path.name.swapcase())
        try:
            return twin.samefile(path)
        except FileNotFoundError:
            return False
        except OSError:
            continue
    return None


def _names_to_try(folder: Path) -> Iterator[Path]:
    """Existing paths whose name lies on the same volume as `folder` and has letters with two cases."""
    yield from (path for path in _entries(folder) if _has_case(path.name))
    if _has_case(folder.name) and folder.stat().st_dev == folder.parent.stat().st_dev:
        yield folder


def _entries(folder: Path) -> Iterable[Path]:
    try:
        with os.scandir(folder) as found:
            return [Path(entry.path) for entry in islice(found, _NAMES_LOOKED_AT)]
    except OSError:
        return []


def _has_case(name: str) -> bool:
    return name.isascii() and name.swapcase() != name
