"""The composition root of the window: builds what lives as long as the program, and takes it down in order.

Engine, threads, settings and the wakefulness of the computer stand here; whatever is seen stands on the stage.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication

from score_gui.files.resources import resource_path
from score_gui.model.language import available
from score_gui.model.messages import Command, Configure, Event, Stop, Stopped, Told, WayChanged
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings, StayAwake
from score_gui.power.awake import system_hold
from score_gui.power.mains import is_plugged_in
from score_gui.power.memory import keep_no_large_tables
from score_gui.power.wakefulness import Wakefulness
from score_gui.practice import WATCHABLE, Practice
from score_gui.transfer.ledger import LedgerInUseError, LedgerUnreadableError
from score_gui.ui.backstage import Backstage
from score_gui.ui.bridge import EngineBridge
from score_gui.ui.doorbell import Doorbell, door_of, ring
from score_gui.ui.end_signals import end_on_signals
from score_gui.ui.network_fields import NetworkDesk
from score_gui.ui.pool import Pool
from score_gui.ui.settings_desk import SettingsDesk
from score_gui.ui.settings_dialog import Doors
from score_gui.ui.stage import Stage
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from score_gui.ui.tongues import Tongues, system_languages
from score_gui.ui.trouble_boxes import tell_queue_trouble, tell_start_trouble
from score_gui.wiring import SurroundingsError, Wiring

log = logging.getLogger(__name__)

TURN = 0.0001
"""Seconds after which a thread that computes lets the window's thread in.

Laying out and painting a page takes a hundred turns or more, as each small widget calls into Python, and every one of
them may have to wait so long.
"""
LOOKS_BETWEEN = 1000
"""Looks of the collector at younger objects between two at all of them; Python's own is 10."""
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
        self._is_ending = False
        self._has_ended = False
        self.tongues = Tongues(available(resource_path("translations")), system_languages(), self)
        self.tongues.speak(wiring.settings.language)
        self.theme = Theme(qt, scheme, wiring.settings.text_size, self)
        self.theme.apply()
        self.pool = Pool(self)
        self.bridge = EngineBridge(self)
        self.memory = QSettings(str(wiring.folders.config / "window.ini"), QSettings.Format.IniFormat, self)
        self.choices = self._make_choices()
        self._wake = Wakefulness(system_hold(os.getpid()), is_plugged_in)
        self.practice = Practice(wiring, rate_limit=WATCHABLE)
        self.engine = wiring.engine(self.choices.for_engine(), self.bridge.deliver)
        self.stage = Stage(self._make_backstage(qt, follows_look=scheme is None), self)
        self.window, self.profiles = self.stage.window, self.stage.profiles
        self.previews, self.browser, self.slices = self.stage.previews, self.stage.browser, self.stage.slices
        self._connect()

    def start(self, manifests: Sequence[Path]) -> None:
        """Open the queue and show the window. Raises what `Engine.start` raises."""
        self.engine.start()
        self.bridge.attach(self.engine.post)
        self.stage.open()
        for problem in self.wiring.remarks:
            self.stage.tell_problem(problem)
        self.stage.read(list(manifests))

    def end(self) -> None:
        """Checkpoint everything on its way, close, then say `ended`. Asks nothing."""
        self._end()

    def come_forward(self, manifests: list[Path]) -> None:
        """The program was started again: be in front, with the manifests it was started with."""
        self.stage.come_forward()
        self.stage.read(manifests)

    def open_practice(self) -> None:
        """Start the practice site and show its manifest."""
        self.stage.open_practice()

    # --- construction ---------------------------------------------------------------------------------------

    def _make_choices(self) -> SettingsDesk:
        return SettingsDesk(
            self.wiring.settings,
            Settings(self.wiring.folders.downloads),
            self.wiring.kept_settings.save,
            Doors(NetworkDesk(self.pool, self._keep_password), languages=self.tongues.names),
            self.pool,
            parent=self,
        )

    def _make_backstage(self, qt: QApplication, *, follows_look: bool) -> Backstage:
        return Backstage(
            theme=self.theme,
            wiring=self.wiring,
            practice=self.practice,
            choices=self.choices,
            pool=self.pool,
            memory=self.memory,
            post=self._post,
            keep_awake=self._keep_awake,
            quit=self.end,
            tongues=self.tongues,
            show_badge=qt.setBadgeNumber,
            follows_look=follows_look,
        )

    def _connect(self) -> None:
        self.choices.changed.connect(self._on_settings)
        self.choices.engine_changed.connect(self._on_engine_settings)
        self.bridge.happened.connect(self._on_event)
        self.pool.stumbled.connect(self.stage.tell_problem)
        self.stage.left.connect(self._end)

    # --- engine and settings --------------------------------------------------------------------------------

    def _post(self, command: Command) -> None:
        if not self._is_ending:
            self.bridge.post(command)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Stopped):
            self._close()
        elif isinstance(event, Told):
            self.stage.tell_problem(event.problem)
        elif not self._has_ended:
            self.stage.hear(event)

    def _on_settings(self, settings: Settings) -> None:
        self.stage.follow(settings)
        self.pool(lambda: self.wiring.use(self.choices.settings), self._on_used)

    def _on_used(self, is_another_way: bool) -> None:  # noqa: FBT001 - a slot
        if is_another_way:
            self._post(WayChanged())

    def _on_engine_settings(self, settings: Settings) -> None:
        self._post(Configure(settings))
        self.window.show_limit(settings.rate_limit)

    def _keep_password(self, account: str, password: Secret) -> str:
        """Called in a thread of the pool."""
        return self.profiles.desk.keep_password(account, password)

    def _keep_awake(self, is_needed: bool) -> None:  # noqa: FBT001 - a deed
        """Called in a thread of the pool."""
        self._wake.want(is_needed=is_needed, choice=self.choices.settings.stay_awake)
        self._wake.apply()

    # --- ending ---------------------------------------------------------------------------------------------

    def _end(self) -> None:
        """The window is closed: everything on its way is checkpointed before the program ends."""
        if self._is_ending:
            return
        self._is_ending = True
        for shown in QApplication.topLevelWidgets():
            shown.hide()  # a dialog would stay, and do nothing any more
        self.stage.rest()
        self.engine.post(Stop())
        QTimer.singleShot(STOP_PATIENCE, self, self._close)

    def _close(self) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        self._wake.want(is_needed=False, choice=StayAwake.NEVER)
        self._wake.apply()
        self.practice.stop()
        self.stage.end()
        self.wiring.close()
        self.pool.close()
        self.memory.sync()
        self.ended.emit()


def ready_interpreter() -> None:
    """Let no thread keep the window's from its work for long, nor the collector of garbage all of them, nor the C
    library the memory of tables that are gone.

    What the imports made stays for good: to look through it again would take 50 ms each time. To look through a queue
    of 100,000 rows would take a third of a second, and garbage that is older than the second look is rare.
    """
    keep_no_large_tables()
    sys.setswitchinterval(TURN)
    gc.freeze()
    young, older, _ = gc.get_threshold()
    gc.set_threshold(young, older, LOOKS_BETWEEN)


def run_window(environ: Mapping[str, str], manifests: Sequence[Path], *, practice: bool = False) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    ready_interpreter()
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("score_gui")
    qt.setDesktopFileName("score-gui")
    qt.setQuitOnLastWindowClosed(False)  # the engine ends first, see `App.ended`
    try:
        wiring = Wiring(environ)
    except SurroundingsError as error:
        tell_start_trouble(str(error))
        raise
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
    except (LedgerInUseError, LedgerUnreadableError, OSError) as error:
        return tell_queue_trouble(error)
    bell = Doorbell(door, app)
    bell.rung.connect(app.come_forward)
    app.ended.connect(bell.close)
    if practice:
        app.open_practice()
    return qt.exec()
