"""Why a file that the program keeps for itself could not be written."""

from __future__ import annotations

import errno
from pathlib import Path

from score_gui.model import disk_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem

_WINDOWS_DISK_FULL = 112  # winerror.h


def not_kept(path: Path, error: OSError) -> Problem:
    """What a person is told of it; a full disk is called one."""
    if error.errno == errno.ENOSPC or getattr(error, "winerror", None) == _WINDOWS_DISK_FULL:
        return disk_problems.not_kept_disk_full(path)
    return disk_problems.disk_error(path, error.strerror or phrase("it cannot be written"))
