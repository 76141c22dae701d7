"""Samples with words: what the cells of the part map and the stretches of the bar mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from score_gui.model.byterange import ByteRange
from score_gui.model.language import tr
from score_gui.model.messages import PartState, PartView
from score_gui.ui.icons import Icons
from score_gui.ui.part_cells import STATE_WORDS
from score_gui.ui.part_map import paint_state
from score_gui.ui.theme import Role, Theme

_SIDE = 12
_GAP = 6
_BETWEEN = 16


class PartLegend(QWidget):
    """The five states of a cell in small, and how many parts one cell stands for."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._note = ""
        self.setFont(theme.font(Role.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Legend"))
        theme.changed.connect(self.update)

    def set_per_cell(self, parts: int) -> None:
        self._note = tr("1 cell = {parts:,} parts", parts=parts) if parts > 1 else ""
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(18))

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        left = 0
        for state, word in STATE_WORDS.items():
            left = self._paint_sample(painter, left, state, tr(word))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self._note)
        painter.end()

    def _paint_sample(self, painter: QPainter, left: int, state: PartState, word: str) -> int:
        side = self._theme.px(_SIDE)
        box = QRect(left, (self.height() - side) // 2, side, side)
        paint_state(painter, self._theme, box, PartView(1, ByteRange(0, 2), state, 1))
        if state is PartState.CHECKED:
            painter.drawPixmap(
                QPoint(box.left() + 1, box.top() + 1), self._icons.pixmap("check", "surface", 10)
            )
        return _paint_word(painter, self._theme, box, word, self.rect())


class BarLegend(QWidget):
    """What the colours of the bar mean: colour token and word, side by side."""

    def __init__(self, theme: Theme, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._theme = theme
        self._entries = entries
        self.setFont(theme.font(Role.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Legend"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(18))

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        side = self._theme.px(_SIDE)
        left = 0
        for color, word in self._entries:
            box = QRect(left, (self.height() - side) // 2, side, side)
            painter.fillRect(box.adjusted(0, 2, 0, -1), self._theme.color(color))
            left = _paint_word(painter, self._theme, box, tr(word), self.rect())
        painter.end()


def _paint_word(painter: QPainter, theme: Theme, box: QRect, word: str, area: QRect) -> int:
    painter.setPen(theme.color("text-2"))
    start = box.right() + theme.px(_GAP)
    painter.drawText(area.adjusted(start, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), word)
    return start + QFontMetrics(painter.font()).horizontalAdvance(word) + theme.px(_BETWEEN)
