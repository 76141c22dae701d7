"""Real stores, started once for the run and filled with the practice files; for each test a site and a terminal."""

from __future__ import annotations

import hashlib
import logging
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from score_gui.demo import PracticeData, PracticeObject, Role, make_practice_data
from score_gui.demo.store import SENTINEL
from tests.cli.canary import Canary
from tests.cli.terminal import Terminal

from . import tools
from .azurite import Azurite, azurite_server
from .between import Between
from .minio import Minio, minio_server
from .real_site import RealSite
from .stores import RealStore

# Two ranges as the engine cuts them (32 MiB), and two of the smallest parts that Score cuts.
LARGE_SIZE = 40_000_001
CERTIFICATES = Path(__file__).parents[1] / "net" / "certificates"
# The first test that needs a store waits until it is built.
_BUILD_AND_TEST = tools.LONGEST_SECONDS + 120


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(_BUILD_AND_TEST))


@pytest.fixture(scope="session", autouse=True)
def quiet_httpx() -> Iterator[None]:
    """Keep the links out of the output of a broken test: httpx logs each one."""
    logger = logging.getLogger("httpx")
    before = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(before)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=LARGE_SIZE)


@pytest.fixture(scope="session")
def minio(data: PracticeData, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Minio]:
    try:
        with minio_server(tmp_path_factory.mktemp("minio")) as running:
            fill(running, data)
            yield running
    except tools.MissingError as why:
        pytest.skip(f"no MinIO: {why}")


@pytest.fixture(scope="session")
def secured_minio(data: PracticeData, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Minio]:
    """MinIO behind a certificate that an authority of its own has signed."""
    try:
        with minio_server(tmp_path_factory.mktemp("secured"), certificates=CERTIFICATES) as running:
            fill(running, data)
            yield running
    except tools.MissingError as why:
        pytest.skip(f"no MinIO: {why}")


@pytest.fixture(scope="session")
def azurite(data: PracticeData, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Azurite]:
    try:
        with azurite_server(tmp_path_factory.mktemp("azurite")) as running:
            fill(running, data)
            yield running
    except tools.MissingError as why:
        pytest.skip(f"no Azurite: {why}")


@pytest.fixture(scope="session", params=["minio", "azurite"])
def store(request: pytest.FixtureRequest) -> RealStore:
    running: RealStore = request.getfixturevalue(request.param)
    return running


def fill(store: RealStore, data: PracticeData) -> None:
    """Put every object of the practice set there that a bucket would hold."""
    store.put(SENTINEL, b"heliograph\n")
    for held in data.objects:
        if held.path is not None:
            store.put(held.object_id, held.path.read_bytes())


@pytest.fixture
def way(store: RealStore) -> Iterator[Between]:
    with Between(store.host) as running:
        yield running


@pytest.fixture
def site(data: PracticeData, store: RealStore, way: Between) -> Iterator[RealSite]:
    with RealSite(data, store, way) as running:
        yield running


@pytest.fixture
def large(data: PracticeData) -> PracticeObject:
    """A controlled file of two parts."""
    return data.get(Role.LARGE)


@pytest.fixture
def canary() -> Canary:
    """Nothing to hide yet."""
    return Canary()


@pytest.fixture
def terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], canary: Canary, tmp_path: Path
) -> Iterator[Terminal]:
    """A terminal in a home of its own. What is printed there and left behind holds no secret."""
    before = signal.getsignal(signal.SIGTERM)
    folder = tmp_path / "out"
    folder.mkdir()
    made = Terminal(monkeypatch, capfd, canary, folder)
    yield made
    signal.signal(signal.SIGTERM, before)
    assert canary.in_files(made.home, tmp_path) == []


@pytest.fixture
def sit_down(terminal: Terminal, canary: Canary) -> Callable[[RealSite], Terminal]:
    """Give somebody with a good token a terminal."""

    def sit(site: RealSite) -> Terminal:
        canary.secrets = site.secrets
        terminal.use(site)
        return terminal

    return sit


@pytest.fixture
def here(sit_down: Callable[[RealSite], Terminal], site: RealSite) -> Terminal:
    return sit_down(site)


@pytest.fixture
def demand_original(here: Terminal) -> Callable[..., None]:
    """Compare downloaded files with what the store was given."""

    def demand(*objects: PracticeObject) -> None:
        for held in objects:
            with (here.folder / held.name).open("rb") as file:
                assert hashlib.file_digest(file, "md5").hexdigest() == held.md5, held.name

    return demand
