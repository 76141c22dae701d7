"""Somebody who presses everything in any order, on a site that breaks every rule: nothing may be lost by it.

`SCORE_GUI_MONKEY` sets the number of steps, `SCORE_GUI_MONKEY_SEED` what is pressed. Where this user may mount, the
downloads go to a small disk that is full now and then.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from tests.faults.hostile_site import HostileSite, Stored
from tests.monkey.world import World

STEPS = int(os.environ.get("SCORE_GUI_MONKEY", "100"))
SEED = int(os.environ.get("SCORE_GUI_MONKEY_SEED", "1"))
FILES = 8
LARGE = 6_000_000
ROOM = "200m"

pytestmark = [
    pytest.mark.timeout(240 + 3 * STEPS),
    pytest.mark.skipif(sys.platform == "win32", reason="ends the program by signals that Windows has not"),
]


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A file system in memory at `folder`; False where this user may not mount."""
    folder.mkdir(parents=True)
    if sys.platform != "linux" or os.geteuid() != 0:
        yield False
        return
    made = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    is_mounted = subprocess.run(made, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def random() -> Random:
    return Random(SEED)


@pytest.fixture
def site(random: Random) -> Iterator[HostileSite]:
    with HostileSite() as made:
        for number in range(FILES):
            data = random.randbytes(LARGE if number == FILES - 1 else 200_000 + 70_000 * number)
            name = str(uuid.UUID(int=random.getrandbits(128), version=4))
            made.put(Stored(name, data, part_size=100_000, name=f"file-{number}.bam"))
        yield made


@pytest.fixture
def world(tmp_path: Path, site: HostileSite, random: Random) -> Iterator[World]:
    downloads = tmp_path / "world" / "home" / "downloads"
    with small_disk(downloads) as is_small:
        yield World(tmp_path / "world", site, random, downloads / "full" if is_small else None)


def test_whatever_is_pressed_the_queue_is_true_and_every_file_right(world: World) -> None:
    world.live(STEPS)
    world.settle()
    print(f"{world.steps} steps, ends {dict(world.ends)}, at most {world.peak_mib:.0f} MiB")  # noqa: T201
