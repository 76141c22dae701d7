"""The flat header of the queue: small words, short ticks between columns, a chevron where it is sorted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme


class QueueHeader(QHeaderView):
    """Sorts on a click."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._icons = icons
        self.setFont(theme.font(Role.SMALL))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(30))
        self.setAccessibleName(tr("Columns"))
        theme.changed.connect(self.viewport().update)

    def set_height(self, units: int) -> None:
        """At least `units` high, and never lower than its words."""
        self.setFixedHeight(
            max(self._theme.px(units), QFontMetrics(self.font()).height() + self._theme.px(6))
        )

    def sectionSizeFromContents(self, section: int, /) -> QSize:
        return QSize(self.sectionSize(section), self.height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int, /) -> None:
        painter.save()
        painter.fillRect(rect, self._theme.color("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.color("line"))
        if rect.right() < self.viewport().width() - 2:
            tick = self._theme.px(5)
            painter.fillRect(
                rect.right(), rect.top() + tick, 1, rect.height() - 2 * tick, self._theme.color("line")
            )
        margin = self._theme.px(8)
        area = rect.adjusted(margin, 0, -margin, 0)
        model = self.model()
        text = str(model.headerData(section, Qt.Orientation.Horizontal))
        side = Qt.AlignmentFlag(
            int(model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole))
        )
        right = bool(side & Qt.AlignmentFlag.AlignRight)
        if self.isSortIndicatorShown() and section == self.sortIndicatorSection():
            area = self._paint_chevron(painter, area, text, right=right)
        painter.setFont(self.font())
        painter.setPen(self._theme.color("text-2"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(side), shown)
        painter.restore()

    def _paint_chevron(self, painter: QPainter, area: QRect, text: str, *, right: bool) -> QRect:
        """Draw it after the word; returns the room left for the word."""
        side = self._theme.px(12)
        up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        width = QFontMetrics(self.font()).horizontalAdvance(text) + self._theme.px(4)
        left = area.right() - side + 1 if right else min(area.left() + width, area.right() - side)
        top = area.top() + (area.height() - side) // 2
        painter.drawPixmap(
            QPoint(left, top), self._icons.pixmap("chevron-up" if up else "chevron-down", "text-2", 12)
        )
        return area.adjusted(0, 0, -side - self._theme.px(1), 0) if right else area
