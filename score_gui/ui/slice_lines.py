"""A list of the slice dialog: whole rows, of which one is selected, under titles that share the width."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from score_gui.model.language import tr
from score_gui.ui.preview_paint import RowLook, paint_row, paint_text
from score_gui.ui.preview_rowtable import FlatHeader, RowTable
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SEEN = 100
RIGHT, LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


class Lines(QAbstractTableModel):
    """A model of whole rows: titles of the columns, and texts of each row."""

    titles: tuple[str, ...] = ()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self.titles[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((RIGHT if self.is_figure(section) else LEFT) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts(index.row())[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.said(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.said(index.row()))
        return None

    def count(self) -> int:
        raise NotImplementedError

    def texts(self, row: int) -> Sequence[str]:
        raise NotImplementedError

    def said(self, row: int) -> str:
        raise NotImplementedError

    def is_figure(self, column: int) -> bool:
        raise NotImplementedError

    def is_whole(self, column: int) -> bool:
        """Its words are not cut, whatever the others lack then."""
        return self.is_figure(column)

    def is_bold(self, column: int) -> bool:
        """Its words stand out."""
        del column
        return False


class LineDelegate(QStyledItemDelegate):
    """Paints a row as one; what is special of a column is in `paint_cell`."""

    def __init__(self, theme: Theme, table: RowTable, model: Lines) -> None:
        super().__init__(table)
        self._theme, self._table, self._model = theme, table, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        row = index.row()
        look = RowLook(
            QRect(0, cell.top(), self._table.horizontalHeader().length(), cell.height()),
            is_selected=self._table.selectionModel().isRowSelected(row),
            is_hovered=self._table.is_hovered(row),
            has_ring=self._table.has_ring(row),
        )
        painter.save()
        painter.setClipRect(cell)
        paint_row(painter, self._theme, look, cell, window_active=self._table.is_in_front())
        left = self._theme.px(20 if index.column() == 0 else 8)
        self.paint_cell(painter, cell.adjusted(left, 0, -self._theme.px(8), -1), index)
        painter.restore()

    def paint_cell(self, painter: QPainter, box: QRect, index: Index) -> None:
        figure = self._model.is_figure(index.column())
        role = Role.STRONG if index.column() == 0 else Role.BODY
        self.text(painter, box, str(index.data()), role, "text", RIGHT if figure else LEFT)

    def text(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        role: Role,
        color: str,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(color))
        paint_text(painter, box, text, align, Qt.TextElideMode.ElideMiddle)


class _Header(FlatHeader):
    """Titles stand over what they title: figures at the right."""

    def paint_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(self.theme.color("text-2"))
        align = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        side = RIGHT if isinstance(align, int) and align & RIGHT.value else LEFT
        box = rect.adjusted(self.theme.px(8 if section else 20), 0, -self.theme.px(8), -1)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        paint_text(painter, box, title, side, Qt.TextElideMode.ElideRight)


class LineTable(RowTable):
    """A table of one selected row whose columns share the width."""

    def __init__(self, theme: Theme, model: Lines, shares: Sequence[float], units: int) -> None:
        super().__init__(theme)
        self._shares, self._lines = shares, model
        model.setParent(self)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        lines = 2 if units > 40 else 1
        height = max(self.row_height(units), lines * self.fontMetrics().height() + theme.px(10))
        self.verticalHeader().setDefaultSectionSize(height)
        self.setHorizontalHeader(_Header(theme))
        self.horizontalHeader().show()
        model.modelReset.connect(self._fit_columns)

    def fit_height(self) -> None:
        """No higher than its rows; what is below it moves up."""
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        self.setMaximumHeight(self.horizontalHeader().height() + rows + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _need(self, section: int) -> int:
        """So wide that no figure and no state is cut; the first rows stand for all."""
        rows = range(min(_SEEN, self._lines.count()))
        texts = (tr(self._lines.titles[section]), *(self._lines.texts(row)[section] for row in rows))
        metrics = (
            QFontMetrics(self._theme.font(Role.STRONG))
            if self._lines.is_bold(section)
            else self.fontMetrics()
        )
        beside = 18 if self._lines.is_figure(section) else 42
        return max(map(metrics.horizontalAdvance, texts)) + self._theme.px(beside)

    def _fit_columns(self) -> None:
        width = self.viewport().width()
        edges = [round(width * share) for share in accumulate(self._shares, initial=0.0)]
        widths = [right - left for left, right in pairwise(edges)]
        for section in range(len(widths)):
            if self._lines.is_whole(section):
                widths[section] = max(widths[section], self._need(section))
        if not self._lines.is_whole(len(widths) - 1):
            widths[-1] = max(self._theme.px(60), width - sum(widths[:-1]))
        widths[0] = max(self._theme.px(60), width - sum(widths[1:]))
        for section, wide in enumerate(widths):
            self.setColumnWidth(section, wide)
