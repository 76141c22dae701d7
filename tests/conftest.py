"""Holds every test to the same rules: a home of its own, no outside calls, no stray threads or log records.

The rules themselves are in `tests/guards`. Qt's and Python's own warnings are failures by the settings in
pyproject.toml.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from score_gui.model import language
from tests.guards import surroundings, threads
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


@pytest.fixture(autouse=True)
def guards() -> Iterator[LogWatch]:
    """Watch one test, from before its first fixture until after its last; fail it for what it let slip."""
    network, log, before = NetworkWatch(), LogWatch(), set(threading.enumerate())
    home = TemporaryDirectory(prefix="score-gui-home-", ignore_cleanup_errors=True)
    with home, pytest.MonkeyPatch.context() as monkeypatch:
        surroundings.settle(monkeypatch, Path(home.name))
        network.install(monkeypatch)
        logging.getLogger().addHandler(log)
        try:
            yield log
            complaints = threads.leaked(before)
        finally:
            language.choose(language.ENGLISH)
            logging.getLogger().removeHandler(log)
    complaints += network.refused + log.complaints()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(guards: LogWatch) -> Callable[[str], None]:
    """Announce a record at WARNING or above, as `logger: message`: a regular expression that has to match."""
    return guards.expect
