"""Ranges are handed out in file order, none twice, and nobody is left without a connection."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.transfer.schedule import LAST_SIZE, RANGE_SIZE, next_range, next_transfer

STEP = RANGE_SIZE
OFFSETS = st.integers(0, 5 * STEP)
RANGES = st.tuples(OFFSETS, OFFSETS).map(lambda ends: ByteRange(min(ends), max(ends)))
LISTS = st.lists(RANGES, max_size=6)


def handed_out(
    size: int, on_disk: RangeSet = RangeSet(), busy: Sequence[ByteRange] = (), connections: int = 1
) -> list[ByteRange]:
    """Everything that `next_range` gives while nobody comes back."""
    given_out: list[ByteRange] = []
    while (found := next_range(size, on_disk, [*busy, *given_out], connections)) is not None:
        given_out.append(found)
    return given_out


@given(OFFSETS, LISTS, LISTS, st.integers(1, 16))
def test_what_is_handed_out_is_exactly_what_is_missing(
    size: int, held: list[ByteRange], busy: list[ByteRange], connections: int
) -> None:
    on_disk = RangeSet.of(held)
    ranges = handed_out(size, on_disk, busy, connections)
    free = RangeSet.of([ByteRange(0, size)]).minus(on_disk).minus(RangeSet.of(busy))
    assert RangeSet.of(ranges) == free
    assert sum(item.length for item in ranges) == free.total, "some bytes were handed out twice"


@given(OFFSETS, LISTS, LISTS, st.integers(1, 16))
def test_the_lowest_first_and_never_over_a_step(
    size: int, held: list[ByteRange], busy: list[ByteRange], connections: int
) -> None:
    ranges = handed_out(size, RangeSet.of(held), busy, connections)
    assert ranges == sorted(ranges)
    assert all(item.length and item.start // STEP == (item.stop - 1) // STEP for item in ranges)


def test_a_continued_file_falls_back_into_step() -> None:
    first = next_range(3 * STEP, RangeSet.of([ByteRange(0, 12_345)]), [], 1)
    assert first == ByteRange(12_345, STEP)
    assert next_range(3 * STEP, RangeSet.of([ByteRange(0, STEP)]), [], 1) == ByteRange(STEP, 2 * STEP)


def test_nothing_of_an_empty_file() -> None:
    assert next_range(0, RangeSet(), [], 8) is None


@pytest.mark.parametrize("size", [1, LAST_SIZE + 1, STEP])
def test_a_small_file_comes_in_one_piece(size: int) -> None:
    assert next_range(size, RangeSet(), [], 8) == ByteRange(0, size)


@given(st.integers(2, 16), st.integers(2, 100))
def test_ranges_shrink_towards_the_end_of_a_large_file(connections: int, steps: int) -> None:
    lengths = [item.length for item in handed_out(steps * STEP, connections=connections)]
    assert lengths == sorted(lengths, reverse=True)
    assert all(length >= LAST_SIZE for length in lengths)
    assert set(lengths[-2 * (connections - 1) :]) == {LAST_SIZE}


def test_one_connection_has_nobody_to_wait_for() -> None:
    assert [item.length for item in handed_out(10 * STEP)] == 10 * [STEP]


# --- who gets a connection ---


@pytest.mark.parametrize(
    ("running", "free", "who"),
    [
        ([], 8, None),
        ([0], 0, None),
        ([3], -1, None),
        ([0], 1, 0),
        ([7], 1, 0),
        ([0, 0, 0], 8, 0),
        ([5, 0, 0], 3, 0),
        ([6, 0, 0], 2, 1),
        ([6, 1, 0], 1, 2),
        ([7, 1, 1], 1, 0),
        ([0, 0, 0], 2, 0),
        ([2, 0], 1, 1),
    ],
)
def test_the_first_file_has_them_all_but_one_for_each_other(
    running: list[int], free: int, who: int | None
) -> None:
    assert next_transfer(running, free) == who


@given(st.lists(st.integers(0, 8), max_size=6), st.integers(-1, 16))
def test_handing_out_all_free_connections_starves_nobody(running: list[int], free: int) -> None:
    starving = sum(1 for count in running if count == 0)
    left = free
    while (who := next_transfer(running, left)) is not None:
        assert 0 <= who < len(running)
        running[who] += 1
        left -= 1
    assert left <= 0 or not running
    if free >= starving:
        assert all(running)
