"""The window of a benchmark: opens a long list, uses it as a person would, and says how often its loop was kept.

Wanted on standard input as JSON: `list`, the path of a list, and `use`, whether it is used after it was opened.
What all threads did in each gap that was too long is written to the file that `SCORE_GUI_GAPS` names.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from score_gui.app import ready_interpreter
from score_gui.model.manifest import Manifest
from score_gui.model.settings import Settings
from score_gui.sources.base import Source
from score_gui.ui.background import in_later_turn
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.pool import Pool
from score_gui.ui.preview_answers import MeasuredSpeed, PreviewAnswers
from score_gui.ui.preview_content import PreviewContent
from score_gui.ui.preview_flow import PreviewFlow
from score_gui.ui.preview_keys import HEADERS, Column
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_queue import QueueBook
from score_gui.ui.preview_reader import ListOutside
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from tests.bench.onlooker import Onlooker
from tests.ui.preview_samples import profile

BEAT = 5
"""Milliseconds."""
LATE_MS = 50.0
_TYPED = ("DO12", "SA77", "bam", "collab", "7f3a", "nothing")


class Heart(QObject):
    """Beats in the event loop, and notes how long it was kept from it, by the clock and in processor time.

    With no other program about a gap lasts as long as this program's threads computed in it, or less.
    """

    def __init__(self) -> None:
        super().__init__()
        gaps = os.environ.get("SCORE_GUI_GAPS")
        self._onlooker = Onlooker(Path(gaps), LATE_MS) if gaps else None
        self.gaps: list[tuple[float, float]] = []
        self._last = (time.monotonic(), time.process_time())
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(BEAT)

    def forget(self) -> None:
        self.gaps.clear()
        self._last = (time.monotonic(), time.process_time())

    def _on_beat(self) -> None:
        now = (time.monotonic(), time.process_time())
        gap = (now[0] - self._last[0], now[1] - self._last[1])
        self.gaps.append(gap)
        if self._onlooker is not None:
            self._onlooker.beat(1000 * min(gap))
        self._last = now


class Bench:
    """A window with the preview in it, and the pool of threads that works for it."""

    def __init__(self, folder: Path) -> None:
        self._app = QApplication([])
        theme = Theme(self._app, Scheme.LIGHT)
        theme.apply()
        icons = Icons(theme)
        self.pool = Pool()
        self.window = MainWindow(
            lambda _command: None,
            settings=Settings(folder),
            profiles=(),
            theme=theme,
            icons=icons,
            outside=Outside(reveal=lambda _path: None),
        )
        memory = Outside(reveal=lambda _path: None).memory
        line = ProfileLine(profile("argo"), TokenState.NONE)
        answers = PreviewAnswers(
            lambda _id: line, _no_source, lambda _id: None, QueueBook(), MeasuredSpeed(memory)
        )
        profiles = [ProfileRow("argo", "ICGC ARGO", TokenState.NONE)]
        self.flow = PreviewFlow(
            self.window,
            theme,
            icons,
            PreviewOutside(answers, self.pool, later=in_later_turn),
            lambda: profiles,
            ListOutside(_no_fetch),
        )
        self.flow.settings = Settings(folder)
        self.window.resize(1280, 800)
        self.window.show()
        self.heart = Heart()
        self.stages: dict[str, dict[str, float]] = {}
        self.until(lambda: len(self.heart.gaps) > 20)

    def until(self, condition: Callable[[], bool]) -> None:
        """Run the loop until something holds; looks after every beat."""
        while not condition():
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note the gaps while something is done, and half a second after it."""
        self.heart.forget()
        began, cpu = time.monotonic(), time.process_time()
        yield
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        self.rest(0.5)
        gaps = [1000 * clock for clock, _ in self.heart.gaps]
        own_gaps = [1000 * min(gap) for gap in self.heart.gaps]
        self.stages[name] = {
            "s": seconds,
            "CPU s": cpu,
            "longest gap, ms": max(gaps),
            "own gap, ms": max(own_gaps),
            "gaps over 50 ms": sum(gap > LATE_MS for gap in gaps),
            "own over 50 ms": sum(gap > LATE_MS for gap in own_gaps),
        }

    def open(self, path: Path) -> PreviewPage:
        """Read a list, and wait until its rows stand in the window and the button can be pressed."""
        before = len(self.flow.previews)
        self.flow.read_paths([path])
        self.until(lambda: len(self.flow.previews) > before and _can_download(self.flow.previews[-1]))
        return self.flow.previews[-1]

    def close(self) -> None:
        self.pool.close()
        self.window.hide()


def _can_download(page: PreviewPage) -> bool:
    return any(
        one.isEnabled() and one.text().strip().startswith("Download")
        for one in page.findChildren(QPushButton)
    )


def _no_source(_profile_id: str) -> Source:
    raise RuntimeError("nothing is asked for here")


def _no_fetch(_address: str, _watch: object) -> Manifest:
    raise RuntimeError("nothing is fetched here")


def _content_of(page: PreviewPage) -> PreviewContent:
    if page.content is None:
        raise RuntimeError("no rows")
    return page.content


def _is_surveyed(page: PreviewPage) -> bool:
    """The names were looked at, which takes longest."""
    return any(line.title == "Names" for line in page.options.fit_check.lines)


def use(bench: Bench, page: PreviewPage, path: Path) -> list[float]:
    """What a person does with a long list. Returns the seconds from each key typed to the rows that match it."""
    content = _content_of(page)
    model = content.model
    with bench.stage("filter as one types"):
        typed = [each for word in _TYPED for each in _type(bench, page, word)]
    for column in Column:
        if column is not Column.TICK:
            with bench.stage(f"sort by {HEADERS[column]}"):
                _sort(bench, page, column)
    with bench.stage("all ticked and unticked in the header"):
        for _ in range(2):
            model.tick_shown()
            bench.rest(0.1)
    with bench.stage("all selected and ticked by key"):
        for _ in range(2):
            content.table.selectAll()
            QTest.keyClick(content.table, Qt.Key.Key_Space)
            bench.rest(0.1)
        content.table.clearSelection()
    with bench.stage("each facet switched off and on"):
        for place in range(content.facets.rowCount()):
            for _ in range(2):
                content.facets.switch(place)
                bench.rest(0.02)
    with bench.stage("the same list opened in a second tab"):
        second = bench.open(path)
        bench.until(lambda: _is_surveyed(second))
    with bench.stage("another tab turned to"):
        bench.flow.tabs.choose(page)
        bench.rest(0.2)
    with bench.stage("a tab closed"):
        second.cancelled.emit()
        bench.until(lambda: len(bench.flow.previews) == 1)
    return typed


def _type(bench: Bench, page: PreviewPage, word: str) -> Iterator[float]:
    order = _content_of(page).model
    for place in range(len(word)):
        began = time.monotonic()
        QTest.keyClicks(page.header.search, word[place])
        bench.until(lambda text=word[: place + 1]: order.order.search == text)  # type: ignore[misc]
        QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
        yield time.monotonic() - began
    page.header.clear_search()
    bench.until(lambda: order.order.search == "")


def _sort(bench: Bench, page: PreviewPage, column: Column) -> None:
    model = _content_of(page).model
    before = model.order
    model.sort_by(column)
    bench.until(lambda: model.order != before)


def main() -> int:
    asked: dict[str, Any] = json.load(sys.stdin)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    ready_interpreter()
    path = Path(asked["list"])
    bench = Bench(path.parent / "downloads")
    with bench.stage("open, until Download can be pressed"):
        page = bench.open(path)
    with bench.stage("looked at the names and the disk"):
        bench.until(lambda: _is_surveyed(page))
    typed = use(bench, page, path) if asked["use"] else []
    bench.close()
    sys.stdout.write(json.dumps({"stages": bench.stages, "typed": typed}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
