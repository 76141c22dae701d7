"""How deep a slice lies over its regions, against a plain count of every base."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.slicing import depth as depths
from score_gui.slicing.depth import BINS, ENOUGH, REGIONS, Depth, DepthGauge
from score_gui.slicing.regions import Region

Block = tuple[int, int]


def plain(region: Region, blocks: list[Block]) -> list[int]:
    return [sum(a <= base < b for a, b in blocks) for base in range(region.begin, region.end)]


def gauged(region: Region, blocks: list[Block]) -> Depth:
    gauge = DepthGauge([region])
    for block in blocks:
        gauge.add(0, [block])
    return gauge.depths()[0]


blocks_of_a_region = st.lists(
    st.tuples(st.integers(0, 150), st.integers(1, 90)).map(lambda pair: (pair[0], sum(pair))), max_size=60
)


@given(begin=st.integers(0, 100), length=st.integers(1, 60), blocks=blocks_of_a_region)
def test_every_base_is_counted(begin: int, length: int, blocks: list[Block]) -> None:
    region = Region("c", begin, begin + length)
    known, found = plain(region, blocks), gauged(region, blocks)
    assert found.mean == pytest.approx(sum(known) / length, abs=0.001)
    assert found.covered == pytest.approx(sum(n >= ENOUGH for n in known) / length, abs=0.0001)
    assert found.lowest == min(known)
    assert found.lowest_at == region.begin + known.index(min(known)) + 1
    assert found.bins == pytest.approx(known)
    assert found.reads == len(blocks)


@pytest.mark.parametrize("exact", [True, False])
def test_steps_of_a_long_region_are_means(exact: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    random, region = Random(5), Region("c", 1_000, 10_003)
    if not exact:
        monkeypatch.setattr(depths, "EXACT", 100)
    starts = [random.randrange(500, 10_500) for _ in range(300)]
    blocks = [(start, start + random.choice([40, 700])) for start in starts]
    known, found = plain(region, blocks), gauged(region, blocks)
    edges = [n * len(known) // BINS for n in range(BINS + 1)]
    assert found.bins == pytest.approx([sum(known[a:b]) / (b - a) for a, b in pairwise(edges)], abs=0.01)
    assert found.mean == pytest.approx(sum(known) / len(known), abs=0.001)
    assert (found.covered is None, found.lowest is None) == (not exact, not exact)


def test_a_spliced_read_counts_in_every_region_that_it_reaches() -> None:
    gauge = DepthGauge([Region("a", 0, 10), Region("b", 0, 10), Region("b", 20, 30), Region("b", 40, 50)])
    gauge.add(1, [(5, 8), (25, 60)])
    gauge.add(1, [])
    found = gauge.depths()
    assert [depth.reads for depth in found] == [0, 2, 1, 1]
    assert [depth.mean for depth in found] == [0, 0.3, 0.5, 1]


def test_the_regions_after_many_have_no_picture() -> None:
    gauge = DepthGauge([Region("c", 10 * n, 10 * n + 5) for n in range(REGIONS + 5)])
    gauge.add(REGIONS + 2, [(10 * REGIONS, 10 * REGIONS + 100)])
    assert len(gauge.depths()) == REGIONS
