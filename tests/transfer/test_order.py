"""The numbers of the queue: whatever is moved, the line is the one that a list would have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.transfer import Place, Priority, TransferId
from score_gui.transfer.order import STRIDE, Seat, moved

T = TransferId
Places = dict[TransferId, Seat]
HIGH, NORMAL, LOW = Priority


def line(places: Places) -> list[int]:
    """The ids in the order of their seats."""
    return [transfer for transfer, _ in sorted(places.items(), key=lambda item: (item[1], item[0]))]


def in_line(places: Places) -> list[Place]:
    return [(seat.priority, seat.order, transfer) for transfer, seat in places.items()]


def after(places: Places, moving: list[int], before: int | None) -> Places:
    """The places after a move."""
    target = None if before is None else T(before)
    return {**places, **moved(in_line(places), [T(one) for one in moving], target)}


def queue(count: int) -> Places:
    """As additions number it: without room between."""
    return {T(n): Seat(NORMAL, n) for n in range(1, count + 1)}


def mixed(*priorities: Priority) -> Places:
    """Rows 1, 2, 3… of these priorities."""
    return {T(n): Seat(priority, n) for n, priority in enumerate(priorities, 1)}


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
    changes = moved(in_line(places), [T(500), T(501)], None if before is None else T(before))
    assert set(changes) == {500, 501}


def test_after_one_renumbering_the_next_moves_are_cheap() -> None:
    places = after(queue(1000), [900], 10)
    changes = moved(in_line(places), [T(n) for n in range(700, 700 + STRIDE // 4)], T(20))
    assert len(changes) == STRIDE // 4


MOVES = st.lists(
    st.tuples(st.lists(st.integers(1, 12), min_size=1, unique=True), st.none() | st.integers(1, 12)),
    max_size=30,
)


@given(MOVES, st.lists(st.sampled_from(Priority), min_size=12, max_size=12))
def test_a_list_would_do_the_same(
    moves: list[tuple[list[int], int | None]], priorities: list[Priority]
) -> None:
    places = mixed(*priorities)
    plain = line(places)
    for moving, before in moves:
        places = after(places, moving, before)
        rest = [one for one in plain if one not in moving]
        at = rest.index(before) if before in rest else len(rest)
        plain = [*rest[:at], *moving, *rest[at:]]
        assert line(places) == plain


# --- among other priorities ---


@pytest.mark.parametrize(
    ("moving", "before", "becomes"),
    [
        ([4], 1, {4: HIGH}),
        ([4], 3, {4: NORMAL}),
        ([4], None, {4: LOW}),
        ([1], None, {1: LOW}),
        ([1], 4, {1: NORMAL}),
        ([6], 4, {6: NORMAL}),
        ([6], 3, {6: NORMAL}),
        ([2], 3, {2: HIGH}),
        ([6, 1], 4, {6: NORMAL, 1: NORMAL}),
    ],
)
def test_a_row_takes_the_priority_of_where_it_goes(
    moving: list[int], before: int | None, becomes: dict[int, Priority]
) -> None:
    places = mixed(HIGH, HIGH, NORMAL, NORMAL, LOW, LOW)
    there = after(places, moving, before)
    assert {one: there[T(one)].priority for one in becomes} == becomes


def test_the_others_keep_their_priority_when_all_are_numbered_anew() -> None:
    places = mixed(HIGH, HIGH, NORMAL, NORMAL, NORMAL)
    there = after(places, [5], 4)
    assert [there[T(one)].priority for one in range(1, 6)] == [HIGH, HIGH, NORMAL, NORMAL, NORMAL]
    assert line(there) == [1, 2, 3, 5, 4]
