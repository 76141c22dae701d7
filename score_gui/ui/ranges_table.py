"""The small table beside the part map: the parts at work, each with its bytes, its share, its speed and its try."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.messages import PartState, PartView
from score_gui.model.text import number_text, percent, speed_text
from score_gui.ui.part_cells import part_text, range_text
from score_gui.ui.theme import Role, Theme

_HEADS = (mark("Part"), mark("Bytes"), mark("Arrived"), mark("Speed"), mark("Try"))
_WIDTHS = (44, 120, 129, 82, 41)
"""Units that the figures of each column take; a longer word above them gets what it needs."""
_MARGIN = 8


class RangesTable(QWidget):
    """Painted as one: it changes with every tick and is only looked at. The part map says the same aloud."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: Sequence[PartView] = ()
        self.setAccessibleName(tr("Parts at work"))
        self._edges = self._measure()
        self.setFixedWidth(self._edges[-1])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def set_parts(self, parts: Sequence[PartView]) -> None:
        self._parts = parts
        self.setAccessibleDescription(". ".join(part_text(part) for part in parts))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._edges[-1], self._theme.px(60))

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        height = max(self._theme.px(24), QFontMetrics(self._theme.font()).height() + 4)
        self._paint_heads(painter, height)
        for number, part in enumerate(self._parts):
            top = height * (number + 1)
            if top + height > self.height():
                break
            self._paint_part(painter, top, height, part)
        painter.end()

    def _measure(self) -> list[int]:
        """Left edges of the columns, and the right edge of the last."""
        metrics, margin = QFontMetrics(self._theme.font(Role.SMALL)), self._theme.px(_MARGIN)
        words = (metrics.horizontalAdvance(tr(word)) + 2 * margin for word in _HEADS)
        widths = (max(self._theme.px(units), word) for units, word in zip(_WIDTHS, words, strict=True))
        return list(accumulate(widths, initial=0))

    def _column(self, number: int, top: int, height: int) -> QRect:
        left, right = self._edges[number : number + 2]
        margin = self._theme.px(_MARGIN)
        return QRect(left + margin, top, right - left - 2 * margin, height)

    def _paint_heads(self, painter: QPainter, height: int) -> None:
        painter.setFont(self._theme.font(Role.SMALL))
        for number, word in enumerate(_HEADS):
            area = self._column(number, 0, height)
            painter.setPen(self._theme.color("text-2"))
            painter.drawText(area, _side(right=number in {0, 3, 4}), tr(word))
            if number:
                painter.fillRect(self._edges[number], 4, 1, height - 8, self._theme.color("line"))
        painter.fillRect(0, height - 1, self.width(), 1, self._theme.color("line"))

    def _paint_part(self, painter: QPainter, top: int, height: int, part: PartView) -> None:
        again = part.state is PartState.AGAIN
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.color("text"))
        painter.drawText(self._column(0, top, height), _side(right=True), number_text(part.number))
        painter.drawText(self._column(3, top, height), _side(right=True), speed_text(part.speed))
        painter.setPen(self._theme.color("text-2"))
        painter.drawText(self._column(1, top, height), _side(right=False), range_text(part))
        self._paint_share(painter, self._column(2, top, height), part, again=again)
        painter.setPen(self._theme.color("state-wait" if part.tries > 1 else "text"))
        painter.setFont(self._theme.font(Role.SECTION if part.tries > 1 else Role.BODY))
        painter.drawText(self._column(4, top, height), _side(right=True), f"{part.tries}")

    def _paint_share(self, painter: QPainter, area: QRect, part: PartView, *, again: bool) -> None:
        width, height = self._theme.px(72), self._theme.px(10)
        top = area.top() + (area.height() - height) // 2
        share = part.arrived / part.range.length if part.range.length else 0.0
        rest, filled = ("bar-again-rest", "bar-again") if again else ("bar-track", "bar-disk")
        painter.fillRect(QRectF(area.left(), top, width, height), self._theme.color(rest))
        painter.fillRect(QRectF(area.left(), top, width * share, height), self._theme.color(filled))
        text = f"{percent(part.arrived, part.range.length)} %"
        painter.drawText(area, _side(right=True), text)


def _side(*, right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
