"""The table of the queue: columns that come and go with the room, whole-row pointer and focus, keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from score_gui.model.language import tr
from score_gui.model.transfer import TransferId
from score_gui.ui.delegates import (
    CellDelegate,
    NameDelegate,
    ProgressDelegate,
    StateDelegate,
    TextDelegate,
    column_color,
)
from score_gui.ui.icons import Icons
from score_gui.ui.queue_columns import Column, WidthClass
from score_gui.ui.queue_drag import RowDrag
from score_gui.ui.queue_header import QueueHeader
from score_gui.ui.queue_layout import QueueLayout
from score_gui.ui.queue_model import QueueModel
from score_gui.ui.queue_rows import Row
from score_gui.ui.stretches import runs
from score_gui.ui.theme import Theme

_BY_KEY = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)

_MANY_PIECES = 1000


class QueueView(QTableView):
    """Shows a `QueueModel`. Selects whole rows and keeps the selection when the model is built anew.

    Signals:
        chosen: other rows are selected.
        activated_row: Enter or a double click on a row (its id).
        toggled: Space, for the selection.
        pasted: Ctrl+V in the table.
        moved: rows were dragged right before another row, or below the last (ids, id or None).
    """

    chosen = Signal()
    activated_row = Signal(object)
    toggled = Signal()
    pasted = Signal()
    moved = Signal(object, object)

    def __init__(self, model: QueueModel, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._model = model
        self._theme = theme
        self._hovered = -1
        self._shows_ring = False
        self._kept: set[TransferId] = set()
        self._kept_current: TransferId | None = None
        self._left = (False, False)
        self._name = NameDelegate(theme, self, icons)
        self._delegates = self._make_delegates(icons)
        self._dress_rows()
        self.setModel(model)
        self._dress()
        self.columns = QueueLayout(self, self._dress_header(icons), theme)
        self._drag = RowDrag(self, theme, self._dragged, model.id_at)
        self._connect()

    # --- what the rest of the window asks ------------------------------------------------------------------

    @property
    def rows(self) -> QueueModel:
        return self._model

    def selected_rows(self) -> list[Row]:
        """The selected rows from top to bottom."""
        selection = self.selectionModel().selection()
        ranges = [(selection.at(i).top(), selection.at(i).bottom()) for i in range(selection.count())]
        return [row for top, bottom in sorted(set(ranges)) for row in self._model.rows_between(top, bottom)]

    def select(self, ids: set[TransferId], current: TransferId | None = None) -> None:
        """Select these rows as far as they are shown; the others leave the selection.

        A selection in very many pieces is given up: Qt joins pieces one by one, which would take minutes.
        """
        selection = QItemSelection()
        last = len(Column) - 1
        positions = sorted(p for key in ids if (p := self._model.position(key)) is not None)
        stretches = list(runs(positions))
        for first, stop in stretches if len(stretches) <= _MANY_PIECES else ():
            selection.select(self._model.index(first, 0), self._model.index(stop, last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        place = self._model.position(current) if current is not None else None
        if place is None and positions:
            place = positions[0]
        if place is not None:
            self.selectionModel().setCurrentIndex(self._model.index(place, Column.NAME), flags.NoUpdate)

    def lead_to(self, ids: Sequence[TransferId]) -> None:
        """Select the first of these rows that is shown, and scroll to it; unless something is selected already."""
        position = next((p for key in ids if (p := self._model.position(key)) is not None), None)
        if position is not None and not self.selectionModel().hasSelection():
            self.selectRow(position)

    def fit(self, width_class: WidthClass, *, compact: bool) -> None:
        """Show the columns and the row height for a width class; `compact` packs rows closer."""
        two_lines = width_class is WidthClass.TINY
        self._name.two_lines = two_lines
        self._name.shows_tag = width_class >= WidthClass.WIDE
        self._model.set_short(short=not two_lines and width_class < WidthClass.WIDE)
        self._model.set_two_lines(two_lines=two_lines)
        self.columns.fit(width_class, compact=compact)

    # --- RowState ------------------------------------------------------------------------------------------

    def is_hovered(self, row: int) -> bool:
        return row == self._hovered

    def has_ring(self, row: int) -> bool:
        return self._shows_ring and self.hasFocus() and row == self.currentIndex().row()

    def edge_columns(self) -> tuple[int, int]:
        return self.columns.edges()

    def is_in_front(self) -> bool:
        return self.isActiveWindow() or not self.isVisible()

    # --- construction --------------------------------------------------------------------------------------

    def _make_delegates(self, icons: Icons) -> dict[Column, CellDelegate]:
        special: dict[Column, CellDelegate] = {
            Column.NAME: self._name,
            Column.PROGRESS: ProgressDelegate(self._theme, self),
            Column.STATE: StateDelegate(self._theme, self, icons),
        }
        made = {
            column: special.get(column) or TextDelegate(self._theme, self, column_color(column))
            for column in Column
        }
        for delegate in made.values():
            delegate.setParent(self)
        return made

    def _dress(self) -> None:
        self.setAccessibleName(tr("Queue"))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        for column, delegate in self._delegates.items():
            self.setItemDelegateForColumn(column, delegate)

    def _dress_rows(self) -> None:
        """Before there is any: Qt would change each of a hundred thousand by itself."""
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(self._theme.px(20))
        rows.setDefaultSectionSize(self._theme.px(32))

    def _dress_header(self, icons: Icons) -> QueueHeader:
        header = QueueHeader(self._theme, icons)
        self.setHorizontalHeader(header)
        header.setSortIndicator(*self._model.sorting)
        header.setSortIndicatorShown(True)
        self.setSortingEnabled(True)
        return header

    def _connect(self) -> None:
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._model.leaving.connect(self._on_leaving)
        self._model.came_back.connect(self._on_came_back)
        self._model.modelAboutToBeReset.connect(self._on_about_to_reset)
        self._model.modelReset.connect(self._on_reset)
        self._drag.dropped.connect(self.moved)
        self.doubleClicked.connect(self._on_double_clicked)
        self._theme.changed.connect(self.viewport().update)

    # --- selection -----------------------------------------------------------------------------------------

    def _on_selection_changed(self) -> None:
        self.chosen.emit()

    def _on_about_to_reset(self) -> None:
        self._kept = {row.id for row in self.selected_rows()}
        current = self.currentIndex()
        self._kept_current = self._model.id_at(current.row()) if current.isValid() else None

    def _on_reset(self) -> None:
        if self._kept:
            self.select(self._kept, self._kept_current)
        self.chosen.emit()

    def _on_leaving(self, position: int) -> None:
        chosen, index = self.selectionModel(), self._model.index(position, 0)
        self._left = (chosen.isSelected(index), chosen.currentIndex().row() == position)

    def _on_came_back(self, position: int) -> None:
        """A row that goes to another place of the table stays selected, and the current one."""
        was_selected, was_current = self._left
        flags = QItemSelectionModel.SelectionFlag
        if was_selected:
            self.selectionModel().select(self._model.index(position, 0), flags.Select | flags.Rows)
        if was_current:
            self.selectionModel().setCurrentIndex(self._model.index(position, Column.NAME), flags.NoUpdate)

    # --- pointer and keys ----------------------------------------------------------------------------------

    def _hover(self, row: int) -> None:
        if row == self._hovered:
            return
        for changed in (self._hovered, row):
            if changed >= 0:
                top, height = self.rowViewportPosition(changed), self.rowHeight(changed)
                self.viewport().update(QRect(0, top, self.viewport().width(), height))
        self._hovered = row

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self.columns.share_room()

    def startDrag(self, _actions: Qt.DropAction, /) -> None:
        self._drag.start()

    def _dragged(self) -> tuple[TransferId, ...]:
        """The selected rows, where the table shows the order of the queue."""
        return tuple(row.id for row in self.selected_rows()) if self._model.is_in_queue_order else ()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        self._hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent, /) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self._shows_ring = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        self._shows_ring = event.reason() in _BY_KEY
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            index = self._model.index(0, Column.NAME)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        self._shows_ring = True
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif plain and event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        elif plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._activate(index)

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.activated_row.emit(self._model.id_at(index.row()))
