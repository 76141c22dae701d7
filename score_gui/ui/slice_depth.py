"""The depth of a slice over one region: steps, the mean as a dashed line, and a small one for the list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from score_gui.model.language import tr
from score_gui.model.text import decimal_text, number_text
from score_gui.ui.slice_facts import RegionDepth
from score_gui.ui.slice_words import depth_said, times
from score_gui.ui.theme import Role, Theme

_TICKS = 4
_PLACES = 4
_STEPS = (1, 2, 4, 5, 10)


def nice_top(highest: float) -> int:
    """The top of the scale: four equal steps of a round number each, over the highest figure."""
    need = max(1.0, highest * 1.05 / _TICKS)
    power: float = 10 ** math.floor(math.log10(need))
    step = next(round(n * power) for n in _STEPS if round(n * power) >= need)
    return _TICKS * max(1, step)


def nice_places(begin: int, end: int) -> list[int]:
    """Round positions between `begin` and `end`, a handful of them."""
    span = max(1, end - begin)
    power = 10 ** math.floor(math.log10(max(1.0, span / _PLACES)))
    step = next(int(n * power) for n in (1, 2, 2.5, 5, 10) if n * power * _PLACES >= span or n == 10)
    first = -(-begin // step) * step
    return list(range(first, end + 1, max(1, step)))


def fewer(values: Sequence[float], count: int) -> list[float]:
    """At most `count` values, each the mean of its stretch."""
    if len(values) <= count or count < 1:
        return list(values)
    edges = [place * len(values) // count for place in range(count + 1)]
    return [sum(values[a:b]) / (b - a) for a, b in pairwise(edges)]


def steps(values: Sequence[float], box: QRectF, top: float) -> QPolygonF:
    """The outline of a filled step curve inside `box`, whose upper edge stands for `top`."""
    outline = QPolygonF([box.bottomLeft()])
    width = box.width() / max(1, len(values))
    for place, value in enumerate(values):
        y = box.bottom() - box.height() * min(1.0, value / top if top else 0.0)
        outline.append(QPointF(box.left() + place * width, y))
        outline.append(QPointF(box.left() + (place + 1) * width, y))
    outline.append(box.bottomRight())
    return outline


def paint_spark(painter: QPainter, theme: Theme, depth: RegionDepth, box: QRectF) -> None:
    """The same, small and bare."""
    values = fewer(depth.bins, max(1, int(box.width())))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_filling(theme))
    painter.drawPolygon(steps(values, box, max(values, default=0.0) or 1.0))


def _filling(theme: Theme) -> QColor:
    """So that the grid shows through."""
    color = theme.color("bar-disk")
    color.setAlphaF(0.85)
    return color


class DepthChart(QWidget):
    """One region; tool tips and the accessible text tell the figures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._depth: RegionDepth | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Depth"))
        theme.changed.connect(self.update)

    @property
    def shown(self) -> RegionDepth | None:
        return self._depth

    def show_depth(self, depth: RegionDepth | None) -> None:
        self._depth = depth
        self.setAccessibleDescription("" if depth is None else depth_said(depth))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(440), self._theme.px(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(140))

    def event(self, event: QEvent, /) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._said_at(event.pos().x()), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        depth = self._depth
        painter = QPainter(self)
        painter.setFont(self._theme.font(Role.SMALL))
        if depth is None or not depth.bins:
            painter.setPen(self._theme.color("text-2"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), tr("No reads here"))
            painter.end()
            return
        box, top = self._box(), float(nice_top(max(*depth.bins, depth.mean)))
        self._paint_grid(painter, box, top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_filling(self._theme))
        painter.drawPolygon(steps(fewer(depth.bins, max(1, int(box.width()))), box, top))
        self._paint_places(painter, box, depth)
        self._paint_mean(painter, box, top, depth)
        painter.end()

    def _box(self) -> QRectF:
        metrics = QFontMetrics(self._theme.font(Role.SMALL))
        left = metrics.horizontalAdvance("8,888") + self._theme.px(8)
        below = metrics.height() + self._theme.px(8)
        return QRectF(
            left, metrics.height() / 2 + 1, self.width() - left - 1, self.height() - below - metrics.height()
        )

    def _paint_grid(self, painter: QPainter, box: QRectF, top: float) -> None:
        for tick in range(_TICKS + 1):
            y = round(box.bottom() - box.height() * tick / _TICKS)
            painter.fillRect(QRectF(box.left(), y, box.width(), 1), self._theme.color("bar-track"))
            painter.setPen(self._theme.color("text-2"))
            words = QRect(0, y - 20, int(box.left()) - self._theme.px(8), 40)
            painter.drawText(words, _RIGHT, decimal_text(top * tick / _TICKS, 0))

    def _paint_places(self, painter: QPainter, box: QRectF, depth: RegionDepth) -> None:
        """Round places under the plot; one that would run into its neighbour is left out."""
        metrics, free = painter.fontMetrics(), -1.0
        begin, end = depth.region.begin, depth.region.end
        painter.setPen(self._theme.color("text-2"))
        for place in nice_places(begin + 1, end):
            words = number_text(place)
            wide = metrics.horizontalAdvance(words)
            x = box.left() + box.width() * (place - begin) / max(1, end - begin)
            left = min(max(x - wide / 2, box.left()), box.right() - wide)
            if left < free:
                continue
            painter.fillRect(QRectF(x, box.bottom(), 1, self._theme.px(4)), self._theme.color("line-strong"))
            painter.drawText(QPointF(left, box.bottom() + self._theme.px(6) + metrics.ascent()), words)
            free = left + wide + self._theme.px(12)

    def _paint_mean(self, painter: QPainter, box: QRectF, top: float, depth: RegionDepth) -> None:
        y = box.bottom() - box.height() * min(1.0, depth.mean / top)
        pen = QPen(self._theme.color("text"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        words = tr("mean {depth}", depth=times(depth.mean))
        metrics = painter.fontMetrics()
        left = box.right() - metrics.horizontalAdvance(words) - self._theme.px(6)
        high = box.top() + metrics.ascent() + self._theme.px(6)
        dash = self._theme.px(16)
        ground = QRectF(
            left - dash - 10, high - metrics.ascent() - 3, box.right() - left + dash + 6, metrics.height() + 6
        )
        painter.fillRect(ground, self._theme.color("surface"))
        painter.drawLine(
            QPointF(left - dash - 6, high - metrics.ascent() / 2.5),
            QPointF(left - 6, high - metrics.ascent() / 2.5),
        )
        painter.drawText(QPointF(left, high), words)

    def _said_at(self, x: int) -> str:
        depth = self._depth
        if depth is None or not depth.bins:
            return ""
        box = self._box()
        share = min(0.9999, max(0.0, (x - box.left()) / max(1.0, box.width())))
        place = depth.region.begin + int(share * (depth.region.end - depth.region.begin)) + 1
        return f"{depth.region.contig}:{place:,}, {times(depth.bins[int(share * len(depth.bins))])}"


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
