"""Regions as typed: what they mean, and what is refused with a hint instead of giving nothing."""

from __future__ import annotations

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.slicing.regions import Region, RegionError, RegionSet, normalise, parse_region, parse_regions

HLA = "HLA-A*01:01:01:01"
CONTIGS = {"chr1": 10_000, "chr2": 5_000, "chrM": 16_569, HLA: 3_503}
COLONS = {"chr1": 1000, "chr1:100": 1000, "chr1:100-200": 1000, "chr2": 1000}


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("chr1", Region("chr1", 0, 10_000)),
        ("chr1:1,000-2,000", Region("chr1", 999, 2_000)),
        ("chr1:1990", Region("chr1", 1989, 10_000)),
        ("chr2:5-", Region("chr2", 4, 5_000)),
        ("chr2:5000-5000", Region("chr2", 4_999, 5_000)),
        ("chr2:4,000-99999999999999999999", Region("chr2", 3_999, 5_000)),
        (f"{HLA}", Region(HLA, 0, 3_503)),
        (f"{HLA}:100-200", Region(HLA, 99, 200)),
        (f"{{{HLA}}}:100-200", Region(HLA, 99, 200)),
        ("  chrM\n", Region("chrM", 0, 16_569)),
        ("*", None),
    ],
)
def test_regions_that_are_meant(text: str, region: Region | None) -> None:
    assert parse_region(text, CONTIGS) == region


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "chr1:0-10",
        "chr1:10-5",
        "chr1:-5",
        "chr1:1e3-2e3",
        "chr1:1\u20132",
        "chr1:\uff11-5",
        "chr1\u00a0:1-5",
        "chr1;rm -rf",
        "chr1:10001-10002",
        "chr1:",
        "{chr1",
        "{chrUn:1}:5-10",
        "x" * 1_000_000,
    ],
)
def test_regions_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(RegionError):
        parse_region(text, CONTIGS)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("1", "chr1"),
        ("1:5-10", "chr1:5-10"),
        ("MT", "chrM"),
        ("M", "chrM"),
        ("CHR2:7", "chr2:7"),
        ("hla-a*01:01:01:01", HLA),
    ],
)
def test_a_contig_of_another_assembly_is_offered_by_its_name_here(text: str, suggestion: str) -> None:
    with pytest.raises(RegionError) as caught:
        parse_region(text, CONTIGS)
    assert caught.value.suggestions == (suggestion,)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("crh1:5-10", "chr1:5-10"),
        ("chromosome1", "chr1"),
        ("HLA-A*01:01", HLA),
        ("chrUn_GL000220v1:7", "GL000220.1:7"),
        ("GL000220", "GL000220.1"),
    ],
)
def test_a_slip_is_met_with_the_names_that_are_near(text: str, suggestion: str) -> None:
    with pytest.raises(RegionError) as caught:
        parse_region(text, {**CONTIGS, "GL000220.1": 161_802})
    assert caught.value.suggestions == (suggestion,)


@pytest.mark.parametrize("text", ["chr3", "chr12", "TP53", "GL000221.1"])
def test_another_number_is_no_slip(text: str) -> None:
    with pytest.raises(RegionError) as caught:
        parse_region(text, {**CONTIGS, "GL000220.1": 161_802})
    assert caught.value.suggestions == ()


def test_mt_is_found_where_the_file_has_no_chr() -> None:
    with pytest.raises(RegionError) as caught:
        parse_region("chrM", {"1": 10, "MT": 10})
    assert caught.value.suggestions == ("MT",)


def test_a_name_with_colons_that_can_be_read_in_two_ways_is_refused_with_both_spellings() -> None:
    with pytest.raises(RegionError) as caught:
        parse_region("chr1:100-200", COLONS)
    assert caught.value.suggestions == ("{chr1:100-200}", "{chr1}:100-200")

    assert parse_region("{chr1:100-200}", COLONS) == Region("chr1:100-200", 0, 1000)
    assert parse_region("{chr1}:100-200", COLONS) == Region("chr1", 99, 200)


def test_several_regions_become_one_set_in_the_order_of_the_header() -> None:
    found = parse_regions(["chr2:1-10 chr1:5-20", "*\nchr1:21-30", "chr1:1-6"], CONTIGS)
    assert found == RegionSet((Region("chr1", 0, 30), Region("chr2", 0, 10)), unplaced=True)
    assert found.bases == 40


@given(st.lists(st.tuples(st.sampled_from(list(CONTIGS)), st.integers(0, 3000), st.integers(1, 400))))
def test_joining_keeps_every_base_and_leaves_gaps_between(items: list[tuple[str, int, int]]) -> None:
    regions = [Region(name, begin, begin + length) for name, begin, length in items]
    found = normalise(regions, CONTIGS).regions

    assert {(r.contig, n) for r in regions for n in range(r.begin, r.end)} == {
        (r.contig, n) for r in found for n in range(r.begin, r.end)
    }
    order = list(CONTIGS)
    assert list(found) == sorted(found, key=lambda r: (order.index(r.contig), r.begin))
    assert all(a.contig != b.contig or a.end < b.begin for a, b in pairwise(found))


@given(st.text(max_size=40))
def test_any_text_is_a_region_or_an_error_that_says_why(text: str) -> None:
    with contextlib.suppress(RegionError):
        region = parse_region(text, CONTIGS)
        assert region is None or 0 <= region.begin < region.end <= CONTIGS[region.contig]
