"""The preview's table for Qt: one model over the lines of the preview, group headings among them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from threading import Lock

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from score_gui.model.language import tr
from score_gui.ui import preview_flags as flags
from score_gui.ui.background import Latest, Runner
from score_gui.ui.preview_columns import NOT_GIVEN, Facet
from score_gui.ui.preview_keys import FACETS, HEADERS, NUMBERS, Column, text_of
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_order import GroupLine, Lines, Order, TableLine
from score_gui.ui.preview_rows import Group, Row
from score_gui.ui.preview_text import learned_words, value_text
from score_gui.ui.preview_values import LearnedFacet
from score_gui.ui.widgets import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PreviewModel(QAbstractTableModel):
    """Lines, ticks and the order they are looked at in. Another order is worked out by `run`.

    Signals:
        ticks_changed: some tick differs; sums and the fit check are stale.
        filled: more is known of the same rows.
    """

    ticks_changed = Signal()
    filled = Signal()

    def __init__(self, loaded: Loaded, run: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preview = loaded.preview
        self.ticks = loaded.ticks
        self._wanted_order = self._order = Order()
        self._lines = loaded.lines
        self._shown_state: Qt.CheckState | None = None
        self._latest: Latest[tuple[Order, Lines]] = Latest(
            self, run, lambda found: self._show(*found), Lock()
        )

    # --- what the table shows ---------------------------------------------------------------------------

    def line(self, place: int) -> TableLine:
        """The heading or row at a place of the table."""
        return self._lines[place]

    def numbers(self, places: range) -> array[int]:
        """The rows of the preview that stand at these places of the table, from top to bottom."""
        return self._lines.numbers(places)

    def flagged(self, places: Iterable[range]) -> bytes:
        """A flag for each row of the preview that stands at one of these places."""
        return self._lines.flagged(places)

    def empty_columns(self) -> frozenset[Column]:
        """Columns of values in which no row of the manifest says anything."""
        silent = {(), (NOT_GIVEN,)}
        columns = self.preview.columns
        return frozenset(column for column, facet in FACETS.items() if silent.issuperset(columns[facet].sets))

    def headings(self) -> list[tuple[int, GroupLine]]:
        """The group headings and their places."""
        return self._lines.headings

    def place_of(self, number: int) -> int | None:
        """Where a row stands now; None while it is folded away or not found by the search."""
        return self._lines.place_of(number, in_manifest_order=not self._order.keys)

    @property
    def order(self) -> Order:
        """How the table is looked at now."""
        return self._order

    @property
    def wanted(self) -> Order:
        """How the table is to be looked at, as soon as that is worked out."""
        return self._wanted_order

    def look(self, order: Order) -> None:
        """Look at the table in this order."""
        self._ask(order)

    def search(self, text: str) -> None:
        self._ask(Order(text, self._wanted_order.keys, self._wanted_order.folded))

    def sort_by(self, column: Column, *, further: bool = False) -> None:
        """Up, down, and back to the order of the manifest, in turns; `further` keeps what it is sorted by already."""
        self._ask(self._wanted_order.sort(column, further=further))

    def fold(self, group: Group) -> None:
        self._ask(self._wanted_order.fold(group))

    def take(self, loaded: Loaded, order: Order) -> None:
        """The same rows, of which more is known; `loaded` has its lines in this order.

        What is selected and where one looks stays, unless the rows change places by it.
        """
        loaded.ticks.go_on(self.ticks)
        self.preview, self.ticks = loaded.preview, loaded.ticks
        if order != self._order or not self._lines.stand_alike(loaded.lines):
            self._show(order, loaded.lines)
        else:
            self._lines = loaded.lines
        if self._wanted_order != order:  # somebody looks at it in another way by now
            wanted, preview = self._wanted_order, self.preview
            self._latest.ask(lambda: (wanted, wanted.apply(preview)))
        self.filled.emit()
        self.tell_ticks()

    def _ask(self, order: Order) -> None:
        if order == self._wanted_order:
            return
        self._wanted_order = order
        preview = self.preview
        self._latest.ask(lambda: (order, order.apply(preview)))

    def _show(self, order: Order, lines: Lines) -> None:
        self.beginResetModel()
        self._order, self._lines, self._shown_state = order, lines, None
        self.endResetModel()

    # --- ticks ------------------------------------------------------------------------------------------

    def set_ticks(self, places: Iterable[range], *, ticked: bool) -> None:
        """Tick or untick the rows at these places of the table."""
        self.ticks.set_flagged(self.flagged(places), ticked=ticked)
        self.tell_ticks()

    def toggle(self, places: Sequence[range]) -> None:
        """Tick the rows at these places of the table, or untick them if the first one with a box is ticked."""
        rows = chain.from_iterable(map(self.numbers, places))
        first = next((row for row in rows if row >= self.preview.left_out), None)
        if first is not None:
            self.set_ticks(places, ticked=not self.ticks.is_ticked(first))

    def untick(self, numbers: Iterable[int]) -> None:
        """Untick these rows, whether the table shows them or not."""
        self.ticks.set_rows(numbers, ticked=False)
        self.tell_ticks()

    def tick_only(self, places: Iterable[range]) -> None:
        """Tick the rows at these places of the table and no others."""
        self.ticks.set_flagged(self.preview.wanted, ticked=False)
        self.set_ticks(places, ticked=True)

    def set_value(self, facet: Facet, value: str, *, on: bool) -> None:
        """Switch a value of a facet. Of a million rows that takes a while, so that painting gets a turn of its own."""
        self.ticks.set_value(facet, value, on=on)
        QTimer.singleShot(0, self, self.tell_ticks)

    def learn(self, found: LearnedFacet) -> None:
        """Take in a facet that somebody looked for."""
        self.ticks.learn(found)
        self.tell_ticks()

    def shown_state(self) -> Qt.CheckState:
        """Whether all, some or none of the files that the table shows now are ticked."""
        if self._shown_state is None:
            self._shown_state = self._count_shown()
        return self._shown_state

    def _count_shown(self) -> Qt.CheckState:
        rows = flags.as_number(self._lines.shown) & flags.as_number(self.preview.wanted)
        ticked = rows & flags.as_number(self.ticks.ticked)
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == rows else Qt.CheckState.PartiallyChecked

    def tick_shown(self) -> None:
        """Tick all files that the table shows, or untick them if all are."""
        everything = self.shown_state() is not Qt.CheckState.Checked
        self.ticks.set_flagged(self._lines.shown, ticked=everything)
        self.tell_ticks()

    def tell_ticks(self) -> None:
        """Say that ticks, and remarks about them, may differ."""
        self._shown_state = None
        if self._lines:
            first, last = self.index(0, Column.TICK), self.index(len(self._lines) - 1, len(Column) - 1)
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
            return self.title(Column(section))
        if role == Qt.ItemDataRole.CheckStateRole and section == Column.TICK:
            return self.shown_state()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.title(Column(section)) or tr("Tick")
        return None

    def title(self, column: Column) -> str:
        """What stands above a column."""
        if column is Column.TICK:
            return ""
        return tr(self.preview.facet_titles[Facet.PROJECT] if column is Column.PROJECT else HEADERS[column])

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
        self.set_ticks(
            [range(index.row(), index.row() + 1)], ticked=Qt.CheckState(value) is Qt.CheckState.Checked
        )
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
            return _RIGHT if column in NUMBERS else _LEFT
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.TICK and row.entry is not None:
            return Qt.CheckState.Checked if self.ticks.is_ticked(row.number) else Qt.CheckState.Unchecked
        return None

    def text(self, row: Row, column: Column) -> str:
        """What a column shows of a row."""
        return self._remark(row) if column is Column.REMARK else text_of(row, column)

    def _remark(self, row: Row) -> str:
        unticked_by = self.ticks.why_not(row.number)
        if unticked_by:
            values = ", ".join("/".join(map(value_text, values)) for values in unticked_by)
            return tr("Not ticked: {values}", values=values)
        parts = [row.remark] if row.remark else []
        parts += map(learned_words, self.ticks.learned(row.number))
        return "; ".join(parts)

    def _sentence(self, row: Row) -> str:
        """The row for those who hear it."""
        tick = tr("ticked") if self.ticks.is_ticked(row.number) else tr("not ticked")
        tick = tr("left out") if row.entry is None else tick
        line = "" if row.line is None else tr("line {line}", line=row.line)
        told = (self.text(row, column) for column in (Column.TYPE, Column.DONOR, Column.SIZE, Column.REMARK))
        return ", ".join(part for part in (row.name, tick, line, *told) if part)


def _group_data(line: GroupLine, column: Column, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole and column is Column.NAME:
        return f"{line.title}  {line.sentence}"
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{line.title}, {line.sentence}, {tr('folded') if line.is_folded else tr('unfolded')}"
    return None
