"""Paints the table of the page that browses a site, and turns clicks and keys into ticks and folds."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from score_gui.model.language import mark, tr
from score_gui.ui.browse_lines import FileLine, GroupLine
from score_gui.ui.browse_model import BrowseModel, Column, Index
from score_gui.ui.browse_words import group_sum, group_words
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import RowLook, paint_row, paint_text, paint_tick, tick_rect
from score_gui.ui.preview_rowtable import FlatHeader, RowTable
from score_gui.ui.theme import Role, Theme

_WIDTHS = {Column.TICK: 36, Column.TYPE: 64, Column.ACCESS: 84, Column.SIZE: 84}
_HIDDEN_UNDER = {Column.TYPE: 430, Column.ACCESS: 560}
"""Widths in units under which a column gives way."""
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_ELIDE_MIDDLE, _ELIDE_RIGHT = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
_NOT_PUBLISHED = mark("Not published yet")


class BrowseHeader(FlatHeader):
    """The header, with a tick box for all that is shown."""

    def __init__(self, theme: Theme, model: BrowseModel) -> None:
        super().__init__(theme)
        self._browsed = model
        self.setSectionsClickable(True)
        self.sectionClicked.connect(self._on_clicked)

    def paint_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section == Column.TICK:
            has_rows = self._browsed.rowCount() > 0
            box = tick_rect(self.theme, rect)
            paint_tick(painter, self.theme, box, self._browsed.shown_state(), enabled=has_rows)
            return
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(self.theme.color("text-2"))
        box = rect.adjusted(self.theme.px(8), 0, -self.theme.px(8), -1)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        paint_text(painter, box, title, _RIGHT if section == Column.SIZE else _LEFT, _ELIDE_RIGHT)

    def _on_clicked(self, section: int) -> None:
        if section == Column.TICK:
            self._browsed.toggle_shown()


class _BrowseDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, icons: Icons, table: RowTable, model: BrowseModel) -> None:
        super().__init__(table)
        self._theme = theme
        self._icons = icons
        self._table = table
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        whole = QRect(0, cell.top(), self._table.horizontalHeader().length(), cell.height())
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
        if index.column() == Column.TICK:
            can = line.analysis.is_published
            box = tick_rect(self._theme, cell)
            paint_tick(painter, self._theme, box, self._model.state(line), enabled=can)
        elif isinstance(line, GroupLine):
            self._paint_group(painter, whole, line)
        else:
            self._paint_cell(painter, cell, line, index)
        painter.restore()

    def _paint_group(self, painter: QPainter, whole: QRect, line: GroupLine) -> None:
        """Every cell paints the whole heading, clipped to itself: so it spans the columns without a span."""
        px = self._theme.px
        box = whole.adjusted(px(_WIDTHS[Column.TICK] + 4), 0, -px(8), -1)
        chevron = self._icons.pixmap("chevron-right" if line.is_folded else "chevron-down", "text-2", 14)
        painter.drawPixmap(box.left(), box.center().y() - px(7), chevron)
        painter.setFont(self._theme.font(Role.SMALL))
        painter.setPen(self._theme.color("text-3"))
        end = group_sum(line.analysis) if line.analysis.is_published else tr(_NOT_PUBLISHED)
        paint_text(painter, box, end, _RIGHT, _ELIDE_RIGHT)
        box.setRight(box.right() - painter.fontMetrics().horizontalAdvance(end) - px(16))
        box.setLeft(box.left() + px(22))
        title, more = group_words(line.analysis)
        painter.setFont(self._theme.font(Role.SECTION))
        painter.setPen(self._theme.color("text"))
        paint_text(painter, box, title, _LEFT, _ELIDE_RIGHT)
        box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(title) + px(9))
        painter.setFont(self._theme.font(Role.SMALL))
        painter.setPen(self._theme.color("text-2"))
        paint_text(painter, box, more, _LEFT, _ELIDE_RIGHT)

    def _paint_cell(self, painter: QPainter, cell: QRect, line: FileLine, index: Index) -> None:
        px = self._theme.px
        box = cell.adjusted(px(8), 0, -px(8), -1)
        is_name = index.column() == Column.NAME
        off = not line.can_be_fetched
        if is_name:
            box.setLeft(box.left() + px(18))
            box = self._paint_index_tag(painter, box, line)
        painter.setFont(self._theme.font(Role.STRONG if is_name else Role.BODY))
        color = "text" if index.column() in {Column.NAME, Column.SIZE} else "text-2"
        painter.setPen(self._theme.color("text-3" if off else color))
        align = _RIGHT if index.column() == Column.SIZE else _LEFT
        paint_text(painter, box, str(index.data() or ""), align, _ELIDE_MIDDLE if is_name else _ELIDE_RIGHT)

    def _paint_index_tag(self, painter: QPainter, box: QRect, line: FileLine) -> QRect:
        """`+ index` behind the name of a file that has one; returns the room that is left for the name."""
        if line.file.entry.index_object_id is None:
            return box
        painter.setFont(self._theme.font(Role.STRONG))
        name = painter.fontMetrics().horizontalAdvance(line.file.entry.file_name or line.file.entry.object_id)
        painter.setFont(self._theme.font(Role.SMALL))
        tag = tr("+ index")
        width = painter.fontMetrics().horizontalAdvance(tag) + self._theme.px(8)
        room = QRect(box)
        room.setRight(box.right() - width)
        place = QRect(box)
        place.setLeft(min(box.left() + name, room.right()) + self._theme.px(8))
        painter.setPen(self._theme.color("text-3"))
        paint_text(painter, place, tag, _LEFT, _ELIDE_RIGHT)
        return room


class BrowseTable(RowTable):
    """The table over a `BrowseModel`: Space ticks, arrows fold, a click on a heading folds.

    Signals:
        review_asked: Enter was pressed on a file.
    """

    review_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, model: BrowseModel) -> None:
        super().__init__(theme)
        self._browsed = model
        self.setAccessibleName(tr("Files"))
        self.setModel(model)
        self.setHorizontalHeader(BrowseHeader(theme, model))
        self.setItemDelegate(_BrowseDelegate(theme, icons, self, model))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalHeader().setDefaultSectionSize(self.row_height(30))
        self.horizontalHeader().show()
        model.dataChanged.connect(self.viewport().update)
        model.headerDataChanged.connect(self.horizontalHeader().viewport().update)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(720), self._theme.px(480))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
            return
        line = self._browsed.line(index.row())
        if index.column() == Column.TICK:
            self._browsed.toggle([index.row()])
        elif isinstance(line, GroupLine):
            self._fold(line)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().row()
        line = self._browsed.line(place) if place >= 0 else None
        if event.key() == Qt.Key.Key_Space and line is not None:
            self._browsed.toggle(self._selected_places() or [place])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_enter(line)
        elif isinstance(line, GroupLine) and event.key() == _fold_key(line):
            self._fold(line)
        elif isinstance(line, FileLine) and event.key() == Qt.Key.Key_Left:
            self._go_to(line.analysis.analysis_id)
        else:
            super().keyPressEvent(event)

    def _on_enter(self, line: GroupLine | FileLine | None) -> None:
        if isinstance(line, GroupLine):
            self._fold(line)
        else:
            self.review_asked.emit()

    def _fold(self, line: GroupLine) -> None:
        where = self.verticalScrollBar().value()
        self._browsed.fold(line.analysis.analysis_id)
        self._go_to(line.analysis.analysis_id)
        self.verticalScrollBar().setValue(where)

    def _go_to(self, analysis_id: str) -> None:
        place = self._browsed.place_of(analysis_id)
        if place is not None:
            self.selectRow(place)

    def _selected_places(self) -> list[int]:
        selection = self.selectionModel().selection()
        found = [selection.at(number) for number in range(selection.count())]
        return sorted({place for each in found for place in range(each.top(), each.bottom() + 1)})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        for column, least in _HIDDEN_UNDER.items():
            self.setColumnHidden(column, width < self._theme.px(least))
        fixed = 0
        for column, units in _WIDTHS.items():
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, self._theme.px(units))
                fixed += self._theme.px(units)
        self.setColumnWidth(Column.NAME, max(self._theme.px(120), width - fixed))


def _fold_key(line: GroupLine) -> Qt.Key:
    return Qt.Key.Key_Right if line.is_folded else Qt.Key.Key_Left
