"""The window over a long queue: how soon it is there, and how late its beat is while eight workers run behind it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import running
from tests.bench.figures import Report, Row, Series, Target
from tests.bench.programs import engine_wish
from tests.bench.site import Site

ROWS = 100_000
_NOTE = (
    f"The real window (drawn offscreen, 1280 x 800, with the parts of the running file in view) over a ledger of "
    f"{ROWS:,} rows, and a timer of 60 beats a second in its thread: milliseconds by which a beat comes late. *Without "
    "a core* is the time that the thread was ready and no core free, *own work* the processor time it used itself, "
    "both in one beat (p99); *anybody* is how late a process comes that only wakes up, at the same time (p99)."
)
_SCENES = ("rest", "scroll", "search", "choose")
_LARGE = 6
"""Large files on top of the queue, so that there is always one on its way."""


@dataclass(frozen=True)
class _Case:
    """What runs behind the window, and what is done in front of it. `speed` is one of the site's, None for nothing."""

    name: str
    speed: str | None
    scenes: tuple[str, ...]


_RUNNING = "8 x 12 MiB/s"
_CASES = (
    _Case("nothing runs", None, _SCENES),
    _Case(_RUNNING, "medium", _SCENES),
    _Case("as fast as it goes", "full", ("rest",)),
)


def measure(site: Site, seconds: float) -> Report:
    rows, starts, peak = [], [], 0.0
    for case in _CASES:
        told, others, outcome = _run(site, case, seconds)
        starts.append(told["start"])
        peak = max(peak, outcome.peak_mib)
        rows += [
            Row(f"{case.name}, {scene}", _figures(told["beats"][scene], others)) for scene in case.scenes
        ]
    start = {
        f"{what} (s)": Series(tuple(each[key] for each in starts))
        for what, key in (("window painted", "window"), ("rows painted", "rows"), ("all rows known", "all"))
    }
    rows.append(Row("start of the program", start))
    return Report("The window", _NOTE, tuple(rows), _targets(rows, starts, peak))


def _targets(rows: Sequence[Row], starts: Sequence[dict[str, float]], peak: float) -> tuple[Target, ...]:
    by_name = {row.name: row.figures for row in rows}
    running_rows = [by_name[f"{_RUNNING}, {scene}"] for scene in _SCENES]
    resting_rows = [by_name[f"nothing runs, {scene}"] for scene in _SCENES[1:]]

    def worst(found: Sequence[Mapping[str, Series]], column: str) -> float:
        return max(figures[column].median for figures in found)

    return (
        Target.at_most("rows painted", 1.0, max(each["rows"] for each in starts), " s"),
        Target.at_most("p99 at 100 MB/s, nothing touched", 16, worst(running_rows[:1], "p99"), " ms"),
        Target.at_most("p99 at 100 MB/s, in use", 16, worst(running_rows, "p99"), " ms"),
        Target.at_most("p99 in use, nothing runs", 16, worst(resting_rows, "p99"), " ms"),
        Target.at_most("own work in a beat, p99, in use", 16, worst(running_rows, "own work"), " ms"),
        Target.at_most("latest beat at 100 MB/s", 100, worst(running_rows, "max"), " ms"),
        Target.at_most("memory", 300, peak, " MiB"),
    )


def _figures(beats: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> dict[str, Series]:
    began, ended = beats[0][0], beats[-1][0]
    late, work, waits = (Series(tuple(each[place] for each in beats)) for place in (1, 2, 3))
    meanwhile = Series(tuple(each[1] for each in others if began <= each[0] <= ended) or (0.0,))
    return {
        "beats": Series((float(len(beats)),)),
        "p50": Series((late.quantile(0.5),)),
        "p99": Series((late.quantile(0.99),)),
        "max": Series((late.quantile(1.0),)),
        "without a core": Series((waits.quantile(0.99),)),
        "own work": Series((work.quantile(0.99),)),
        "anybody": Series((meanwhile.quantile(0.99),)),
        "anybody, max": Series((meanwhile.quantile(1.0),)),
    }


def _run(
    site: Site, case: _Case, seconds: float
) -> tuple[dict[str, Any], list[list[float]], running.Outcome]:
    with running.empty_folder() as out:
        home = out / "home"
        url = site.at_speed(case.speed or "slow")
        files = [
            {"name": f"object-{number}.bin", "url": url, "size": site.size, "md5": site.md5}
            for number in range(_LARGE)
        ]
        ledger = home / "state" / "ledger.db"
        ledger.parent.mkdir(parents=True)
        filled = {
            "ledger": str(ledger),
            "out": str(out),
            "files": files,
            "rows": ROWS,
            "is_running": bool(case.speed),
        }
        running.run_python("tests.bench.window_queue", filled)
        more: dict[str, object] = {"seconds": seconds, "scenes": case.scenes, "all_rows": ROWS}
        wish = {**engine_wish(site, out, 8, **more), "files": files}
        environ = {"QT_QPA_PLATFORM": "offscreen", "SCORE_GUI_HOME": str(home), **_with_bytecode(site.folder)}
        running.run([sys.executable, "-c", "import tests.bench.window_child"], environ=environ)
        wish["began"] = time.monotonic()
        with _somebody() as others:
            outcome = running.run_python("tests.bench.window_child", wish, environ)
        shutil.rmtree(home)
        return outcome.told, others, outcome


def _with_bytecode(folder: Path) -> dict[str, str]:
    """Python compiles once, as it does for everybody who starts a program a second time."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


@contextmanager
def _somebody() -> Iterator[list[list[float]]]:
    """A process beside the window; its beats are there when it has ended."""
    found: list[list[float]] = []
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.beat_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield found
    finally:
        told, _ = child.communicate()
        found += json.loads(told)
