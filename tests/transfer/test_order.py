"""The numbers of the queue: whatever is moved, the line is the one that a list would have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.transfer import TransferId
from score_gui.transfer.order import STRIDE, moved

T = TransferId


def line(places: dict[TransferId, int]) -> list[int]:
    """The ids in the order of their numbers."""
    return [transfer for transfer, _ in sorted(places.items(), key=lambda item: (item[1], item[0]))]


def after(places: dict[TransferId, int], moving: list[int], before: int | None) -> dict[TransferId, int]:
    """The places after a move."""
    target = None if before is None else T(before)
    changes = moved([(n, t) for t, n in places.items()], [T(one) for one in moving], target)
    return {**places, **changes}


def queue(count: int) -> dict[TransferId, int]:
    """As additions number it: without room between."""
    return {T(n): n for n in range(1, count + 1)}


@pytest.mark.parametrize(
    ("moving", "before", "expected"),
    [
        ([3], 1, [3, 1, 2, 4]),
        ([1], None, [2, 3, 4, 1]),
        ([1], 3, [2, 1, 3, 4]),
        ([4, 2], 1, [4, 2, 1, 3]),
        ([2, 3], 3, [1, 4, 2, 3]),
        ([2], 99, [1, 3, 4, 2]),
        ([1, 2, 3, 4], None, [1, 2, 3, 4]),
    ],
)
def test_files_go_before_another_or_last(moving: list[int], before: int | None, expected: list[int]) -> None:
    assert line(after(queue(4), moving, before)) == expected


@pytest.mark.parametrize("before", [1, None])
def test_to_either_end_only_what_moves_gets_a_new_number(before: int | None) -> None:
    places = queue(1000)
    changes = moved(
        [(n, t) for t, n in places.items()], [T(500), T(501)], None if before is None else T(before)
    )
    assert set(changes) == {500, 501}


def test_after_one_renumbering_the_next_moves_are_cheap() -> None:
    places = after(queue(1000), [900], 10)
    changes = moved([(n, t) for t, n in places.items()], [T(n) for n in range(700, 700 + STRIDE // 4)], T(20))
    assert len(changes) == STRIDE // 4


MOVES = st.lists(
    st.tuples(st.lists(st.integers(1, 12), min_size=1, unique=True), st.none() | st.integers(1, 12)),
    max_size=30,
)


@given(MOVES)
def test_a_list_would_do_the_same(moves: list[tuple[list[int], int | None]]) -> None:
    places, plain = queue(12), list(range(1, 13))
    for moving, before in moves:
        places = after(places, moving, before)
        rest = [one for one in plain if one not in moving]
        at = rest.index(before) if before in rest else len(rest)
        plain = [*rest[:at], *moving, *rest[at:]]
        assert line(places) == plain
