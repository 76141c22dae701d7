"""Waiting for what is away: planned looks, one per outage, and no waiting for what only a person can end."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.model import disk_problems, problems, server_problems
from score_gui.model.problem import Problem
from score_gui.model.transfer import Layout, Status, Transfer, TransferId
from score_gui.transfer.patience import Patience
from score_gui.transfer.retry import PROBES, TRIES

NO_NETWORK = server_problems.no_network("h")
NO_SPACE = disk_problems.no_space(Path("out"), 2, 1)


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def row(number: int, profile: str = "p") -> Transfer:
    return Transfer(
        TransferId(number), f"o{number}", "n", Path("out"), Layout.FILENAME, profile, Status.PREPARING, number
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patience(clock: Clock) -> Patience:
    return Patience(clock)


def test_nothing_is_due_when_nothing_was_held_up(patience: Patience) -> None:
    assert patience.due() == []
    assert patience.next_moment() is None
    assert not patience.is_waiting
    assert patience.may_ask("p")


def test_a_clock_below_zero_keeps_no_site_closed(patience: Patience, clock: Clock) -> None:
    clock.time = -315_619_198.0
    assert patience.may_ask("p")


def test_a_look_is_due_at_its_time_and_told_once(patience: Patience, clock: Clock) -> None:
    patience.hold(row(1), Status.WAITING_NETWORK, NO_NETWORK)
    assert patience.next_moment() == clock.time + PROBES[0]
    clock.time += PROBES[0] - 0.01
    assert patience.due() == []
    clock.time += 0.01
    assert patience.due() == [1]
    assert patience.due() == []
    assert patience.next_moment() is None


def test_looks_become_rarer_until_bytes_arrive(patience: Patience, clock: Clock) -> None:
    pauses = []
    for _ in range(3):
        patience.hold(row(1), Status.WAITING_NETWORK, NO_NETWORK)
        moment = patience.next_moment()
        assert moment is not None
        pauses.append(moment - clock.time)
        clock.time = moment
        patience.due()
    assert pauses == list(PROBES[:3])
    assert patience.looks(TransferId(1)) == 3
    patience.got_on(TransferId(1))
    patience.hold(row(1), Status.WAITING_NETWORK, NO_NETWORK)
    assert patience.next_moment() == clock.time + PROBES[0]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (Status.WAITING_TOKEN, problems.token_refused("S")),
        (Status.NEEDS_YOU, problems.unknown_object("S")),
    ],
)
def test_what_only_a_person_can_end_is_not_looked_at(
    patience: Patience, clock: Clock, status: Status, problem: Problem
) -> None:
    patience.hold(row(1), status, problem)
    assert patience.next_moment() is None
    clock.time += 1e6
    assert patience.due() == []
    assert patience.may_ask("p")


def test_a_site_that_is_away_is_away_for_all_its_files_and_for_no_other_site(
    patience: Patience, clock: Clock
) -> None:
    patience.hold(row(1, "p"), Status.WAITING_NETWORK, NO_NETWORK)
    assert not patience.may_ask("p")
    assert patience.may_ask("q")
    clock.time += PROBES[0]
    assert patience.may_ask("p")


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (Status.WAITING_SPACE, NO_SPACE),
        (Status.WAITING_DRIVE, disk_problems.drive_missing(Path("out"))),
        (Status.WAITING_SERVER, server_problems.server_error("h", 500)),
    ],
)
def test_a_disk_or_one_bad_answer_does_not_close_the_site(
    patience: Patience, status: Status, problem: Problem
) -> None:
    patience.hold(row(1), status, problem)
    assert patience.next_moment() is not None
    assert patience.may_ask("p")


def test_a_server_that_names_a_pause_gets_it(patience: Patience, clock: Clock) -> None:
    patience.hold(row(1), Status.WAITING_SERVER, server_problems.server_busy("h", 503, 120))
    assert patience.next_moment() == clock.time + 120
    assert not patience.may_ask("p")


def test_a_person_is_quicker(patience: Patience, clock: Clock) -> None:
    patience.hold(row(1), Status.WAITING_NETWORK, NO_NETWORK)
    patience.forget(TransferId(1))
    patience.allow("p")
    assert patience.next_moment() is None
    assert patience.looks(TransferId(1)) == 0
    assert patience.may_ask("p")
    clock.time += 1e6
    assert patience.due() == []


def test_only_what_usually_ends_soon_keeps_a_command_line_run_waiting(patience: Patience) -> None:
    patience.hold(row(1), Status.WAITING_SPACE, NO_SPACE)
    assert not patience.is_waiting
    patience.hold(row(2), Status.WAITING_NETWORK, NO_NETWORK)
    assert patience.is_waiting
    patience.forget(TransferId(2))
    assert not patience.is_waiting


def test_a_site_that_errs_on_many_files_is_away_and_its_files_are_not_given_up_soon(
    patience: Patience,
) -> None:
    error = server_problems.server_error("h", 500)
    for number in range(1, 4):
        assert patience.may_ask("p")
        patience.hold(row(number), Status.WAITING_SERVER, error)
    assert not patience.may_ask("p")
    assert patience.may_ask("another")
    for _ in range(20):
        patience.hold(row(1), Status.WAITING_SERVER, error)
    assert patience.tries(row(1)) < TRIES
    for _ in range(20):
        patience.hold(row(1), Status.WAITING_SERVER, error)
    assert patience.tries(row(1)) >= TRIES


def test_bytes_that_arrive_show_that_it_was_the_file_and_not_the_site(patience: Patience) -> None:
    for number in range(1, 4):
        patience.hold(row(number), Status.WAITING_SERVER, server_problems.server_error("h", 500))
    patience.allow("p")
    patience.got_on(TransferId(9))
    patience.hold(row(1), Status.WAITING_SERVER, server_problems.server_error("h", 500))
    assert patience.may_ask("p")


def test_a_file_that_its_store_gives_otherwise_closes_no_site(patience: Patience) -> None:
    patience.hold(row(1), Status.WAITING_SERVER, server_problems.range_not_satisfiable("h"))
    assert patience.may_ask("p")
