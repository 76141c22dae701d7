"""How soon a long manifest is previewed, and whether the window stays responsive meanwhile and while somebody types.

Run: python -m tests.bench.preview. A real window with its event loop and threads, drawn off the screen, reads lists
of the 25K portal's shape. The heart of the loop beats every 5 ms; the longest time between two beats is the gap.
On a machine that is busy with other things the clock tells more about those, so the gap is also told in seconds of
processor that this program spent between two beats. Figures come as a table on standard error and as JSON on standard
output, each from a process of its own.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from score_gui.app import TURN
from score_gui.model.manifest import Manifest
from score_gui.model.settings import Settings
from score_gui.sources.base import Source
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.pool import Pool
from score_gui.ui.preview_answers import MeasuredSpeed, PreviewAnswers
from score_gui.ui.preview_flow import PreviewFlow
from score_gui.ui.preview_keys import Column
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_queue import QueueBook
from score_gui.ui.preview_reader import ListOutside
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from tests.bench.manifests import peak_mib, write_manifest
from tests.ui.preview_samples import profile

_TYPED = ("DO12", "SA77", "bam", "collab", "7f3a", "nothing")
_BEAT = 5
_LATE = 0.05
Found = dict[str, float]


class Heart(QObject):
    """Beats in the event loop, and remembers every time it was kept from it."""

    def __init__(self) -> None:
        super().__init__()
        self._last, self._last_cpu = time.perf_counter(), time.process_time()
        self.gaps: list[float] = []
        self.cpu_gaps: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(_BEAT)

    def forget(self) -> None:
        self.gaps.clear()
        self.cpu_gaps.clear()
        self._last, self._last_cpu = time.perf_counter(), time.process_time()

    def _on_beat(self) -> None:
        now, cpu = time.perf_counter(), time.process_time()
        self.gaps.append(now - self._last)
        self.cpu_gaps.append(cpu - self._last_cpu)
        self._last, self._last_cpu = now, cpu


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
        answers = PreviewAnswers(lambda _id: line, _no_source, QueueBook(), MeasuredSpeed(memory))
        profiles = [ProfileRow("argo", "ICGC ARGO", TokenState.NONE)]
        self.flow = PreviewFlow(
            self.window,
            theme,
            icons,
            PreviewOutside(answers, self.pool),
            lambda: profiles,
            ListOutside(_no_fetch),
        )
        self.flow.settings = Settings(folder)
        self.window.show()
        self.heart = Heart()
        self.until(lambda: len(self.heart.gaps) > 20)

    def until(self, condition: Callable[[], bool]) -> None:
        """Run the loop until something holds; looks after every beat."""
        while not condition():
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def open(self, path: Path) -> PreviewPage:
        """Read a list, and wait until its rows stand in the window and the button can be pressed."""
        self.flow.read_paths([path])
        self.until(lambda: self.flow.page is not None and self.flow.page.command() is not None)
        page = self.flow.page
        if page is None:
            raise RuntimeError("the preview went away")
        return page

    def close(self) -> None:
        self.pool.close()
        self.window.hide()


def _no_source(_profile_id: str) -> Source:
    raise RuntimeError("nothing is asked for here")


def _no_fetch(_address: str, _watch: object) -> Manifest:
    raise RuntimeError("nothing is fetched here")


def opening(path: Path) -> Found:
    """From the drop to a preview that can be downloaded, and the beats until everything is looked at."""
    bench = Bench(path.parent / "downloads")
    bench.heart.forget()
    start, cpu_start = time.perf_counter(), time.process_time()
    page = bench.open(path)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    bench.until(lambda: _is_surveyed(page))
    bench.rest(0.3)
    found = {
        "rows": len(page.manifest.entries),
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        **_gaps(bench),
    }
    bench.close()
    return found


def typing(path: Path) -> Found:
    """The slowest and the usual time from a key in the search field to the rows that match."""
    bench = Bench(path.parent / "downloads")
    page = bench.open(path)
    bench.until(lambda: _is_surveyed(page))
    content = page.content
    if content is None:
        raise RuntimeError("no rows")
    times: list[float] = []
    cpu_times: list[float] = []
    bench.heart.forget()
    for word in _TYPED:
        for place in range(len(word)):
            start, cpu_start = time.perf_counter(), time.process_time()
            QTest.keyClicks(page.header.search, word[place])
            bench.until(lambda text=word[: place + 1]: content.model.order.search == text)  # type: ignore[misc]
            QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
            times.append(time.perf_counter() - start)
            cpu_times.append(time.process_time() - cpu_start)
        page.header.clear_search()
        bench.until(lambda: content.model.order.search == "")
    found = {
        "rows": len(page.manifest.entries),
        "seconds": max(times),
        "median_seconds": statistics.median(times),
        "cpu_seconds": max(cpu_times),
        **_gaps(bench),
    }
    bench.close()
    return found


def ticking(path: Path) -> Found:
    """Clicks on facets, on the box of the header and on a row, and sorting: the longest gap."""
    bench = Bench(path.parent / "downloads")
    page = bench.open(path)
    bench.until(lambda: _is_surveyed(page))
    content = page.content
    if content is None:
        raise RuntimeError("no rows")
    bench.heart.forget()
    start, cpu_start = time.perf_counter(), time.process_time()
    for place in range(content.facets.rowCount()):
        content.facets.switch(place)
        bench.rest(0.05)
        content.facets.switch(place)
        bench.rest(0.05)
    for _ in range(2):
        content.model.tick_shown()
        bench.rest(0.05)
    content.model.set_ticks([range(2, 3)], ticked=False)
    bench.rest(0.1)
    for column in (Column.NAME, Column.SIZE):
        order = content.model.order
        content.model.sort_by(column)
        bench.until(lambda before=order: content.model.order != before)  # type: ignore[misc]
    found = {
        "rows": len(page.manifest.entries),
        "seconds": time.perf_counter() - start,
        "cpu_seconds": time.process_time() - cpu_start,
        **_gaps(bench),
    }
    bench.close()
    return found


def _is_surveyed(page: PreviewPage) -> bool:
    """The names were looked at, which takes longest."""
    return any(line.title == "Names" for line in page.options.fit_check.lines)


def _gaps(bench: Bench) -> Found:
    gaps, cpu = bench.heart.gaps, bench.heart.cpu_gaps
    return {
        "beats": len(gaps),
        "longest_gap_ms": 1000 * max(gaps),
        "longest_gap_cpu_ms": 1000 * max(cpu),
        "gaps_over_50_ms": sum(gap > _LATE for gap in gaps),
        "gaps_over_50_cpu_ms": sum(gap > _LATE for gap in cpu),
    }


MEASURES: tuple[tuple[str, Callable[[Path], Found], int], ...] = (
    ("open", opening, 50_000),
    ("open", opening, 1_000_000),
    ("type", typing, 100_000),
    ("tick and sort", ticking, 100_000),
    ("type", typing, 1_000_000),
    ("tick and sort", ticking, 1_000_000),
)


def _measured(measure: Callable[[Path], Found], path: Path) -> Found:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.setswitchinterval(TURN)
    return measure(path) | {"peak_mib": peak_mib()}


def main(wanted: list[str]) -> None:
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name, measure, rows in MEASURES:
            if wanted and f"{name}:{rows}" not in wanted:
                continue
            path = Path(folder) / f"{rows}.tsv"
            if not path.exists():
                write_manifest(path, rows)
            with multiprocessing.get_context("spawn").Pool(1) as process:
                found = process.apply(_measured, (measure, path))
            results.append({"measure": name, **found})
            sys.stderr.write(
                f"{name:14}{rows:>10,} rows{found['seconds']:>8.3f} s ({found['cpu_seconds']:.2f} s CPU)   longest gap "
                f"{found['longest_gap_ms']:.0f} ms ({found['longest_gap_cpu_ms']:.0f} ms CPU), over 50 ms: "
                f"{found['gaps_over_50_ms']:.0f} ({found['gaps_over_50_cpu_ms']:.0f}){found['peak_mib']:>7.0f} MiB\n"
            )
    sys.stdout.write(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
