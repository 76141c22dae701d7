"""What the system says when a disk will not do something, as a Problem."""

from __future__ import annotations

import errno
from pathlib import Path

from score_gui.files.space import free_bytes
from score_gui.model import problems
from score_gui.model.problem import Problem

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_AWAY = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, getattr(errno, "ESTALE", errno.ENODEV)}


def disk_problem(error: OSError, path: Path) -> Problem:
    """A full disk, a lost drive or a missing right wait and end by themselves; the rest needs a person."""
    folder = path.parent
    if error.errno in _FULL or getattr(error, "winerror", None) == 112:  # ERROR_DISK_FULL
        return problems.no_space(folder, 0, _free(folder))
    if error.errno in _FORBIDDEN:
        return problems.no_permission(folder)
    if error.errno in _AWAY:
        return problems.drive_missing(folder)
    return problems.disk_error(path, error.strerror or type(error).__name__)


def _free(folder: Path) -> int:
    try:
        return free_bytes(folder)
    except OSError:
        return 0
