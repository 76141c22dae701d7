"""`score-gui [MANIFEST…]`: opens the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from score_gui import logs
from score_gui.cli.display import why_no_display
from score_gui.cli.speech import EndError, Exit
from score_gui.cli.surroundings import taken_environment


def run(arguments: Sequence[str]) -> int:
    """Open the window with the named manifests in its preview."""
    paths = [Path(argument).absolute() for argument in arguments]
    for path in paths:
        if path.is_dir():
            raise EndError(Exit.USAGE, f"{path.name} is a folder; name a manifest in it.")
        if not path.is_file():
            raise EndError(
                Exit.USAGE,
                f"There is no command and no manifest '{path.name}'. `score-gui --help` lists the commands.",
            )
    silent = why_no_display()
    if silent is not None:
        raise EndError(Exit.USAGE, f"{silent} `score-gui download --help` tells how to go without.")
    from score_gui.app import run_window  # Qt is loaded only where a window opens

    logs.watch_exceptions()
    return run_window(taken_environment(), paths)
