"""Holding a file against other programs of ours: two queues that meet in one folder must not write into one file.

The system lets go of it when the file is closed, however the program ends, so a lock that is left over means nothing.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL})


class HeldElsewhereError(OSError):
    """Another program is at work on the file."""


def hold(fd: int, path: Path) -> None:
    """Hold an open file until it is closed; HeldElsewhereError if somebody else does. Some volumes know no locks."""
    try:
        _lock(fd)
    except OSError as error:
        if error.errno in _HELD:
            raise HeldElsewhereError(errno.EAGAIN, "another program is at work on it", str(path)) from error
        if error.errno not in _NO_LOCKS:
            raise


def is_held(path: Path) -> bool:
    """Whether somebody holds the file at `path`. False if it cannot be looked at."""
    flags = (os.O_RDWR if sys.platform == "win32" else os.O_RDONLY) | getattr(os, "O_NOFOLLOW", 0)
    try:
        fd = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    try:
        hold(fd, path)
    except HeldElsewhereError:
        return True
    except OSError:
        return False
    finally:
        os.close(fd)
    return False


if sys.platform == "win32":
    import msvcrt

    _BYTE = 0x7FFF_FFF0
    """Locks forbid there, so it is a byte that is read once in a long while, and by this program alone."""

    def _lock(fd: int) -> None:
        here = os.lseek(fd, 0, os.SEEK_CUR)
        os.lseek(fd, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(fd, here, os.SEEK_SET)

else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
