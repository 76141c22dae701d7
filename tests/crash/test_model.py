"""On a disk that forgets what was not synced, no crash at any step costs more than it may, and nothing untrue is left.

The program's own code runs on the model (`storage`), in an order drawn at random (`simulation`). The power goes at a
random step, again and again; each time what the ledger says is held against what is on the medium. The same runs with
a fault put into the code by the test, and has to be caught. `SCORE_GUI_MODEL_RUNS` sets how many runs there are.
"""

from __future__ import annotations

import copy
import os
import sys
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from score_gui.model.manifest import Entry
from score_gui.model.transfer import Status
from tests.crash import simulation
from tests.crash.bugs import SYNC_BUGS, Bug
from tests.crash.calls import Calls
from tests.crash.conftest import Counted
from tests.crash.simulation import Life, ModelLedger
from tests.crash.storage import Crash, ModelDisk
from tests.fakes.memory_store import MemoryStore

RUNS = int(os.environ.get("SCORE_GUI_MODEL_RUNS", "2000"))
SIZES = (0, 700, 5000, 9000, 17_000)
LATEST = 320
"""Steps of the disk after which the power goes at the latest."""
IMAGES = 6
"""What may be on the medium after one crash, looked at before it goes on with another."""
LOOP = "power cuts on the model disk"

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the model speaks POSIX calls"),
    pytest.mark.timeout(60 + RUNS // 10),
]


class FalseRecordError(AssertionError):
    """The ledger or a name says what is not so."""


@dataclass
class World:
    """A disk, a ledger and a store over many lives."""

    seed: int
    disk: ModelDisk
    md5s: bool
    lives: int = 0
    ledger: ModelLedger = field(init=False)
    store: MemoryStore = field(default_factory=MemoryStore)
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.ledger = ModelLedger(self.disk)
        for number in range(self.random.randrange(1, 4)):
            data = self.random.randbytes(self.random.choice(SIZES))
            told = {"tell_md5": self.md5s, "tell_part_md5": self.md5s, "part_size": 3000}
            entry = self.store.put(f"object-{number}", data, **told)
            self.entries.append(Entry(entry.object_id, file_name=f"{number}.bam"))

    def live(self, crash_at: int | None) -> bool:
        """One life. Whether it came to its end."""
        self.lives += 1
        self.disk.crash_at = crash_at
        served = self.store.served.copy()
        kept = {
            self.ledger.rows[number].transfer.object_id: total for number, total in self.ledger.kept().items()
        }
        try:
            Life(self.disk, self.ledger, self.store, self.random).run(self.entries)
        except Crash:
            for _ in range(IMAGES):  # a crash has many outcomes, and each has to be good
                image = copy.deepcopy(self.disk)
                image.restart(self.random)
                self.check(image)
            self.disk.restart(self.random)
            ended = False
        else:
            self.disk.crash_at = None
            ended = True
        for object_id, total in kept.items():
            again = self.store.served[object_id] - served[object_id]
            whole = len(self.store.objects[object_id].data)
            if again > whole - total:
                raise FalseRecordError(f"{object_id}: {total} of {whole} bytes were safe, {again} came again")
        return ended

    def check(self, disk: ModelDisk) -> None:
        """Every record is true of what is on the medium, and so is every name."""
        files = disk.files()
        for number, record in self.ledger.rows.items():
            truth = self.store.objects[record.transfer.object_id].data
            target = files.get(str(record.transfer.target))
            if record.transfer.status.is_done and target != truth:
                raise FalseRecordError(f"{record.transfer.status}, but not on the medium")
            ranges = self.ledger.ranges(number)
            part = files.pop(str(record.part), None)
            seen = part if part is not None else target
            for one in ranges:
                if seen is None or seen[one.start : one.stop] != truth[one.start : one.stop]:
                    raise FalseRecordError(f"{one} is in the ledger, not on the medium")
        truths = {held.data for held in self.store.objects.values()}
        for name, content in files.items():
            if not name.endswith(".part") and content not in truths:
                raise FalseRecordError(f"{name} has wrong bytes under a final name")


def run(calls: Calls, seed: int, crashes: list[int], *, hard_links: bool, md5s: bool) -> World:
    calls.disk = ModelDisk(hard_links=hard_links)
    world = World(seed, calls.disk, md5s)
    for crash_at in crashes:
        if world.live(crash_at):
            break
        world.check(world.disk)
    assert world.live(None), "nothing is in the way, and it does not come to its end"
    world.check(world.disk)
    done = {record.transfer.object_id: record.transfer.status for record in world.ledger.rows.values()}
    assert set(done) == {entry.object_id for entry in world.entries}, "rows were lost"
    expected = Status.VERIFIED if md5s else Status.COMPLETE
    assert set(done.values()) <= {expected, Status.SKIPPED}, done
    assert sorted(world.disk.files().values()) == sorted(held.data for held in world.store.objects.values())
    return world


def steps_of(calls: Calls, seed: int, *, md5s: bool) -> int:
    """How many steps the first life of a run has, so that a crash can be put into it."""
    calls.disk = ModelDisk()
    World(seed, calls.disk, md5s).live(None)
    return max(1, calls.disk.steps)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    made = Calls()
    simulation.install(monkeypatch)
    made.install(monkeypatch)
    return made


@pytest.mark.fault("F83", "power cuts at any step on a model disk; counts in tests/crash/TABLE.md")
def test_no_crash_leaves_anything_untrue(calls: Calls, counted: Counted) -> None:
    ends = 0

    @settings(
        max_examples=RUNS, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck)
    )
    @given(
        seed=st.integers(0, 1 << 32),
        crashes=st.lists(st.integers(1, LATEST), min_size=1, max_size=4),
        hard_links=st.booleans(),
        md5s=st.booleans(),
    )
    def runs(seed: int, crashes: list[int], hard_links: bool, md5s: bool) -> None:
        nonlocal ends
        ends += run(calls, seed, crashes, hard_links=hard_links, md5s=md5s).lives - 1

    runs()
    counted(LOOP, "none", ends, f"nothing untrue, nothing fetched twice, all files right, in {RUNS:,} runs")


TRIES = 4000
"""Runs in which a fault of the program has to show itself; most do in the first ten."""


@pytest.mark.parametrize("bug", SYNC_BUGS, ids=lambda bug: bug.__name__)
def test_a_fault_in_the_order_of_things_is_caught(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, bug: Bug, counted: Counted
) -> None:
    bug(monkeypatch)
    for number in range(1, TRIES + 1):
        random = Random(number)
        md5s = random.random() < 0.5
        try:
            last = steps_of(calls, number, md5s=md5s)
            run(calls, number, [random.randint(1, last)], hard_links=True, md5s=md5s)
        except FalseRecordError:
            counted(LOOP, bug.__name__, number, "seen")
            return
    pytest.fail(f"{bug.__name__} was not seen in {TRIES} runs")
