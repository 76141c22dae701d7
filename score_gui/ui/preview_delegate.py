"""Paints the preview's table: rows with their tick boxes and marks, and group headings across all columns."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from score_gui.ui.icons import Icons
from score_gui.ui.preview_keys import Column
from score_gui.ui.preview_model import PreviewModel
from score_gui.ui.preview_order import GroupLine
from score_gui.ui.preview_paint import (
    RowLook,
    goto_rect,
    paint_goto,
    paint_row,
    paint_text,
    paint_tick,
    tick_rect,
)
from score_gui.ui.preview_rows import Group, Row
from score_gui.ui.preview_rowtable import RowTable
from score_gui.ui.preview_ticks import CHANGED, HERE, NEW, REFUSED, VERIFIED
from score_gui.ui.theme import Role, Theme

_MARKS = {
    Group.LEFT_OUT: ("triangle-alert", "state-need"),
    Group.WORTH_A_LOOK: ("info", "state-wait"),
}
_LEARNED_MARKS = {
    VERIFIED: ("circle-check", "state-good"),
    HERE: ("circle-dashed", "state-rest"),
    REFUSED: ("triangle-alert", "state-need"),
    CHANGED: ("rotate-ccw", "state-wait"),
    NEW: ("plus", "accent"),
}
_COLORS = {Column.NAME: "text", Column.SIZE: "text", Column.REMARK: "text"}
_ELIDE_MIDDLE = Qt.TextElideMode.ElideMiddle
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight


class TwoLined(RowTable):
    """What the delegate has to know of its table."""

    is_two_lined = False


class PreviewDelegate(QStyledItemDelegate):
    """One delegate for all columns of a table over a `PreviewModel`."""

    def __init__(self, theme: Theme, icons: Icons, table: TwoLined, model: PreviewModel) -> None:
        super().__init__(table)
        self._theme = theme
        self._icons = icons
        self._table = table
        self._model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell: QRect = option.rect
        header = self._table.horizontalHeader()
        whole = QRect(-header.offset(), cell.top(), header.length(), cell.height())
        line = self._model.line(index.row())
        look = RowLook(
            whole,
            is_selected=self._table.selectionModel().isRowSelected(index.row()),
            is_hovered=self._table.is_hovered(index.row()),
            has_ring=self._table.has_ring(index.row()),
            ground="surface-2" if isinstance(line, GroupLine) else "surface",
        )
        painter.save()
        painter.setClipRect(cell)
        paint_row(painter, self._theme, look, cell, window_active=self._table.is_in_front())
        if isinstance(line, GroupLine):
            self._paint_group(painter, whole, line)
        else:
            self._paint_cell(painter, cell, line, index)
        painter.restore()

    def _paint_group(self, painter: QPainter, whole: QRect, line: GroupLine) -> None:
        """Every cell paints the whole heading, clipped to itself: so it spans the columns without a span."""
        px = self._theme.px
        chevron = self._icons.pixmap("chevron-right" if line.is_folded else "chevron-down", "text-2", 14)
        middle = whole.top() + (whole.height() - px(14)) // 2
        painter.drawPixmap(px(12), middle, chevron)
        painter.setFont(self._theme.font(Role.SECTION))
        painter.setPen(self._theme.color("text"))
        box = whole.adjusted(px(34), 0, -px(8), -1)
        paint_text(painter, box, line.title, Qt.AlignmentFlag.AlignLeft, _ELIDE_RIGHT)
        box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(line.title) + px(9))
        painter.setFont(self._theme.font(Role.SMALL))
        painter.setPen(self._theme.color("text-2"))
        paint_text(painter, box, line.sentence, Qt.AlignmentFlag.AlignLeft, _ELIDE_RIGHT)

    def _paint_cell(
        self, painter: QPainter, cell: QRect, row: Row, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        column = Column(index.column())
        box = cell.adjusted(self._theme.px(8), 0, -self._theme.px(8), -1)
        if column is Column.TICK:
            self._paint_tick(painter, cell, row)
            return
        if column is Column.NAME and self._table.is_two_lined:
            self._paint_two_lines(painter, box, row)
            return
        if column is Column.REMARK:
            box = self._paint_mark(painter, box, row)
            if row.twin is not None:
                paint_goto(painter, self._theme, cell)
                box.setRight(goto_rect(self._theme, cell).left() - self._theme.px(6))
        painter.setFont(self._theme.font(Role.STRONG if column is Column.NAME else Role.BODY))
        painter.setPen(self._theme.color(self._color(row, column)))
        align = index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignHorizontal_Mask
        elide = _ELIDE_MIDDLE if column is Column.NAME else _ELIDE_RIGHT
        paint_text(painter, box, index.data() or "", align, elide)

    def _paint_two_lines(self, painter: QPainter, box: QRect, row: Row) -> None:
        """The name, and below it what stands in columns of its own where there is room."""
        upper, lower = QRect(box), QRect(box)
        upper.setBottom(box.center().y())
        lower.setTop(box.center().y())
        painter.setFont(self._theme.font(Role.STRONG))
        painter.setPen(self._theme.color("text"))
        paint_text(painter, upper, row.name or f"Line {row.line}", Qt.AlignmentFlag.AlignLeft, _ELIDE_MIDDLE)
        lower = self._paint_mark(painter, lower, row)
        painter.setFont(self._theme.font(Role.SMALL))
        painter.setPen(self._theme.color("text-2"))
        told = (self._model.text(row, column) for column in (Column.SIZE, Column.REMARK))
        words = "  ".join(text for text in told if text)
        paint_text(painter, lower, words, Qt.AlignmentFlag.AlignLeft, _ELIDE_RIGHT)

    def _paint_tick(self, painter: QPainter, cell: QRect, row: Row) -> None:
        ticked = self._model.ticks.is_ticked(row.number)
        state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        paint_tick(painter, self._theme, tick_rect(self._theme, cell), state, enabled=row.entry is not None)

    def _paint_mark(self, painter: QPainter, box: QRect, row: Row) -> QRect:
        """The mark of the row's group, and the room left for its words."""
        mark = self._mark(row)
        if mark is None:
            return box
        icon, color = mark
        side = self._theme.px(15)
        painter.drawPixmap(box.left(), box.center().y() - side // 2, self._icons.pixmap(icon, color, 15))
        return box.adjusted(self._theme.px(22), 0, 0, 0)

    def _mark(self, row: Row) -> tuple[str, str] | None:
        if self._model.ticks.why_not(row.number):
            return None
        return _MARKS.get(row.group) or _LEARNED_MARKS.get(self._model.ticks.first_learned(row.number))

    def _color(self, row: Row, column: Column) -> str:
        if column is Column.LINE:
            return "text-3"
        if column is Column.REMARK and (not row.remark or self._model.ticks.why_not(row.number)):
            return "text-2"
        return _COLORS.get(column, "text-2")
