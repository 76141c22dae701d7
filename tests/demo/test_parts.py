"""The arithmetic of Score's parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.demo.parts import cut, part_size_for

MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 20 * MIB),
        (1 << 30, 20 * MIB),
        (209_715_199_999, 20 * MIB),
        (209_715_200_000, 20 * MIB + 1),
        (1 << 40, (1 << 40) // 10_000 + 1),
    ],
)
def test_parts_have_20_mib_until_there_would_be_too_many(length: int, size: int) -> None:
    assert part_size_for(length) == size


@given(offset=st.integers(0, 1 << 40), length=st.integers(0, 1 << 40))
def test_parts_tile_a_range_without_gap_or_overlap(offset: int, length: int) -> None:
    parts = cut(offset, length, part_size_for(length))
    assert len(parts) <= 10_000
    place = offset
    for part in parts:
        assert part.offset == place
        place += part.size
    assert place == offset + length


@given(length=st.integers(-(1 << 40), 0))
def test_nothing_is_cut_where_there_is_no_length(length: int) -> None:
    assert cut(100, length, 20) == ()
