"""The preview's table for Qt: one model over a list of lines, group headings among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from score_gui.model.text import bytes_text
from score_gui.ui.preview_order import Column, GroupLine, Order, TableLine
from score_gui.ui.preview_rows import Facet, Group, PreviewRows, Row
from score_gui.ui.preview_ticks import Ticks
from score_gui.ui.widgets import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADERS = ("", "Line", "Name", "Type", "Donor", "Size", "Remark")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PreviewModel(QAbstractTableModel):
    """Lines, ticks and the order they are looked at in.

    Signals:
        ticks_changed: some tick differs; sums and the fit check are stale.
    """

    ticks_changed = Signal()

    def __init__(self, preview: PreviewRows, ticks: Ticks) -> None:
        super().__init__()
        self._preview = preview
        self._order = Order()
        self._lines: list[TableLine] = self._order.apply(preview)
        self.ticks = ticks
        self._shown_state: Qt.CheckState | None = None

    # --- what the table shows ---------------------------------------------------------------------------

    def line(self, place: int) -> TableLine:
        """The heading or row at a place of the table."""
        return self._lines[place]

    def empty_columns(self) -> frozenset[Column]:
        """Columns in which no row of the manifest says anything."""
        shown = {
            Column.TYPE: any(row.file_type for row in self._preview.rows),
            Column.DONOR: any(row.donor for row in self._preview.rows),
        }
        return frozenset(column for column, has_values in shown.items() if not has_values)

    def group_places(self) -> list[int]:
        return [place for place, line in enumerate(self._lines) if isinstance(line, GroupLine)]

    def place_of(self, number: int) -> int | None:
        """Where a row stands now; None while it is folded away or not found by the search."""
        for place, line in enumerate(self._lines):
            if isinstance(line, Row) and line.number == number:
                return place
        return None

    @property
    def order(self) -> Order:
        return self._order

    def search(self, text: str) -> None:
        self._show(replace(self._order, search=text))

    def sort_by(self, column: Column) -> None:
        """Up, down, and back to the order of the manifest, in turns."""
        order = self._order
        if order.column is not column:
            self._show(replace(order, column=column, descending=False))
        elif not order.descending:
            self._show(replace(order, descending=True))
        else:
            self._show(replace(order, column=None, descending=False))

    def fold(self, group: Group) -> None:
        self._show(self._order.fold(group))

    def _show(self, order: Order) -> None:
        if order == self._order:
            return
        lines = order.apply(self._preview)
        self.beginResetModel()
        self._order, self._lines, self._shown_state = order, lines, None
        self.endResetModel()

    # --- ticks ------------------------------------------------------------------------------------------

    def set_ticks(self, places: Iterable[int], *, ticked: bool) -> None:
        """Tick or untick the rows at these places of the table."""
        rows = (self._lines[place] for place in places)
        self.ticks.set_rows([row.number for row in rows if isinstance(row, Row)], ticked=ticked)
        self._tell_ticks()

    def set_value(self, facet: Facet, value: str, *, on: bool) -> None:
        self.ticks.set_value(facet, value, on=on)
        self._tell_ticks()

    def set_here(self, numbers: Collection[int]) -> None:
        """These rows are on the disk already."""
        self.ticks.set_here(numbers)
        self._tell_ticks()

    def shown_state(self) -> Qt.CheckState:
        """Whether all, some or none of the files that the table shows now are ticked."""
        if self._shown_state is None:
            self._shown_state = self._count_shown()
        return self._shown_state

    def _count_shown(self) -> Qt.CheckState:
        rows = [line for line in self._lines if isinstance(line, Row) and line.entry is not None]
        ticked = sum(self.ticks.is_ticked(row.number) for row in rows)
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == len(rows) else Qt.CheckState.PartiallyChecked

    def tick_shown(self) -> None:
        """Tick all files that the table shows, or untick them if all are."""
        everything = self.shown_state() is not Qt.CheckState.Checked
        self.set_ticks(range(len(self._lines)), ticked=everything)

    def _tell_ticks(self) -> None:
        self._shown_state = None
        if self._lines:
            first, last = self.index(0, Column.TICK), self.index(len(self._lines) - 1, Column.REMARK)
            self.dataChanged.emit(first, last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.TICK, Column.TICK)
        self.ticks_changed.emit()

    # --- Qt ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[section]
        if role == Qt.ItemDataRole.CheckStateRole and section == Column.TICK:
            return self.shown_state()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _HEADERS[section] or "Tick"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, GroupLine):
            return _group_data(line, Column(index.column()), role)
        return self._row_data(line, Column(index.column()), role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._has_box(index):
            return False
        self.set_ticks([index.row()], ticked=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self._lines[index.row()], GroupLine):
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._has_box(index) else flags

    def _has_box(self, index: Index) -> bool:
        line = self._lines[index.row()]
        return index.column() == Column.TICK and isinstance(line, Row) and line.entry is not None

    def _row_data(self, row: Row, column: Column, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.text(row, column)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(row) if column in {Column.TICK, Column.NAME} else self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in {Column.LINE, Column.SIZE} else _LEFT
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.TICK and row.entry is not None:
            return Qt.CheckState.Checked if self.ticks.is_ticked(row.number) else Qt.CheckState.Unchecked
        return None

    def text(self, row: Row, column: Column) -> str:
        """What a column shows of a row."""
        match column:
            case Column.LINE:
                return "" if row.line is None else str(row.line)
            case Column.NAME:
                return row.name
            case Column.TYPE:
                return row.file_type
            case Column.DONOR:
                return row.donor
            case Column.SIZE:
                return "" if row.size is None else bytes_text(row.size)
            case Column.REMARK:
                return self._remark(row)
            case Column.TICK:
                return ""

    def _remark(self, row: Row) -> str:
        unticked_by = self.ticks.why_not(row.number)
        return f"Not ticked: {unticked_by}" if unticked_by else row.remark

    def _sentence(self, row: Row) -> str:
        """The row for those who hear it."""
        tick = "ticked" if self.ticks.is_ticked(row.number) else "not ticked"
        tick = "left out" if row.entry is None else tick
        line = "" if row.line is None else f"line {row.line}"
        told = (self.text(row, column) for column in (Column.TYPE, Column.DONOR, Column.SIZE, Column.REMARK))
        return ", ".join(part for part in (row.name, tick, line, *told) if part)


def _group_data(line: GroupLine, column: Column, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole and column is Column.NAME:
        return f"{line.title}  {line.sentence}"
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{line.title}, {line.sentence}, {'folded' if line.is_folded else 'unfolded'}"
    return None
