"""Says what is about to happen and how long there is to stop it; then it happens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from score_gui.model.language import trn

SECONDS = 30
_SECOND = 1000


class Countdown(QMessageBox):
    """`what` happens is told with the seconds that are left: `The computer goes to sleep in 12 seconds.`"""

    def __init__(
        self, parent: QWidget, done: str, what: str, stop: str, now: str, act: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._what = what
        self._act = act
        self._left = SECONDS
        self._second = QTimer(self, interval=_SECOND)
        self._second.timeout.connect(self.tick)
        self.setText(done)
        self._stop = self.addButton(stop, QMessageBox.ButtonRole.RejectRole)
        now_button = self.addButton(now, QMessageBox.ButtonRole.AcceptRole)
        self.setDefaultButton(self._stop)
        self.setEscapeButton(self._stop)
        now_button.clicked.connect(self._on_over)
        self._stop.clicked.connect(lambda _=False: self._second.stop())
        self._say()

    def begin(self) -> None:
        """Show the box and count. Returns at once."""
        self._second.start()
        self.open()

    def tick(self) -> None:
        """One second is over."""
        self._left -= 1
        if self._left <= 0:
            self._on_over()
        else:
            self._say()

    def _say(self) -> None:
        self.setInformativeText(
            trn("{what} in {count} second.", "{what} in {count} seconds.", self._left, what=self._what)
        )

    def _on_over(self) -> None:
        self._second.stop()
        self.close()
        self._act()
