"""What follows from a problem: try again, wait for what is away, or ask a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_gui.model import disk_problems, problems, server_problems, setup_problems
from score_gui.model.problem import Problem
from score_gui.model.transfer import Status
from score_gui.transfer.retry import (
    DESCRIPTIONS,
    LONGEST_PAUSE,
    PROBES,
    TRIES,
    Again,
    Hold,
    after_problem,
    probe_pause,
)

HOST, FOLDER = "store.example", Path("out")


def longest(_low: float, high: float) -> float:
    return high


def shortest(low: float, _high: float) -> float:
    return low


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (server_problems.no_network(HOST), Status.WAITING_NETWORK),
        (server_problems.host_not_found(HOST), Status.WAITING_NETWORK),
        (problems.token_needed("S"), Status.WAITING_TOKEN),
        (problems.token_refused("S"), Status.WAITING_TOKEN),
        (disk_problems.no_space(FOLDER, 5, 1), Status.WAITING_SPACE),
        (disk_problems.drive_missing(FOLDER), Status.WAITING_DRIVE),
        (server_problems.server_busy(HOST, 503, 7), Status.WAITING_SERVER),
        (problems.unknown_object("S"), Status.NEEDS_YOU),
        (setup_problems.certificate_wrong(HOST, "expired"), Status.NEEDS_YOU),
        (disk_problems.disk_error(FOLDER, "input/output error"), Status.NEEDS_YOU),
    ],
    ids=lambda value: value.code if isinstance(value, Problem) else None,
)
@pytest.mark.parametrize("tries", [1, TRIES, 10 * TRIES])
def test_some_problems_end_the_work_at_the_first_try(problem: Problem, status: Status, tries: int) -> None:
    assert after_problem(problem, tries, longest) == Hold(status, problem)


def test_the_pause_doubles_up_to_a_minute_and_never_vanishes() -> None:
    lost = server_problems.connection_lost(HOST)
    verdicts = [after_problem(lost, tries, longest) for tries in range(1, TRIES)]
    pauses = [verdict.pause for verdict in verdicts if isinstance(verdict, Again)]
    assert pauses == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    assert all(after_problem(lost, tries, shortest) == Again(0.05, tries + 1) for tries in range(1, TRIES))


def test_a_server_that_is_away_is_waited_for_without_end() -> None:
    for problem in (
        server_problems.cannot_reach(HOST),
        server_problems.stalled(HOST),
        server_problems.answer_cut_off(HOST, 5),
    ):
        assert after_problem(problem, TRIES, longest) == Hold(Status.WAITING_SERVER, problem)
        assert after_problem(problem, 50 * TRIES, longest) == Hold(Status.WAITING_SERVER, problem)


@pytest.mark.parametrize(
    "problem",
    [
        server_problems.wrong_range(HOST),
        server_problems.server_error(HOST, 500),
        server_problems.nothing_came(),
    ],
    ids=lambda problem: problem.code,
)
def test_what_a_server_does_wrong_every_time_ends_with_a_person(problem: Problem) -> None:
    assert isinstance(after_problem(problem, TRIES - 1, longest), Again)
    verdict = after_problem(problem, TRIES, longest)
    assert isinstance(verdict, Hold)
    assert verdict.status is Status.NEEDS_YOU
    assert verdict.problem.code == f"gave-up.{problem.code}"


def test_a_server_s_own_wish_comes_before_our_pauses() -> None:
    assert probe_pause(server_problems.server_busy(HOST, 503, 120), 0) == 120
    assert probe_pause(server_problems.server_busy(HOST, 503, 0), 3) == 0


def test_looks_become_rarer_and_then_stay() -> None:
    away = server_problems.no_network(HOST)
    assert tuple(probe_pause(away, looks) for looks in range(len(PROBES))) == PROBES
    assert probe_pause(away, 1000) == PROBES[-1]


def test_what_a_store_gives_otherwise_is_described_anew_a_few_times() -> None:
    ended = server_problems.range_not_satisfiable(HOST)
    assert after_problem(ended, 1, longest) == Hold(Status.WAITING_SERVER, ended)
    assert after_problem(ended, DESCRIPTIONS - 1, longest) == Hold(Status.WAITING_SERVER, ended)
    verdict = after_problem(ended, DESCRIPTIONS, longest)
    assert isinstance(verdict, Hold)
    assert (verdict.status, verdict.problem.code) == (Status.NEEDS_YOU, "gave-up.range-not-satisfiable")
