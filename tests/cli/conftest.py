"""One practice set for the whole run, and for each test a site and a terminal whose words are searched for secrets."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Role, make_practice_data

from .canary import Canary
from .terminal import Terminal

# Two ranges as the engine cuts them (32 MiB), and two of the smallest parts that Score cuts.
LARGE_SIZE = 40_000_001


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=LARGE_SIZE)


@pytest.fixture
def large(data: PracticeData) -> PracticeObject:
    """A controlled file of two parts."""
    return data.get(Role.LARGE)


@pytest.fixture
def canary(monkeypatch: pytest.MonkeyPatch) -> Canary:
    made = Canary()
    made.watch(monkeypatch)
    return made


@pytest.fixture
def site(data: PracticeData, canary: Canary) -> Iterator[PracticeSite]:
    with PracticeSite(data) as running:
        yield running


@pytest.fixture
def terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], canary: Canary, tmp_path: Path
) -> Iterator[Terminal]:
    """After the test no file below the home and the test's own folder may hold a secret."""
    before = signal.getsignal(signal.SIGTERM)
    folder = tmp_path / "out"
    folder.mkdir()
    made = Terminal(monkeypatch, capfd, canary, folder)
    yield made
    signal.signal(signal.SIGTERM, before)
    assert canary.in_files(made.home, tmp_path) == []


@pytest.fixture
def here(terminal: Terminal, site: PracticeSite) -> Terminal:
    """The terminal of somebody with a good token."""
    terminal.use(site)
    return terminal


@pytest.fixture
def demand_original(terminal: Terminal) -> Callable[..., None]:
    """Compare downloaded files with what the site holds."""

    def demand(*objects: PracticeObject, folder: Path | None = None) -> None:
        for held in objects:
            path = (folder or terminal.folder) / held.name
            with path.open("rb") as file:
                assert hashlib.file_digest(file, "md5").hexdigest() == held.md5, held.name

    return demand
