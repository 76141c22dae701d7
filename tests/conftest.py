"""Holds every test to the same rules: a home of its own, no outside calls, no stray threads or log records.

The rules themselves are in `tests/guards`. Qt's and Python's own warnings are failures by the settings in
pyproject.toml.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from score_gui.model import language
from tests.guards import garbage, surroundings, threads
from tests.guards.leftovers import Leftovers
from tests.guards.logs import LogWatch
from tests.guards.network import NetworkWatch

# No windows on the screen of the person who runs the tests; set it to something else to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A shell that runs the tests in the background makes them, and the programs they start, deaf to Ctrl+C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is no finding, and on CI the same commit always sees the same examples.
settings.register_profile("score_gui", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.load_profile("score_gui")


LEFTOVERS = pytest.StashKey[Leftovers]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFTOVERS] = Leftovers()


def pytest_collection_finish() -> None:
    garbage.look_at_the_tests_alone()


@pytest.fixture(autouse=True)
def guards(request: pytest.FixtureRequest) -> Iterator[LogWatch]:
    """Watch one test, from before its first fixture until after its last; fail it for what it let slip."""
    # Asked for here, it is taken away only after it was searched.
    folders = [request.getfixturevalue(name) for name in ("tmp_path",) if name in request.fixturenames]
    network, log, before = NetworkWatch(), LogWatch(), set(threading.enumerate())
    home = TemporaryDirectory(prefix="score-gui-home-", ignore_cleanup_errors=True)
    with home, pytest.MonkeyPatch.context() as monkeypatch:
        surroundings.settle(monkeypatch, Path(home.name))
        network.install(monkeypatch)
        logging.getLogger().addHandler(log)
        try:
            yield log
            complaints = threads.leaked(before)
            if "qapp" in request.fixturenames:
                complaints += garbage.left_to_the_collector()
        finally:
            language.choose(language.ENGLISH)
            logging.getLogger().removeHandler(log)
        leftovers = request.config.stash[LEFTOVERS]
        complaints += leftovers.search(request.node.nodeid, Path(home.name), *folders)
    complaints += network.refused + log.complaints()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(guards: LogWatch) -> Callable[[str], None]:
    """Announce a record at WARNING or above, as `logger: message`: a regular expression that has to match."""
    return guards.expect


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A secret in what a test printed or logged fails it, and is not shown."""
    report = yield
    leftovers = item.config.stash[LEFTOVERS]
    shown = [*report.sections, ("its failure", report.longreprtext)]
    seen = [one for where, text in shown for one in leftovers.search_text(item.nodeid, where, text)]
    if seen:
        report.outcome, report.sections, report.longrepr = "failed", [], "\n".join(seen)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """Search what the whole session left, before it is taken away, and what was written about it."""
    leftovers = session.config.stash[LEFTOVERS]
    base = session.config._tmp_path_factory._basetemp  # type: ignore[attr-defined]
    leftovers.search_the_rest(*([base] if base else []))
    yield
    report = session.config.getoption("xmlpath", None)
    leftovers.search_the_rest(*([Path(report)] if report else []))
    if leftovers.sightings:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    leftovers = config.stash[LEFTOVERS]
    for sighting in leftovers.sightings:
        terminalreporter.write_line(f"ERROR {sighting}", red=True)
    searched = f"{leftovers.files:,} files searched for secrets in {leftovers.seconds:.1f} s"
    terminalreporter.write_line(searched)
