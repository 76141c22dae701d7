"""All that is seen in the main window: the widgets of one look, joined to one another.

Words, type and measures are set when a widget is made. For another language or size of text the window throws its
body away and makes a new one over the same rows; what must outlive a look is therefore not kept here.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QMainWindow, QMenuBar, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.model.settings import Settings
from score_gui.model.transfer import TransferId
from score_gui.ui.actions import Actions
from score_gui.ui.activity import Journal
from score_gui.ui.details import Tab
from score_gui.ui.filter_desk import FilterDesk
from score_gui.ui.front import FrontPages
from score_gui.ui.help_boxes import show_about, show_keys
from score_gui.ui.icons import Icons
from score_gui.ui.manifest_desk import ManifestDesk
from score_gui.ui.menus import build_menu_bar
from score_gui.ui.outside import Outside
from score_gui.ui.queue_columns import WidthClass
from score_gui.ui.queue_model import QueueModel
from score_gui.ui.queue_page import QueuePage
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.recent_menu import RecentMenu
from score_gui.ui.regions import Regions
from score_gui.ui.row_desk import RowDesk
from score_gui.ui.side_rows import GROUP_LOOKS
from score_gui.ui.status_bar import StatusBar
from score_gui.ui.theme import Theme
from score_gui.ui.tool_bar import ToolBar

_COMPACT = "compact-rows"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of the queue, whatever it looks like."""

    rows: QueueRows
    model: QueueModel
    journal: Journal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is in the window: what a new body begins with."""

    selected: frozenset[TransferId]
    current: TransferId | None
    first_shown: TransferId | None
    tab: int
    has_details: bool
    search: str


class WindowBody(QWidget):
    """The middle of the window; it puts its tool bar, menus and status bar round itself with `enter`."""

    def __init__(
        self, theme: Theme, icons: Icons, outside: Outside, shown: Shown, settings: Settings
    ) -> None:
        super().__init__()
        self._theme = theme
        self._memory = outside.memory
        self._shown = shown
        self.actions_ = Actions(self, icons)
        empty = outside.make_empty_page(theme, icons)
        self.page = QueuePage(theme, icons, shown.model, empty, outside.memory, shown.journal)
        self.desk = RowDesk(self, self.page, self.actions_, outside, shown.rows)
        self.tools = ToolBar(theme, icons, self.actions_)
        self.status = StatusBar(theme, icons, settings)
        self.filters = FilterDesk(shown.model, self.page, self.tools)
        self.manifests = ManifestDesk(self.page.side, shown.rows, lambda: shown.model.sites)
        self.recent = RecentMenu(self)
        self.front = FrontPages(self.page)
        self._states = self._make_state_actions()
        self.actions_.add_states(self._states)
        self._make_tab_keys()
        page = self.page
        self._regions = Regions((self.tools.search, page.side, page.view, page.details.tabs, page.banner))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.front)
        self._connect()
        self.actions_.compact.setChecked(str(self._memory.value(_COMPACT, False)).lower() == "true")
        self.actions_.details.setChecked(True)

    # --- in the window ----------------------------------------------------------------------------------------

    def enter(self, window: QMainWindow) -> None:
        """Take the place of the body that is there, which is thrown away."""
        bar = QMenuBar()
        build_menu_bar(bar, self.actions_, self._states, self.recent)
        window.setMenuBar(bar)
        window.addToolBar(self.tools)
        window.setCentralWidget(self)
        window.setStatusBar(self.status)
        for made in (self.tools, self, self.status):
            made.show()

    def leave(self, window: QMainWindow) -> Place:
        """Give up the edges of the window, and tell where the person is."""
        self.page.save()
        window.removeToolBar(self.tools)
        self.tools.deleteLater()
        return self._place()

    def return_to(self, place: Place, width: int) -> None:
        """Go where the person was, in a window of this width."""
        chosen = self._shown.model.filter
        self.page.side.choose(chosen.group, chosen.manifest)
        self.tools.show_search(place.search)
        self.open_details(wanted=place.has_details)
        self.fit(width)
        self.page.details.tabs.setCurrentIndex(place.tab)
        self.page.view.select(set(place.selected), place.current)
        position = None if place.first_shown is None else self._shown.model.position(place.first_shown)
        if position is not None:
            index = self._shown.model.index(position, 0)
            self.page.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        self.desk.look()

    def _place(self) -> Place:
        view, model = self.page.view, self._shown.model

        def id_at(index: QModelIndex) -> TransferId | None:
            return model.id_at(index.row()) if index.isValid() else None

        return Place(
            selected=frozenset(row.id for row in view.selected_rows()),
            current=id_at(view.currentIndex()),
            first_shown=id_at(view.indexAt(view.viewport().rect().topLeft())),
            tab=self.page.details.tabs.currentIndex(),
            has_details=self.page.wants_details,
            search=self.tools.search.text(),
        )

    # --- what is in front -------------------------------------------------------------------------------------

    def bring(self, page: QWidget) -> None:
        """Put a page in front of the queue."""
        self.front.bring(page)
        self.tools.setVisible(False)
        self.desk.set_queue_shown(shown=False)

    def go_home(self) -> None:
        """Put the queue in front."""
        self.front.go_home()
        self.tools.setVisible(True)
        self.desk.set_queue_shown(shown=True)
        self.page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_details(self, *, wanted: bool = True) -> None:
        self.page.show_details(wanted=wanted)
        self.actions_.details.setChecked(wanted)

    def fit(self, width: int) -> None:
        """Take the shape for a window of this width."""
        width_class = WidthClass.of(width / self._theme.em)
        self.tools.fit(width_class)
        self.status.fit(width_class)
        compact = self.actions_.compact.isChecked() or width_class is WidthClass.MEDIUM
        self.page.fit(width_class, compact=compact)
        self.actions_.details.setChecked(self.page.has_details)

    def focus_first(self) -> None:
        """Give the keyboard to what a person begins with."""
        first = self.page.side if self.page.is_empty else self.page.view
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- construction -----------------------------------------------------------------------------------------

    def _make_state_actions(self) -> list[QAction]:
        made = []
        for number, (group, (_, word)) in enumerate(GROUP_LOOKS.items(), 1):
            action = QAction(tr(word), self)
            action.setShortcut(f"Ctrl+{number}")
            action.triggered.connect(lambda _=False, key=group: self.filters.show_group(key))
            self.addAction(action)
            made.append(action)
        return made

    def _make_tab_keys(self) -> None:
        """Alt and a number, for macOS the control key, where Alt types characters."""
        modifier = "Meta" if sys.platform == "darwin" else "Alt"
        for tab in Tab:
            shortcut = QShortcut(f"{modifier}+{tab + 1}", self)
            shortcut.activated.connect(lambda tab=tab: self.page.details.show_tab(tab))

    def _connect(self) -> None:
        actions = self.actions_
        actions.connect_all(
            {
                actions.keys: lambda: show_keys(self, self._theme, actions.all),
                actions.about: lambda: show_about(self),
                actions.find: self.filters.find,
                actions.clear: self.filters.clear,
                actions.details: self._on_details,
                actions.compact: self._on_compact,
                actions.next_region: self._regions.go_on,
                actions.former_region: self._regions.go_back,
            }
        )
        self.desk.details_asked.connect(self.open_details)
        self.page.details.closed.connect(lambda: self.open_details(wanted=False))

    def _on_details(self) -> None:
        self.open_details(wanted=self.actions_.details.isChecked())

    def _on_compact(self) -> None:
        self._memory.setValue(_COMPACT, self.actions_.compact.isChecked())
        self.fit(self.window().width())
