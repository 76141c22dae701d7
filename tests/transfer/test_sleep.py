"""A long pause is noticed, whichever of the clocks went on; ordinary waiting is not taken for one."""

from __future__ import annotations

import pytest

from score_gui.transfer.sleep import LONG, LONGEST_WORK, Sleep


class Clocks:
    def __init__(self) -> None:
        self.now = self.wall = 1000.0

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.wall += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def sleep(clocks: Clocks) -> Sleep:
    return Sleep(lambda: clocks.now, lambda: clocks.wall)


def test_waiting_as_long_as_was_meant_is_no_sleep(sleep: Sleep, clocks: Clocks) -> None:
    sleep.expect(clocks.now + 8 * 3600)
    clocks.pass_time(8 * 3600)
    assert not sleep.has_passed()


def test_waiting_for_a_message_only_is_no_sleep(sleep: Sleep, clocks: Clocks) -> None:
    sleep.expect(None)
    clocks.pass_time(8 * 3600)
    assert not sleep.has_passed()


def test_a_stopped_program_comes_late(sleep: Sleep, clocks: Clocks) -> None:
    sleep.expect(clocks.now + 0.25)
    clocks.pass_time(LONG + 1)
    assert sleep.has_passed()


def test_a_computer_that_falls_asleep_in_the_middle_of_work_is_seen_once(
    sleep: Sleep, clocks: Clocks
) -> None:
    assert not sleep.has_passed()
    clocks.pass_time(LONGEST_WORK + 1)
    sleep.expect(clocks.now + 0.25)
    assert sleep.has_passed()
    sleep.expect(clocks.now + 0.25)
    assert not sleep.has_passed()


def test_work_that_takes_its_time_is_no_sleep(sleep: Sleep, clocks: Clocks) -> None:
    assert not sleep.has_passed()
    clocks.pass_time(LONGEST_WORK - 1)
    sleep.expect(clocks.now + 0.25)
    assert not sleep.has_passed()


def test_a_sleeping_computer_whose_monotonic_clock_stood_still_is_seen_once(
    sleep: Sleep, clocks: Clocks
) -> None:
    sleep.expect(None)
    clocks.wall += 8 * 3600
    assert sleep.has_passed()
    assert not sleep.has_passed()


def test_a_calendar_that_is_put_back_is_no_sleep(sleep: Sleep, clocks: Clocks) -> None:
    sleep.expect(clocks.now + 1)
    clocks.wall -= 3600
    assert not sleep.has_passed()
