"""Moves and writes that hold after a crash or a power cut and never take another file's place unasked."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

from score_gui.files import locks
from score_gui.files.rename import rename_without_replacing

Wait = Callable[[float], None]

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 5.0
_PATIENCE = 30.0
_NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def sync_file(fd: int, *, with_times: bool = False) -> None:
    """Return only when the file's bytes are on the medium, and its times too where that is asked for.

    After an OSError nothing written since the last sync counts; calling again would hide the loss.
    """
    if sys.platform == "win32":
        os.fsync(fd)
    elif sys.platform == "darwin":
        _full_sync(fd)
    elif with_times:
        os.fsync(fd)
    else:
        os.fdatasync(fd)


def drop_cache(fd: int) -> None:
    """Let what is read next come from the medium, where the system can be asked for that. Only a wish."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)


if sys.platform == "darwin":

    def _full_sync(fd: int) -> None:
        """`fsync` on macOS leaves the bytes in the drive's cache; network drives know only that one."""
        import fcntl

        try:
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno == errno.EIO:
                raise
            os.fsync(fd)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last; nothing where the system has no such thing (Windows, some mounts)."""
    if sys.platform != "win32":
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(fd)


def open_part(path: Path) -> int:
    """A descriptor for reading and writing `path`: a new file of mode 0600, or the plain file that is there.

    Links are never followed and a file that has a second name is refused, so that nobody's file can be put in
    the way of our writes. The file is held until it is closed: HeldElsewhereError if another program holds it.
    Raises OSError (FileNotFoundError if the folder is gone).
    """
    fd = _open_plain(path)
    try:
        locks.hold(fd, path)
    except BaseException:
        os.close(fd)
        raise
    return fd


def _open_plain(path: Path) -> int:
    flags = os.O_RDWR
    for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        return os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        before = os.lstat(path)
    if not stat.S_ISREG(before.st_mode):
        raise OSError(errno.ELOOP, "not a plain file", str(path))
    fd = os.open(path, flags)
    now = os.fstat(fd)
    if not os.path.samestat(before, now) or now.st_nlink > 1:
        os.close(fd)
        raise OSError(errno.EMLINK, "the file has another name or was exchanged", str(path))
    return fd


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, for the owner alone, so that a crash does not take them away."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
        sync_folder(one.parent)


def create_private(path: Path) -> None:
    """Make sure that `path` is there, and the owner's alone before anybody writes to it."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600))


def publish(part: Path, target: Path, *, wait: Wait = time.sleep) -> None:
    """Give a finished file its final name without taking the place of another. Both lie on one volume.

    May be repeated after a crash at any point. Raises FileExistsError if the name is taken; on Windows it
    bears up to 30 s with virus scanners that hold a new file open, then raises PermissionError.
    """
    if not stat.S_ISREG(os.lstat(part).st_mode):
        raise OSError(errno.EINVAL, "not a plain file", str(part))
    if sys.platform == "win32":
        patiently(lambda: part.rename(target), wait)
    else:
        _move_by_link(part, target)
    _sync_both(part, target)


def replace(part: Path, target: Path, *, wait: Wait = time.sleep) -> None:
    """Give a finished file its final name in place of what is there. Otherwise as `publish`."""
    if sys.platform == "win32":
        patiently(lambda: part.replace(target), wait)
    else:
        part.replace(target)
    _sync_both(part, target)


def patiently(action: Callable[[], object], wait: Wait) -> None:
    """Do `action`; on PermissionError pause 50 ms to 5 s by `wait` and do it again, for 30 s in all."""
    waited, pause = 0.0, _FIRST_PAUSE
    while True:
        try:
            action()
            return
        except PermissionError:
            if waited >= _PATIENCE:
                raise
        pause = min(pause, _PATIENCE - waited)
        wait(pause)
        waited, pause = waited + pause, min(2 * pause, _LONGEST_PAUSE)


def _move_by_link(part: Path, target: Path) -> None:
    """`rename` would replace silently, `link` refuses: so link the new name, then drop the old one."""
    try:
        os.link(part, target)
    except FileExistsError:
        if not os.path.samestat(os.lstat(part), os.lstat(target)):
            raise
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if not rename_without_replacing(part, target):
            _move_over_placeholder(part, target)
        return
    sync_folder(target.parent)
    part.unlink()


def _move_over_placeholder(part: Path, target: Path) -> None:
    """For volumes that know neither: reserve the name with a file that says whose it is, then replace that."""
    fd = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(fd, _placeholder(part))
    finally:
        os.close(fd)
    try:
        part.replace(target)
    except OSError:
        target.unlink()
        raise


def clear_placeholder(part: Path, target: Path) -> None:
    """Remove the file that `publish` had put at `target` when a crash came; any other file there stays."""
    expected = _placeholder(part)
    status = os.lstat(target)
    if stat.S_ISREG(status.st_mode) and status.st_size == len(expected) and target.read_bytes() == expected:
        target.unlink()


def _placeholder(part: Path) -> bytes:
    return b"score_gui keeps this name for " + os.fsencode(part.name) + b"\n"


def _sync_both(part: Path, target: Path) -> None:
    sync_folder(target.parent)
    if part.parent != target.parent:
        sync_folder(part.parent)
