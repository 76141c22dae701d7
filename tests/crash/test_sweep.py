"""Whatever system call goes wrong, once or for a while: nothing untrue is left, and in the end every file is right.

A library before the C library ends the process at the k-th call on the program's files, lets that call fail, or lets
it write half. Every k is tried where `SCORE_GUI_SWEEP` is `all`, every k for ends in any case; otherwise a part of
them, another each time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.crash import fail_io
from tests.crash.conftest import Counted
from tests.crash.life import SEED
from tests.guards.surroundings import ROOT

ALL = os.environ.get("SCORE_GUI_SWEEP") == "all"
AT_ONCE = 4
"""Processes side by side: their lives consist of waiting."""
THINNED = 30
"""Of so many calls one is tried, unless all are."""
FAILURES = ["ENOSPC", "EIO", "EDQUOT", "EACCES", "EMFILE", "EINTR", "short"]

pytestmark = [
    pytest.mark.skipif(bool(fail_io.why_not()), reason=fail_io.why_not()),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fail_io.build(tmp_path_factory.mktemp("library"))


@dataclass(frozen=True)
class Share:
    """The calls that one process lets go wrong: from `start` on each `step`-th."""

    words: tuple[str, ...]
    start: int = 1
    step: int = 1


@dataclass(frozen=True)
class Outcome:
    """How many calls went wrong, and what was found, if anything was."""

    calls: int
    found: str = ""


Run = Callable[[Share], Outcome]


@pytest.fixture
def run(library: Path, tmp_path: Path) -> Run:
    environment = fail_io.environment(library) | {"TMPDIR": str(tmp_path)}

    def sweep(share: Share) -> Outcome:
        """In a process of its own."""
        where = ("--start", str(share.start), "--step", str(share.step))
        command = [sys.executable, "-m", "tests.crash.sweep", *share.words, *where]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return (
            Outcome(0, done.stderr[-3000:]) if done.returncode else Outcome(json.loads(done.stdout)["calls"])
        )

    return sweep


def every(*words: str) -> list[Share]:
    """All calls, shared among processes."""
    return [Share(words, start, AT_ONCE) for start in range(1, AT_ONCE + 1)]


def some(*words: str) -> list[Share]:
    """All calls if all are wished for, else a few."""
    return every(*words) if ALL else [Share(words, Random(SEED).randrange(1, THINNED + 1), THINNED)]


def side_by_side(run: Run, shares: list[Share]) -> int:
    """How many calls went wrong without a finding."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(run, shares))
    assert not [outcome.found for outcome in outcomes if outcome.found], f"SCORE_GUI_SEED={SEED}"
    return sum(outcome.calls for outcome in outcomes)


@pytest.mark.fault("F84", "an end at every system call, names and ledger included")
def test_an_end_at_any_call_leaves_nothing_untrue(run: Run, counted: Counted) -> None:
    calls = side_by_side(run, every("exit"))
    assert calls > 100
    counted(
        "end at the k-th system call, every k",
        "none",
        calls,
        "nothing untrue, all files right in the next life",
    )


@pytest.mark.fault("F79", "EMFILE and six other errors at any system call")
def test_a_call_that_fails_costs_what_it_broke(run: Run, counted: Counted) -> None:
    shares = [share for what in FAILURES for share in some(what)]
    calls = side_by_side(run, shares)
    assert calls > len(shares)
    loop = f"{', '.join(FAILURES)} at the k-th system call"
    counted(loop, "none", calls, "told or got over, nothing untrue, all files right")


def test_calls_that_fail_for_a_while_are_waited_out(run: Run, counted: Counted) -> None:
    shares = [share for what in ("ENOSPC", "EIO") for share in some(what, "--times", "25")]
    calls = side_by_side(run, shares)
    counted(
        "ENOSPC, EIO at 25 system calls from the k-th",
        "none",
        calls,
        "waited out, nothing untrue, all files right",
    )


@pytest.mark.parametrize(
    ("bug", "what"), [("final_name_before_the_check", "exit"), ("one_write_is_enough", "short")]
)
def test_a_fault_of_the_program_is_caught(run: Run, counted: Counted, bug: str, what: str) -> None:
    outcome = run(Share((what, "--kinds", "w", "--bug", bug)))
    assert "object-" in outcome.found, f"{bug} was not seen in {outcome.calls} calls"
    counted(f"{what} at the k-th system call", bug, 0, "seen")
