"""The page of the queue: side bar, banner, table, details, and what stands there when there is nothing to list."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from score_gui.model.language import tr, trn
from score_gui.ui.activity import Journal
from score_gui.ui.banner import Banner
from score_gui.ui.details import Details
from score_gui.ui.icons import Icons
from score_gui.ui.outside import Memory
from score_gui.ui.queue_columns import Column, WidthClass, columns_text, read_columns
from score_gui.ui.queue_filter import GROUP_STATUSES, Filter, Group
from score_gui.ui.queue_model import QueueModel
from score_gui.ui.queue_totals import Totals
from score_gui.ui.queue_view import QueueView
from score_gui.ui.side_bar import SideBar
from score_gui.ui.side_rows import GROUP_LOOKS
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Kind, button, fill, label
from score_gui.ui.words import shown

_COLUMNS = "queue-columns"
_SIDE = (208, 188)
_DETAILS = (260, 136)
"""Units of width of the side bar and height of the details: normal, compact."""


class QueuePage(QWidget):
    """Lays out the regions and keeps them fitting; what happens in them is told by their own signals.

    Signals:
        filter_cleared: the person wants to see all files again.
    """

    filter_cleared = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        model: QueueModel,
        empty: QWidget,
        memory: Memory,
        journal: Journal | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._memory = memory
        self._em = theme.em
        self._class = WidthClass.WIDE
        self._compact = False
        self._wants_details = self._has_details = True
        self._shaped: tuple[WidthClass, bool] | None = None
        self._sizing = QTimer(self, singleShot=True, interval=0)
        self._sizing.timeout.connect(self.size_regions)
        self.side = SideBar(theme, icons)
        self.banner = Banner(theme, icons)
        self.view = QueueView(model, theme, icons)
        self.details = Details(theme, icons, journal)
        self.view.columns.choose(read_columns(memory.value(_COLUMNS)))
        self.view.columns.columns_chosen.connect(self._on_columns_chosen)
        self._note = label(theme, color="text-2")
        self._clear = button(theme, tr("Show all files"), Kind.LINK)
        self._clear.clicked.connect(self.filter_cleared)
        self._tables = QStackedWidget()
        self._tables.addWidget(self.view)
        self._tables.addWidget(self._make_note_page())
        self._top = self._make_top()
        self._body = self._make_body()
        self._right = QStackedWidget()
        self.empty = empty
        self._right.addWidget(empty)
        self._right.addWidget(self._body)
        self._across = self._make_across()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._across)
        self.show_empty(empty=True)

    def _on_columns_chosen(self, columns: frozenset[Column]) -> None:
        self._memory.setValue(_COLUMNS, columns_text(columns))
        self.view.columns.choose(columns)

    def show_empty(self, *, empty: bool) -> None:
        """The page for an empty queue, or the table."""
        self._right.setCurrentIndex(0 if empty else 1)

    @property
    def is_empty(self) -> bool:
        return self._right.currentIndex() == 0

    def show_note(self, wanted: Filter, totals: Totals) -> None:
        """Say why the table is empty although the queue is not."""
        is_bare = self.view.rows.rowCount() == 0 and not self.is_empty
        self._tables.setCurrentIndex(1 if is_bare else 0)
        if is_bare:
            self._note.setText(note_text(wanted, totals))
            self._clear.setText(tr("Clear search") if wanted.text.strip() else tr("Show all files"))

    def show_details(self, *, wanted: bool) -> None:
        """Open or close the panel; in a tiny window it takes the place of the table."""
        self._wants_details = wanted
        self._put_details(shown=wanted)

    def _put_details(self, *, shown: bool) -> None:
        self._has_details = shown
        self.details.setVisible(shown)
        self._top.setVisible(not (shown and self._class is WidthClass.TINY))

    @property
    def has_details(self) -> bool:
        """The panel is open."""
        return self._has_details

    @property
    def wants_details(self) -> bool:
        """The person has it open wherever there is room for both."""
        return self._wants_details

    def fit(self, width_class: WidthClass, *, compact: bool) -> None:
        """Take the shape for a width class; sizes that the person gave to a region stay within the same shape."""
        if self._shaped == (width_class, compact):
            return
        self._shaped = (width_class, compact)
        self._class, self._compact = width_class, compact
        self.side.setVisible(width_class >= WidthClass.MEDIUM)
        self.side.set_compact(compact=compact)
        self.view.fit(width_class, compact=compact)
        self._put_details(shown=self._wants_details and width_class is not WidthClass.TINY)
        self.details.set_compact(compact=compact)
        self._sizing.start()

    def save(self) -> None:
        """Remember the sizes of the regions and columns."""
        self._memory.setValue(f"em/{self._shape}", self._em)
        self._memory.setValue(f"across/{self._shape}", self._across.saveState())
        self._memory.setValue(f"body/{self._shape}", self._body.saveState())
        if self.view.columns.is_arranged:
            self._memory.setValue(f"columns/{self._shape}", self.view.horizontalHeader().saveState())

    def _restore(self) -> None:
        """What was remembered with text of another size grows, or shrinks, with it."""
        grown = self._em / float(str(self._memory.value(f"em/{self._shape}", self._em)))
        for key, splitter in (("across", self._across), ("body", self._body)):
            state = self._memory.value(f"{key}/{self._shape}")
            if isinstance(state, QByteArray) and splitter.restoreState(state):
                splitter.setSizes([round(size * grown) for size in splitter.sizes()])
        columns = self._memory.value(f"columns/{self._shape}")
        if isinstance(columns, QByteArray):
            self.view.columns.restore(columns, grown)

    @property
    def _shape(self) -> str:
        return f"{self._class.name.lower()}-{'compact' if self._compact else 'normal'}"

    def _make_note_page(self) -> QWidget:
        page = QWidget()
        fill(page, self._theme, "surface")
        layout = QVBoxLayout(page)
        layout.addStretch(2)
        layout.addWidget(self._note, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        return page

    def _make_top(self) -> QWidget:
        top = QWidget()
        layout = QVBoxLayout(top)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self._tables, 1)
        return top

    def _make_body(self) -> QSplitter:
        body = QSplitter(Qt.Orientation.Vertical)
        body.setHandleWidth(1)
        body.setChildrenCollapsible(False)
        body.addWidget(self._top)
        body.addWidget(self.details)
        body.setStretchFactor(0, 1)
        return body

    def _make_across(self) -> QSplitter:
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setHandleWidth(1)
        across.setChildrenCollapsible(False)
        across.addWidget(self.side)
        across.addWidget(self._right)
        across.setStretchFactor(1, 1)
        self.side.setMinimumWidth(self._theme.px(160))
        self.side.setMaximumWidth(self._theme.px(320))
        return across

    def size_regions(self) -> None:
        """Give the regions the sizes that the person gave them in this shape, or their usual ones."""
        side, details = self._theme.px(_SIDE[self._compact]), self._theme.px(_DETAILS[self._compact])
        self._across.setSizes([side, max(1, self.width() - side)])
        self._body.setSizes([max(1, self.height() - details), details])
        self._restore()


def note_text(wanted: Filter, totals: Totals) -> str:
    """`No file matches “DO328”.`, `Nothing needs you.`, `Nothing waiting. 48 files verified.`"""
    if wanted.text.strip():
        return tr("No file matches “{text}”.", text=shown(wanted.text.strip()))
    if wanted.group is Group.NEEDS_YOU:
        return tr("Nothing needs you.")
    if wanted.group is Group.WAITING:
        verified = totals.files(*GROUP_STATUSES[Group.VERIFIED])
        if not verified:
            return tr("Nothing waiting.")
        return trn(
            "Nothing waiting. {count} file verified.", "Nothing waiting. {count} files verified.", verified
        )
    return tr("No file is in “{group}” here.", group=tr(GROUP_LOOKS[wanted.group][1]))
