"""The whole way of a file over real stores: pauses, links that end, broken connections and damaged bytes."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable

import pytest

from score_gui.demo import PracticeData, PracticeObject, Role
from tests.cli.steering import steering
from tests.cli.terminal import Outcome, Terminal

from .between import Between
from .real_site import RealSite
from .stores import RealStore

Demand = Callable[..., None]
HELD_AFTER = 1_000_000
PART = 20 * 1024 * 1024
"""Bytes of the parts that the practice Score says the large object was uploaded in."""


def fetch(here: Terminal, held: PracticeObject, *words: object) -> Outcome:
    return here.download("--object-id", held.object_id, *words)


def demand_no_trouble(done: Outcome) -> None:
    assert done.status == 0, done.err
    assert not done.events("failed") + done.events("waiting")


@pytest.mark.parametrize("whole_links", [True, False], ids=["links-to-whole-objects", "links-to-parts"])
def test_every_file_of_a_manifest_comes_once_and_is_verified(
    here: Terminal,
    site: RealSite,
    way: Between,
    data: PracticeData,
    demand_original: Demand,
    whole_links: bool,
) -> None:
    site.external = whole_links
    done = here.download("--manifest", data.manifest, "--output-layout", "bundle")
    demand_no_trouble(done)
    for held in data.manifest_objects:
        assert way.served(held.object_id) == held.size, held.name
        kept = here.folder / held.analysis.analysis_id / held.name
        assert kept.read_bytes() == (held.path and held.path.read_bytes()), held.name
    assert set(way.statuses) == {206}
    assert not [head for head in way.heads if "authorization" in head.lower()]


@pytest.mark.parametrize("whole_links", [True, False], ids=["links-to-whole-objects", "links-to-parts"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
def test_after_a_pause_no_byte_is_fetched_twice(
    here: Terminal,
    site: RealSite,
    way: Between,
    large: PracticeObject,
    demand_original: Demand,
    whole_links: bool,
) -> None:
    site.external = whole_links
    way.hold(HELD_AFTER)
    words = ("--json", "--output-dir", here.folder, "--object-id", large.object_id, "--connections", "2")
    with here.start("download", *words) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("done", 0) == 2 * HELD_AFTER:  # what is on its way may be lost
                break
        process.send_signal(signal.SIGINT)
        assert here.finish(process).status == 130
    way.release()
    again = fetch(here, large)
    demand_no_trouble(again)
    assert again.summary["bytes_received"] == large.size - 2 * HELD_AFTER
    assert way.served(large.object_id) == large.size
    demand_original(large)


@pytest.mark.parametrize("whole_links", [True, False], ids=["links-to-whole-objects", "links-to-parts"])
def test_links_that_have_ended_are_renewed_in_the_middle_of_a_file(
    here: Terminal,
    site: RealSite,
    way: Between,
    large: PracticeObject,
    demand_original: Demand,
    whole_links: bool,
) -> None:
    """The first link lives for two seconds, of which the store's whole seconds may take one away; the one that
    follows it is refused by the store as it has ended."""
    site.external = whole_links
    site.life_seconds = 2

    def let_it_end() -> None:
        assert way.wait_held()
        site.wait_until_links_end()
        site.stale, site.life_seconds = 1, 600
        way.release()

    way.hold(HELD_AFTER)
    with steering(let_it_end):
        done = fetch(here, large, "--connections", "1")
    demand_no_trouble(done)
    assert way.statuses[403] >= 1
    assert way.served(large.object_id) == done.summary["bytes_received"] == large.size
    demand_original(large)


def test_links_that_live_shorter_than_the_download_never_meet_a_refusal(
    here: Terminal, site: RealSite, way: Between, large: PracticeObject, demand_original: Demand
) -> None:
    """The first link lives long enough to be used on a busy computer, and ends while its bytes are held back."""
    site.life_seconds = 5

    def let_it_end() -> None:
        assert way.wait_held()
        site.wait_until_links_end()
        site.life_seconds = 600
        way.release()

    way.hold(HELD_AFTER)
    with steering(let_it_end):
        done = fetch(here, large, "--connections", "1")
    demand_no_trouble(done)
    assert set(way.statuses) == {206}
    demand_original(large)


def test_connections_that_break_cost_only_what_was_on_its_way(
    here: Terminal, way: Between, large: PracticeObject, demand_original: Demand
) -> None:
    way.cut(5_000_000, 100_000, 1)
    done = fetch(here, large, "--connections", "2")
    demand_no_trouble(done)
    assert way.served(large.object_id) == large.size
    assert way.statuses[206] >= 5
    demand_original(large)


def test_of_a_damaged_file_with_md5s_of_its_parts_only_the_damaged_part_comes_again(
    here: Terminal, way: Between, store: RealStore, large: PracticeObject, demand_original: Demand
) -> None:
    if not store.binds_range:
        pytest.skip("Score knows no MD5 of parts over Azure")
    way.flip(large.object_id, PART + 5)
    done = fetch(here, large)
    demand_no_trouble(done)
    assert way.served(large.object_id) == large.size + (large.size - PART)
    demand_original(large)


def test_of_a_damaged_file_with_an_md5_the_right_bytes_come_in_the_end(
    here: Terminal, way: Between, data: PracticeData, demand_original: Demand
) -> None:
    table = data.get(Role.VCF)
    way.flip(table.object_id, table.size // 2)
    done = fetch(here, table, "--no-index")
    demand_no_trouble(done)
    assert way.served(table.object_id) == 2 * table.size
    demand_original(table)


def test_what_no_md5_vouches_for_is_called_so(
    here: Terminal, store: RealStore, large: PracticeObject, demand_original: Demand
) -> None:
    done = fetch(here, large)
    demand_no_trouble(done)
    (verified,) = done.events("verified")
    assert verified["check"] == ("whole-md5" if store.binds_range else "size-only")
    demand_original(large)


def test_an_object_that_is_replaced_on_the_way_is_not_mixed_from_two(
    here: Terminal, way: Between, store: RealStore, data: PracticeData, large: PracticeObject
) -> None:
    if store.binds_range:
        pytest.skip(
            "where the site tells an MD5 it decides, after half a minute; tests/faults has that by its clock"
        )
    assert large.path is not None
    genuine = large.path.read_bytes()

    def replace_it() -> None:
        assert way.wait_held()
        store.put(large.object_id, bytes(reversed(genuine)))
        way.release()

    way.hold(HELD_AFTER)
    try:
        with steering(replace_it):
            done = fetch(here, large, "--connections", "1")
    finally:
        store.put(large.object_id, genuine)
    assert done.status == 1
    (failed,) = done.events("failed")
    assert "changed" in failed["code"] or "checksum" in failed["code"], failed["code"]
    assert large.name not in here.files()
