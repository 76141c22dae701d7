"""Killed at any moment, the program loses little and never lies.

A child runs the engine against the practice site of this process. It is killed without warning again and again;
each time the ledger is held against the disk, and the disk against the truth. `SCORE_GUI_KILLS` sets how often,
`SCORE_GUI_SEED` repeats the moments of an earlier run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Role, make_practice_data
from score_gui.model.transfer import Status
from score_gui.transfer.gate import AHEAD_PER_CONNECTION
from score_gui.transfer.ledger import Ledger, Record
from tests.guards.surroundings import ROOT

KILLS = int(os.environ.get("SCORE_GUI_KILLS", "6"))
SEED = int(os.environ.get("SCORE_GUI_SEED", "0")) or Random().randrange(1, 1 << 32)

CONNECTIONS = 2
SIZE = 22_000_000 * (KILLS + 1)
RATE = 16_000_000
"""Bytes per second of each connection, so that the file is not there before the last kill."""
EARLIEST, LATEST = 0.02, 1.2
"""Seconds from the child's first word to its end."""
PATIENCE = 60.0

pytestmark = [
    pytest.mark.skipif(
        sys.platform == "win32", reason="Windows has no SIGKILL; its handles close in another way"
    ),
    pytest.mark.timeout(120 + 10 * KILLS),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=SIZE)


@pytest.fixture
def site(data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data) as running:
        yield running


@dataclass
class Life:
    """One queue over many lives of the program."""

    site: PracticeSite
    folder: Path
    objects: tuple[PracticeObject, ...]
    lost: int = 0
    kills: int = 0
    random: Random = field(default_factory=lambda: Random(SEED))

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def start(self) -> subprocess.Popen[str]:
        """A child that works; returns when its engine runs."""
        wish = {
            "storage_url": self.site.storage_url,
            "metadata_url": self.site.metadata_url,
            "token": self.site.token,
            "ledger": str(self._ledger),
            "out": str(self.out),
            "connections": CONNECTIONS,
            "object_ids": [held.object_id for held in self.objects],
        }
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(wish))
        child.stdin.close()
        assert child.stdout.readline() == "ready\n"
        return child

    def kill_once(self) -> bool:
        """Let the program work for a random while and kill it. False if it was done before."""
        child = self.start()
        try:
            child.wait(self.random.uniform(EARLIEST, LATEST))
        except subprocess.TimeoutExpired:
            child.kill()
        self._bury(child)
        self.kills += child.returncode < 0
        return child.returncode < 0

    def run_to_the_end(self) -> None:
        self.site.rate_limit = None
        child = self.start()
        assert child.wait(PATIENCE) == 0
        self._bury(child)

    def _bury(self, child: subprocess.Popen[str]) -> None:
        child.wait(PATIENCE)
        assert child.stdout is not None
        child.stdout.close()
        assert self.site.wait_quiet()

    @property
    def _ledger(self) -> Path:
        return self.folder / "state" / "ledger.db"

    # --- what must hold ---

    def check(self) -> None:
        ledger = Ledger(self._ledger)
        records = list(ledger.records())
        known = sum(self._check_row(ledger, record) for record in records)
        ledger.close()
        if records:  # killed before the queue was written, the person has to drop the manifest again
            assert {record.transfer.object_id for record in records} == {o.object_id for o in self.objects}
        self._check_names()
        lost = sum(self.site.bytes_served(held.object_id) for held in self.objects) - known
        assert lost - self.lost <= AHEAD_PER_CONNECTION * CONNECTIONS, "more was lost than the promise allows"
        self.lost = lost

    def _check_row(self, ledger: Ledger, record: Record) -> int:
        """What the ledger says is on the disk is there. Returns how many bytes of the object are safe."""
        truth, ranges = self._truth(record.transfer.object_id), ledger.ranges(record.transfer.id)
        if record.transfer.status is Status.VERIFIED:
            assert record.transfer.target is not None
            assert record.transfer.target.read_bytes() == truth
            return len(truth)
        if not ranges:
            return 0
        assert record.part is not None
        assert record.transfer.target is not None
        path = (
            record.part if record.part.exists() else record.transfer.target
        )  # renamed, not yet written down
        on_disk = path.read_bytes()
        for item in ranges:
            assert on_disk[item.start : item.stop] == truth[item.start : item.stop], (
                f"{item} is not on the disk"
            )
        return ranges.total if path == record.part else len(truth)

    def _check_names(self) -> None:
        truths = {self._truth(held.object_id) for held in self.objects}
        for path in self.out.rglob("*"):
            assert path.suffix == ".part" or path.read_bytes() in truths, (
                f"{path.name} is not what its name says"
            )

    def _truth(self, object_id: str) -> bytes:
        held = self.site.data.by_id(object_id)
        assert held is not None
        return held.path.read_bytes() if held.path is not None else b""


def test_killed_again_and_again_it_still_brings_every_file(site: PracticeSite, tmp_path: Path) -> None:
    site.rate_limit = RATE
    wanted = tuple(site.data.get(role) for role in (Role.EMPTY, Role.TWIN_A, Role.TWIN_B, Role.LARGE))
    life = Life(site, tmp_path, wanted)
    try:
        while life.kills < KILLS and life.kill_once():
            life.check()
        life.run_to_the_end()
        life.check()
    except AssertionError as failure:
        failure.add_note(f"SCORE_GUI_SEED={SEED}, after {life.kills} kills")
        raise
    assert sum(1 for path in life.out.iterdir() if path.suffix != ".part") == len(wanted)
    served = sum(site.bytes_served(held.object_id) for held in wanted)
    whole = sum(held.size for held in wanted)
    assert served <= whole + life.kills * AHEAD_PER_CONNECTION * CONNECTIONS
    assert life.kills == KILLS, "the file was there too soon to be killed as often as wished"
