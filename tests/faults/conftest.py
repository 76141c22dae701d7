"""The site, the program and the oracle of every fault; and how each row came out, as a table if asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from score_gui.net.settings import NetSettings
from tests.faults import table
from tests.faults.bench import SIZE, Bench, Check, Make
from tests.faults.hostile_site import HostileSite
from tests.faults.oracle import check


@pytest.fixture
def net() -> NetSettings:
    """Patient with reads: what these tests hold back is not the network."""
    return NetSettings(connect_timeout=5, read_timeout=30, header_timeout=30, api_timeout=5)


@pytest.fixture
def make(tmp_path: Path, net: NetSettings) -> Iterator[Make]:
    """A site and a program on it."""
    with ExitStack() as stack:

        def made(**site: Any) -> tuple[HostileSite, Bench]:
            hostile = stack.enter_context(HostileSite(**site))
            bench = Bench(tmp_path, hostile, net)
            stack.callback(bench.end)
            return hostile, bench

        yield made


@pytest.fixture
def check_all(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Check:
    """The oracle, with what the program said aloud; at most one file's bytes come twice."""

    def run(bench: Bench, **bounds: Any) -> None:
        check(bench, told=capfd.readouterr().err + caplog.text, **({"waste": SIZE, "requests": 40} | bounds))

    return run


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
