"""One practice set for the whole run, one fresh site for each test, and a plain client to ask it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Role, make_practice_data

from .client import Client

# Three parts of Score's smallest size, the last one short.
LARGE_SIZE = 45_000_001


@pytest.fixture(autouse=True)
def quiet_httpx(caplog: pytest.LogCaptureFixture) -> None:
    """Keep the links out of the output of a broken test: httpx logs each one."""
    caplog.set_level("WARNING", "httpx")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=LARGE_SIZE)


@pytest.fixture
def site(data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data) as running:
        yield running


@pytest.fixture
def client(site: PracticeSite) -> Iterator[Client]:
    with httpx.Client(trust_env=False, timeout=60) as http:
        yield Client(site, http)


@pytest.fixture
def large(data: PracticeData) -> PracticeObject:
    return data.get(Role.LARGE)


@pytest.fixture
def open_file(data: PracticeData) -> PracticeObject:
    return data.get(Role.VCF)
