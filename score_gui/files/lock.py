"""One running program per folder: a lock that the operating system frees when its holder dies."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_NAME = "lock"
_TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK, getattr(errno, "EDEADLOCK", errno.EDEADLK)})


class FolderInUseError(Exception):
    """Another program holds the lock of this folder."""


class FolderLock:
    """The lock of one folder. The lock file stays behind: removing it would let two programs in."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME
        self._fd: int | None = None

    @property
    def is_held(self) -> bool:
        return self._fd is not None

    def take(self) -> bool:
        """Try once, without waiting; False if another has it. Raises OSError if the folder takes no locks."""
        if self._fd is not None:
            return True
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(fd)
        except OSError as error:
            os.close(fd)
            if error.errno in _TAKEN:
                return False
            raise
        self._fd = fd
        return True

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


@contextmanager
def held(folder: Path) -> Iterator[FolderLock]:
    """Holds the lock of `folder` for a block of code. Raises FolderInUseError if another program has it."""
    lock = FolderLock(folder)
    if not lock.take():
        raise FolderInUseError(str(folder))
    try:
        yield lock
    finally:
        lock.release()


def _lock(fd: int) -> None:
    """Closing the descriptor frees the lock, here and on Windows."""
    if sys.platform == "win32":
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
