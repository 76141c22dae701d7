"""The part map: one widget that paints a cell per part, with tool tips, arrow keys and a voice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from score_gui.model.language import tr
from score_gui.model.messages import PartState, PartView
from score_gui.ui.icons import Icons
from score_gui.ui.part_cells import Grid, cells, grid_for, part_text
from score_gui.ui.theme import Role, Theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class PartMap(QWidget):
    """Cells as large as the room allows; arrow keys move over them."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._parts: Sequence[PartView] = ()
        self._cells: list[PartView] = []
        self._grid = grid_for(0, 1, 1)
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Part map"))
        theme.changed.connect(self.update)

    @property
    def grid(self) -> Grid:
        return self._grid

    def set_parts(self, parts: Sequence[PartView]) -> None:
        self._parts = parts
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(28))

    def cell_rect(self, number: int) -> QRect:
        """Where a cell (from 0) stands."""
        size = self._grid.size
        line, column = divmod(number, self._grid.columns)
        left = self._theme.px(column * (size.width + size.gap))
        top = self._theme.px(line * (size.height + size.gap))
        return QRect(left, top, self._theme.px(size.width), self._theme.px(size.height))

    def cell_at(self, place: QPoint) -> int | None:
        """The number of the cell under a point."""
        return next((n for n in range(len(self._cells)) if self.cell_rect(n).contains(place)), None)

    def text_of(self, number: int) -> str:
        return part_text(self._cells[number], self._grid.per_cell)

    def _lay_out(self) -> None:
        em = self._theme.em
        self._grid = grid_for(len(self._parts), self.width() / em, self.height() / em)
        self._cells = cells(self._parts, self._grid.per_cell)
        self._current = min(self._current, max(0, len(self._cells) - 1))
        self.update()

    # --- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(Role.SMALL))
        for number, part in enumerate(self._cells):
            rect = self.cell_rect(number)
            if rect.intersects(event.rect()):
                self._paint_cell(painter, rect, part)
        if self.hasFocus() and self._cells:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_rect(self._current).adjusted(-1, -1, 1, 1))
        painter.end()

    def _paint_cell(self, painter: QPainter, rect: QRect, part: PartView) -> None:
        label = f"{part.number}" if self._grid.size.labelled and part.number < 10_000 else ""
        paint_state(painter, self._theme, rect, part)
        if part.state is PartState.CHECKED and self._grid.size.labelled:
            self._paint_tick(painter, rect)
        elif part.state is PartState.DISK:
            painter.setPen(self._theme.color("surface"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), label)
        elif part.state is PartState.ARRIVING:
            painter.setPen(self._theme.color("text"))
            place = rect.adjusted(self._theme.px(8), 0, 0, 0)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), label)
        elif part.state is PartState.TO_COME:
            painter.setPen(self._theme.color("text-3"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), label)

    def _paint_tick(self, painter: QPainter, rect: QRect) -> None:
        side = self._theme.px(14)
        place = QPoint(rect.center().x() - side // 2 + 1, rect.center().y() - side // 2 + 1)
        painter.drawPixmap(place, self._icons.pixmap("check", "surface", 14))

    # --- pointer, keys, voice ------------------------------------------------------------------------------

    def event(self, event: QEvent, /) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if number is None else self.text_of(number), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        columns = {Qt.Key.Key_Up: -self._grid.columns, Qt.Key.Key_Down: self._grid.columns}
        step = {**_STEPS, **columns}.get(Qt.Key(event.key()))
        if step is None or not self._cells:
            super().keyPressEvent(event)
            return
        self._current = min(max(0, self._current + step), len(self._cells) - 1)
        self._say()
        self.update()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self._say()
        self.update()

    def _say(self) -> None:
        if not self._cells:
            return
        text = self.text_of(self._current)
        self.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        QToolTip.showText(self.mapToGlobal(self.cell_rect(self._current).bottomLeft()), text, self)


def paint_state(painter: QPainter, theme: Theme, rect: QRect, part: PartView) -> None:
    """Fill and outline of a cell by its state; the legend paints its samples with it too."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    solid = {PartState.CHECKED: "bar-checked", PartState.DISK: "bar-disk"}.get(part.state)
    if solid is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(solid))
        painter.drawRoundedRect(QRectF(rect), 2, 2)
    elif part.state is PartState.ARRIVING:
        _paint_arriving(painter, theme, rect, part)
    elif part.state is PartState.AGAIN:
        _paint_hatch(painter, theme, rect)
    else:
        painter.setPen(QPen(theme.color("line-strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 2, 2)
    painter.restore()


def _paint_arriving(painter: QPainter, theme: Theme, rect: QRect, part: PartView) -> None:
    share = part.arrived / part.range.length if part.range.length else 0.0
    edge = rect.left() + share * rect.width()
    painter.fillRect(
        QRectF(rect.left(), rect.top(), edge - rect.left(), rect.height()), theme.color("bar-flight")
    )
    if 0 < share < 1:
        painter.fillRect(QRectF(edge - 1.5, rect.top(), 1.5, rect.height()), theme.color("bar-disk"))
    painter.setPen(QPen(theme.color("bar-disk"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


def _paint_hatch(painter: QPainter, theme: Theme, rect: QRect) -> None:
    painter.setClipRect(rect)
    painter.setPen(QPen(theme.color("bar-again"), 2))
    for start in range(rect.left() - rect.height(), rect.right(), 5):
        painter.drawLine(start, rect.bottom() + 1, start + rect.height() + 1, rect.top())
    painter.setClipping(False)
    painter.setPen(QPen(theme.color("state-wait"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75), 2, 2)
