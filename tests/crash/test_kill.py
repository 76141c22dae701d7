"""Killed at any moment, the program loses little and never lies.

A child runs the engine against the practice site of this process. It is killed without warning again and again;
each time the ledger is held against the disk, and the disk against the truth. `SCORE_GUI_KILLS` sets how often,
`SCORE_GUI_SEED` repeats the moments of an earlier run. What a kill cannot see is a missing sync: the system writes
on after the program is gone. That is for the model disk and the power cuts.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest

from score_gui.demo import PracticeData, PracticeSite
from tests.crash.conftest import Counted
from tests.crash.life import SEED, Life, ends_until_seen, loop, make_data

KILLS = int(os.environ.get("SCORE_GUI_KILLS", "6"))
LOOP = "SIGKILL of the engine at work"

pytestmark = [
    pytest.mark.skipif(
        sys.platform == "win32", reason="Windows has no SIGKILL; its handles close in another way"
    ),
    pytest.mark.timeout(180 + 10 * KILLS),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_data(tmp_path_factory.mktemp("practice"))


@pytest.fixture
def site(data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data) as running:
        yield running


def lives(site: PracticeSite, folder: Path, bug: str | None = None) -> Callable[[], Life]:
    """Makes one queue after the other."""
    numbers, random = count(1), Random(SEED)
    return lambda: Life(site, folder / str(next(numbers)), subprocess.Popen.kill, random, bug)


@pytest.mark.fault("F82", "SIGKILL at random moments; counts in tests/crash/TABLE.md")
def test_killed_again_and_again_it_still_brings_every_file(
    site: PracticeSite, tmp_path: Path, counted: Counted
) -> None:
    kills = loop(lives(site, tmp_path), KILLS)
    counted(
        LOOP, "none", kills, "nothing untrue, at most 8 MiB per connection fetched twice, all files right"
    )


@pytest.mark.parametrize("bug", ["promise_before_the_bytes", "final_name_before_the_check"])
def test_a_program_that_says_too_much_is_caught(
    site: PracticeSite, tmp_path: Path, counted: Counted, bug: str
) -> None:
    seen = ends_until_seen(lives(site, tmp_path, bug), most=30)
    assert seen is not None, f"{bug} was not seen"
    counted(LOOP, bug, seen, "seen")
