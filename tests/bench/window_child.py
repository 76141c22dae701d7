"""The real window over a running download: `python -m tests.bench.window_child < WISH`. Tells how late beats came."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from score_gui.app import App
from score_gui.model.messages import Add
from score_gui.model.profile import Profile, SiteKind
from score_gui.sources.base import Source
from score_gui.ui.details import Tab
from score_gui.wiring import Wiring
from tests.bench.engine_child import PROFILE, Links, Wish

BEAT = 16
"""Milliseconds."""


class LinkedWiring(Wiring):
    """The program's own objects, with the source of the benchmark in place of a site."""

    def __init__(self, wish: Wish) -> None:
        super().__init__(os.environ)
        self.use(replace(self.settings, ca_file=Path(wish.ca)))
        self.lend(
            Profile(PROFILE, "Benchmark", "https://127.0.0.1", "https://127.0.0.1", SiteKind.PRACTICE), None
        )
        self._links = Links(wish)
        self._links.begin()

    def source(self, profile_id: str) -> Source:
        return self._links


class Beat:
    """A precise timer that notes by how much each of its beats comes late."""

    def __init__(self, parent: App) -> None:
        self.late_ms: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(parent)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)

    def start(self) -> None:
        self._clock.start()
        self._timer.start(BEAT)

    def _on_beat(self) -> None:
        self.late_ms.append(max(0.0, self._clock.nsecsElapsed() / 1e6 - BEAT))
        self._clock.start()


def main() -> int:
    asked: dict[str, Any] = json.load(sys.stdin)
    seconds, url = asked.pop("seconds"), asked.pop("url")
    asked["files"][0]["url"] = url or ""
    wish = Wish(**asked)
    qt = QApplication(sys.argv[:1])
    app = App(qt, LinkedWiring(wish))
    app.start([])
    app.window.resize(1280, 800)
    beat = Beat(app)
    if url:
        app.bridge.post(Add(wish.entries, PROFILE, Path(wish.out), with_index=False))
    _work(qt, 1.0)
    view = app.window.page.view
    if url:
        row = view.rows.row_at(0).transfer.id
        view.select({row}, row)
        app.window.page.details.show_tab(Tab.PARTS)
    beat.start()
    _work(qt, seconds)
    app.ended.connect(lambda: qt.exit(0))
    app.end()
    qt.exec()
    sys.stdout.write(json.dumps({"late_ms": beat.late_ms}) + "\n")
    return 0


def _work(qt: QApplication, seconds: float) -> None:
    """Let the window live for some seconds."""
    over = time.monotonic() + seconds
    loop = QEventLoop(qt)
    QTimer.singleShot(max(0, int((over - time.monotonic()) * 1000)), loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
