"""One quiet notification outside the window, for what a person waits for while looking elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

_SHOWN_FOR = 15_000
"""Milliseconds. The icon is there for the message only: nothing of the program lives in the tray."""


class Notices(QObject):
    """Tells through the system's notifications, and has the window's entry in the task bar call for attention."""

    def __init__(self, window: QWidget, icon: QIcon) -> None:
        super().__init__(window)
        self._window = window
        self._tray = QSystemTrayIcon(icon, self)
        self._tray.setToolTip("score_gui")
        self._tray.messageClicked.connect(self._on_clicked)
        self._ending = QTimer(self, singleShot=True, interval=_SHOWN_FOR)
        self._ending.timeout.connect(self._tray.hide)

    def tell(self, title: str, text: str) -> bool:
        """Say it unless the window is in front. True if it was said."""
        if self._window.isActiveWindow():
            return False
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tray.show()
            self._tray.showMessage(title, text, self._tray.icon(), _SHOWN_FOR)
            self._ending.start()
        return True

    def _on_clicked(self) -> None:
        self._tray.hide()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
