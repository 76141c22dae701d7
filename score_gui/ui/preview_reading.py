"""What a person sees while a long list is read: how far it is, and a way out."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from score_gui.manifests import Watch
from score_gui.model.language import tr
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import button, fill, paragraph

_LOOK = 250
"""Milliseconds between two looks at the progress."""


class Reading:
    """One reading on its way; shared by the thread that reads and the GUI thread."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.share = 0.0
        self._stopped = Event()
        self.watch = Watch(self._stopped.is_set, self._note)

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()

    def _note(self, share: float) -> None:
        self.share = share


class ReadingView(QWidget):
    """Tells how much of the list is read.

    Signals:
        cancelled: the list is not wanted any more.
    """

    cancelled = Signal()

    def __init__(self, theme: Theme, reading: Reading) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self.reading = reading
        self._progress = paragraph(theme, "", Role.BODY, "text-2")
        self.cancel = button(theme, tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self.setFocusProxy(self.cancel)
        title = paragraph(theme, tr("Reading {name}", name=reading.name), Role.HEADING)
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addStretch(2)
        for words in (title, self._progress):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        column.addSpacing(theme.px(8))
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        timer = QTimer(self)
        timer.timeout.connect(self.refresh)
        timer.start(_LOOK)
        self.refresh()

    def refresh(self) -> None:
        """Show how far the reading is now."""
        share = round(100 * self.reading.share)
        words = tr("{share} % of this long list is read. Nothing is queued yet.", share=share)
        self._progress.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
