"""How the cells of the queue are painted: the row behind them once, then one painter per column.

All text is drawn letter by letter by QPainter, so a hostile name is only ever a row of letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from score_gui.model.text import bytes_text, speed_text
from score_gui.ui import priorities
from score_gui.ui.bar_painter import paint_bar
from score_gui.ui.icons import Icons
from score_gui.ui.queue_columns import COLUMNS, Column
from score_gui.ui.queue_model import ROW_ROLE, STATE_TEXT_ROLE
from score_gui.ui.queue_rows import Row
from score_gui.ui.state_looks import LOOKS
from score_gui.ui.theme import Role, Theme
from score_gui.ui.words import index_tag, shown

_Index = QModelIndex | QPersistentModelIndex
_MARK = 14
"""Units of width of the sign of a priority."""
_VCENTER = Qt.AlignmentFlag.AlignVCenter


class RowState(Protocol):
    """What a delegate asks its view about the row that it paints a cell of."""

    def is_hovered(self, row: int) -> bool: ...

    def has_ring(self, row: int) -> bool:
        """The row is the current one and the focus came by key."""
        ...

    def edge_columns(self) -> tuple[int, int]:
        """The first and the last column that are shown."""
        ...

    def is_in_front(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell to paint. `selected` matters to bars, whose track must stay visible."""

    rect: QRect
    index: _Index
    selected: bool


class CellDelegate(QStyledItemDelegate):
    """Background, selection edge, row line and focus ring; then `paint_cell`, which columns fill in."""

    def __init__(self, theme: Theme, rows: RowState) -> None:
        super().__init__()
        self.theme = theme
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index, /) -> QSize:
        return QSize(self.theme.px(40), self.theme.px(24))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        rect: QRect = option.rect
        selected = is_selected(option)
        painter.save()
        painter.fillRect(rect, self.background(index.row(), selected=selected))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.theme.color("line"))
        first, last = self._rows.edge_columns()
        if selected and index.column() == first:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self.theme.color("accent"))
        self.paint_cell(painter, Cell(rect, index, selected))
        painter.restore()
        if self._rows.has_ring(index.row()):
            self._paint_ring(painter, rect, is_first=index.column() == first, is_last=index.column() == last)

    def background(self, row: int, *, selected: bool) -> QColor:
        if selected:
            return self.theme.color("select" if self._rows.is_in_front() else "select-off")
        return self.theme.color("hover" if self._rows.is_hovered(row) else "surface")

    def paint_cell(self, painter: QPainter, cell: Cell) -> None:
        """What the column shows on the painted background."""
        raise NotImplementedError

    def inner(self, rect: QRect) -> QRect:
        margin = self.theme.px(8)
        return rect.adjusted(margin, 0, -margin, -1)

    def text(self, painter: QPainter, rect: QRect, text: str, color: str, role: Role = Role.BODY) -> int:
        """Draw `text` at the left of `rect`, elided at its end; returns the width it took."""
        painter.setFont(self.theme.font(role))
        painter.setPen(self.theme.color(color))
        drawn = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        painter.drawText(rect, int(_VCENTER | Qt.AlignmentFlag.AlignLeft), drawn)
        return painter.fontMetrics().horizontalAdvance(drawn)

    def _paint_ring(self, painter: QPainter, rect: QRect, *, is_first: bool, is_last: bool) -> None:
        color = self.theme.color("accent")
        painter.fillRect(rect.left(), rect.top(), rect.width(), 2, color)
        painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, color)
        if is_first:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), color)
        if is_last:
            painter.fillRect(rect.right() - 1, rect.top(), 2, rect.height(), color)


class TextDelegate(CellDelegate):
    """One text in one colour, at the side the model says."""

    def __init__(self, theme: Theme, rows: RowState, color: str = "text") -> None:
        super().__init__(theme, rows)
        self._color = color

    def paint_cell(self, painter: QPainter, cell: Cell) -> None:
        painter.setFont(self.theme.font())
        painter.setPen(self.theme.color(self._color))
        area = self.inner(cell.rect)
        text = str(cell.index.data() or "")
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        side = Qt.AlignmentFlag(int(cell.index.data(Qt.ItemDataRole.TextAlignmentRole)))
        painter.drawText(area, int(side), text)


class NameDelegate(CellDelegate):
    """The name, elided in its middle because names differ at their ends, and the tag of its index file.

    `two_lines` puts the size beside the name and the state below, for narrow windows and large text.
    """

    def __init__(self, theme: Theme, rows: RowState, icons: Icons) -> None:
        super().__init__(theme, rows)
        self._icons = icons
        self.two_lines = False
        self.shows_tag = True

    def paint_cell(self, painter: QPainter, cell: Cell) -> None:
        row: Row = cell.index.data(ROW_ROLE)
        area = self.inner(cell.rect)
        if not self.two_lines:
            self._paint_name(painter, area, row, index_tag(row) if self.shows_tag else "")
            return
        half = area.height() // 2
        top = QRect(area.left(), area.top() + self.theme.px(4), area.width(), half - self.theme.px(4))
        size = bytes_text(row.size) if row.size else ""
        used = self._paint_name(
            painter, top, row, "", spare=QFontMetrics(self.theme.font()).horizontalAdvance(size)
        )
        self.text(painter, top.adjusted(used + self.theme.px(7), 0, 0, 0), size, "text-2")
        below = QRect(area.left(), top.bottom() + 1, area.width(), half - self.theme.px(4))
        said = ", ".join(filter(None, (str(cell.index.data(STATE_TEXT_ROLE)), speed_text(row.speed))))
        paint_state(self, painter, below, self._icons, row, said)

    def _paint_name(self, painter: QPainter, area: QRect, row: Row, tag: str, spare: int = 0) -> int:
        badge_font = self.theme.font(Role.BADGE)
        tag_width = QFontMetrics(badge_font).horizontalAdvance(tag) + self.theme.px(10) if tag else 0
        gap = self.theme.px(7) if tag else 0
        painter.setFont(self.theme.font(Role.STRONG))
        painter.setPen(self.theme.color("text"))
        metrics = painter.fontMetrics()
        mark = self._mark_width(row)
        room = max(0, area.width() - tag_width - gap - spare - mark)
        name = metrics.elidedText(shown(row.transfer.title), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(area, int(_VCENTER | Qt.AlignmentFlag.AlignLeft), name)
        used = metrics.horizontalAdvance(name)
        self._paint_mark(painter, area, used, row)
        used += mark
        if tag:
            self._paint_tag(painter, area, used + gap, tag_width, tag, badge_font)
        return used

    def _mark_width(self, row: Row) -> int:
        return self.theme.px(_MARK + 4) if priorities.sign(row) is not None else 0

    def _paint_mark(self, painter: QPainter, area: QRect, at: int, row: Row) -> None:
        """A chevron behind the name of a file that comes before the others, or after them."""
        sign = priorities.sign(row)
        if sign is None:
            return
        top = area.top() + (area.height() - self.theme.px(_MARK) + 1) // 2
        ratio = painter.device().devicePixelRatioF()
        place = QPoint(area.left() + at + self.theme.px(4), top)
        painter.drawPixmap(place, self._icons.pixmap(*sign, _MARK, ratio))

    def _paint_tag(self, painter: QPainter, area: QRect, at: int, width: int, tag: str, font: QFont) -> None:
        height = QFontMetrics(font).height() + self.theme.px(3)
        top = area.top() + (area.height() - height) / 2
        box = QRectF(area.left() + at + 0.5, round(top) + 0.5, width - 1, height - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("line-strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.setPen(self.theme.color("text-2"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), tag)


class ProgressDelegate(CellDelegate):
    """The bar, then the percent."""

    def paint_cell(self, painter: QPainter, cell: Cell) -> None:
        row: Row = cell.index.data(ROW_ROLE)
        area = self.inner(cell.rect)
        figures = self.theme.px(36)
        width = max(0, area.width() - figures - self.theme.px(8))
        height = self.theme.px(10)
        bar = QRectF(area.left(), area.top() + (area.height() - height + 1) // 2, width, height)
        behind = self.background(cell.index.row(), selected=cell.selected)
        paint_bar(painter, self.theme, row, bar, behind, selected=cell.selected)
        painter.setFont(self.theme.font())
        painter.setPen(self.theme.color("text-2"))
        label = QRect(area.right() - figures + 1, area.top(), figures, area.height())
        painter.drawText(label, int(_VCENTER | Qt.AlignmentFlag.AlignRight), str(cell.index.data() or ""))


class StateDelegate(CellDelegate):
    """Icon, word, reason."""

    def __init__(self, theme: Theme, rows: RowState, icons: Icons) -> None:
        super().__init__(theme, rows)
        self._icons = icons

    def paint_cell(self, painter: QPainter, cell: Cell) -> None:
        row: Row = cell.index.data(ROW_ROLE)
        paint_state(
            self, painter, self.inner(cell.rect), self._icons, row, str(cell.index.data(STATE_TEXT_ROLE))
        )


def paint_state(
    cell: CellDelegate, painter: QPainter, area: QRect, icons: Icons, row: Row, reason: str
) -> None:
    """The state of a row in one line: what it is by shape and word, then why."""
    look = LOOKS[row.status]
    side = cell.theme.px(16)
    top = area.top() + (area.height() - side + 1) // 2
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPoint(area.left(), top), icons.pixmap(look.icon, look.color, 16, ratio))
    left = side + cell.theme.px(7)
    used = cell.text(painter, area.adjusted(left, 0, 0, 0), look.word, look.word_color, Role.STRONG)
    cell.text(painter, area.adjusted(left + used + cell.theme.px(7), 0, 0, 0), reason, "text-2")


def is_selected(option: QStyleOptionViewItem) -> bool:
    """Whether Qt asks for the selected look."""
    state: QStyle.StateFlag = option.state
    return bool(state & QStyle.StateFlag.State_Selected)


def column_color(column: Column) -> str:
    """The colour of the columns that hold plain text."""
    if column is Column.NUMBER:
        return "text-3"
    quiet = column in {Column.TYPE, Column.DONOR} or COLUMNS[column].optional
    return "text-2" if quiet else "text"
