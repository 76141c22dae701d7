"""The number of files left on the program's icon, where the system shows one.

Qt hands it on (`QGuiApplication.setBadgeNumber`, since 6.5): to the Dock on macOS, to the button in the task bar as a
small overlay on Windows, and on Linux to launchers that listen to the signal of Unity's (KDE, Ubuntu's dock and some
others), which find the program by the name of its desktop entry. Where nobody shows it, nothing happens. A badge tells
no progress, and Qt offers no other way to a task bar.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from score_gui.ui.queue_totals import Totals
from score_gui.ui.queue_watch import GOES_ON

Show = Callable[[int], object]
_BETWEEN = 500
"""Milliseconds from one number to the next: thousands of small files end in a moment."""


class Badge(QObject):
    """Call `look` whenever rows or the settings have changed. `show` is given 0 where there is nothing to show."""

    def __init__(
        self,
        parent: QObject,
        totals: Callable[[], Totals],
        is_wanted: Callable[[], bool],
        show: Show,
    ) -> None:
        super().__init__(parent)
        self._totals, self._is_wanted, self._show = totals, is_wanted, show
        self._shown = 0
        self._pause = QTimer(self, singleShot=True, interval=_BETWEEN)
        self._pause.timeout.connect(self.look)

    def look(self) -> None:
        """Show how many files go on by themselves; at once, unless the number before has just been shown."""
        if self._pause.isActive():
            return
        number = self._totals().files(*GOES_ON) if self._is_wanted() else 0
        if number != self._shown:
            self._put(number)
            self._pause.start()

    def clear(self) -> None:
        """The program ends."""
        self._pause.stop()
        if self._shown:
            self._put(0)

    def _put(self, number: int) -> None:
        self._shown = number
        self._show(number)
