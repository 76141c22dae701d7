"""A rename that refuses to take another file's place, in one step, where the system has one.

FAT and exFAT know no hard links; without this a crash between two steps would leave a file there that is no file.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

_UNKNOWN = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_AT_FDCWD = -100
_NOREPLACE = 1  # linux/fs.h
_EXCL = 4  # sys/stdio.h of macOS


def rename_without_replacing(source: Path, target: Path) -> bool:
    """Whether it was done; False where system or volume know no such rename. FileExistsError if the name is taken."""
    call = _call()
    if call is None:
        return False
    if call(os.fsencode(source), os.fsencode(target)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), str(source), None, str(target))


if sys.platform == "win32":

    def _call() -> Any:
        """`rename` refuses by itself there."""
        return None

elif sys.platform == "darwin":

    @cache
    def _call() -> Any:
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renamex_np", None)
        return None if rename is None else lambda source, target: rename(source, target, _EXCL)

else:

    @cache
    def _call() -> Any:
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if rename is None:
            return None
        return lambda source, target: rename(_AT_FDCWD, source, _AT_FDCWD, target, _NOREPLACE)
