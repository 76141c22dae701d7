"""How often a site and its store are asked for a file: what a queue of ten thousand small ones pays for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from score_gui.demo import PracticeSite, Role, make_practice_data
from score_gui.demo.record import Service
from score_gui.model.manifest import Entry
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.sources.open import open_source
from score_gui.transfer.outside import Outside
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench

SMALL = 300_000


class SiteBench(Bench):
    """The engine with the real source and data client, against a practice site."""

    def __init__(self, folder: Path, site: PracticeSite) -> None:
        profile = Profile("p", "Practice", site.storage_url, site.metadata_url, SiteKind.PRACTICE)
        self.source = open_source(profile, lambda: Secret(site.token), NetSettings())
        self.data = DataClient(NetSettings())
        super().__init__(folder, MemoryStore())

    def _outside(self) -> Outside:
        return Outside(lambda _profile: self.source, self.data.fetch, self.data.abort)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PracticeSite]:
    with PracticeSite(make_practice_data(tmp_path / "practice", large_size=SMALL)) as running:
        yield running


@pytest.fixture
def site_bench(tmp_path: Path, site: PracticeSite) -> Iterator[SiteBench]:
    made = SiteBench(tmp_path, site)
    made.start()
    yield made
    made.stop()
    made.source.close()
    made.data.close()


@pytest.mark.parametrize("external", [True, False])
def test_a_small_file_is_one_question_to_the_site_and_one_to_its_store(
    site_bench: SiteBench, site: PracticeSite, external: bool
) -> None:
    site.external = external
    stored = site.data.get(Role.LARGE)
    entry = Entry(stored.object_id, file_name="small.tar")
    site_bench.add(entry)
    site_bench.until_done(entry)
    asked = [service for service in Service for _ in range(site.record.requests(service))]
    assert asked == [Service.SCORE, Service.STORE]
