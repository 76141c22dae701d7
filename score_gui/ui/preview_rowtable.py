"""A flat table of whole rows: knows which row the pointer is on and whether the focus came by the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from score_gui.ui.preview_paint import by_keyboard, paint_text
from score_gui.ui.theme import Role, Theme


def share_out(width: int, shares: Sequence[float], needed: Sequence[int]) -> list[int]:
    """Widths of columns: by their shares, but what one has too much goes to those whose words lack room."""
    widths = [width * share for share in shares]
    lack = [max(0, need - wide) for need, wide in zip(needed, widths, strict=True)]
    spare = [max(0, wide - need) for need, wide in zip(needed, widths, strict=True)]
    moved = min(sum(lack), sum(spare))
    more, less = moved / (sum(lack) or 1), moved / (sum(spare) or 1)
    return [int(wide + more * want - less * has) for wide, want, has in zip(widths, lack, spare, strict=True)]


class FlatHeader(QHeaderView):
    """A header of small words, a line below them and short ticks between them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.theme = theme
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(30))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(theme.px(28))

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        painter.save()
        painter.fillRect(rect, self.theme.color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self.theme.color("line"))
        self.paint_title(painter, rect, logical_index)
        if logical_index < self.count() - 1:
            inset = self.theme.px(6)
            edge = QRect(rect.right(), rect.top() + inset, 1, rect.height() - 2 * inset)
            painter.fillRect(edge, self.theme.color("line-strong"))
        painter.restore()

    def paint_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        """The words of one section; the first one keeps off the edge of the window."""
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(self.theme.color("text-2"))
        box = rect.adjusted(self.theme.px(8 if section else 16), 0, -self.theme.px(8), -1)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        paint_text(painter, box, title, Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight)


class RowTable(QTableView):
    """The base of the tables whose rows a delegate paints as a whole."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hovered = -1
        self._shows_ring = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.px(20))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.changed.connect(self.viewport().update)

    def is_hovered(self, row: int) -> bool:
        return row == self._hovered

    def has_ring(self, row: int) -> bool:
        """The row is the current one and the focus came by a key."""
        return self._shows_ring and self.hasFocus() and self.currentIndex().row() == row

    def is_in_front(self) -> bool:
        return self.isActiveWindow()

    def row_height(self, units: int) -> int:
        """The height of a row of one line of text, at least `units`."""
        return max(self._theme.px(units), self.fontMetrics().height() + self._theme.px(8))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._shows_ring = by_keyboard(event)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._shows_ring = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._shows_ring = True
        super().keyPressEvent(event)
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Not by Qt, which would ask for the text of a million rows at the first letter; the search finds more."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()
