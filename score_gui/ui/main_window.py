"""The main window: shows what events tell, and turns what a person does into commands and signals.

It holds the rows it shows, and a body that shows them, which is made anew for another language or size of text.
Reading manifests, profiles, the preview's content and the engine belong to whoever builds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from score_gui.files.resources import resource_path
from score_gui.model.messages import (
    Command,
    Event,
    Watch,
)
from score_gui.model.right_of_way import RIGHT_OF_WAY
from score_gui.model.settings import Settings
from score_gui.model.transfer import Transfer
from score_gui.ui.actions import Actions
from score_gui.ui.activity import Journal
from score_gui.ui.drops import DropTarget
from score_gui.ui.icons import Icons
from score_gui.ui.outside import Outside
from score_gui.ui.queue_model import QueueModel
from score_gui.ui.queue_page import QueuePage
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.quit_guard import may_quit
from score_gui.ui.recent_menu import RecentMenu
from score_gui.ui.row_desk import RowDesk
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.speed_desk import SpeedDesk
from score_gui.ui.sums_board import SumsBoard
from score_gui.ui.theme import Theme
from score_gui.ui.tool_bar import ToolBar
from score_gui.ui.window_body import Shown, WindowBody
from score_gui.ui.window_news import News

_GEOMETRY = "geometry"


class MainWindow(QMainWindow):
    """The window of the program.

    Signals:
        manifest_chosen: files to read as manifests (`list[Path]`), chosen or dropped.
        text_dropped: text to read as a manifest or as object ids, dropped or pasted.
        browse_asked: open the page that browses a site.
        profiles_asked: open the profiles and tokens, on that of this id if it is not empty.
        new_profile_asked: begin a new profile.
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
    profiles_asked = Signal(str)
    new_profile_asked = Signal()
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
        self._settings = settings
        self._disk: tuple[str, int | None] = ("", None)
        self._shown = Shown(rows := QueueRows(), QueueModel(rows, self), Journal())
        self._drops = DropTarget(self, theme)
        self._body = self._make_body()
        self._sums = SumsBoard(self, rows, self._shown.model, self._body)
        self._speed = SpeedDesk(rows, self._body.page.details)
        self._news = News(self._shown, self._sums, self._speed, lambda: self._body, self.changed.emit)
        self._connect()
        self.setWindowTitle("score_gui")
        self.setWindowIcon(QIcon(str(resource_path("icons", "score-gui.svg"))))
        self.resize(1280, 800)
        self.set_profiles(profiles)
        self._restore()

    # --- what the composition root calls -------------------------------------------------------------------

    def load(self, transfers: Sequence[Transfer]) -> None:
        """Rows from the ledger, at the start."""
        self.rows.load(transfers)
        self._shown.model.rebuild()
        self._sums.show()

    def on_event(self, event: Event) -> None:
        """Show what the engine says; the slot of the bridge."""
        self._news.take(event)

    def set_profiles(self, profiles: Sequence[ProfileRow]) -> None:
        self._sums.set_profiles(profiles)

    def set_disk(self, place: str, free_after: int | None) -> None:
        """What the disk `place` will have free after the queue (bytes, negative when short); None hides it."""
        self._disk = (place, free_after)
        self._body.status.show_disk(place, free_after)

    def show_settings(self, settings: Settings) -> None:
        """Say what is chosen now, wherever it was chosen."""
        self._settings = settings
        self._body.status.show_settings(settings)

    def show_limit(self, limit: int | None) -> None:
        """The speed limit of this hour in bytes per second."""
        self._speed.set_limit(limit)

    def renew(self) -> None:
        """Make all that is seen anew, in the language and the size of text that hold now; the rows stay.

        Pages in front of the queue belong to others, who must make theirs anew. The former body lives until the
        event loop comes round, so that they can still look at it.
        """
        former = self._body
        place = former.leave(self)
        self._body = self._make_body()
        self._sums.show_in(self._body)
        self._speed.show_in(self.page.details)
        self._body.status.show_disk(*self._disk)
        self._body.return_to(place, self.width())

    def keep_preview(self, page: QWidget) -> None:
        """A page that is shown again and again, and stays while another one is in front."""
        self._body.front.keep(page)

    def show_preview(self, page: QWidget) -> None:
        """Put a page in front of the queue; the page before it is thrown away, unless it is kept."""
        self._body.bring(page)

    @property
    def front_page(self) -> QWidget | None:
        """What the person looks at: the queue's page, or one in front of it."""
        return self._body.front.currentWidget()

    def is_in_front(self, page: QWidget) -> bool:
        """The page is what the person looks at."""
        return self.front_page is page

    def show_queue(self) -> None:
        """Go back to the queue."""
        self._body.go_home()

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
        return self.rows.totals.left

    @property
    def rows(self) -> QueueRows:
        return self._shown.rows

    @property
    def page(self) -> QueuePage:
        return self._body.page

    @property
    def actions_(self) -> Actions:
        return self._body.actions_

    @property
    def desk(self) -> RowDesk:
        return self._body.desk

    @property
    def tools(self) -> ToolBar:
        return self._body.tools

    @property
    def recent(self) -> RecentMenu:
        return self._body.recent

    # --- construction --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        """What outlives a body."""
        self._drops.dropped_paths.connect(self.manifest_chosen)
        self._drops.dropped_text.connect(self.text_dropped)

    def _make_body(self) -> WindowBody:
        self.setMinimumSize(self._theme.px(640), min(600, self._theme.px(480)))
        body = WindowBody(self._theme, self._icons, self._outside, self._shown, self._settings)
        self._connect_actions(body.actions_)
        page = body.page
        for desk in (body.desk, body.manifests):
            desk.commanded.connect(self._commands)
            desk.slice_asked.connect(self.slice_asked)
        body.manifests.receipt_asked.connect(self.receipt_asked)
        body.desk.profiles_asked.connect(lambda: self.profiles_asked.emit(""))
        body.desk.network_asked.connect(self.network_asked)
        page.side.manifest_asked.connect(self.ask_for_manifest)
        page.side.profile_asked.connect(self.profiles_asked)
        page.side.new_profile_asked.connect(self.new_profile_asked)
        page.view.pasted.connect(self._drops.paste)
        page.details.watched.connect(lambda key: self._commands(Watch(key)))
        body.filters.filtered.connect(self._on_filtered)
        body.status.settings_chosen.connect(self.settings_chosen)
        body.enter(self)
        return body

    def _connect_actions(self, actions: Actions) -> None:
        actions.connect_all(
            {
                actions.add: self.ask_for_manifest,
                actions.paste: self._drops.paste,
                actions.browse: self.browse_asked.emit,
                actions.profiles: lambda: self.profiles_asked.emit(""),
                actions.practice: self.practice_asked.emit,
                actions.settings: self.settings_asked.emit,
                actions.quit: self._on_quit,
            }
        )

    def _on_filtered(self) -> None:
        self._sums.show()

    # --- the window itself ---------------------------------------------------------------------------------

    def event(self, event: QEvent, /) -> bool:
        """To paint the window takes hundreds of calls into Qt, after each of which another thread may come in."""
        if event.type() is not QEvent.Type.UpdateRequest:
            return super().event(event)
        with RIGHT_OF_WAY.taken():
            return super().event(event)

    def _on_quit(self) -> None:
        self.close()

    def _restore(self) -> None:
        geometry = self._outside.memory.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self._body.fit(self.width())

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._body.fit(self.width())

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._body.focus_first()

    def closeEvent(self, event: QCloseEvent, /) -> None:
        if not may_quit(self, self.rows, self._outside):
            event.ignore()
            return
        self._outside.memory.setValue(_GEOMETRY, self.saveGeometry())
        self.page.save()
        self.quit_asked.emit()
        event.accept()
