"""The preview's table: columns that fit the width, groups that fold, ticks by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from score_gui.ui.icons import Icons
from score_gui.ui.preview_delegate import PreviewDelegate, TwoLined
from score_gui.ui.preview_model import Index, PreviewModel
from score_gui.ui.preview_order import Column, GroupLine
from score_gui.ui.preview_paint import paint_text, paint_tick, tick_rect
from score_gui.ui.preview_rows import Row
from score_gui.ui.preview_rowtable import FlatHeader
from score_gui.ui.theme import Role, Theme

_WIDTHS = {Column.TICK: 36, Column.LINE: 48, Column.TYPE: 60, Column.DONOR: 92, Column.SIZE: 76}
_NARROW = 600
_TWO_LINES = 420
_SHARE_OF_NAME = 0.42
_LEAST_NAME = 150


class PreviewHeader(FlatHeader):
    """The header, flat, with a tick box for all rows shown; a click on a title sorts within the groups."""

    def __init__(self, theme: Theme, icons: Icons, model: PreviewModel) -> None:
        super().__init__(theme)
        self._icons = icons
        self._preview = model
        self.setSectionsClickable(True)
        self.sectionClicked.connect(self._on_clicked)

    def paint_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section == Column.TICK:
            paint_tick(painter, self.theme, tick_rect(self.theme, rect), self._preview.shown_state())
        else:
            self._paint_words(painter, rect, Column(section))

    def _paint_words(self, painter: QPainter, rect: QRect, column: Column) -> None:
        px = self.theme.px
        box = rect.adjusted(px(8), 0, -px(8), -1)
        order = self._preview.order
        title = str(self.model().headerData(column, Qt.Orientation.Horizontal))
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(self.theme.color("text" if order.column is column else "text-2"))
        is_right = column in {Column.LINE, Column.SIZE}
        align = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        if order.column is column:
            chevron = self._icons.pixmap("chevron-down" if order.descending else "chevron-up", "text-2", 12)
            width = painter.fontMetrics().horizontalAdvance(title)
            left = box.right() - width - px(15) if is_right else box.left() + width + px(3)
            painter.drawPixmap(left, rect.center().y() - px(6), chevron)
        paint_text(painter, box, title, align, Qt.TextElideMode.ElideRight)

    def _on_clicked(self, section: int) -> None:
        if section == Column.TICK:
            self._preview.tick_shown()
        else:
            self._preview.sort_by(Column(section))


class PreviewTable(TwoLined):
    """The table over a `PreviewModel`.

    Signals:
        row_chosen: another row is current; carries the `Row`.
    """

    row_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, model: PreviewModel) -> None:
        super().__init__(theme)
        self._preview = model
        self._chosen: int | None = None
        self._empty = model.empty_columns()
        self.setModel(model)
        self.setHorizontalHeader(PreviewHeader(theme, icons, model))
        self.setItemDelegate(PreviewDelegate(theme, icons, self, model))
        self._set_up()
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self.viewport().update)
        self._on_reset()

    def _set_up(self) -> None:
        self.setAccessibleName("Files of the manifest")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.horizontalHeader().show()

    # --- the row that is looked at --------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Make a row current and scroll to it, if it is shown."""
        place = self._preview.place_of(number)
        if place is not None:
            self.selectRow(place)
            self.scrollTo(self._preview.index(place, Column.NAME))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        place = self.currentIndex().row()
        line = self._preview.line(place) if place >= 0 else None
        if isinstance(line, Row):
            self._chosen = line.number
            self.row_chosen.emit(line)

    def _on_reset(self) -> None:
        two_lines = 2 * self.fontMetrics().height() + self._theme.px(12)
        height = two_lines if self.is_two_lined else self.row_height(32)
        self.verticalHeader().setDefaultSectionSize(height)
        for place in self._preview.group_places():
            self.setRowHeight(place, self.row_height(28))
        if self._chosen is not None:
            self.choose(self._chosen)

    # --- mouse and keyboard ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
            return
        line = self._preview.line(index.row())
        if isinstance(line, GroupLine):
            self._preview.fold(line.group)
        elif index.column() == Column.TICK:
            self._toggle([index.row()])
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().row()
        line = self._preview.line(place) if place >= 0 else None
        if isinstance(line, GroupLine) and self._folds(event.key(), line):
            self._preview.fold(line.group)
            self.setCurrentIndex(self._preview.index(self._heading_place(line), Column.NAME))
        elif event.key() == Qt.Key.Key_Space and isinstance(line, Row):
            self._toggle(self._selected_places() or [place])
        else:
            super().keyPressEvent(event)

    def _selected_places(self) -> list[int]:
        """The selected rows from the ranges of the selection: one index per row would be slow for many."""
        selection = self.selectionModel().selection()
        found = [selection.at(number) for number in range(selection.count())]
        ranges = [(each.top(), each.bottom()) for each in found]
        return sorted({place for top, bottom in ranges for place in range(top, bottom + 1)})

    @staticmethod
    def _folds(key: int, line: GroupLine) -> bool:
        if key in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return True
        return key == (Qt.Key.Key_Right if line.is_folded else Qt.Key.Key_Left)

    def _heading_place(self, heading: GroupLine) -> int:
        places = self._preview.group_places()
        return next(place for place in places if self._preview.line(place).group is heading.group)

    def _toggle(self, places: list[int]) -> None:
        """Tick them all, or untick them if the first one with a box is ticked."""
        rows = [line for place in places if isinstance(line := self._preview.line(place), Row) and line.entry]
        if rows:
            self._preview.set_ticks(places, ticked=not self._preview.ticks.is_ticked(rows[0].number))

    # --- columns --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(720), self._theme.px(480))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns(self.viewport().width())

    def _fit_columns(self, width: int) -> None:
        """Name and Remark share what the narrow columns leave; Type and Donor give way first."""
        is_narrow, is_two_lined = width < self._theme.px(_NARROW), width < self._theme.px(_TWO_LINES)
        for column in (Column.TYPE, Column.DONOR):
            self.setColumnHidden(column, is_narrow or column in self._empty)
        for column in (Column.LINE, Column.SIZE, Column.REMARK):
            self.setColumnHidden(column, is_two_lined)
        if is_two_lined != self.is_two_lined:
            self.is_two_lined = is_two_lined
            self._on_reset()
        fixed = 0
        for column, units in _WIDTHS.items():
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, self._theme.px(units))
                fixed += self._theme.px(units)
        rest = width - fixed
        share = 1.0 if is_two_lined else _SHARE_OF_NAME
        name = max(self._theme.px(_LEAST_NAME), round(rest * share))
        self.setColumnWidth(Column.NAME, name)
        self.setColumnWidth(Column.REMARK, max(self._theme.px(80), rest - name))
