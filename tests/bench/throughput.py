"""How fast a large object arrives, next to others: every program in turn, several times, over 1 to 8 connections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.bench import programs, running
from tests.bench.figures import Report, Target, rows_of
from tests.bench.running import Outcome
from tests.bench.site import Site

MOST = 8
"""Connections that the targets are about."""
_NOTE = (
    "One object of {mib} MiB over HTTPS from nginx on the same computer, into memory; medians of {runs} interleaved "
    "runs, the range in brackets. Seconds and processor time of the Python programs are those of the transfer; their "
    "start takes 0.2 s once."
)


def measure(site: Site, folder: Path, connections: Sequence[int], runs: int) -> Report:
    """Raises CalledProcessError if a program did not do its work."""
    known = programs.look_up(folder)
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(runs):
        for count in connections:
            for name, fetch in known.found.items():
                with running.empty_folder() as out:
                    outcome = fetch(site, out, count)
                found.setdefault(_row(name, count), []).append(_figures(outcome, site.size))
    report = Report(
        "A large object",
        _NOTE.format(mib=site.size >> 20, runs=runs),
        rows_of(dict(sorted(found.items(), key=lambda item: _connections(item[0])))),
        absent=known.absent,
    )
    return report if MOST not in connections else _with_targets(report, known.found)


def _row(name: str, connections: int) -> str:
    return f"{connections} x {name}"


def _connections(row: str) -> int:
    return int(row.split(" ", 1)[0])


def _figures(outcome: Outcome, size: int) -> dict[str, float]:
    seconds, cpu = outcome.told.get("seconds", outcome.seconds), outcome.told.get("cpu", outcome.cpu)
    figures = {"MB/s": size / seconds / 1e6, "CPU s/GiB": cpu / size * (1 << 30)}
    figures["peak MiB"] = outcome.peak_mib
    if "tail" in outcome.told:
        figures["s from last byte to verdict"] = outcome.told["tail"]
    return figures


def _with_targets(report: Report, found: dict[str, programs.Fetch]) -> Report:
    ours, plain = _row(programs.ENGINE_MD5, MOST), _row(programs.ENGINE, MOST)

    def ratio(column: str, one: str, other: str) -> float:
        return report.median(one, column) / report.median(_row(other, MOST), column)

    targets = [
        Target.at_most("peak memory, MD5 compared", 100, report.median(ours, "peak MiB"), " MiB"),
        Target.at_most(
            "from the last byte to the verdict", 1.5, report.median(ours, "s from last byte to verdict"), " s"
        ),
    ]
    if programs.ARIA2_MD5 in found:
        targets += [
            Target.at_least("speed, times aria2c's", 1.25, ratio("MB/s", ours, programs.ARIA2_MD5)),
            Target.at_most("CPU, times aria2c's", 1.0, ratio("CPU s/GiB", ours, programs.ARIA2_MD5)),
        ]
    if programs.FLOOR_MD5 in found:
        targets.append(
            Target.at_least(
                "speed, times that of the floor in C with one MD5 of the whole",
                0.85,
                ratio("MB/s", ours, programs.FLOOR_MD5),
            )
        )
    if programs.CURL in found:
        targets.append(
            Target.at_most("CPU without MD5, times curl's", 1.15, ratio("CPU s/GiB", plain, programs.CURL))
        )
    return Report(report.title, report.note, report.rows, tuple(targets), report.absent)
