"""Flags of rows, combined as sets are, and never so many at a time that another thread has to wait for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from hypothesis import given
from hypothesis import strategies as st

from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_columns import FacetColumn

COUNT = 20
ROWS = st.frozensets(st.integers(0, COUNT - 1))
MOST = 1 << 12
"""Rows that C may work on at a time, in a fraction of a millisecond."""


class Watched(Sequence[int]):
    """Numbers that tell how many of them were taken in one go."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self.most = 0

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...

    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        if isinstance(place, int):
            return self._numbers[place]
        taken = self._numbers[place]
        self.most = max(self.most, len(taken))
        return taken

    def __iter__(self) -> Iterator[int]:
        self.most = max(self.most, len(self))
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


@given(ROWS, ROWS)
def test_flags_combine_as_sets_do(one: frozenset[int], other: frozenset[int]) -> None:
    left, right = flags.of(COUNT, one), flags.of(COUNT, other)
    assert flags.both(left, right) == flags.of(COUNT, one & other)
    assert flags.either(left, right) == flags.of(COUNT, one | other)
    assert flags.without(left, right) == flags.of(COUNT, one - other)
    assert flags.count(left) == len(one)
    assert list(flags.places(left)) == sorted(one)


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_all_of_them_are_those_that_each_has(each: list[frozenset[int]]) -> None:
    assert flags.all_of(flags.of(COUNT, rows) for rows in each) == flags.of(
        COUNT, frozenset.intersection(*each)
    )


def test_a_long_list_is_weighed_in_small_pieces() -> None:
    sizes = Watched(range(10 * MOST))
    assert flags.weigh(b"\1" * len(sizes), sizes) == (sum(range(len(sizes))), 0, len(sizes) - 1)
    assert 0 < sizes.most <= MOST


def test_a_facet_of_many_values_is_looked_through_in_small_pieces() -> None:
    codes = Watched([1, 2] * (5 * MOST))
    column = FacetColumn(((), ("BAM",), ("VCF",)), codes)
    assert column.having("VCF") == b"\0\1" * (5 * MOST)
    assert column.passing({"VCF"}) == b"\1\0" * (5 * MOST)
    assert 0 < codes.most <= MOST
