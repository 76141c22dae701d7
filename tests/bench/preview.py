"""How soon a long list is previewed, how much memory that takes, and what keeps the window from its work meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.bench import running
from tests.bench.figures import Report, Row, Series, Target
from tests.bench.lists import write_list

_FEW, _MANY, _MOST = 50_000, 100_000, 1_000_000
_NOTE = (
    "Lists of the 25K portal's shape in the real window (drawn offscreen, 1280 x 800), whose loop beats every 5 ms; a "
    "gap is the time between two beats. By the clock it also holds what other programs took of the processors: a "
    "process beside it that did nothing but wait came late by up to {late:.0f} ms. So the own gap decides, which is no "
    "longer than the processor time that this program spent in it, in whichever thread: with no other program about it "
    "lasts so long, or less where two threads computed at once."
)
_OWN_GAP = "own gap, ms"
_WAITING = """
import time
longest, last = 0.0, time.monotonic()
while True:
    time.sleep(0.005)
    now = time.monotonic()
    if now - last - 0.005 > longest:
        longest = now - last - 0.005
        print(longest, flush=True)
    last = now
"""


@dataclass(frozen=True)
class _Run:
    """What one window told: figures by stage, and the seconds from each typed key to the rows that match."""

    stages: dict[str, dict[str, float]]
    typed: list[float]
    peak_mib: float

    @classmethod
    def of(cls, path: Path, *, use: bool) -> _Run:
        environ = {"QT_QPA_PLATFORM": "offscreen", "SCORE_GUI_HOME": str(path.parent / "home")}
        wish = {"list": str(path), "use": use}
        outcome = running.run_python("tests.bench.preview_child", wish, environ)
        return cls(outcome.told["stages"], outcome.told["typed"], outcome.peak_mib)

    @property
    def first_seconds(self) -> float:
        """Until the list could be downloaded."""
        return next(iter(self.stages.values()))["s"]

    @property
    def own_gap(self) -> float:
        return max(stage[_OWN_GAP] for stage in self.stages.values())


def measure(folder: Path, runs: int) -> Report:
    """Open lists of three lengths, and use the middle and the longest one, each so many times."""
    paths = {rows: folder / f"{rows}.tsv" for rows in (_FEW, _MANY, _MOST)}
    for rows, path in paths.items():
        write_list(path, rows)
    with _waiting() as late:
        opened = {rows: [_Run.of(paths[rows], use=False) for _ in range(runs)] for rows in (_FEW, _MOST)}
        used = {rows: [_Run.of(paths[rows], use=True) for _ in range(runs)] for rows in (_MANY, _MOST)}
        note = _NOTE.format(late=1000 * _largest(late))
    all_runs = (*opened.items(), *used.items())
    lines = tuple(row for rows, found in all_runs for row in _rows(f"{rows:,} rows", found))
    return Report("A long list", note, lines, _targets(opened, used))


def _rows(prefix: str, runs: Sequence[_Run]) -> Iterator[Row]:
    for name, stage in runs[0].stages.items():
        figures = {what: Series(tuple(run.stages[name][what] for run in runs)) for what in stage}
        yield Row(f"{prefix}: {name}", figures)


def _targets(opened: dict[int, list[_Run]], used: dict[int, list[_Run]]) -> tuple[Target, ...]:
    """By the worst of all runs."""
    runs = [run for found in (*opened.values(), *used.values()) for run in found]
    typed = max(max(run.typed) for run in used[_MANY])
    return (
        Target.at_most("50,000 rows until Download", 2, max(run.first_seconds for run in opened[_FEW]), " s"),
        Target.at_most(
            "1,000,000 rows until Download", 15, max(run.first_seconds for run in opened[_MOST]), " s"
        ),
        Target.at_most("100,000 rows, from a key to what matches", 200, 1000 * typed, " ms"),
        Target.at_most(
            "1,000,000 rows, peak memory", 500, max(run.peak_mib for run in opened[_MOST]), " MiB"
        ),
        Target.at_most("longest own gap", 50, max(run.own_gap for run in runs), " ms"),
    )


@contextmanager
def _waiting() -> Iterator[IO[str]]:
    """A process that notes by how much it was woken late: what the machine does to a program without work."""
    with TemporaryFile("w+") as told:
        process = subprocess.Popen([sys.executable, "-c", _WAITING], stdout=told)
        try:
            yield told
        finally:
            process.kill()
            process.wait()


def _largest(told: IO[str]) -> float:
    told.seek(0)
    return max(map(float, told.read().split()), default=0.0)
