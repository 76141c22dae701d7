"""Drops anywhere on the window, and pasting, which is a drop by key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from score_gui.ui.drop_frame import DropFrame, Dropped, read_drop
from score_gui.ui.theme import Theme


class DropTarget(QObject):
    """Makes a window take files and text.

    Signals:
        dropped_paths: files (`list[Path]`).
        dropped_text: text that is no file.
    """

    dropped_paths = Signal(list)
    dropped_text = Signal(str)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._frame = DropFrame(window, theme)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def paste(self) -> None:
        """Read the clipboard as if it had been dropped."""
        self._take(read_drop(QGuiApplication.clipboard().mimeData()))

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if isinstance(event, QDragEnterEvent) and event.type() is QEvent.Type.DragEnter:
            if read_drop(event.mimeData()):
                self._frame.cover()
                event.acceptProposedAction()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self._frame.hide()
            return True
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._frame.hide()
            event.acceptProposedAction()
            self._take(read_drop(event.mimeData()))
            return True
        return super().eventFilter(watched, event)

    def _take(self, dropped: Dropped) -> None:
        if dropped.paths:
            self.dropped_paths.emit(list(dropped.paths))
        elif dropped.text:
            self.dropped_text.emit(dropped.text)
