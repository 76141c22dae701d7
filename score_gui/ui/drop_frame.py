"""The frame that answers a drag over the window, and the reading of what was dropped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from score_gui.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Dropped:
    """Files, or else text."""

    paths: tuple[Path, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.paths or self.text)


def read_drop(data: QMimeData | None) -> Dropped:
    """What a drag or the clipboard carries, None where that is empty. Only names are looked at, no file is touched."""
    if data is None:
        return Dropped()
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if paths:
        return Dropped(paths)
    return Dropped(text=data.text().strip() if data.hasText() else "")


class DropFrame(QWidget):
    """A frame of two pixels over its parent; it lets the pointer through and takes no focus."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._covered = parent
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def cover(self) -> None:
        """Lie over the parent as it is now."""
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        tint = self._theme.color("select")
        tint.setAlpha(70)
        painter.fillRect(self.rect(), tint)
        for inset in (0, 1):
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()
