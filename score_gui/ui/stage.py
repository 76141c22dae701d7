"""Everything a person sees of one run: the main window with its pages and dialogs, and how they hear of one another.

The program behind it (engine, settings, threads, keyring) stands in the composition root and never changes. What is
seen can be made anew at any time, in another language or size of text: each flow keeps what it knows, and only its
widgets are thrown away. The engine notices nothing of it, and its events find the same rows as before.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QWidget

from score_gui.files.resources import resource_path
from score_gui.model.language import mark, tr
from score_gui.model.messages import Changed, Event, Ticked, TokenChanged
from score_gui.model.problem import Problem
from score_gui.model.profile import PRACTICE_SIZE
from score_gui.model.settings import Settings
from score_gui.model.text import bytes_text
from score_gui.power.suspend import suspend
from score_gui.ui.after_desk import AfterDesk, Deeds
from score_gui.ui.background import in_later_turn
from score_gui.ui.backstage import Backstage
from score_gui.ui.badge import Badge
from score_gui.ui.browse_flow import BrowseFlow
from score_gui.ui.disk_watch import DiskWatch
from score_gui.ui.empty_page import EmptyPage
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.manifest_ways import ManifestWays, list_outside
from score_gui.ui.notices import Notices
from score_gui.ui.outside import Outside
from score_gui.ui.preview_answers import MeasuredSpeed, PreviewAnswers
from score_gui.ui.preview_flow import PreviewFlow
from score_gui.ui.preview_queue import QueueBook
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.profiles_flow import ProfilesFlow
from score_gui.ui.reveal import reveal
from score_gui.ui.settings_desk import SCHEMES
from score_gui.ui.slice_flow import make_slices
from score_gui.ui.theme import Theme
from score_gui.ui.trouble_boxes import tell_problem

_KEYRING = {"win32": "Windows Credential Manager", "darwin": mark("the macOS keychain")}


class Stage(QObject):
    """The window and the flows round it. `hear` is told what the engine says.

    Signals:
        left: the person closed the window.
    """

    left = Signal()

    def __init__(self, behind: Backstage, parent: QObject) -> None:
        super().__init__(parent)
        self._behind = behind
        self.theme, self.icons = behind.theme, Icons(behind.theme)
        self._book = QueueBook()
        self._measured = MeasuredSpeed(behind.memory)
        self.window = self._make_window()
        window, theme, icons, pool, wiring = self.window, self.theme, self.icons, behind.pool, behind.wiring
        self.profiles = ProfilesFlow(window, theme, icons, pool, wiring, behind.practice)
        answers = PreviewAnswers(
            self.profiles.line, wiring.source, wiring.completer, self._book, self._measured
        )
        world = PreviewOutside(answers, pool, behind.memory, in_later_turn)
        lists = list_outside(wiring)
        self.previews = PreviewFlow(window, theme, icons, world, self.profiles.rows, lists)
        self.previews.settings = behind.choices.settings
        self.ways = ManifestWays(behind, self.previews, self.profiles, self)
        self.after = self._make_after()
        self.badge = Badge(self, lambda: window.rows.totals, lambda: self.settings.badge, behind.show_badge)
        self.browser = BrowseFlow(window, theme, icons, pool, self.profiles.sites, wiring.song)
        self.slices = make_slices(window, theme, icons, wiring, self.profiles.sites, behind.choices)
        self._disk = DiskWatch(window, lambda: self.settings.output_folder, pool)
        self._renewing = QTimer(self, singleShot=True, interval=0)
        self._renewing.timeout.connect(self._renew)
        self._connect_window()
        self._connect_flows()
        self._choose_look(self.settings)

    @property
    def settings(self) -> Settings:
        return self._behind.choices.settings

    # --- what the program calls -----------------------------------------------------------------------------

    def open(self) -> None:
        """Show the window."""
        self.window.show()
        self.profiles.refresh()
        self._disk.start()

    def come_forward(self) -> None:
        """Be in front of whatever else is on the screen."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def hear(self, event: Event) -> None:
        """Show what the engine says."""
        self.window.on_event(event)
        self._book.take(event)
        if isinstance(event, Changed):
            self.profiles.mark_refused(event.transfers)
            self.profiles.mark_used(event.transfers)
        elif isinstance(event, Ticked):
            self._measured.note(event.speed)

    def follow(self, settings: Settings) -> None:
        """The settings are others now."""
        self.window.show_settings(settings)
        self.previews.settings = settings
        self._choose_look(settings)
        self.after.keep_awake()
        self.badge.look()
        if settings.text_size != self.theme.text_size or not self._behind.tongues.speaks(settings.language):
            # Not here: whoever chose it stands in a widget that is about to be thrown away.
            self._renewing.start()

    def tell_problem(self, problem: Problem) -> None:
        if self.window.isVisible():  # while the program ends, a late answer opens no box over nothing
            tell_problem(self.window, problem)

    def open_practice(self) -> None:
        """Start the practice site and show its manifest."""
        self.ways.open_practice()

    def rest(self) -> None:
        """The program is about to end: begin nothing more."""
        self._renewing.stop()
        self._disk.stop()
        self.badge.clear()
        self.slices.close()

    def end(self) -> None:
        """Let go of everything."""
        self.browser.close()
        self.slices.end()
        self._measured.save()

    # --- another look ---------------------------------------------------------------------------------------

    def _renew(self) -> None:
        """Make everything that is seen anew."""
        front = self.window.front_page
        self._behind.tongues.speak(self.settings.language)
        if self.settings.text_size != self.theme.text_size:
            self.theme.set_text_size(self.settings.text_size)
        self.window.renew()
        self.previews.renew(in_front=front is self.previews.tabs)
        self.browser.renew()
        self.slices.renew()
        self._behind.choices.renew()

    def _choose_look(self, settings: Settings) -> None:
        if self._behind.follows_look:
            self.theme.choose(SCHEMES.get(settings.look))

    # --- construction ---------------------------------------------------------------------------------------

    def _make_window(self) -> MainWindow:
        memory = self._behind.memory
        outside = Outside(reveal=reveal, memory=memory, make_empty_page=self._make_empty_page)
        return MainWindow(
            self._behind.post,
            settings=self.settings,
            profiles=(),
            theme=self.theme,
            outside=outside,
            icons=self.icons,
        )

    def _make_after(self) -> AfterDesk:
        behind = self._behind
        notices = Notices(self.window, QIcon(str(resource_path("icons", "score-gui.svg"))))
        deeds = Deeds(
            tell=notices.tell,
            quit=behind.quit,
            suspend=suspend,
            save_receipt=behind.wiring.save_receipt,
            show_receipt=lambda page: _open_url(page.as_uri()),
            keep_awake=behind.keep_awake,
        )
        return AfterDesk(self.window, self.window.rows, lambda: self.settings, deeds, behind.pool)

    def _make_empty_page(self, theme: Theme, icons: Icons) -> QWidget:
        keyring = tr(_KEYRING.get(sys.platform, mark("the system keyring")))
        page = EmptyPage(theme, icons, keyring=keyring, practice_size=bytes_text(PRACTICE_SIZE))
        page.token_asked.connect(self._on_token_asked)
        page.token_page_asked.connect(lambda: _open_url("https://platform.icgc-argo.org/user"))
        page.url_asked.connect(_open_url)
        page.choose_asked.connect(self._on_choose_asked)
        page.practice_asked.connect(self.open_practice)
        return page

    def _on_token_asked(self) -> None:
        self.profiles.open()

    def _on_choose_asked(self) -> None:
        self.window.ask_for_manifest()

    def _connect_window(self) -> None:
        window, choices = self.window, self._behind.choices
        window.manifest_chosen.connect(self.previews.read_paths)
        window.text_dropped.connect(self.previews.read_text)
        window.browse_asked.connect(self.browser.open)
        window.profiles_asked.connect(self.profiles.open)
        window.new_profile_asked.connect(self.profiles.open_new)
        window.practice_asked.connect(self.open_practice)
        window.settings_asked.connect(lambda: choices.open(self.theme, self.icons, window))
        window.settings_chosen.connect(choices.put)
        window.show_limit(choices.for_engine().rate_limit)
        window.changed.connect(self.after.look)
        window.changed.connect(self.badge.look)
        window.receipt_asked.connect(self.after.save_receipt)
        window.slice_asked.connect(self.slices.open_rows)
        window.network_asked.connect(
            lambda: choices.open(self.theme, self.icons, window).show_page(tr("Network"))
        )
        window.quit_asked.connect(self.left)

    def _connect_flows(self) -> None:
        self.previews.download_asked.connect(self.ways.download)
        self.previews.token_asked.connect(self.profiles.open)
        self.previews.stumbled.connect(self.tell_problem)
        self.previews.slice_asked.connect(self.slices.open_entries)
        self.browser.review_asked.connect(self.ways.review)
        self.browser.profiles_asked.connect(self.profiles.open)
        self.profiles.token_changed.connect(self._on_token_changed)
        self.profiles.url_asked.connect(_open_url)
        self.slices.token_asked.connect(self.profiles.open)
        self.slices.reveal_asked.connect(reveal)
        self.slices.whole_asked.connect(self.ways.show_whole)
        self.slices.stumbled.connect(self.tell_problem)

    def _on_token_changed(self, profile_id: str) -> None:
        self._behind.post(TokenChanged(profile_id))
        self.previews.refresh_token()

    def read(self, manifests: list[Path]) -> None:
        """Show these manifests in the preview."""
        if manifests:
            self.previews.read_paths(manifests)


def _open_url(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
