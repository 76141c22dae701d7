"""What the system says when a disk will not do something, as a Problem."""

from __future__ import annotations

import errno
from pathlib import Path

from score_gui.files.locks import HeldElsewhereError
from score_gui.files.space import FAT_LARGEST_FILE, file_system, free_bytes
from score_gui.model import disk_problems
from score_gui.model.problem import Problem

_FULL = frozenset({errno.ENOSPC})
_QUOTA = frozenset({getattr(errno, "EDQUOT", errno.ENOSPC)}) - _FULL
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_AWAY = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, getattr(errno, "ESTALE", errno.ENODEV)}
)
_TOO_MANY = frozenset({errno.EMFILE, errno.ENFILE})
_DISK_FULL, _SHARING, _LOCKED = 112, 32, 33  # winerror.h


def disk_problem(error: OSError, path: Path) -> Problem:
    """A full disk, a lost drive or a missing right wait and end by themselves; the rest needs a person."""
    folder, windows = path.parent, getattr(error, "winerror", None)
    if isinstance(error, HeldElsewhereError) or windows in {_SHARING, _LOCKED}:
        return disk_problems.held_by_other_program(path)
    if error.errno in _FULL or windows == _DISK_FULL:
        return disk_problems.no_space(folder, 0, _free(folder))
    if error.errno in _QUOTA:
        return disk_problems.quota_used_up(folder)
    if error.errno in _FORBIDDEN:
        return disk_problems.no_permission(folder)
    if error.errno in _AWAY:
        return disk_problems.drive_missing(folder)
    return _other(error, path)


def _other(error: OSError, path: Path) -> Problem:
    if error.errno in _TOO_MANY:
        return disk_problems.too_many_open_files()
    if error.errno == errno.EFBIG:
        return _too_large(path.parent)
    if error.errno == errno.ENAMETOOLONG:
        return disk_problems.path_too_long(path)
    return disk_problems.disk_error(path, error.strerror or type(error).__name__)


def _too_large(folder: Path) -> Problem:
    if file_system(folder).is_fat32:
        return disk_problems.file_too_large_for_drive(folder, "FAT32", FAT_LARGEST_FILE)
    return disk_problems.file_too_large(folder)


def _free(folder: Path) -> int:
    try:
        return free_bytes(folder)
    except OSError:
        return 0
