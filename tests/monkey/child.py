"""The whole program with somebody at it who presses everything: `python -m tests.monkey.child < WISH`.

It says on standard output what was done and what the window was told, one JSON object a line, and waits after each
deed for a line that says what to do next. What goes wrong inside is said too, as a `fault`.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import resource
import signal
import socket
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from score_gui.app import App, ready_interpreter
from score_gui.model.messages import Changed, Command, Event, Gone, Remove, Resume, Retry, TokenChanged
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status
from score_gui.ui import stage
from score_gui.ui.end_signals import end_on_signals
from score_gui.wiring import Wiring
from tests.guards.network import is_local
from tests.guards.threads import GRACE_SECONDS
from tests.monkey.hands import Hands
from tests.monkey.life import LAB, Order
from tests.monkey.things import Things

MOMENT = 15
"""Milliseconds that the program gets between two steps."""
LOOK = 100
"""Milliseconds between two looks at whether everything is done."""
KNOWN_WORDS = ("This plugin does not support", "propagateSizeHints")
"""Of Qt, where there is no screen."""


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


class Watch(logging.Handler):
    """Tells every complaint of the program: warnings, records, exceptions, words of Qt."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)

    def install(self) -> None:
        logging.getLogger().addHandler(self)
        sys.excepthook = self._on_exception
        threading.excepthook = lambda told: self._on_exception(
            told.exc_type, told.exc_value, told.exc_traceback
        )
        sys.unraisablehook = lambda told: say(fault=f"unraisable: {told.exc_value!r} in {told.object!r}")
        warnings.showwarning = lambda message, *_rest, **_more: say(fault=f"warning: {message}")
        qInstallMessageHandler(self._on_words)

    def emit(self, record: logging.LogRecord) -> None:
        say(fault=f"log: {record.name}: {record.getMessage()}")

    def _on_exception(self, kind: Any, error: Any, trace: Any) -> None:
        say(fault="".join(traceback.format_exception(kind, error, trace)))

    def _on_words(self, kind: QtMsgType, _context: object, words: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not words.startswith(KNOWN_WORDS):
            say(fault=f"Qt: {words}")


class Life(QObject):
    """One run of the program from its start to its end."""

    def __init__(self, qt: QApplication, wish: dict[str, Any]) -> None:
        super().__init__()
        self._qt = qt
        self._wish = wish
        self._random = Random(wish["seed"])
        folder = Path(wish["folder"])
        self._things = Things(folder, tuple(wish["ids"]), wish["token"])
        self._close_doors()
        wiring = Wiring(os.environ)
        self._site = Profile(LAB, "Lab", wish["origin"], wish["origin"])
        if wiring.profiles.get(LAB) is None:
            wiring.profiles.save(self._site)
        self.app = App(qt, wiring)
        self.app.memory.setValue("ask-before-quit", self._random.random() < 0.3)
        self._listen()
        self.app.ended.connect(lambda: qt.exit(0))
        end_on_signals(self.app, self.app.end)
        self._hands = Hands(self.app, self._things, self._random)
        self.app.start([])
        QTimer.singleShot(MOMENT, self, self._on_step)

    def _close_doors(self) -> None:
        """Nothing leads out of our folder, and nobody sends the computer to sleep."""
        for door in ("reveal", "_open_url", "suspend"):
            assert hasattr(stage, door)
            setattr(stage, door, lambda *_: None)
        things, random = self._things, self._random
        saved = things.folder / "elsewhere" / "saved.tsv"
        answers: dict[str, Callable[..., object]] = {
            "getOpenFileNames": lambda *_: ([str(path) for path in things.some_paths(random)], ""),
            "getOpenFileName": lambda *_: (str(things.a_path(random)), ""),
            "getSaveFileName": lambda *_: (str(saved) if random.random() < 0.7 else "", ""),
            "getExistingDirectory": lambda *_: str(things.a_folder(random)),
        }
        for name, answer in answers.items():
            setattr(QFileDialog, name, answer)
        really = socket.getaddrinfo

        def look_up(host: Any, *rest: Any, **more: Any) -> Any:
            name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
            if not is_local(name):
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return really(host, *rest, **more)

        socket.getaddrinfo = look_up

    def _listen(self) -> None:
        """Tell what the window is told, and what is wished away before it is gone."""
        bridge = self.app.bridge
        bridge.happened.connect(self._on_event)
        post = bridge.post

        def told(command: Command) -> None:
            if isinstance(command, Remove):
                say(wish=list(command.ids))
            post(command)

        bridge.post = told  # type: ignore[method-assign]

    def _on_event(self, event: Event) -> None:
        match event:
            case Changed(transfers):
                say(rows=[[row.id, row.object_id, str(row.status)] for row in transfers])
            case Gone(ids):
                say(gone=list(ids))

    # --- steps ---

    def _on_step(self) -> None:
        if not self.app.window.isVisible():
            return  # it is ending
        # A menu or a question waits in a loop of its own: the next step comes there as well.
        QTimer.singleShot(MOMENT, self, self._on_step)
        self._hands.act()
        say(did=self._hands.did)
        self._obey(Order(json.loads(sys.stdin.readline())["do"]))

    def _obey(self, order: Order) -> None:
        match order:
            case Order.QUIT:
                self._hands.clear_the_view()
                self.app.memory.setValue("ask-before-quit", False)
                self.app.window.close()
            case Order.END:
                self.app.end()

    # --- the calm after ---

    def settle(self) -> None:
        """Put the settings right, and let everything in the queue come to its end on a site that is honest now."""
        app = self.app
        app.wiring.profiles.save(self._site)
        app.profiles.desk.keep_token(LAB, Secret(self._wish["token"]), until_quit=True)
        app.choices.put(Settings(self._things.folders[0], look=app.choices.settings.look))
        app.bridge.post(TokenChanged(LAB))
        look = QTimer(self)
        look.timeout.connect(self._on_look)
        look.start(LOOK)

    def _on_look(self) -> None:
        rows = [row for main in self.app.window.rows for row in (main.transfer, *main.companions)]
        left = [row for row in rows if row.profile_id in self._wish["sites"] and not row.status.is_done]
        held = tuple(
            row.id for row in left if not row.status.is_active and row.status is not Status.NEEDS_YOU
        )
        asking = tuple(row.id for row in left if row.status is Status.NEEDS_YOU)
        for command in (Resume(held), Retry(asking)):
            if command.ids:
                self.app.bridge.post(command)
        if not left:
            self.app.end()


class CalmLife(Life):
    def _on_step(self) -> None:
        self.settle()


def peak_mib() -> float:
    """The most memory that this program had. `getrusage` would tell that of whoever started it, if that was more."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def report() -> dict[str, Any]:
    """What is left when the program has ended."""
    home = os.environ["SCORE_GUI_HOME"]
    table = Path("/proc/self/fd")
    files = [str(fd.readlink()) for fd in table.iterdir() if fd.exists()] if table.is_dir() else []
    threads = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    return {
        "threads": [name for name in threads if not name.startswith("Dummy-")],
        "files": [name for name in files if name.startswith(home)],
        "peak_mib": peak_mib(),
        "clipboard": QGuiApplication.clipboard().text(),
        "windows": [type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible()],
    }


def main() -> int:
    faulthandler.register(signal.SIGUSR1, chain=True)  # and then what the signal does by itself: the end
    wish = json.loads(sys.stdin.readline())
    Watch().install()
    ready_interpreter()
    qt = QApplication(sys.argv[:1])
    qt.setQuitOnLastWindowClosed(False)
    life = (CalmLife if wish["is_calm"] else Life)(qt, wish)
    status = qt.exec()
    for timer in life.findChildren(QTimer):
        timer.stop()
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join(GRACE_SECONDS)
    say(end=report())
    return status


if __name__ == "__main__":
    sys.exit(main())
