"""Byte ranges and their sets behave as the sets of bytes they stand for."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.byterange import ByteRange, RangeSet

SMALL = st.integers(0, 40)
RANGES = st.tuples(SMALL, SMALL).map(lambda ends: ByteRange(min(ends), max(ends)))
LISTS = st.lists(RANGES, max_size=8)
SETS = LISTS.map(RangeSet.of)


def bytes_of(ranges: Iterable[ByteRange]) -> set[int]:
    return {byte for item in ranges for byte in range(item.start, item.stop)}


# --- one range ---


@pytest.mark.parametrize(("start", "stop"), [(-1, 3), (4, 3), (-5, -2)])
def test_what_is_no_range_is_refused(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="not a byte range"):
        ByteRange(start, stop)


def test_both_ends_count_in_the_header() -> None:
    assert ByteRange(0, 1).header == "bytes=0-0"
    assert ByteRange(1024, 4096).header == "bytes=1024-4095"


@given(RANGES, RANGES)
def test_ranges_overlap_when_they_share_a_byte(one: ByteRange, other: ByteRange) -> None:
    if one.length and other.length:
        assert one.overlaps(other) == bool(bytes_of([one]) & bytes_of([other]))


@given(RANGES)
def test_a_range_is_as_long_as_it_has_bytes(item: ByteRange) -> None:
    assert item.length == len(bytes_of([item]))


# --- sets ---


@given(LISTS)
def test_a_set_holds_the_bytes_of_its_ranges(ranges: list[ByteRange]) -> None:
    made = RangeSet.of(ranges)
    assert bytes_of(made) == bytes_of(ranges)
    assert made.total == len(bytes_of(ranges))
    assert bool(made) == bool(bytes_of(ranges))


@given(LISTS, LISTS)
def test_every_way_to_a_set_gives_sorted_ranges_that_do_not_touch(
    some: list[ByteRange], more: list[ByteRange]
) -> None:
    one, other = RangeSet.of(some), RangeSet.of(more)
    for made in (one, one.add(*more), one.union(other), one.minus(other)):
        assert all(item.length for item in made)
        assert all(a.stop < b.start for a, b in zip(made.ranges, made.ranges[1:], strict=False))


@given(SETS, SETS)
def test_union_and_add(one: RangeSet, other: RangeSet) -> None:
    assert bytes_of(one.union(other)) == bytes_of(one) | bytes_of(other)
    assert one.add(*other) == one.union(other) == other.union(one)


@given(SETS, SETS)
def test_minus(one: RangeSet, other: RangeSet) -> None:
    assert bytes_of(one.minus(other)) == bytes_of(one) - bytes_of(other)


@given(SETS, RANGES)
def test_the_gaps_are_what_is_missing_lowest_first(held: RangeSet, within: ByteRange) -> None:
    gaps = list(held.missing(within))
    assert bytes_of(gaps) == bytes_of([within]) - bytes_of(held)
    assert gaps == list(RangeSet.of(gaps))


@given(SETS, RANGES)
def test_a_set_covers_a_range_when_it_holds_all_of_it(held: RangeSet, wanted: ByteRange) -> None:
    assert held.covers(wanted) == (bytes_of([wanted]) <= bytes_of(held))


@given(SETS)
def test_the_prefix_ends_at_the_first_byte_that_is_missing(held: RangeSet) -> None:
    byte = 0
    while byte in bytes_of(held):
        byte += 1
    assert held.prefix == byte
