"""A link that ends on the way is replaced: no byte is fetched twice, and nobody is bothered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from score_gui.demo import Flavour, PracticeData, PracticeObject, PracticeSite, Service

from .canary import Canary
from .steering import steering
from .terminal import Terminal

Demand = Callable[..., None]


@pytest.mark.parametrize("flavour", Flavour)
def test_links_that_end_between_two_ranges_are_renewed(
    terminal: Terminal,
    canary: Canary,
    data: PracticeData,
    large: PracticeObject,
    demand_original: Demand,
    flavour: Flavour,
) -> None:
    def end_links_on_the_way(site: PracticeSite) -> None:
        assert site.wait_held()
        site.expire_links()
        site.release()

    with PracticeSite(data, flavour=flavour) as site:
        terminal.use(site)
        site.hold(after=1_000_000)
        with steering(lambda: end_links_on_the_way(site)):
            done = terminal.download("--object-id", large.object_id, "--connections", "1")
        assert site.record.answers(Service.STORE, 403) >= 1
        assert site.bytes_served(large.object_id) == large.size
    assert done.status == 0
    assert done.summary["bytes_received"] == large.size
    assert not done.events("failed") + done.events("waiting")
    demand_original(large)


def test_links_that_live_shorter_than_the_download_are_no_hindrance(
    here: Terminal, site: PracticeSite, large: PracticeObject, demand_original: Demand
) -> None:
    site.expiry_seconds = 0.5
    site.rate_limit = 20e6
    done = here.download("--object-id", large.object_id, "--connections", "1")
    assert done.status == 0
    assert site.bytes_served(large.object_id) == done.summary["bytes_received"] == large.size
    assert not done.events("failed") + done.events("waiting")
    demand_original(large)


def test_a_token_that_ends_on_the_way_leaves_what_is_here(
    here: Terminal, site: PracticeSite, large: PracticeObject, demand_original: Demand
) -> None:
    def end_everything() -> None:
        assert site.wait_held()
        site.expire_links()
        site.revoke_token()
        site.release()

    site.hold(after=1_000_000)
    with steering(end_everything):
        first = here.download("--object-id", large.object_id, "--connections", "1")
    kept = first.summary["bytes_received"]
    assert (first.status, 0 < kept < large.size) == (3, True)
    assert "Token refused" in first.err
    here.use(site, site.replace_token())
    second = here.download("--object-id", large.object_id)
    assert second.status == 0
    assert second.summary["bytes_received"] == large.size - kept
    demand_original(large)
