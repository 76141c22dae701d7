from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.messages import Move
from score_gui.model.transfer import TransferId
from score_gui.ui.queue_order import Direction, move, move_before

ORDER = [TransferId(number) for number in range(1, 7)]


def result(order: list[TransferId], command: Move | None) -> list[int]:
    """What the queue looks like afterwards."""
    if command is None:
        return list(order)
    rest = [one for one in order if one not in command.ids]
    at = len(rest) if command.before is None else rest.index(command.before)
    return [*rest[:at], *command.ids, *rest[at:]]


@pytest.mark.parametrize(
    ("chosen", "direction", "expected"),
    [
        ({4}, Direction.TOP, [4, 1, 2, 3, 5, 6]),
        ({4}, Direction.UP, [1, 2, 4, 3, 5, 6]),
        ({4}, Direction.DOWN, [1, 2, 3, 5, 4, 6]),
        ({4}, Direction.BOTTOM, [1, 2, 3, 5, 6, 4]),
        ({2, 5}, Direction.UP, [2, 5, 1, 3, 4, 6]),
        ({2, 5}, Direction.DOWN, [1, 3, 4, 6, 2, 5]),
        ({2, 3}, Direction.DOWN, [1, 4, 2, 3, 5, 6]),
        ({2, 5}, Direction.TOP, [2, 5, 1, 3, 4, 6]),
    ],
)
def test_rows_move_as_a_block(chosen: set[int], direction: Direction, expected: list[int]) -> None:
    ids = {TransferId(one) for one in chosen}
    assert result(ORDER, move(ORDER, ids, direction)) == expected


@pytest.mark.parametrize(
    ("chosen", "direction"),
    [
        ({1}, Direction.TOP),
        ({1}, Direction.UP),
        ({6}, Direction.DOWN),
        ({6}, Direction.BOTTOM),
        ({1, 2}, Direction.UP),
        (set(range(1, 7)), Direction.TOP),
        (set(), Direction.UP),
        ({99}, Direction.UP),
    ],
)
def test_what_would_change_nothing_is_no_command(chosen: set[int], direction: Direction) -> None:
    assert move(ORDER, {TransferId(one) for one in chosen}, direction) is None


def test_rows_that_are_dropped_on_themselves_stay() -> None:
    assert move_before(ORDER, ORDER[1:3], ORDER[2]) is None
    assert move_before(ORDER, ORDER[1:3], ORDER[3]) is None


def test_rows_that_are_dropped_below_the_last_go_to_the_end() -> None:
    assert result(ORDER, move_before(ORDER, ORDER[:2], None)) == [3, 4, 5, 6, 1, 2]


@given(st.permutations(ORDER), st.sets(st.sampled_from(ORDER), min_size=1), st.sampled_from(Direction))
def test_nothing_is_lost_or_doubled_and_the_others_keep_their_order(
    order: list[TransferId], chosen: set[TransferId], direction: Direction
) -> None:
    after = result(order, move(order, chosen, direction))
    assert sorted(after) == sorted(order)
    assert [one for one in after if one not in chosen] == [one for one in order if one not in chosen]
    assert [one for one in after if one in chosen] == [one for one in order if one in chosen]
