"""All benchmarks: `python -m tests.bench [--quick] [--only NAME ...] [--json FILE] [--markdown FILE]`.

The table goes to standard output. What is not installed is left out and named. `--quick` takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory

from tests.bench import long_queue, pausing, preview, small_files, throughput, window
from tests.bench.figures import Report, as_json, as_markdown
from tests.bench.site import SMALL, Site, memory_folder, serving


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    mib: int
    runs: int
    connections: tuple[int, ...]
    small_files: int
    pauses: int
    window_seconds: float


QUICK = Plan(mib=512, runs=2, connections=(8,), small_files=1000, pauses=10, window_seconds=4.0)
FULL = Plan(mib=1024, runs=5, connections=(1, 4, 8), small_files=10_000, pauses=100, window_seconds=20.0)

Measure = Callable[[Site, Path, Plan], Report]
MEASURES: dict[str, Measure] = {
    "throughput": lambda site, folder, plan: throughput.measure(site, folder, plan.connections, plan.runs),
    "pausing": lambda site, _, plan: pausing.measure(site, plan.pauses),
    "small-files": lambda site, _, plan: small_files.measure(site, _that_fit(plan.small_files), 1),
    "long-queue": lambda site, _, plan: long_queue.measure(site, plan.runs),
    "preview": lambda _, folder, plan: preview.measure(folder, min(plan.runs, 2)),
    "window": lambda site, _, plan: window.measure(site, plan.window_seconds),
}


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was begun is ended and deleted then, too
    asked = _arguments()
    plan = QUICK if asked.quick else FULL
    chosen = {"runs": asked.runs, "small_files": asked.small_files, "pauses": asked.pauses}
    plan = replace(plan, **{name: number for name, number in chosen.items() if number})
    machine, reports, failed = _machine(), [], []
    with TemporaryDirectory(prefix="bench-") as folder, serving(plan.mib) as site:
        for name in asked.only or MEASURES:
            began = time.monotonic()
            try:
                reports.append(MEASURES[name](site, Path(folder), plan))
            except (CalledProcessError, RuntimeError) as error:  # the others are worth having all the same
                failed.append(f"{name} came to nothing: {error}")
            sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
            _keep(asked, machine, reports)
    sys.stdout.write(f"{machine}\n\n{as_markdown(reports)}")
    sys.stderr.write("".join(f"{line}\n" for line in failed))
    return 1 if failed else 0


def _keep(asked: argparse.Namespace, machine: str, reports: Sequence[Report]) -> None:
    """Write down what there is so far: who loses patience keeps that."""
    if asked.markdown:
        text = f"# Benchmark figures\n\n{machine}.\n\n{as_markdown(reports)}"
        asked.markdown.write_text(text, encoding="utf-8")
    if asked.json:
        found = {"machine": machine, "reports": as_json(reports)}
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller runs, some minutes in all")
    parser.add_argument("--only", nargs="+", choices=MEASURES, metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--runs", type=int, metavar="N", help="runs of each program")
    parser.add_argument(
        "--small-files", type=int, metavar="N", help="small files, as far as memory takes them"
    )
    parser.add_argument("--pauses", type=int, metavar="N", help="pauses at each speed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all figures of all runs")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="the table, as on standard output")
    return parser.parse_args()


def _that_fit(count: int) -> int:
    """As many small files as half of the memory's folder takes."""
    place = memory_folder()
    if place is None:
        return count
    room = os.statvfs(place)
    return min(count, room.f_bavail * room.f_frsize // 2 // SMALL)


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{platform.system()} {platform.release()}, {os.cpu_count()} processors, Python "
        f"{platform.python_version()}, {time.strftime('%Y-%m-%d')}{load}"
    )


if __name__ == "__main__":
    sys.exit(main())
