"""Paints the last hour of the line: a curve while bytes came, hatched gaps with a word while none did."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from score_gui.model.language import tr
from score_gui.ui.speed_axis import SpeedAxis, quarters, speed_axis
from score_gui.ui.speed_history import HOUR, Stretch, mean_speed
from score_gui.ui.theme import Role, Theme

_LEFT, _TOP, _RIGHT, _BOTTOM = 44, 28, 10, 24
"""Units around the plot for the words of the axes."""
_NARROW = 2.0
"""A gap of fewer pixels is left unpainted: the eye would take it for a line."""
_FILL = 0.13
_DOTS = [2.0, 3.0]


class SpeedChart(QWidget):
    """Shows the stretches of the last hour; `now` is at the right edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stretches: Sequence[Stretch] = ()
        self._now = 0.0
        self.setFont(theme.font(Role.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Speed of the last hour, all files"))
        theme.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(80))

    def show_stretches(self, stretches: Sequence[Stretch], now: float, said: str) -> None:
        """`said` is the picture in words, for those who do not see it."""
        self._stretches, self._now = stretches, now
        self.setAccessibleDescription(said)
        self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        fastest = max((s for one in self._stretches for _, s in one.speeds()), default=0.0)
        axis = speed_axis(fastest)
        plot = self._plot()
        self._paint_axes(painter, plot, axis)
        painter.save()
        painter.setClipRect(plot.adjusted(0, -1, 0, 1))
        for one in self._stretches:
            if one.rest is None:
                self._paint_line(painter, plot, axis, one)
            else:
                self._paint_gap(painter, plot, one)
        painter.restore()
        self._paint_mean(painter, plot, axis)
        painter.end()

    # --- places --------------------------------------------------------------------------------------------

    def _plot(self) -> QRectF:
        px = self._theme.px
        return QRectF(self.rect()).adjusted(px(_LEFT), px(_TOP), -px(_RIGHT), -px(_BOTTOM))

    def _x(self, plot: QRectF, at: float) -> float:
        return plot.right() - (self._now - at) / HOUR * plot.width()

    @staticmethod
    def _y(plot: QRectF, axis: SpeedAxis, speed: float) -> float:
        return plot.bottom() - speed / axis.top * plot.height()

    # --- painting ------------------------------------------------------------------------------------------

    def _paint_axes(self, painter: QPainter, plot: QRectF, axis: SpeedAxis) -> None:
        self._paint_head(painter, plot, axis)
        middle = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        height = painter.fontMetrics().height()
        for speed, word in axis.labels():
            y = self._y(plot, axis, speed)
            painter.setPen(QPen(self._theme.color("bar-track"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self._theme.color("text-2"))
            box = QRectF(0, y - height / 2, plot.left() - self._theme.px(8), height)
            painter.drawText(box, middle, word)
        centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        for at, word in quarters(self._now - HOUR, self._now):
            x, half = self._x(plot, at), painter.fontMetrics().horizontalAdvance(word)
            if plot.left() <= x - half / 2 and x + half / 2 <= self.width():
                box = QRectF(x - half, plot.bottom() + self._theme.px(5), 2 * half, height)
                painter.drawText(box, centre, word)

    def _paint_head(self, painter: QPainter, plot: QRectF, axis: SpeedAxis) -> None:
        line = QRectF(0, 0, plot.left() - self._theme.px(8), plot.top() - self._theme.px(6))
        low = Qt.AlignmentFlag.AlignBottom
        painter.setPen(self._theme.color("text-2"))
        painter.drawText(line, int(low | Qt.AlignmentFlag.AlignRight), tr(axis.unit))
        line.setLeft(plot.left())
        line.setRight(plot.right())
        painter.drawText(line, int(low | Qt.AlignmentFlag.AlignRight), tr("dotted: average"))
        painter.setFont(self._theme.font(Role.SECTION))
        painter.setPen(self._theme.color("text"))
        painter.drawText(line, int(low | Qt.AlignmentFlag.AlignLeft), tr("Last hour, all files"))
        painter.setFont(self.font())

    def _paint_line(self, painter: QPainter, plot: QRectF, axis: SpeedAxis, one: Stretch) -> None:
        points = [QPointF(self._x(plot, at), self._y(plot, axis, speed)) for at, speed in one.speeds()]
        if not points:
            return
        # The first pair of marks speaks for the time from the stretch's begin.
        points.insert(0, QPointF(self._x(plot, one.start), points[0].y()))
        line = QPainterPath(points[0])
        for point in points[1:]:
            line.lineTo(point)
        area = QPainterPath(line)
        area.lineTo(points[-1].x(), plot.bottom())
        area.lineTo(points[0].x(), plot.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(area, self._faint("bar-disk"))
        painter.setPen(QPen(self._theme.color("bar-disk"), 1.75))
        painter.drawPath(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_gap(self, painter: QPainter, plot: QRectF, one: Stretch) -> None:
        left, right = self._x(plot, one.start), self._x(plot, one.stop)
        gap = QRectF(left, plot.top(), right - left, plot.height()).intersected(plot)
        if gap.width() < _NARROW or one.rest is None:
            return
        painter.fillRect(gap, self._theme.color("surface"))
        painter.fillRect(gap, QBrush(self._theme.color("line-strong"), Qt.BrushStyle.BDiagPattern))
        self._paint_word(painter, gap, tr(one.rest.value))

    def _paint_word(self, painter: QPainter, gap: QRectF, word: str) -> None:
        metrics = QFontMetrics(self.font())
        width, height = metrics.horizontalAdvance(word) + self._theme.px(14), metrics.height()
        if width > gap.width():
            return
        box = QRectF(0, 0, width, height + self._theme.px(2))
        box.moveCenter(gap.center())
        painter.fillRect(box, self._theme.color("surface"))
        painter.setPen(self._theme.color("text-2"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)

    def _paint_mean(self, painter: QPainter, plot: QRectF, axis: SpeedAxis) -> None:
        mean = mean_speed(self._stretches)
        if mean:
            y = self._y(plot, axis, mean)
            dots = QPen(self._theme.color("text-2"), 1)
            dots.setDashPattern(_DOTS)
            painter.setPen(dots)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _faint(self, token: str) -> QColor:
        color = self._theme.color(token)
        color.setAlphaF(_FILL)
        return color
