"""Collects what each crash loop did, and writes the table of it if asked to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.crash import table

Counted = Callable[[str, str, int, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-crash-table", action="store_true", help="write tests/crash/TABLE.md from this run"
    )


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Counted:
    """Say what was done: the loop, the fault that was put in ("none"), how often, and what came of it."""

    def note(loop: str, fault: str, times: int, result: str) -> None:
        request.node.user_properties.append((table.PROPERTY, (loop, fault, times, result)))

    return note


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    if config.getoption("--write-crash-table", default=False):
        table.write([report for reports in terminalreporter.stats.values() for report in reports])
