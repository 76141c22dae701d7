"""`score-gui [MANIFEST…]`: opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from score_gui import logs
from score_gui.cli.speech import EndError, Exit
from score_gui.cli.surroundings import taken_environment


def run(arguments: Sequence[str]) -> int:
    """Open the window with the named manifests in its preview."""
    paths = [Path(argument).absolute() for argument in arguments]
    for path in paths:
        if not path.is_file():
            raise EndError(
                Exit.USAGE,
                f"There is no command and no manifest '{path.name}'. `score-gui --help` lists the commands.",
            )
    if not has_display():
        raise EndError(
            Exit.USAGE,
            "There is no display to open a window on. `score-gui download --help` tells how to go without.",
        )
    from score_gui.app import run_window  # Qt is loaded only where a window opens

    logs.watch_exceptions()
    return run_window(taken_environment(), paths)


def has_display() -> bool:
    """Whether a window can be opened: always on Windows and macOS, else where a display server is named."""
    platform: str = sys.platform  # a plain name, so that types are checked for every system at once
    if platform in {"win32", "darwin"}:
        return True
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in named)
