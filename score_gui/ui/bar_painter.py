"""Paints the rectangles of a progress bar; the table's delegate and the overview share it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from score_gui.model.language import tr
from score_gui.model.transfer import Status
from score_gui.ui.bar_shape import GAP, pieces
from score_gui.ui.queue_rows import Row
from score_gui.ui.theme import Theme
from score_gui.ui.words import bar_tip

_THIN = frozenset({Status.VERIFIED, Status.SKIPPED, Status.COMPLETE})


def paint_bar(
    painter: QPainter, theme: Theme, row: Row, area: QRectF, behind: QColor, *, selected: bool = False
) -> None:
    """Paint the bar of `row` into `area`. `behind` is the colour of gaps; `selected` takes the darker track."""
    painter.save()
    radius = 1.5 if row.status in _THIN else 2.0
    clip = QPainterPath()
    clip.addRoundedRect(area, radius, radius)
    if row.status not in _THIN:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(clip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for piece in pieces(row, area.width(), on_selection=selected):
        color = behind if piece.color == GAP else theme.color(piece.color)
        top = area.top() + round(piece.top * area.height())
        bottom = area.top() + round(piece.bottom * area.height())
        painter.fillRect(
            QRectF(area.left() + piece.start, top, piece.stop - piece.start, bottom - top), color
        )
    painter.restore()


class BarWidget(QWidget):
    """The bar of one row over the whole width, as the overview shows it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row: Row | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(14))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(14))

    def set_row(self, row: Row | None) -> None:
        self._row = row
        said = bar_tip(row) if row is not None else ""
        self.setToolTip(said)
        self.setAccessibleName(tr("Progress"))
        self.setAccessibleDescription(said)
        self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        if self._row is None:
            return
        painter = QPainter(self)
        paint_bar(painter, self._theme, self._row, QRectF(self.rect()), self._theme.color("surface"))
        painter.end()
