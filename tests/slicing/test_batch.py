"""Several files, one after the other: each has its outcome, whatever becomes of the others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from score_gui.model import problems
from score_gui.model.problem import ProblemError
from score_gui.slicing.batch import Outcome, run_batch
from score_gui.slicing.fetch import CancelledError
from score_gui.slicing.job import Made

DONE = Made(Path("a.bam"), None, 3, 100)


def makers(**deeds: Exception | None) -> Callable[[str], Made]:
    def make(target: str) -> Made:
        deed = deeds[target]
        if deed is not None:
            raise deed
        return DONE

    return make


def run(make: Callable[[str], Made], targets: str, cancel: threading.Event) -> dict[str, str]:
    told: list[Outcome[str]] = []
    outcomes = run_batch(targets.split(), make, cancel, told.append)
    assert told == outcomes
    return {o.target: o.problem.code if o.problem else "made" if o.made else "-" for o in outcomes}


def test_one_that_stops_does_not_stop_the_others(expect_log: Callable[[str], None]) -> None:
    expect_log("nobody foresaw")
    make = makers(
        a=None,
        b=ProblemError(problems.unknown_object("Site")),
        c=FileNotFoundError(2, "gone", "x.bam"),
        d=ZeroDivisionError(),
        e=None,
    )
    ends = run(make, "a b c d e", threading.Event())
    assert [ends["a"], ends["d"], ends["e"]] == ["made", "internal", "made"]
    assert ends["b"] == problems.unknown_object("Site").code
    assert ends["c"] not in {"made", "-", "internal"}


def test_after_cancel_the_rest_is_listed_without_a_result() -> None:
    cancel = threading.Event()

    def make(target: str) -> Made:
        if target == "b":
            cancel.set()
            raise CancelledError
        return DONE

    assert run(make, "a b c", cancel) == {"a": "made", "b": "-", "c": "-"}


@pytest.mark.parametrize("end", [KeyboardInterrupt, BrokenPipeError])
def test_an_interruption_and_a_closed_pipe_go_through(end: type[BaseException]) -> None:
    def make(_target: str) -> Made:
        raise end

    with pytest.raises(end):
        run(make, "a", threading.Event())


def test_the_log_of_the_unforeseen_tells_where_it_was(
    expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("nobody foresaw")
    with caplog.at_level(logging.ERROR):
        run(makers(a=ZeroDivisionError("why")), "a", threading.Event())
    assert "ZeroDivisionError: why" in caplog.text
