"""How many connections a site takes: learnt from what it refuses, and tried anew after a while."""

from __future__ import annotations

import pytest

from score_gui.transfer.lanes import RAISE_AFTER, Lanes


@pytest.fixture
def lanes() -> Lanes:
    return Lanes()


def test_a_site_that_refuses_nothing_is_not_limited(lanes: Lanes) -> None:
    lanes.arrived("a")
    assert lanes.most("a") is None


def refuse(lanes: Lanes, others: int) -> None:
    for _ in range(2):
        lanes.refused("a", others)


def test_one_refusal_may_be_chance(lanes: Lanes) -> None:
    lanes.refused("a", 5)
    assert lanes.most("a") is None
    for _ in range(RAISE_AFTER):
        lanes.arrived("a")
    lanes.refused("a", 5)
    assert lanes.most("a") is None


def test_refusals_leave_as_many_as_went_on_and_other_sites_alone(lanes: Lanes) -> None:
    refuse(lanes, 5)
    assert (lanes.most("a"), lanes.most("b")) == (5, None)


def test_a_refusal_never_raises_the_number(lanes: Lanes) -> None:
    refuse(lanes, 2)
    refuse(lanes, 5)
    assert lanes.most("a") == 2


@pytest.mark.parametrize(("running", "most"), [(8, 4), (3, 1), (1, 1)])
def test_a_busy_site_gets_half_and_never_none(lanes: Lanes, running: int, most: int) -> None:
    lanes.busy("a", running)
    assert lanes.most("a") == most


def test_one_more_is_tried_when_many_ranges_came_whole(lanes: Lanes) -> None:
    refuse(lanes, 2)
    for _ in range(RAISE_AFTER - 1):
        lanes.arrived("a")
    assert lanes.most("a") == 2
    lanes.arrived("a")
    assert lanes.most("a") == 3


def test_a_refusal_begins_the_count_anew(lanes: Lanes) -> None:
    refuse(lanes, 2)
    for _ in range(RAISE_AFTER - 1):
        lanes.arrived("a")
    refuse(lanes, 2)
    lanes.arrived("a")
    assert lanes.most("a") == 2
