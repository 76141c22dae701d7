"""A log-out or Ctrl+C on the terminal ends the program as quitting does."""

from __future__ import annotations

import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SIGNAL_BEAT = 300
"""Milliseconds after which a signal is noticed at the latest."""


def end_on_signals(owner: QObject, end: Callable[[], None]) -> None:
    """Call `end` for each signal, as long as `owner` lives.

    Python looks at signals between two steps of its own code; the timer makes sure that there are some. A step may be
    amid opening the window, which would go on opening it after its end: so the end is a turn of its own.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: QTimer.singleShot(0, owner, end))
    beat = QTimer(owner)
    beat.timeout.connect(lambda: None)
    beat.start(SIGNAL_BEAT)
