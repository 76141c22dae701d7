"""A relay: one connection at a time, in order; nobody waits for one that does not come back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from score_gui.net import relay as relay_module
from score_gui.net.relay import Relay, Runner


def _in_a_thread(action: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


def _waiting(relay: Relay, *runners: Runner, done: list[Runner]) -> list[threading.Thread]:
    """Threads that queue up in the given order, and put themselves on `done` when it is their turn."""

    def take(runner: Runner) -> None:
        relay.take(runner)
        done.append(runner)

    threads = []
    for runner in runners:
        runner.called.set()
        threads.append(_in_a_thread(partial(take, runner)))
        while runner.called.is_set():
            threads[-1].join(0.001)
    return threads


@pytest.fixture(autouse=True)
def _no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a slow computer does not take a turn for over, or its holder for lost."""
    monkeypatch.setattr(relay_module, "_TURN_SECONDS", 60.0)
    monkeypatch.setattr(relay_module, "_LOST_AFTER", 60.0)


def test_who_is_alone_goes_on() -> None:
    relay, one = Relay(), Runner()
    for _ in range(3):
        relay.take(one)


def test_the_others_follow_in_their_order() -> None:
    relay, first, second, third = Relay(), Runner(), Runner(), Runner()
    done: list[Runner] = []
    relay.take(first)
    threads = _waiting(relay, second, third, done=done)
    assert done == []
    relay.leave(first)
    threads[0].join()
    assert done == [second]
    relay.leave(second)
    threads[1].join()
    assert done == [second, third]


def test_a_turn_that_is_over_goes_to_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    relay, first, second = Relay(), Runner(), Runner()
    done: list[Runner] = []
    relay.take(first)
    waits = _waiting(relay, second, done=done)[0]
    relay.take(first)  # it lasts yet
    assert done == []
    monkeypatch.setattr(first, "until", 0.0)
    again = _in_a_thread(lambda: relay.take(first))
    waits.join()
    assert done == [second]
    assert again.is_alive()
    relay.leave(second)
    again.join()


def test_who_is_told_to_leave_waits_no_more() -> None:
    relay, first, second, third = Relay(), Runner(), Runner(), Runner()
    relay.take(first)
    threads = _waiting(relay, second, third, done=[])
    relay.leave(second)
    threads[0].join()
    relay.leave(first)
    threads[1].join()


def test_who_does_not_come_back_loses_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_module, "_TURN_SECONDS", 0.0)
    monkeypatch.setattr(relay_module, "_LOST_AFTER", 0.01)
    relay, lost, second = Relay(), Runner(), Runner()
    relay.take(lost)
    relay.take(second)
    relay.leave(lost)  # when it comes back it finds itself out, and takes nothing from anybody
    relay.take(second)
