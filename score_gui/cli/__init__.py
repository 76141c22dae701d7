"""The command line: opens the window, or does one job without it. Scripts rely on its words and exit statuses."""

from __future__ import annotations

import sys
from collections.abc import Sequence

_INTERRUPTED = 130

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run `score-gui` with `argv` (those of the process by default); returns the exit status."""
    try:
        from score_gui.cli.program import run  # takes a moment, in which a person may press Ctrl+C
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return _INTERRUPTED
    return run(sys.argv[1:] if argv is None else argv)
