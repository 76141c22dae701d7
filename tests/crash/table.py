"""The table of the crash loops, made from the reports of a run and never by hand."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

PROPERTY = "crash"
PLACE = Path(__file__).with_name("TABLE.md")
_HEAD = """# What the crash loops found

Written by `pytest tests/crash --write-crash-table`; do not edit. Run on {date}, {machine}.

Each loop ends the program again and again, in its own way, and holds the ledger and every final name against the truth
after each end. Where a fault is named, a test has put it into the program, and the loop has to see it: a loop that
cannot see a fault proves nothing about its absence. Zero findings in N ends mean, with 95 % confidence, that fewer
than 3 in N such ends go wrong.

| loop | fault put in | ends | result |
|---|---|---|---|
"""


def write(reports: Iterable[object]) -> None:
    """Replace the table by what `reports` tell."""
    rows: list[tuple[str, str, int, str]] = []
    skipped: list[str] = []
    for report in reports:
        if not isinstance(report, pytest.TestReport):
            continue
        found = [value for name, value in report.user_properties if name == PROPERTY]
        if report.when == "call":
            rows += [_as_row(value, report.outcome) for value in found]  # type: ignore[arg-type]
        if report.outcome == "skipped":
            skipped.append(f"* Not run: `{report.nodeid.rpartition('/')[2]}`: {_reason(report)}")
    lines = [
        f"| {loop} | {fault} | {f'{times:,}' if times else '-'} | {result} |"
        for loop, fault, times, result in sorted(rows)
    ]
    notes = "\n".join(["", *sorted(set(skipped)), ""]) if skipped else ""
    head = _HEAD.format(date=time.strftime("%Y-%m-%d"), machine=machine())
    PLACE.write_text(head + "\n".join(lines) + "\n" + notes, encoding="utf-8")


def machine() -> str:
    """What ran it: system, processors, Python."""
    system = f"{platform.system()} {platform.release()} on {platform.machine()}"
    return f"{system}, {os.cpu_count()} processors, Python {platform.python_version()}"


def _as_row(value: tuple[str, str, int, str], outcome: str) -> tuple[str, str, int, str]:
    loop, fault, times, result = value
    return (loop, fault.replace("_", " "), times, result if outcome == "passed" else "FAILS")


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr
    return str(told[2]).removeprefix("Skipped: ") if isinstance(told, tuple) else str(told)
