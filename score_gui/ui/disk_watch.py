"""Looks now and then how much room the disk of the downloads has, and what the queue will leave of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from score_gui.files.space import free_bytes, nearest_existing, reserve_bytes, total_bytes, volume_name
from score_gui.ui.background import Runner
from score_gui.ui.main_window import MainWindow

_BETWEEN = 5000
"""Milliseconds between two looks."""


class DiskWatch(QObject):
    """`folder` is where new downloads go; it need not exist yet."""

    def __init__(self, window: MainWindow, folder: Callable[[], Path], run: Runner) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._run = run
        self._timer = QTimer(self, interval=_BETWEEN)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Look at once, and from then on."""
        self._look()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        folder = self._folder()
        self._run(lambda: _seen(folder), self._show)

    def _show(self, seen: tuple[str, int]) -> None:
        place, free = seen
        self._window.set_disk(place, free - self._window.bytes_to_come)


def _seen(folder: Path) -> tuple[str, int]:
    """The volume as people call it, and the bytes that downloads may still take of it."""
    existing = nearest_existing(folder)
    return volume_name(existing), free_bytes(existing) - reserve_bytes(total_bytes(existing))
