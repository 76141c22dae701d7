"""Who holds the right of way computes undisturbed; all others wait between their steps, but not for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.right_of_way import BATCH, RightOfWay

LONG = 20.0
"""Seconds; whoever waits so long hangs."""
SHORT = 0.1
"""Seconds in which a thread that does not wait has long ended."""


def started(work: Callable[[], object]) -> threading.Thread:
    """A thread that has begun to work."""
    has_begun = threading.Event()

    def run() -> None:
        has_begun.set()
        work()

    thread = threading.Thread(target=run)
    thread.start()
    assert has_begun.wait(LONG)
    return thread


def ends(thread: threading.Thread) -> bool:
    thread.join(LONG)
    return not thread.is_alive()


def test_others_go_on_when_the_turn_is_over() -> None:
    way = RightOfWay(patience=LONG)
    with way.taken():
        assert way.is_taken
        other = started(way.give)
        other.join(SHORT)
        assert other.is_alive()
    assert not way.is_taken
    assert ends(other)


def test_nobody_waits_while_it_is_free() -> None:
    way = RightOfWay(patience=LONG)
    assert ends(started(way.give))
    with way.taken():
        pass
    assert ends(started(way.give))


def test_who_holds_it_does_not_wait_for_itself() -> None:
    way = RightOfWay(patience=10 * LONG)

    def work() -> None:
        with way.taken():
            way.give()

    assert ends(started(work))


def test_a_turn_within_a_turn_is_part_of_it() -> None:
    way = RightOfWay(patience=LONG)
    with way.taken():
        with way.taken():
            pass
        assert way.is_taken
        other = started(way.give)
        other.join(SHORT)
        assert other.is_alive()
    assert ends(other)


def test_an_exception_ends_the_turn() -> None:
    way = RightOfWay(patience=LONG)
    with pytest.raises(ZeroDivisionError), way.taken():
        raise ZeroDivisionError
    assert not way.is_taken


def test_a_window_that_is_never_done_holds_nobody_up_for_ever() -> None:
    way = RightOfWay(patience=0.001)
    with way.taken():
        assert ends(started(way.give))


class Counting(RightOfWay):
    """Counts the looks in place of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def give(self) -> None:
        self.looks += 1


@given(st.integers(0, 5 * BATCH))
def test_a_loop_gives_way_at_every_batch_and_loses_nothing(count: int) -> None:
    way = Counting()
    assert list(way.giving(iter(range(count)))) == list(range(count))
    assert way.looks == -(-count // BATCH)
