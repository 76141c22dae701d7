"""The table model of the queue: shows the rows that pass the filter, sorted, and moves only what moved.

Filter and order live here rather than in a proxy model, which would call back into Python for every comparison:
with 100,000 rows that is the difference between a blink and several seconds.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

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
from score_gui.model.transfer import TransferId
from score_gui.ui.queue_cells import Cells
from score_gui.ui.queue_columns import COLUMNS, Column
from score_gui.ui.queue_filter import Arrangement, Filter, SortKey, sort_key
from score_gui.ui.queue_rows import Delta, QueueRows, Row
from score_gui.ui.queue_sieve import Sieve
from score_gui.ui.stretches import runs
from score_gui.ui.widgets import tip
from score_gui.ui.words import Context

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `Row` itself, for delegates."""

STATE_TEXT_ROLE = ROW_ROLE + 1
"""The words beside the state, for delegates."""

_MANY = 500
"""Changes from which building the list anew is cheaper than telling each one."""
_AT_ONCE = 3000
"""Rows that are filtered and sorted within a blink; more are gone through step by step."""

_STEP_EVERY = 8
"""Milliseconds from one step to the next: the other half of the time is for whoever types and looks."""

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class QueueModel(QAbstractTableModel):
    """Rows of the queue as a table.

    Signals:
        counted: the number of rows shown has changed.
        leaving, came_back: the row at this position goes to another one, and is there now.
        filtered: the rows of another filter are shown now.
    """

    counted = Signal()
    leaving = Signal(int)
    came_back = Signal(int)
    filtered = Signal()

    def __init__(self, rows: QueueRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._cells = Cells(rows)
        self._wanted = self._shown = Arrangement()
        self._matches = self._shown.filter.matcher()
        self._key = sort_key(self._shown.column)
        self._sieve: Sieve | None = None
        self._steps = QTimer(self, interval=_STEP_EVERY)
        self._steps.timeout.connect(self._on_step)
        self._keys: list[SortKey] = []
        self._key_of: dict[TransferId, SortKey] = {}
        self._has_two_lines = False

    # --- what is shown -------------------------------------------------------------------------------------

    @property
    def filter(self) -> Filter:
        """What is wanted; of a long queue the rows before are shown for a moment longer."""
        return self._wanted.filter

    @property
    def is_in_queue_order(self) -> bool:
        """The rows stand as the queue takes them up."""
        return self._shown.column is Column.NUMBER and not self._shown.is_descending

    @property
    def sorting(self) -> tuple[Column, Qt.SortOrder]:
        """The column by which the rows are sorted, and which way."""
        descending = self._wanted.is_descending
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        return self._wanted.column, order

    def set_filter(self, wanted: Filter) -> None:
        if wanted != self._wanted.filter:
            self._arrange(replace(self._wanted, filter=wanted))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder, /) -> None:
        chosen = Column(column) if 0 <= column < len(Column) else Column.NUMBER
        descending = order is Qt.SortOrder.DescendingOrder
        self._arrange(replace(self._wanted, column=chosen, is_descending=descending))

    @property
    def sites(self) -> Mapping[str, str]:
        """Names of the profiles by id."""
        return self._cells.sites

    def set_sites(self, names: Mapping[str, str]) -> None:
        """Names of the profiles by id, for the row texts."""
        self._cells.sites = dict(names)

    def set_short(self, *, short: bool) -> None:
        """Say times in the short form, where columns are narrow."""
        if short != self._cells.is_short:
            self._cells.is_short = short
            self._tell(0, len(self._keys) - 1)

    def set_two_lines(self, *, two_lines: bool) -> None:
        """The name column tells the state as well."""
        if two_lines != self._has_two_lines:
            self._has_two_lines = two_lines
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.NAME, Column.NAME)

    def rebuild(self) -> None:
        """Filter and sort all rows anew, now."""
        self._sieve = None
        self._put(self._sieve_for(self._rows.ids()))

    def _arrange(self, wanted: Arrangement) -> None:
        """Show another choice of rows, at once or, of a long queue, as soon as all of them are gone through."""
        self._wanted = wanted
        if len(self._rows) <= _AT_ONCE:
            self.rebuild()
            self.filtered.emit()
            return
        is_less = wanted.filter.narrows(self._shown.filter)
        self._begin_sieve(self._key_of if is_less else self._rows.ids())

    def _sieve_for(self, candidates: Iterable[TransferId]) -> Sieve:
        wanted = self._wanted
        return Sieve(candidates, self._rows.get, wanted.filter.matcher(), sort_key(wanted.column))

    def _begin_sieve(self, candidates: Iterable[TransferId]) -> None:
        self._sieve = self._sieve_for(candidates)
        self._steps.start()

    def _on_step(self) -> None:
        sieve = self._sieve
        if sieve is not None and not sieve.is_done:
            sieve.go_on()
            return
        self._steps.stop()
        if sieve is not None:
            self._sieve = None
            self._put(sieve)
            self.filtered.emit()

    def _put(self, sieve: Sieve) -> None:
        """Show what a sieve finds."""
        keys, in_order = sieve.result()
        self.beginResetModel()
        self._shown, self._matches, self._key = self._wanted, sieve.matches, sieve.key
        self._key_of, self._keys = keys, in_order
        self.endResetModel()
        self.counted.emit()

    def apply(self, delta: Delta) -> None:
        """Show what changed, with rows that enter, leave or move to another place."""
        if self._sieve is not None:
            self._sieve.add((*delta.touched, *delta.gone))
        if len(delta.touched) + len(delta.gone) > _MANY:
            self._apply_many(delta)
            return
        before = len(self._keys)
        self._hide(delta.gone)
        stayed = [key for key in delta.touched if not self._place(key)]
        self._tell_rows(stayed)
        if len(self._keys) != before:
            self.counted.emit()

    def _apply_many(self, delta: Delta) -> None:
        if len(self._rows) <= _AT_ONCE:
            self.rebuild()
            return
        if delta.gone:
            self._hide(delta.gone)
            self.counted.emit()
        if not any(key in self._key_of for key in delta.touched):
            self._show_many(delta.touched)
        elif self._sieve is None:
            self._begin_sieve(self._rows.ids())

    def _show_many(self, ids: Iterable[TransferId]) -> None:
        """Rows that are not shown yet, as they come from a long ledger: mostly behind all others."""
        new = {row.id: self._key(row) for row in map(self._rows.__getitem__, ids) if self._matches(row)}
        in_order = sorted(new.values())
        if not in_order:
            return
        count, are_last = len(self._keys), not self._shown.is_descending
        if are_last and (not count or self._keys[-1] < in_order[0]):
            self.beginInsertRows(_NO_PARENT, count, count + len(in_order) - 1)
            self._keys += in_order
            self._key_of |= new
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._keys = sorted([*self._keys, *in_order])
            self._key_of |= new
            self.endResetModel()
        self.counted.emit()

    def refresh(self, delta: Delta) -> None:
        """Show new figures in place: rows do not jump under the pointer four times a second."""
        self._tell_rows(delta.touched)

    # --- rows and positions --------------------------------------------------------------------------------

    def row_at(self, position: int) -> Row:
        return self._rows[self.id_at(position)]

    def position(self, key: TransferId) -> int | None:
        """Where a row stands in the table; None if it is not shown."""
        sort_value = self._key_of.get(key)
        return None if sort_value is None else self._mirrored(bisect_left(self._keys, sort_value))

    def rows_between(self, first: int, last: int) -> list[Row]:
        """The rows from position `first` to `last`, both included; without those about to leave the table."""
        found = (self._rows.get(self.id_at(position)) for position in range(first, last + 1))
        return [row for row in found if row is not None]

    def context(self, row: Row) -> Context:
        return self._cells.context(row)

    def id_at(self, position: int) -> TransferId:
        return TransferId(self._keys[self._mirrored(position)][-1])

    def _mirrored(self, position: int) -> int:
        """Positions count from the other end when the order is descending; the list itself never turns."""
        return len(self._keys) - 1 - position if self._shown.is_descending else position

    def _place(self, key: TransferId) -> bool:
        """Bring a row to where it belongs now; False if it stays where it is."""
        row = self._rows[key]
        old = self._key_of.get(key)
        new = self._key(row) if self._matches(row) else None
        if old == new:
            return False
        stays = old is not None and new is not None
        if stays:
            self.leaving.emit(self.position(key))
        if old is not None:
            self._hide((key,))
        if new is not None:
            self._show(key, new)
        if stays:
            self.came_back.emit(self.position(key))
        return True

    def _hide(self, ids: Sequence[TransferId]) -> None:
        """Take rows off the table; those that stand together leave together."""
        positions = sorted(place for key in ids if (place := self.position(key)) is not None)
        for key in ids:
            self._key_of.pop(key, None)
        for first, last in reversed(list(runs(positions))):
            self.beginRemoveRows(_NO_PARENT, first, last)
            low, high = sorted((self._mirrored(first), self._mirrored(last)))
            del self._keys[low : high + 1]
            self.endRemoveRows()

    def _show(self, key: TransferId, sort_value: SortKey) -> None:
        place = bisect_left(self._keys, sort_value)
        position = len(self._keys) - place if self._shown.is_descending else place
        self.beginInsertRows(_NO_PARENT, position, position)
        insort(self._keys, sort_value)
        self._key_of[key] = sort_value
        self.endInsertRows()

    def _tell_rows(self, ids: Iterable[TransferId]) -> None:
        positions = sorted(place for key in ids if (place := self.position(key)) is not None)
        for first, last in runs(positions):
            self._tell(first, last)

    def _tell(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    # --- Qt's questions ------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _NO_PARENT, /) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: _Index = _NO_PARENT, /) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0, /) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        facts = COLUMNS[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr("Name and state") if self._has_two_lines and section == Column.NAME else facts.word
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(right=facts.right)
        return None

    def data(self, index: _Index, role: int = 0, /) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._keys):
            return None
        row, column = self._rows.get(self.id_at(index.row())), Column(index.column())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells.text(row, column)
        if role == STATE_TEXT_ROLE:
            return self._cells.state_text(row)
        return self._side_data(row, column, index.row(), role)

    def _side_data(self, row: Row, column: Column, position: int, role: int) -> object:
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._cells.tip(row, column)) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(right=COLUMNS[column].right)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._cells.spoken(row, position + 1, len(self._keys))
        return None


def _side(*, right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
