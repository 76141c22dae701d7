"""What a queue of a hundred thousand files costs: the start, memory, and the speed of the one that runs."""

from __future__ import annotations

from tests.bench import running
from tests.bench.figures import Report, Target, rows_of
from tests.bench.programs import engine_wish
from tests.bench.site import Site

SHORT, LONG = 10, 100_000
_NOTE = (
    "One object of {mib} MiB runs, MD5 compared, over 8 connections; all other rows wait behind it. A long queue costs"
    " some 0.2 s once after it was read, which falls into the first quarter of a transfer as short as this."
)
_STEADY = "MB/s after the first quarter"


def measure(site: Site, runs: int, long: int = LONG) -> Report:
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(runs):
        for rows in (SHORT, long):
            with running.empty_folder() as out:
                wish = engine_wish(site, out, 8, rows=rows, files_at_once=1)
                outcome = running.run_python("tests.bench.engine_child", wish)
            told = outcome.told
            figures = {
                "MB/s": site.size / told["seconds"] / 1e6,
                _STEADY: told["rest_bytes"] / told["rest_seconds"] / 1e6,
                "CPU s/GiB": told["cpu"] / site.size * (1 << 30),
                "s to the first rows": told["first_rows_seconds"],
                "s to all rows": told["start_seconds"],
                "peak MiB": outcome.peak_mib,
            }
            found.setdefault(f"{rows:,} rows", []).append(figures)
    report = Report("A long queue", _NOTE.format(mib=site.size >> 20), rows_of(found))
    speed = report.median(f"{long:,} rows", _STEADY) / report.median(f"{SHORT:,} rows", _STEADY)
    target = Target.at_least("speed with the long queue, times that with the short", 0.95, speed)
    return Report(report.title, report.note, report.rows, (target,))
