"""The data file of an unfinished transfer: bytes go to their place, and nothing else is promised.

Its size never means progress; the ledger's ranges do. It is not allocated in advance: ranges are handed out in
file order, so the file grows as the bytes arrive and the free space that the system shows stays true.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from score_gui.files.durable import drop_cache, open_part, sync_file, sync_folder
from score_gui.files.identity import FileMark, mark_of


class PartFile:
    """An open `.part` file. `write_at`, `read_at` and `sync` may be called from several threads at once."""

    def __init__(self, path: Path) -> None:
        """Create the file, or open it if it is there; never follows a link."""
        self.path = path
        self._fd = open_part(path)
        self._has_lasting_name = False
        self._seek_lock = threading.Lock()

    def write_at(self, data: memoryview, offset: int) -> None:
        """Write all of `data` at `offset`. A short write is normal on a disk that fills up, so loop."""
        while data:
            count = self._write_some(data, offset)
            data, offset = data[count:], offset + count

    def read_at(self, buffer: memoryview, offset: int) -> int:
        """Fill `buffer` from `offset`; the count is smaller only at the end of the file."""
        filled = 0
        while filled < len(buffer):
            count = self._read_some(buffer[filled:], offset + filled)
            if count == 0:
                break
            filled += count
        return filled

    def sync(self) -> None:
        """Return when all that was written before the call is on the disk."""
        sync_file(self._fd)

    def sync_all(self) -> None:
        """As `sync`, and after a crash the file has the times that it has now: they tell whether it was touched."""
        sync_file(self._fd, with_times=True)

    def sync_name(self) -> None:
        """Return when a crash cannot take the file's name from it. Does something once only."""
        if not self._has_lasting_name:
            sync_folder(self.path.parent)
            self._has_lasting_name = True

    def forget_cache(self) -> None:
        """Let what is read next come from the disk, and not from what the system remembers of it."""
        drop_cache(self._fd)

    @property
    def is_open(self) -> bool:
        return self._fd >= 0

    def shorten(self, size: int) -> None:
        """Cut off what lies behind `size` bytes."""
        if self.size() > size:
            os.ftruncate(self._fd, size)

    def size(self) -> int:
        return os.fstat(self._fd).st_size

    def mark(self) -> FileMark:
        """What the file looks like now, to be recognised later."""
        return mark_of(os.fstat(self._fd), self._fd)

    def is_in_place(self) -> bool:
        """Whether the open file is still the one at `path`."""
        try:
            return os.path.samestat(os.fstat(self._fd), self.path.lstat())
        except OSError:
            return False

    def mark_after_close(self, before: FileMark) -> FileMark:
        """The mark of the closed file; `before` was taken before, and holds where the file is gone from its place.

        Some systems give a file its last time only when it is closed.
        """
        try:
            after = mark_of(self.path.lstat(), self.path)
        except OSError:
            return before
        return after if (after.inode, after.size) == (before.inode, before.size) else before

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    if sys.platform != "win32":

        def _write_some(self, data: memoryview, offset: int) -> int:
            return os.pwrite(self._fd, data, offset)

        def _read_some(self, buffer: memoryview, offset: int) -> int:
            return os.preadv(self._fd, [buffer], offset)

    else:  # Windows has no positioned read and write: seek and act under one lock

        def _write_some(self, data: memoryview, offset: int) -> int:
            with self._seek_lock:
                os.lseek(self._fd, offset, os.SEEK_SET)
                return os.write(self._fd, data)

        def _read_some(self, buffer: memoryview, offset: int) -> int:
            with self._seek_lock:
                os.lseek(self._fd, offset, os.SEEK_SET)
                data = os.read(self._fd, len(buffer))
            buffer[: len(data)] = data
            return len(data)
