"""The composition root of the window: builds every object once, connects them, and takes them down in order."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from score_gui.demo.data import LARGE_SIZE
from score_gui.files.resources import resource_path
from score_gui.manifests import Watch, read_path
from score_gui.manifests.remote import hosts_of, read_url
from score_gui.model.manifest import Manifest
from score_gui.model.messages import (
    Add,
    Changed,
    Command,
    Configure,
    Event,
    Stop,
    Stopped,
    Ticked,
    TokenChanged,
    Told,
    WayChanged,
)
from score_gui.model.problem import Problem
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings, StayAwake
from score_gui.model.text import bytes_text
from score_gui.power.awake import system_hold
from score_gui.power.mains import is_plugged_in
from score_gui.power.suspend import suspend
from score_gui.power.wakefulness import Wakefulness
from score_gui.practice import PROFILE_ID, WATCHABLE, Practice
from score_gui.transfer.ledger import LedgerInUseError, LedgerUnreadableError
from score_gui.ui.after_desk import AfterDesk, Deeds
from score_gui.ui.bridge import EngineBridge
from score_gui.ui.browse_flow import BrowseFlow
from score_gui.ui.disk_watch import DiskWatch
from score_gui.ui.doorbell import Doorbell, door_of, ring
from score_gui.ui.empty_page import EmptyPage
from score_gui.ui.end_signals import end_on_signals
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.network_fields import NetworkDesk
from score_gui.ui.notices import Notices
from score_gui.ui.outside import Outside
from score_gui.ui.pool import Pool
from score_gui.ui.preview_answers import MeasuredSpeed, PreviewAnswers
from score_gui.ui.preview_flow import PreviewFlow
from score_gui.ui.preview_queue import QueueBook
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.profiles_flow import ProfilesFlow
from score_gui.ui.reveal import reveal
from score_gui.ui.settings_desk import SCHEMES, SettingsDesk
from score_gui.ui.slice_flow import make_slices
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from score_gui.ui.trouble_boxes import tell_problem, tell_queue_trouble
from score_gui.wiring import Wiring

log = logging.getLogger(__name__)

TURN = 0.001
"""Seconds after which a thread that computes lets the window's thread in, which needs many short turns to paint."""
_KEYRING = {"win32": "Windows Credential Manager", "darwin": "the macOS keychain"}
STOP_PATIENCE = 12_000
"""Milliseconds after which the program ends even if the engine does not answer."""


class App(QObject):
    """One run of the program with a window; it follows the system's colours unless `scheme` is given.

    Signals:
        ended: everything is closed.
    """

    ended = Signal()

    def __init__(self, qt: QApplication, wiring: Wiring, scheme: Scheme | None = None) -> None:
        super().__init__()
        self.wiring = wiring
        self._has_own_scheme = scheme is not None
        self.theme = Theme(qt, scheme, wiring.settings.text_size)
        self.theme.apply()
        self.icons = Icons(self.theme)
        self.pool = Pool(self)
        self.bridge = EngineBridge(self)
        self.memory = QSettings(str(wiring.folders.config / "window.ini"), QSettings.Format.IniFormat)
        self.choices = SettingsDesk(
            wiring.settings,
            Settings(wiring.folders.downloads),
            wiring.kept_settings.save,
            NetworkDesk(self.pool, self._keep_password),
            self.pool,
            parent=self,
        )
        self._choose_look(wiring.settings)
        self._wake = Wakefulness(system_hold(os.getpid()), is_plugged_in)
        self.practice = Practice(wiring, rate_limit=WATCHABLE)
        self.engine = wiring.engine(self.choices.for_engine(), self.bridge.deliver)
        self._book = QueueBook()
        self._is_ending = False
        self._has_ended = False
        self.window = self._make_window()
        self.profiles = ProfilesFlow(self.window, self.theme, self.icons, self.pool, wiring, self.practice)
        self._measured = MeasuredSpeed(self.memory)
        answers = PreviewAnswers(self.profiles.line, wiring.source, self._book, self._measured)
        world = PreviewOutside(answers, self.pool, self.memory)
        self.previews = PreviewFlow(
            self.window, self.theme, self.icons, world, self.profiles.rows, self._fetch_list
        )
        self.previews.settings = self.choices.settings
        self.after = self._make_after()
        self.browser = BrowseFlow(
            self.window, self.theme, self.icons, self.pool, self.profiles.sites, wiring.song
        )
        self.slices = make_slices(
            self.window, self.theme, self.icons, wiring, self.profiles.sites, self.choices
        )
        self._disk = DiskWatch(self.window, lambda: self.choices.settings.output_folder, self.pool)
        self._connect()

    def start(self, manifests: Sequence[Path]) -> None:
        """Open the queue and show the window. Raises what `Engine.start` raises."""
        self.engine.start()
        self.bridge.attach(self.engine.post)
        self.window.show()
        self.profiles.refresh()
        self._disk.start()
        for problem in self.wiring.remarks:
            self._tell_problem(problem)
        if manifests:
            self.previews.read_paths(list(manifests))

    def end(self) -> None:
        """Checkpoint everything on its way, close, then say `ended`. Asks nothing."""
        self._end()

    def come_forward(self, manifests: list[Path]) -> None:
        """The program was started again: be in front, with the manifests it was started with."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        if manifests:
            self.previews.read_paths(manifests)

    def open_practice(self) -> None:
        """Start the practice site and show its manifest."""
        self.pool(self._start_practice, self._on_practice_started)

    # --- construction ---

    def _make_window(self) -> MainWindow:
        outside = Outside(reveal=reveal, memory=self.memory, make_empty_page=self._make_empty_page)
        return MainWindow(
            self._post,
            settings=self.choices.settings,
            profiles=(),
            theme=self.theme,
            outside=outside,
            icons=self.icons,
        )

    def _make_after(self) -> AfterDesk:
        notices = Notices(self.window, QIcon(str(resource_path("icons", "score-gui.svg"))))
        deeds = Deeds(
            tell=notices.tell,
            quit=self.end,
            suspend=suspend,
            save_receipt=self.wiring.save_receipt,
            show_receipt=lambda page: _open_url(page.as_uri()),
            keep_awake=self._keep_awake,
        )
        return AfterDesk(self.window, self.window.rows, lambda: self.choices.settings, deeds, self.pool)

    def _keep_awake(self, is_needed: bool) -> None:  # noqa: FBT001 - a deed
        """Called in a thread of the pool."""
        self._wake.want(is_needed=is_needed, choice=self.choices.settings.stay_awake)
        self._wake.apply()

    def _make_empty_page(self, theme: Theme, icons: Icons) -> QWidget:
        keyring = _KEYRING.get(sys.platform, "the system keyring")
        page = EmptyPage(theme, icons, keyring=keyring, practice_size=bytes_text(LARGE_SIZE))
        page.token_asked.connect(self._on_token_asked)
        page.token_page_asked.connect(lambda: _open_url("https://platform.icgc-argo.org/user"))
        page.url_asked.connect(_open_url)
        page.choose_asked.connect(self._on_choose_asked)
        page.practice_asked.connect(self.open_practice)
        return page

    def _connect(self) -> None:
        window = self.window
        window.manifest_chosen.connect(self.previews.read_paths)
        window.text_dropped.connect(self.previews.read_text)
        self.previews.download_asked.connect(self._on_download)
        self.previews.token_asked.connect(self.profiles.open)
        self.previews.stumbled.connect(self._tell_problem)
        window.browse_asked.connect(self.browser.open)
        self.browser.review_asked.connect(self._on_review)
        self.browser.profiles_asked.connect(self.profiles.open)
        window.profiles_asked.connect(self.profiles.open)
        self.profiles.token_changed.connect(self._on_token_changed)
        self.profiles.url_asked.connect(_open_url)
        window.practice_asked.connect(self.open_practice)
        window.settings_asked.connect(lambda: self.choices.open(self.theme, self.icons, window))
        window.settings_chosen.connect(self.choices.put)
        window.show_limit(self.choices.for_engine().rate_limit)
        self.choices.changed.connect(self._on_settings)
        self.choices.engine_changed.connect(self._on_engine_settings)
        window.changed.connect(self.after.look)
        window.receipt_asked.connect(self.after.save_receipt)
        window.slice_asked.connect(self.slices.open_rows)
        self.previews.slice_asked.connect(self.slices.open_entries)
        self.slices.token_asked.connect(self.profiles.open)
        self.slices.reveal_asked.connect(reveal)
        self.slices.whole_asked.connect(self._on_whole_asked)
        self.slices.stumbled.connect(self._tell_problem)
        window.network_asked.connect(
            lambda: self.choices.open(self.theme, self.icons, window).show_page("Network")
        )
        window.quit_asked.connect(self._end)
        self.bridge.happened.connect(self._on_event)
        self.pool.stumbled.connect(self._tell_problem)

    def _on_choose_asked(self) -> None:
        self.window.ask_for_manifest()

    def _keep_password(self, account: str, password: Secret) -> str:
        """Called in a thread of the pool."""
        return self.profiles.desk.keep_password(account, password)

    def _on_token_asked(self) -> None:
        self.profiles.open()

    # --- engine ---

    def _post(self, command: Command) -> None:
        if not self._is_ending:
            self.bridge.post(command)

    def _on_settings(self, settings: Settings) -> None:
        self.window.show_settings(settings)
        self.previews.settings = settings
        self._choose_look(settings)
        self.after.keep_awake()
        self.pool(lambda: self.wiring.use(self.choices.settings), self._on_used)

    def _on_used(self, is_another_way: bool) -> None:  # noqa: FBT001 - a slot
        if is_another_way:
            self._post(WayChanged())

    def _on_engine_settings(self, settings: Settings) -> None:
        self._post(Configure(settings))
        self.window.show_limit(settings.rate_limit)

    def _choose_look(self, settings: Settings) -> None:
        if not self._has_own_scheme:
            self.theme.choose(SCHEMES.get(settings.look))

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Stopped):
            self._close()
        elif isinstance(event, Told):
            self._tell_problem(event.problem)
        elif not self._has_ended:
            self.window.on_event(event)
            self._book.take(event)
            if isinstance(event, Changed):
                self.profiles.mark_refused(event.transfers)
                self.profiles.mark_used(event.transfers)
            elif isinstance(event, Ticked):
                self._measured.note(event.speed)

    # --- manifests ---

    def _on_review(self, chosen: Manifest, site: Profile) -> None:
        settings = self.choices.settings
        if site.id == PROFILE_ID:
            settings = replace(settings, output_folder=self.practice.folder)
        self.previews.show(chosen, settings, [(site.id, site.name)])

    def _on_practice_started(self, manifest: Manifest) -> None:
        self.profiles.refresh()
        settings = replace(self.choices.settings, output_folder=self.practice.folder)
        self.previews.show(manifest, settings, [(PROFILE_ID, self.practice.profile.name)])

    def _start_practice(self) -> Manifest:
        self.practice.start()
        return read_path(self.practice.manifest)

    def _fetch_list(self, address: str, watch: Watch) -> Manifest:
        """Called in a thread of the pool."""
        return read_url(address, self.wiring.net, hosts_of(self.wiring.known_profiles()), watch)

    def _on_whole_asked(self, manifest: Manifest, profiles: list[tuple[str, str]]) -> None:
        self.previews.show(manifest, self.choices.settings, profiles)

    def _on_download(self, add: Add) -> None:
        self._post(add)
        if add.profile_id != PROFILE_ID:
            self.choices.put(replace(self.choices.settings, output_folder=add.folder, layout=add.layout))

    def _on_token_changed(self, profile_id: str) -> None:
        self._post(TokenChanged(profile_id))
        self.previews.refresh_token()

    # --- the rest of the world ---

    def _tell_problem(self, problem: Problem) -> None:
        tell_problem(self.window, problem)

    # --- ending ---

    def _end(self) -> None:
        """The window is closed: everything on its way is checkpointed before the program ends."""
        if self._is_ending:
            return
        self._is_ending = True
        for shown in QApplication.topLevelWidgets():
            shown.hide()  # a dialog would stay, and do nothing any more
        self._disk.stop()
        self.slices.close()
        self.engine.post(Stop())
        QTimer.singleShot(STOP_PATIENCE, self, self._close)

    def _close(self) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        self._wake.want(is_needed=False, choice=StayAwake.NEVER)
        self._wake.apply()
        self.browser.close()
        self.practice.stop()
        self.slices.end()
        self.wiring.close()
        self.pool.close()
        self._measured.save()
        self.memory.sync()
        self.ended.emit()


def _open_url(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


def run_window(environ: Mapping[str, str], manifests: Sequence[Path], *, practice: bool = False) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    sys.setswitchinterval(TURN)
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("score_gui")
    qt.setDesktopFileName("score-gui")
    qt.setQuitOnLastWindowClosed(False)  # the engine ends first, see `App.ended`
    wiring = Wiring(environ)
    door = door_of(wiring.folders.state)
    if ring(door, manifests):
        wiring.close()
        return 0
    app = App(qt, wiring)
    # Not `quit`: that would ask every window to close once more, and the last one has had its say.
    app.ended.connect(lambda: qt.exit(0))
    end_on_signals(app, app.end)
    try:
        app.start(manifests)
    except (LedgerInUseError, LedgerUnreadableError) as error:
        return tell_queue_trouble(error)
    bell = Doorbell(door, app)
    bell.rung.connect(app.come_forward)
    app.ended.connect(bell.close)
    if practice:
        app.open_practice()
    return qt.exec()
