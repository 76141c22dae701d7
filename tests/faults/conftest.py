"""Collects how each row of the fault table came out, and writes the table if asked to."""

from __future__ import annotations

import pytest

from tests.faults import table


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-fault-table", action="store_true", help="write tests/faults/TABLE.md from this run"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("fault"):
            item.user_properties.append((table.PROPERTY, tuple(mark.args)))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    if config.getoption("--write-fault-table", default=False) and not config.option.collectonly:
        table.write([report for reports in terminalreporter.stats.values() for report in reports])
