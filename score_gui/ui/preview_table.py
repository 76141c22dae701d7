"""The preview's table: columns that fit the width, groups that fold, ticks by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.preview_choice import ColumnChoice
from score_gui.ui.preview_header import PreviewHeader
from score_gui.ui.preview_keys import Column
from score_gui.ui.preview_model import Index, PreviewModel
from score_gui.ui.preview_order import GroupLine
from score_gui.ui.preview_paint import RowLook, goto_rect
from score_gui.ui.preview_painter import RowPainter, RowSpot
from score_gui.ui.preview_rows import Group, Row
from score_gui.ui.preview_rowtable import RowTable
from score_gui.ui.theme import Theme

_NARROW = 600
_TWO_LINES = 420
_SHARE_OF_NAME = {True: 0.42, False: 0.6}
"""Of the room that Name and Remark share, where there is something to remark and where not."""
_TWO_LINED = frozenset({Column.TICK, Column.NAME})
_FIRST_TO_GO = frozenset({Column.TYPE, Column.DONOR})


class PreviewTable(RowTable):
    """The table over a `PreviewModel`.

    Signals:
        row_chosen: another row is current; carries the `Row`.
        menu_asked: the menu of the selected rows is wanted at a place of the screen.
        columns_chosen: a person wants other columns (a `ColumnChoice`).
    """

    row_chosen = Signal(object)
    menu_asked = Signal(QPoint)
    columns_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, model: PreviewModel, choice: ColumnChoice) -> None:
        super().__init__(theme)
        self._preview = model
        self.is_two_lined = False
        self._chosen: int | None = None
        self._empty = model.empty_columns()
        self._has_remarks = model.preview.groups.count(Group.GOOD) < len(model.preview)
        self._header = PreviewHeader(theme, icons, model)
        self.setModel(model)
        self.setHorizontalHeader(self._header)
        self._painter = RowPainter(theme, icons, model)
        self._set_up()
        self._header.set_choice(choice)
        self._header.chosen.connect(self.choose_columns)
        model.modelReset.connect(self._on_reset)
        model.filled.connect(self._on_filled)
        model.dataChanged.connect(self.viewport().update)
        self._on_reset()

    def _set_up(self) -> None:
        self.setAccessibleName(tr("Files of the manifest"))
        self.setAccessibleDescription(
            tr("Space ticks the selected files, Return goes to the file of the same name.")
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._header.show()

    # --- the rows that are looked at ------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Make a row current and scroll to it; one that is not shown now, once it is."""
        self._chosen = number
        place = self._preview.place_of(number)
        if place is not None:
            self.selectRow(place)
            self.scrollTo(self._preview.index(place, Column.NAME))

    @property
    def chosen(self) -> int | None:
        """The row that was made current last."""
        return self._chosen

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
        for place, _heading in self._preview.headings():
            self.setRowHeight(place, self.row_height(28))
        if self._chosen is not None:
            self.choose(self._chosen)

    def _on_filled(self) -> None:
        """A column of which nothing was known may have something to show now."""
        empty = self._preview.empty_columns()
        if empty != self._empty:
            self._empty = empty
            self._fit_columns(self.viewport().width())

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
            self._preview.toggle([_at(index.row())])
        elif not self._goes_to(line, index, event.position().toPoint()):
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().row()
        line = self._preview.line(place) if place >= 0 else None
        if isinstance(line, GroupLine) and self._folds(event.key(), line):
            self._preview.fold(line.group)
            self.setCurrentIndex(self._preview.index(self._heading_place(line), Column.NAME))
        elif event.key() == Qt.Key.Key_Space:
            self._preview.toggle(self.selected_places() or [_at(place)])
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and isinstance(line, Row)
            and line.twin is not None
        ):
            self.choose(line.twin)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.indexAt(event.pos()).row()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(
                self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
            )
        elif place >= 0 and isinstance(self._preview.line(place), Row):
            if not self.selectionModel().isRowSelected(place):
                self.selectRow(place)
            self.menu_asked.emit(event.globalPos())

    def selected_places(self) -> list[range]:
        """Where the selected rows stand, from top to bottom: a million of them are one range."""
        selection = self.selectionModel().selection()
        found = (selection.at(number) for number in range(selection.count()))
        return merged(range(each.top(), each.bottom() + 1) for each in found)

    def _goes_to(self, row: Row, index: Index, spot: QPoint) -> bool:
        """Whether the click was on the button of a row that speaks of another one."""
        if row.twin is None or index.column() != Column.REMARK:
            return False
        button = goto_rect(self._theme, self.visualRect(index))
        if button is None or not button.contains(spot):
            return False
        self.choose(row.twin)
        return True

    @staticmethod
    def _folds(key: int, line: GroupLine) -> bool:
        if key in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return True
        return key == (Qt.Key.Key_Right if line.is_folded else Qt.Key.Key_Left)

    def _heading_place(self, heading: GroupLine) -> int:
        return next(place for place, each in self._preview.headings() if each.group is heading.group)

    # --- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        area = event.rect()
        spots = self._spots(area.top(), area.bottom())
        self._painter.paint(painter, spots, self._columns_in_sight(), window_active=self.is_in_front())
        painter.end()

    def _spots(self, top: int, bottom: int) -> list[RowSpot]:
        """The rows between two heights of the viewport, with how they look."""
        first, last = self.rowAt(top), self.rowAt(bottom)
        if first < 0:
            return []
        header, selection = self._header, self.selectionModel()
        spots = []
        for place in range(first, (self._preview.rowCount() if last < 0 else last + 1)):
            height = self.rowHeight(place)
            whole = QRect(-header.offset(), self.rowViewportPosition(place), header.length(), height)
            look = RowLook(
                whole,
                is_selected=selection.isRowSelected(place),
                is_hovered=self.is_hovered(place),
                has_ring=self.has_ring(place),
                ground="surface" if isinstance(self._preview.line(place), Row) else "surface-2",
            )
            spots.append(RowSpot(place, look))
        return spots

    def _columns_in_sight(self) -> list[tuple[Column, int, int]]:
        header, width = self._header, self.viewport().width()
        found = []
        for visual in range(header.count()):
            column = Column(header.logicalIndex(visual))
            left, size = header.sectionViewportPosition(column), header.sectionSize(column)
            if not header.isSectionHidden(column) and left < width and left + size > 0:
                found.append((column, left, size))
        return found

    # --- columns --------------------------------------------------------------------------------------------

    def columns_menu(self) -> QMenu:
        """The menu of the header."""
        return self._header.menu()

    def choose_columns(self, choice: ColumnChoice) -> None:
        """Show other columns, as a person's choice."""
        self._header.set_choice(choice)
        self._fit_columns(self.viewport().width())
        self.columns_chosen.emit(choice)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(720), self._theme.px(480))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns(self.viewport().width())

    def _fit_columns(self, width: int) -> None:
        """Name and Remark share what the other columns leave; Type and Donor give way first."""
        is_narrow, is_two_lined = width < self._theme.px(_NARROW), width < self._theme.px(_TWO_LINES)
        choice = self._header.choice
        shown = _TWO_LINED if is_two_lined else choice.shown - self._empty
        for column in Column:
            self.setColumnHidden(column, column not in shown or (is_narrow and column in _FIRST_TO_GO))
        if is_two_lined != self.is_two_lined:
            self.is_two_lined = is_two_lined
            self._on_reset()
        widths = {
            each: self._theme.px(choice.width(each)) for each in Column if not self.isColumnHidden(each)
        }
        widths.update(self._shared(width, widths, choice))
        self._header.fit(widths)

    def _shared(self, width: int, widths: dict[Column, int], choice: ColumnChoice) -> dict[Column, int]:
        """The widths of Name and Remark, which no person made wider, from what is left."""
        rest = width - sum(
            each for column, each in widths.items() if column not in {Column.NAME, Column.REMARK}
        )
        if self.is_two_lined:
            return {Column.NAME: rest}
        name = widths[Column.NAME]
        if Column.NAME not in choice.widths:
            name = max(name, round(rest * _SHARE_OF_NAME[self._has_remarks]))
        return {Column.NAME: name, Column.REMARK: max(widths[Column.REMARK], rest - name)}


def _at(place: int) -> range:
    return range(place, place + 1)


def merged(places: Iterable[range]) -> list[range]:
    """Ranges in their order, none of which touches another."""
    found: list[range] = []
    for each in sorted(places, key=lambda one: one.start):
        if found and each.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, each.stop))
        else:
            found.append(each)
    return found
