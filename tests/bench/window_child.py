"""The real window over a long queue and a running download: `python -m tests.bench.window_child < WISH`.

Tells how soon it was there, and how late its beats came while nobody, or somebody, did something.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from score_gui.app import App, ready_interpreter
from score_gui.model.profile import Profile, SiteKind
from score_gui.sources.base import Source
from score_gui.ui.details import Tab
from score_gui.ui.queue_filter import Group
from score_gui.wiring import Wiring
from tests.bench.engine_child import PROFILE, Links, Wish

BEAT = 16
"""Milliseconds."""
_TYPING_EVERY = 20
"""Beats between two letters: three in a second."""
_CHOOSING_EVERY = 12
_WORD = "sa77 bam"
_SETTLED = 1.0
"""Seconds between two scenes, and after the whole queue is shown."""


class LinkedWiring(Wiring):
    """The program's own objects, with the source of the benchmark in place of a site."""

    def __init__(self, wish: Wish) -> None:
        super().__init__(os.environ)
        self.use(replace(self.settings, ca_file=Path(wish.ca), connections=wish.connections, files_at_once=1))
        self.lend(
            Profile(PROFILE, "Benchmark", "https://127.0.0.1", "https://127.0.0.1", SiteKind.PRACTICE), None
        )
        self._links = Links(wish)
        self._links.begin()

    def source(self, profile_id: str) -> Source:
        return self._links

    def close(self) -> None:
        self._links.close()
        super().close()


class Paints(QObject):
    """The moments at which the window was first painted, and at which its table first showed rows."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.window: float | None = None
        self.rows: float | None = None
        self._view = app.window.page.view
        app.window.installEventFilter(self)
        self._view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:  # noqa: N802 - of Qt
        if event.type() is QEvent.Type.Paint:
            now = time.monotonic()
            if watched is not self._view.viewport():
                self.window = self.window or now
            elif self._view.rows.rowCount():
                self.rows = self.rows or now
        return False


class Beat(QObject):
    """A precise timer; of each beat: when it came, how late, and what of that was spent in this thread, and for a core.

    `do` is called with the number of each beat, after it was noted.
    """

    def __init__(self, do: Callable[[int], None]) -> None:
        super().__init__()
        self.beats: list[tuple[float, float, float, float]] = []
        self._do = do
        self._waits = _CoreWaits()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._last = (time.monotonic(), time.thread_time(), self._waits.seconds())
        self._timer.start(BEAT)

    def stop(self) -> None:
        self._timer.stop()
        self._waits.close()

    def _on_beat(self) -> None:
        now = (time.monotonic(), time.thread_time(), self._waits.seconds())
        whole, work, waited = (1000 * (new - old) for new, old in zip(now, self._last, strict=True))
        self.beats.append((now[0], max(0.0, whole - BEAT), work, waited))
        self._last = now
        self._do(len(self.beats))


class _CoreWaits:
    """The seconds that this thread was ready to run and had no core, where the system tells."""

    def __init__(self) -> None:
        try:
            self._fd = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        except OSError:
            self._fd = -1

    def seconds(self) -> float:
        return int(os.pread(self._fd, 64, 0).split()[1]) / 1e9 if self._fd >= 0 else 0.0

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)


class Hand:
    """What somebody does, at each beat."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._random = Random(1)
        self.scenes: dict[str, Callable[[int], None]] = {
            "rest": lambda _beat: None,
            "scroll": self.scroll,
            "search": self.search,
            "choose": self.choose,
        }

    def scroll(self, beat: int) -> None:
        """Three rows at each beat, down and up again."""
        bar = self._app.window.page.view.verticalScrollBar()
        step = 3 * self._app.window.page.view.rowHeight(0)
        bar.setValue(bar.value() + (step if beat % 240 < 120 else -step))

    def search(self, beat: int) -> None:
        """A word is typed letter by letter, and taken away."""
        if beat % _TYPING_EVERY == 0:
            typed = beat // _TYPING_EVERY % (len(_WORD) + 1)
            self._app.window.tools.search.setText(_WORD[:typed])

    def choose(self, beat: int) -> None:
        """Another row, now and then another state."""
        if beat % _CHOOSING_EVERY:
            return
        if beat % (_CHOOSING_EVERY * 5) == 0:
            self._app.window.page.side.choose(self._random.choice([*Group]), None)
            return
        view = self._app.window.page.view
        count = view.rows.rowCount()
        if count:
            view.selectRow(self._random.randrange(min(count, 500)))


def main() -> int:
    asked: dict[str, Any] = json.load(sys.stdin)
    scenes, seconds, rows = asked.pop("scenes"), asked.pop("seconds"), asked.pop("all_rows")
    began = asked.pop("began")
    wish = Wish(**asked)
    ready_interpreter()
    qt = QApplication(sys.argv[:1])
    app = App(qt, LinkedWiring(wish))
    app.window.resize(1280, 800)
    paints = Paints(app)
    ready = time.monotonic()
    app.start([])
    _until(qt, lambda: len(app.window.rows) == rows)
    known = time.monotonic()
    _work(qt, _SETTLED)
    view = app.window.page.view
    row = view.rows.row_at(0).transfer.id
    view.select({row}, row)
    app.window.page.details.show_tab(Tab.PARTS)
    hand = Hand(app)
    beats = {}
    for scene in scenes:
        _work(qt, _SETTLED)
        beat = Beat(hand.scenes[scene])
        _work(qt, seconds)
        beat.stop()
        beats[scene] = beat.beats
    told = {
        "start": {
            "window": (paints.window or known) - began,
            "rows": (paints.rows or known) - began,
            "built": ready - began,
            "all": known - began,
        },
        "beats": beats,
    }
    app.ended.connect(lambda: qt.exit(0))
    app.end()
    qt.exec()
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def _work(qt: QApplication, seconds: float) -> None:
    """Let the window live for some seconds."""
    loop = QEventLoop(qt)
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def _until(qt: QApplication, is_so: Callable[[], bool]) -> None:
    while not is_so():
        _work(qt, 0.02)


if __name__ == "__main__":
    sys.exit(main())
