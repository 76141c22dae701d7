"""Tells whether a file is still as this program left it, and a folder still on the drive it was on.

Others use the same disks: an unfinished file may be edited, cut or exchanged between two runs, and the folder that a
drive was mounted at is still there, empty, when the drive is away.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

_NO_FILE = -1


@dataclass(frozen=True, slots=True)
class FileMark:
    """What a file looked like. `size` and `mtime_ns` are None while this program is at work on it."""

    volume: str
    inode: int
    size: int | None
    mtime_ns: int | None

    def at_work(self) -> FileMark:
        """The mark to be kept while bytes are written: only which file it is stays the same."""
        return FileMark(self.volume, self.inode, None, None)

    def doubted(self) -> FileMark:
        """The mark of a file whose disk reported an error: it fits no file, so this one will be looked through."""
        return FileMark(self.volume, _NO_FILE, None, None)

    @property
    def is_doubted(self) -> bool:
        return self.inode == _NO_FILE

    def fits(self, now: FileMark) -> bool:
        """Whether `now`, taken from a file, is that of the same file with the same content.

        Some file systems number their files anew with every mount, so size and time decide where both are known.
        """
        if self.size is None:
            return self.inode == now.inode
        return (self.size, self.mtime_ns) == (now.size, now.mtime_ns)


def mark_of(status: os.stat_result, at: Path | int) -> FileMark:
    """The mark of a file of this `status`, which is `at` a path or open as a descriptor."""
    return FileMark(_volume(status, at), status.st_ino, status.st_size, status.st_mtime_ns)


def volume_of(folder: Path) -> str:
    """A text that tells the volumes of this computer apart. OSError if there is no such folder."""
    return _volume(folder.stat(), folder)


def same_volume(one: str, other: str) -> bool:
    """Whether both texts may come from one volume: device numbers change with a restart, the volume's own id does not.

    Not every file system has an id of its own, so one of the two must be the same.
    """
    return bool({*one.split("/")} & {*other.split("/")})


def _volume(status: os.stat_result, at: Path | int) -> str:
    device = f"device:{status.st_dev:x}"
    own = _own_id(at)
    return f"{device}/id:{own:x}" if own else device


if sys.platform == "win32":

    def _own_id(_at: Path | int) -> int:
        """The device number is the volume's serial number there."""
        return 0

else:

    def _own_id(at: Path | int) -> int:
        try:
            return os.statvfs(at).f_fsid
        except OSError:
            return 0
