"""The main window: shows what events tell, and turns what a person does into commands and signals.

It connects the regions and holds nothing of its own but the rows it shows. Reading manifests, profiles, the
preview's content and the engine belong to whoever builds it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from score_gui.files.resources import resource_path
from score_gui.model.messages import (
    Added,
    Changed,
    Command,
    Event,
    Gone,
    Idle,
    Noted,
    PartsSeen,
    Stopped,
    Ticked,
    Watch,
)
from score_gui.model.settings import Settings
from score_gui.model.transfer import Transfer
from score_gui.ui.actions import Actions
from score_gui.ui.deeds import quit_question
from score_gui.ui.details import Tab
from score_gui.ui.drops import DropTarget
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
from score_gui.ui.queue_rows import Delta, QueueRows
from score_gui.ui.recent_menu import RecentMenu
from score_gui.ui.regions import Regions
from score_gui.ui.row_desk import RowDesk
from score_gui.ui.side_rows import GROUP_LOOKS, ProfileRow, running_files
from score_gui.ui.speed_desk import SpeedDesk
from score_gui.ui.status_bar import StatusBar
from score_gui.ui.sums_board import SumsBoard
from score_gui.ui.theme import Theme
from score_gui.ui.tool_bar import ToolBar

_ASK_BEFORE_QUIT = "ask-before-quit"
_GEOMETRY = "geometry"
_COMPACT = "compact-rows"


class MainWindow(QMainWindow):
    """The window of the program.

    Signals:
        manifest_chosen: files to read as manifests (`list[Path]`), chosen or dropped.
        text_dropped: text to read as a manifest or as object ids, dropped or pasted.
        browse_asked: open the page that browses a site.
        profiles_asked: open the profiles and tokens.
        network_asked: open the settings of the network.
        practice_asked: open the practice set.
        slice_asked: the rows of which slices are wanted (a tuple of `Row`); none where a file is to be asked for.
        settings_asked: open the settings.
        settings_chosen: the settings with what a person changed in the window (`Settings`).
        receipt_asked: save a receipt of this manifest (its name) and show it.
        changed: rows, or the state of some, are others now.
        quit_asked: the window closes; end the engine and then the program.
    """

    manifest_chosen = Signal(list)
    text_dropped = Signal(str)
    browse_asked = Signal()
    profiles_asked = Signal()
    network_asked = Signal()
    practice_asked = Signal()
    slice_asked = Signal(object)
    settings_asked = Signal()
    settings_chosen = Signal(object)
    receipt_asked = Signal(str)
    changed = Signal()
    quit_asked = Signal()

    def __init__(
        self,
        commands: Callable[[Command], None],
        *,
        settings: Settings,
        profiles: Sequence[ProfileRow],
        theme: Theme,
        outside: Outside,
        icons: Icons | None = None,
    ) -> None:
        super().__init__()
        self._commands = commands
        self._theme = theme
        self._outside = outside
        self._icons = icons or Icons(theme)
        self._rows = QueueRows()
        self._build(settings)
        self._connect()
        self.set_profiles(profiles)
        self._restore()

    # --- what the composition root calls -------------------------------------------------------------------

    def load(self, transfers: Sequence[Transfer]) -> None:
        """Rows from the ledger, at the start."""
        self._rows.load(transfers)
        self._model.rebuild()
        self._sums.show()

    def on_event(self, event: Event) -> None:
        """Show what the engine says; the slot of the bridge."""
        match event:
            case Changed(transfers):
                self._apply(self._rows.change(transfers))
            case Gone(ids):
                self._apply(self._rows.drop(ids))
            case Ticked():
                self._tick(event)
            case PartsSeen():
                self._page.details.show_parts(event)
            case Noted():
                self._page.details.add_note(event)
            case Added(ids):
                self._page.view.lead_to(ids)
            case Idle() | Stopped():
                self._sums.rest()

    def set_profiles(self, profiles: Sequence[ProfileRow]) -> None:
        self._sums.set_profiles(profiles)

    def set_disk(self, place: str, free_after: int | None) -> None:
        """What the disk `place` will have free after the queue (bytes, negative when short); None hides it."""
        self._status.show_disk(place, free_after)

    def show_settings(self, settings: Settings) -> None:
        """Say what is chosen now, wherever it was chosen."""
        self._status.show_settings(settings)

    def show_limit(self, limit: int | None) -> None:
        """The speed limit of this hour in bytes per second."""
        self._speed.set_limit(limit)

    def keep_preview(self, page: QWidget) -> None:
        """A page that is shown again and again, and stays while another one is in front."""
        self._front.keep(page)

    def show_preview(self, page: QWidget) -> None:
        """Put a page in front of the queue; the page before it is thrown away, unless it is kept."""
        self._front.bring(page)
        self._tools.setVisible(False)
        self._desk.set_queue_shown(shown=False)

    def is_in_front(self, page: QWidget) -> bool:
        """The page is what the person looks at."""
        return self._front.currentWidget() is page

    def show_queue(self) -> None:
        """Go back to the queue."""
        self._front.go_home()
        self._tools.setVisible(True)
        self._desk.set_queue_shown(shown=True)
        self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_for_manifest(self) -> None:
        """Let the person choose files."""
        paths = self.choose_manifests()
        if paths:
            self.manifest_chosen.emit(paths)

    def choose_manifests(self) -> list[Path]:
        """The files that the person chooses; none if they think better of it."""
        return self._outside.choose_manifests(self)

    def set_previews(self, names: Sequence[str]) -> None:
        """The names of the open previews."""
        self._sums.set_previews(names)

    @property
    def site_names(self) -> dict[str, str]:
        """What the sites are called, by the ids of their profiles."""
        return self._sums.names()

    @property
    def bytes_to_come(self) -> int:
        """What the queue will still put on the disk."""
        return self._rows.totals.left

    @property
    def rows(self) -> QueueRows:
        return self._rows

    @property
    def page(self) -> QueuePage:
        return self._page

    @property
    def actions_(self) -> Actions:
        return self._actions

    @property
    def tools(self) -> ToolBar:
        return self._tools

    # --- construction --------------------------------------------------------------------------------------

    def _build(self, settings: Settings) -> None:
        self.setWindowTitle("score_gui")
        self.setWindowIcon(QIcon(str(resource_path("icons", "score-gui.svg"))))
        self.setMinimumSize(self._theme.px(640), min(600, self._theme.px(480)))
        self.resize(1280, 800)
        self._model = QueueModel(self._rows, self)
        self._actions = Actions(self, self._icons)
        empty = self._outside.make_empty_page(self._theme, self._icons)
        self._page = QueuePage(self._theme, self._icons, self._model, empty, self._outside.memory)
        self._desk = RowDesk(self, self._page, self._actions, self._outside, self._rows)
        self._states = self._make_state_actions()
        self._actions.add_states(self._states)
        self._make_tab_keys()
        self.recent = RecentMenu(self)
        build_menu_bar(self.menuBar(), self._actions, self._states, self.recent)
        self._tools = ToolBar(self._theme, self._icons, self._actions)
        self.addToolBar(self._tools)
        self._front = FrontPages(self._page)
        self.setCentralWidget(self._front)
        self._status = StatusBar(self._theme, self._icons, settings)
        self.setStatusBar(self._status)
        self._drops = DropTarget(self, self._theme)
        self._filters = FilterDesk(self._model, self._page, self._tools)
        self._sums = SumsBoard(
            self, self._rows, self._model, self._page, self._tools, self._status, self._desk
        )
        self._manifests = ManifestDesk(self._page.side, self._rows)
        self._speed = SpeedDesk(self._rows, self._page.details)
        page = self._page
        self._regions = Regions((self._tools.search, page.side, page.view, page.details.tabs, page.banner))

    def _make_state_actions(self) -> list[QAction]:
        made = []
        for number, (group, (_, word)) in enumerate(GROUP_LOOKS.items(), 1):
            action = QAction(word, self)
            action.setShortcut(f"Ctrl+{number}")
            action.triggered.connect(lambda _=False, key=group: self._filters.show_group(key))
            self.addAction(action)
            made.append(action)
        return made

    def _make_tab_keys(self) -> None:
        """Alt and a number, for macOS the control key, where Alt types characters."""
        modifier = "Meta" if sys.platform == "darwin" else "Alt"
        for tab in Tab:
            shortcut = QShortcut(f"{modifier}+{tab + 1}", self)
            shortcut.activated.connect(lambda tab=tab: self._page.details.show_tab(tab))

    def _connect(self) -> None:
        actions, page = self._actions, self._page
        actions.connect_all(
            {
                actions.add: self.ask_for_manifest,
                actions.paste: self._drops.paste,
                actions.browse: self.browse_asked.emit,
                actions.profiles: self.profiles_asked.emit,
                actions.practice: self.practice_asked.emit,
                actions.settings: self.settings_asked.emit,
                actions.quit: self._on_quit,
                actions.keys: lambda: show_keys(self, self._theme, self._actions.all),
                actions.about: lambda: show_about(self),
                actions.find: self._filters.find,
                actions.clear: self._filters.clear,
                actions.details: self._on_details,
                actions.compact: self._on_compact,
                actions.next_region: self._regions.go_on,
                actions.former_region: self._regions.go_back,
            }
        )
        self._desk.commanded.connect(self._commands)
        self._manifests.commanded.connect(self._commands)
        self._manifests.slice_asked.connect(self.slice_asked)
        self._manifests.receipt_asked.connect(self.receipt_asked)
        self._desk.profiles_asked.connect(self.profiles_asked)
        self._desk.network_asked.connect(self.network_asked)
        self._desk.slice_asked.connect(self.slice_asked)
        self._desk.details_asked.connect(self._open_details)
        page.side.manifest_asked.connect(self.ask_for_manifest)
        page.side.profiles_asked.connect(self.profiles_asked)
        page.view.pasted.connect(self._drops.paste)
        page.details.closed.connect(lambda: self._open_details(wanted=False))
        page.details.watched.connect(lambda key: self._commands(Watch(key)))
        self._filters.filtered.connect(self._sums.show)
        self._status.settings_chosen.connect(self.settings_chosen)
        self._drops.dropped_paths.connect(self.manifest_chosen)
        self._drops.dropped_text.connect(self.text_dropped)

    # --- events --------------------------------------------------------------------------------------------

    def _apply(self, delta: Delta) -> None:
        self._model.apply(delta)
        self._desk.refresh(delta)
        self._sums.show()
        self._speed.look()
        self.changed.emit()

    def _tick(self, event: Ticked) -> None:
        delta = self._rows.tick(event.samples)
        self._model.refresh(delta)
        self._desk.refresh(delta)
        self._sums.set_speed(event.speed)
        self._speed.tick(event)

    # --- wishes --------------------------------------------------------------------------------------------

    def _on_details(self) -> None:
        self._open_details(wanted=self._actions.details.isChecked())

    def _open_details(self, *, wanted: bool = True) -> None:
        self._page.show_details(wanted=wanted)
        self._actions.details.setChecked(wanted)

    def _on_compact(self) -> None:
        self._outside.memory.setValue(_COMPACT, self._actions.compact.isChecked())
        self._fit()

    def _on_quit(self) -> None:
        self.close()

    # --- the window itself ---------------------------------------------------------------------------------

    def _restore(self) -> None:
        memory = self._outside.memory
        geometry = memory.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self._actions.compact.setChecked(str(memory.value(_COMPACT, False)).lower() == "true")
        self._actions.details.setChecked(True)
        self._fit()

    def _fit(self) -> None:
        width_class = WidthClass.of(self.width() / self._theme.em)
        self._tools.fit(width_class)
        self._status.fit(roomy=width_class >= WidthClass.WIDE)
        compact = self._actions.compact.isChecked() or width_class is WidthClass.MEDIUM
        self._page.fit(width_class, compact=compact)
        self._actions.details.setChecked(self._page.has_details)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            first = self._page.side if self._page.is_empty else self._page.view
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent, /) -> None:
        if not self._may_quit():
            event.ignore()
            return
        self._outside.memory.setValue(_GEOMETRY, self.saveGeometry())
        self._page.save()
        self.quit_asked.emit()
        event.accept()

    def _may_quit(self) -> bool:
        running = running_files(self._rows.totals)
        asks = str(self._outside.memory.value(_ASK_BEFORE_QUIT, True)).lower() != "false"
        if not running or not asks:
            return True
        answer = self._outside.ask_quit(self, quit_question(running))
        if not answer.ask_again:
            self._outside.memory.setValue(_ASK_BEFORE_QUIT, False)
        return answer.yes
