"""Turns: one connection at a time, in order; nobody waits for one that does not come back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from score_gui.net import turns as turns_module
from score_gui.net.turns import Turn, Turns


def _in_a_thread(action: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


def _waiting(turns: Turns, *names: Turn, done: list[Turn]) -> list[threading.Thread]:
    """Threads that queue up in the given order, and put themselves on `done` when it is their turn."""

    def take(turn: Turn) -> None:
        turns.take(turn)
        done.append(turn)

    threads = []
    for turn in names:
        turn.called.set()
        threads.append(_in_a_thread(partial(take, turn)))
        while turn.called.is_set():
            threads[-1].join(0.001)
    return threads


@pytest.fixture(autouse=True)
def _no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a slow computer does not take a turn for over, or its holder for lost."""
    monkeypatch.setattr(turns_module, "_TURN_SECONDS", 60.0)
    monkeypatch.setattr(turns_module, "_LOST_AFTER", 60.0)


def test_who_is_alone_goes_on() -> None:
    turns, one = Turns(), Turn()
    for _ in range(3):
        turns.take(one)


def test_the_others_follow_in_their_order() -> None:
    turns, first, second, third = Turns(), Turn(), Turn(), Turn()
    done: list[Turn] = []
    turns.take(first)
    threads = _waiting(turns, second, third, done=done)
    assert done == []
    turns.leave(first)
    threads[0].join()
    assert done == [second]
    turns.leave(second)
    threads[1].join()
    assert done == [second, third]


def test_a_turn_that_is_over_goes_to_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, first, second = Turns(), Turn(), Turn()
    done: list[Turn] = []
    turns.take(first)
    waits = _waiting(turns, second, done=done)[0]
    turns.take(first)  # it lasts yet
    assert done == []
    monkeypatch.setattr(first, "until", 0.0)
    again = _in_a_thread(lambda: turns.take(first))
    waits.join()
    assert done == [second]
    assert again.is_alive()
    turns.leave(second)
    again.join()


def test_who_is_told_to_leave_waits_no_more() -> None:
    turns, first, second, third = Turns(), Turn(), Turn(), Turn()
    turns.take(first)
    threads = _waiting(turns, second, third, done=[])
    turns.leave(second)
    threads[0].join()
    turns.leave(first)
    threads[1].join()


def test_who_does_not_come_back_loses_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_module, "_TURN_SECONDS", 0.0)
    monkeypatch.setattr(turns_module, "_LOST_AFTER", 0.01)
    turns, lost, second = Turns(), Turn(), Turn()
    turns.take(lost)
    turns.take(second)
    turns.leave(lost)  # when it comes back it finds itself out, and takes nothing from anybody
    turns.take(second)
