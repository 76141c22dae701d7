"""When the power goes, what the ledger says is on the disk is on the disk.

As in `test_kill`, but the child works on an ext4 of its own, and that is shut down without a last write: what was not
synced is gone, as after a power cut. `SCORE_GUI_CUTS` sets how often. Needs root, loop devices and mkfs.ext4.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest

from score_gui.demo import PracticeData, PracticeSite
from tests.crash.conftest import Counted
from tests.crash.life import SEED, Life, ends_until_seen, loop, make_data
from tests.crash.loop_disk import LoopDisk, why_not

CUTS = int(os.environ.get("SCORE_GUI_CUTS", "5"))
LOOP = "power cuts on ext4 (shut down, journal not flushed)"
ROOM = 2_000_000_000
MOST = 40
"""Cuts within which a fault has to show itself; each shows in about every second or third."""

pytestmark = [
    pytest.mark.skipif(bool(why_not()), reason=why_not()),
    pytest.mark.timeout(240 + 15 * CUTS),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_data(tmp_path_factory.mktemp("practice"))


@pytest.fixture
def site(data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data) as running:
        yield running


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[LoopDisk]:
    with LoopDisk(tmp_path, "ext4", ROOM) as made:
        yield made


def lives(site: PracticeSite, disk: LoopDisk, bug: str | None = None) -> Callable[[], Life]:
    """Makes one queue after the other, each on an empty disk."""
    numbers, random = count(1), Random(SEED)

    def cut(child: subprocess.Popen[str]) -> None:
        disk.cut_power()
        child.kill()
        child.wait()
        disk.mount_again()

    def new() -> Life:
        disk.empty()
        return Life(
            site, disk.folder / str(next(numbers)), cut, random, bug, words=disk.image.with_name("words")
        )

    return new


@pytest.mark.fault("F83", "power cuts on ext4; counts in tests/crash/TABLE.md")
def test_power_cuts_take_nothing_that_was_recorded(
    site: PracticeSite, disk: LoopDisk, counted: Counted
) -> None:
    cuts = loop(lives(site, disk), CUTS)
    counted(LOOP, "none", cuts, "nothing untrue, at most 8 MiB per connection fetched twice, all files right")


@pytest.mark.parametrize("bug", ["no_data_sync", "sync_before_snapshot"])
def test_a_fault_in_the_order_of_things_is_caught(
    site: PracticeSite, disk: LoopDisk, counted: Counted, bug: str
) -> None:
    seen = ends_until_seen(lives(site, disk, bug), MOST)
    assert seen is not None, f"{bug} was not seen in {MOST} cuts"
    counted(LOOP, bug, seen, "seen")
