"""Which columns of the queue are shown and how wide: by the room there is, and by what a person wants to see."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from score_gui.ui.column_menu import column_menu
from score_gui.ui.queue_columns import COLUMNS, USUAL, Column, WidthClass
from score_gui.ui.queue_header import QueueHeader
from score_gui.ui.theme import Theme

_STATE_ROOM = 250
"""Units that show the words of every state; room beyond that is better spent on names."""


class QueueLayout(QObject):
    """Owns the header's sections and the height of the rows of a table.

    Signals:
        columns_chosen: the columns that a person wants to see.
    """

    columns_chosen = Signal(object)

    def __init__(self, table: QTableView, header: QueueHeader, theme: Theme) -> None:
        super().__init__(table)
        self._table = table
        self._header = header
        self._theme = theme
        self._class = WidthClass.WIDE
        self._compact = False
        self._columns = USUAL
        self._edges: tuple[int, int] | None = None
        self._is_arranged = self._is_sharing = False
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu)
        header.sectionMoved.connect(self._on_moved)
        header.sectionResized.connect(self._on_resized)

    @property
    def is_arranged(self) -> bool:
        """The person has chosen widths or places of columns."""
        return self._is_arranged

    @property
    def columns(self) -> frozenset[Column]:
        """The columns that are shown where there is room."""
        return self._columns

    def choose(self, columns: frozenset[Column]) -> None:
        """Show these columns."""
        self._columns = columns
        self.fit(self._class, compact=self._compact)

    def restore(self, state: QByteArray, grown: float = 1.0) -> None:
        """Take the widths and places that a person chose before; `grown` is how much larger the text is since."""
        self._is_arranged = self._header.restoreState(state)
        for column in Column:
            if not self._stretches(column) and not self._table.isColumnHidden(column):
                self._header.resizeSection(column, round(self._header.sectionSize(column) * grown))
        self._edges = None
        self._show_columns()

    def edges(self) -> tuple[int, int]:
        """The first and the last column that are shown."""
        if self._edges is None:  # asked for each cell that is painted
            shown = [column for column in Column if not self._table.isColumnHidden(column)]
            shown.sort(key=self._header.visualIndex)
            self._edges = shown[0], shown[-1]
        return self._edges

    def fit(self, width_class: WidthClass, *, compact: bool) -> None:
        """Take the shape for a width class; `compact` packs rows closer."""
        self._class, self._compact = width_class, compact
        two_lines = width_class is WidthClass.TINY
        self._header.set_height(24 if compact else 28)
        self._table.verticalHeader().setDefaultSectionSize(self._row_height(two_lines=two_lines))
        self._show_columns()
        for column, facts in COLUMNS.items():
            width = facts.width if width_class >= WidthClass.WIDE or two_lines else facts.compact
            if not self._stretches(column):
                self._table.setColumnWidth(column, self._theme.px(width))
        for column in Column:
            stretches = self._stretches(column)
            mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            self._header.setSectionResizeMode(column, mode)
        self.share_room()

    def share_room(self) -> None:
        """What the state does not need goes to the name; a person's own widths stay."""
        others = (column for column in Column if column not in {Column.NAME, Column.STATE})
        taken = sum(self._table.columnWidth(column) for column in others)
        self._let_scroll(taken)
        if self._is_arranged or self._stretches(Column.NAME):
            return
        room = self._table.viewport().width() - taken - self._theme.px(_STATE_ROOM)
        facts = COLUMNS[Column.NAME]
        least = self._theme.px(facts.width if self._class >= WidthClass.WIDE else facts.compact)
        self._is_sharing = True
        self._table.setColumnWidth(Column.NAME, max(least, room))
        self._is_sharing = False

    def make_menu(self) -> QMenu:
        """The menu of the header."""
        return column_menu(self._table, self._columns, self.columns_chosen.emit)

    def _show_columns(self) -> None:
        for column, facts in COLUMNS.items():
            hidden = self._class < facts.since or column not in self._columns
            self._table.setColumnHidden(column, hidden)

    def _let_scroll(self, taken: int) -> None:
        """With more columns than fit, the state keeps its width and the table scrolls."""
        if self._stretches(Column.NAME):
            return
        extra = self._columns - USUAL
        state = self._theme.px(COLUMNS[Column.STATE].width)
        fits = taken + self._table.columnWidth(Column.NAME) + state <= self._table.viewport().width()
        mode = QHeaderView.ResizeMode.Interactive if extra and not fits else QHeaderView.ResizeMode.Stretch
        self._header.setSectionResizeMode(Column.STATE, mode)
        if mode is QHeaderView.ResizeMode.Interactive:
            self._table.setColumnWidth(Column.STATE, state)
        self._table.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if extra else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )

    def _row_height(self, *, two_lines: bool) -> int:
        metrics = QFontMetrics(self._theme.font())
        if two_lines:
            return max(self._theme.px(44), 2 * metrics.height() + self._theme.px(12))
        return max(self._theme.px(24 if self._compact else 32), metrics.height() + self._theme.px(4))

    def _stretches(self, column: Column) -> bool:
        return column is (Column.NAME if self._class is WidthClass.TINY else Column.STATE)

    def _on_moved(self) -> None:
        self._is_arranged = True
        self._edges = None
        self._table.viewport().update()

    def _on_resized(self, column: int) -> None:
        """By the pointer, unless a splitter that is being dragged makes the table itself share its room anew."""
        self._edges = None  # a column that is hidden is told as one without a width
        is_pressed = QGuiApplication.mouseButtons() is not Qt.MouseButton.NoButton
        if is_pressed and not self._is_sharing and not self._stretches(Column(column)):
            self._is_arranged = True

    def _on_menu(self, place: QPoint) -> None:
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._header.mapToGlobal(place))
