"""The command line: opens the window, or does one job without it. Scripts rely on its words and exit statuses."""

from score_gui.cli.main import main

__all__ = ["main"]
