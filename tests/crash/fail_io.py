"""The library that makes system calls fail: built where there is a compiler, and steered from within the process."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("fail_io.c")
VARIABLE = "SCORE_GUI_FAIL_IO"
"""Where the library lies, for the process that was started with it."""
EXIT, SHORT = -1, -2
ALL = "owrsSnlutma"
EXITED = 77
"""The exit status of a process that was ended at a call."""


@cache
def why_not() -> str:
    """Why the library cannot be had here; empty if it can."""
    if sys.platform != "linux":
        return "LD_PRELOAD and /proc are Linux's"
    return "" if shutil.which("cc") else "there is no C compiler"


def build(folder: Path) -> Path:
    library = folder / "fail_io.so"
    command = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(library), str(SOURCE), "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return library


def environment(library: Path) -> dict[str, str]:
    """That of a process in which calls can be made to fail."""
    return os.environ | {"LD_PRELOAD": str(library), VARIABLE: str(library)}


class FailIO:
    """In a process that was started with the library."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(os.environ[VARIABLE])

    def arm(self, text: str, kinds: str, at: int, what: int, times: int = 1) -> None:
        """Let the `at`-th call of `kinds` on paths that contain `text` do `what`: EXIT, SHORT or an errno."""
        self._library.fail_io_arm(os.fsencode(text), kinds.encode(), at, times, what)

    @property
    def has_fired(self) -> bool:
        return bool(self._library.fail_io_fired())

    @property
    def kind(self) -> str:
        return chr(self._library.fail_io_kind())

    @property
    def seen(self) -> int:
        return int(self._library.fail_io_seen())
