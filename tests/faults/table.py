"""The fault table as a document, made from the reports of a test run and never by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.faults.elsewhere import NOT_HERE

PROPERTY = "fault"
PLACE = Path(__file__).with_name("TABLE.md")
_HEAD = """# Faults, and what the program makes of them

Written by `pytest tests/faults tests -m fault --write-fault-table`, with the cases of `tests/faults`; do not edit.
Every row of `tests/faults` that passes also met the oracle (`oracle.py`): right bytes only under final names, a true
ledger, no row lost, no foreign file touched, no secret shown, no token at the store, a bounded number of requests and
bytes, one state with one problem, nothing left open. Rows of other folders have checks of their own. What was not run
does not pass.

| row | what happens | result |
|---|---|---|
"""


def write(reports: Iterable[object]) -> None:
    """Replace the table by what `reports` tell."""
    rows = {
        (row, what): why if why.startswith("open") else f"not applicable: {why}"
        for row, what, why in NOT_HERE
    }
    for report in reports:
        if isinstance(report, pytest.TestReport):
            for name, value in report.user_properties:
                if name == PROPERTY and isinstance(value, tuple):
                    _count(rows, value, report)
    lines = [f"| {row} | {what} | {result} |" for (row, what), result in sorted(rows.items())]
    PLACE.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _count(rows: dict[tuple[str, str], str], key: tuple[str, str], report: pytest.TestReport) -> None:
    if report.when == "call" and report.outcome == "passed":
        rows.setdefault(key, "pass")
    elif hasattr(report, "wasxfail"):
        rows[key] = f"open: {report.wasxfail.removeprefix('reason: ')}"
    elif report.outcome == "skipped" and isinstance(report.longrepr, tuple):
        rows.setdefault(key, f"not run: {report.longrepr[2].removeprefix('Skipped: ')}")
    elif report.outcome == "failed":
        rows[key] = "FAILS"
