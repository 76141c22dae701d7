"""Paints the preview's table: rows with their tick boxes and marks, and group headings across all columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.preview_keys import NUMBERS, Column
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
from score_gui.ui.preview_values import CHANGED, HERE, NEW, REFUSED, VERIFIED
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
_COLUMNS_OF_TWO_LINES = 2
_ELIDE_MIDDLE = Qt.TextElideMode.ElideMiddle
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class RowSpot:
    """A row of the table: its place among the lines, where it is painted over all columns, and how it stands out."""

    place: int
    look: RowLook


class RowPainter:
    """Paints whole rows of a table over a `PreviewModel`, all that are in sight in one go.

    Not a delegate: Qt would call that for every cell, and while another thread reads a long list each call waits
    for its turn.
    """

    def __init__(self, theme: Theme, icons: Icons, model: PreviewModel) -> None:
        self._theme = theme
        self._icons = icons
        self._model = model

    def paint(
        self,
        painter: QPainter,
        spots: Sequence[RowSpot],
        columns: Sequence[tuple[Column, int, int]],
        *,
        window_active: bool,
    ) -> None:
        """`columns` are those in sight: each with its left edge and its width. One alone has all on two lines."""
        for spot in spots:
            line, look = self._model.line(spot.place), spot.look
            paint_row(painter, self._theme, look, look.whole, window_active=window_active)
            if isinstance(line, GroupLine):
                self._paint_group(painter, look.whole, line)
            else:
                self._paint_cells(painter, look.whole, line, columns)

    def _paint_cells(
        self, painter: QPainter, whole: QRect, row: Row, columns: Sequence[tuple[Column, int, int]]
    ) -> None:
        is_two_lined = len(columns) == _COLUMNS_OF_TWO_LINES
        for column, left, width in columns:
            cell = QRect(left, whole.top(), width, whole.height())
            box = cell.adjusted(self._theme.px(8), 0, -self._theme.px(8), -1)
            if column is Column.TICK:
                self._paint_tick(painter, cell, row)
            elif is_two_lined:
                self._paint_two_lines(painter, box, row)
            elif column is Column.REMARK:
                self._paint_remark(painter, cell, box, row)
            else:
                self._paint_words(painter, box, row, column)

    def _paint_group(self, painter: QPainter, whole: QRect, line: GroupLine) -> None:
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

    def _paint_remark(self, painter: QPainter, cell: QRect, box: QRect, row: Row) -> None:
        box = self._paint_mark(painter, box, row)
        spot = goto_rect(self._theme, cell) if row.twin is not None else None
        if spot is not None:
            paint_goto(painter, self._theme, spot)
            box.setRight(spot.left() - self._theme.px(6))
        self._paint_words(painter, box, row, Column.REMARK)

    def _paint_words(self, painter: QPainter, box: QRect, row: Row, column: Column) -> None:
        text = self._model.text(row, column)
        if not text:
            return
        painter.setFont(self._theme.font(Role.STRONG if column is Column.NAME else Role.BODY))
        painter.setPen(self._theme.color(self._color(row, column)))
        align = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
        paint_text(painter, box, text, align, _ELIDE_MIDDLE if column is Column.NAME else _ELIDE_RIGHT)

    def _paint_two_lines(self, painter: QPainter, box: QRect, row: Row) -> None:
        """The name, and below it what stands in columns of its own where there is room; alone it is in the middle."""
        told = (self._model.text(row, column) for column in (Column.SIZE, Column.REMARK))
        words = "  ".join(text for text in told if text)
        upper, lower = QRect(box), QRect(box)
        if words or self._mark(row):
            upper.setBottom(box.center().y())
        lower.setTop(box.center().y())
        painter.setFont(self._theme.font(Role.STRONG))
        painter.setPen(self._theme.color("text"))
        name = row.name or tr("Line {line}", line=row.line)
        paint_text(painter, upper, name, Qt.AlignmentFlag.AlignLeft, _ELIDE_MIDDLE)
        lower = self._paint_mark(painter, lower, row)
        painter.setFont(self._theme.font(Role.SMALL))
        painter.setPen(self._theme.color("text-2"))
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
