"""The catalogue keeps to its style: codes are stable keys, words are plain, causes come before codes."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from score_gui.model import (
    check_problems,
    disk_problems,
    name_problems,
    problems,
    server_problems,
    setup_problems,
)
from score_gui.model.problem import Problem, Recovery

_CATALOGUE = (
    problems,
    server_problems,
    disk_problems,
    name_problems,
    check_problems,
    setup_problems,
)
_SAMPLES = {
    "str": "text",
    "str | None": "text",
    "int": 2_000_000_000,
    "float": 30.0,
    "Path": Path("folder"),
    "Problem": server_problems.connection_lost("store.example.org"),
}


def _example(make: object) -> Problem:
    assert callable(make)
    parameters = inspect.signature(make).parameters.values()
    wanted = {p.name: _SAMPLES[p.annotation] for p in parameters if p.default is p.empty}
    made = make(**wanted)
    assert isinstance(made, Problem)
    return made


_MAKERS = [
    make
    for module in _CATALOGUE
    for name, make in inspect.getmembers(module, inspect.isfunction)
    if not name.startswith("_") and make.__module__ == module.__name__
]


@pytest.fixture(params=_MAKERS, ids=lambda make: make.__name__)
def problem(request: pytest.FixtureRequest) -> Problem:
    return _example(request.param)


def test_the_code_is_a_stable_key(problem: Problem) -> None:
    assert re.fullmatch(r"[a-z0-9]+([-.][a-z0-9]+)*", problem.code)


def test_the_words_are_plain(problem: Problem) -> None:
    words = f"{problem.title} {problem.cause} {problem.next_step}"
    assert not re.search(r"!|\b(please|sorry|failed|invalid|error occurred)\b", words, re.IGNORECASE)


def test_cause_and_next_step_are_sentences_and_the_title_is_none(problem: Problem) -> None:
    assert problem.cause.endswith((".", "text"))
    assert problem.next_step.endswith(".")
    assert not problem.title.endswith(".")


def test_no_two_problems_share_a_code_unless_one_is_made_of_the_other() -> None:
    codes = [_example(make).code for make in _MAKERS]
    assert sorted({code for code in codes if codes.count(code) > 1}) == [
        "changed-at-source",
        "connection-lost",  # what the samples let a disk's second try be made of
    ]


def test_giving_up_names_the_last_problem_and_asks_for_a_person() -> None:
    last = server_problems.server_error("store.example.org", 500)
    made = problems.gave_up(last, 10)
    assert (made.code, made.recovery) == ("gave-up.server-error", Recovery.PERSON)
    assert made.cause == "store.example.org answered 500. It stayed so for 10 tries."


def test_sizes_that_read_alike_are_told_to_the_byte() -> None:
    assert problems.size_changed(41_200_000_000, 41_300_000_000).cause == "41.2 GB became 41.3 GB."
    assert problems.size_changed(5_000_000, 5_000_001).cause == "5,000,000 bytes became 5,000,001 bytes."


def test_a_busy_server_tells_its_pause() -> None:
    made = server_problems.server_busy("store.example.org", 503, 40.0)
    assert made.retry_after == 40.0
    assert made.cause == "store.example.org answered 503 and asked for a pause of 40 seconds."
