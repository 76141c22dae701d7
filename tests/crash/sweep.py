"""Lets one system call after the other go wrong, in as many short lives of the program as there are calls.

Run as a process of its own, with the library of `fail_io` before the C library. It forks a life for each call: the
engine fetches a few small files from memory. After each life the ledger and the names are held to the truth, and
another life, in which nothing goes wrong, has to bring everything to its end. It prints one line of JSON.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, Changed, Event, Resume, Retry, Watch
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.transfer import gate, schedule
from score_gui.transfer.engine import Engine
from score_gui.transfer.ledger import Ledger, LedgerInUseError, LedgerUnreadableError
from score_gui.transfer.outside import Outside
from tests.crash.bugs import BUGS
from tests.crash.fail_io import ALL, EXIT, EXITED, SHORT, FailIO
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import make_bytes

SIZES = (0, 150_000, 400_000)
NEVER, RECOVERED, STOPPED, BROKEN = 0, 10, 11, 12
"""How a life ends: the call was never made; made and got over; told and ended; wrong."""
LIMIT = 60.0
"""Seconds after which a life is given up; reached only when something is broken."""
STEP = 5.0
RETRIES = 5


ENDS = {EXITED: "ended", RECOVERED: "got over", STOPPED: "told", NEVER: "never"}


@dataclass(frozen=True)
class Order:
    """Which calls go wrong, and how: from `start` on each `step`-th of `kinds`, `times` times in a row."""

    what: int
    kinds: str = ALL
    times: int = 1
    start: int = 1
    step: int = 1


class World:
    """A folder and what belongs into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = MemoryStore()
        self.entries: list[Entry] = []
        for number, size in enumerate(SIZES):
            data = make_bytes(size, number)
            self.entries.append(self.store.put(f"object-{number}", data, part_size=100_000))

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def ledger(self) -> Path:
        return self.folder / "state" / "ledger.db"

    def check(self) -> None:
        """Everything that is said is so. AssertionError where it is not."""
        truths = {held.data for held in self.store.objects.values()}
        if self.out.exists():
            for path in self.out.iterdir():
                assert path.suffix == ".part" or path.read_bytes() in truths, f"{path.name} has wrong bytes"
        if not self.ledger.exists():
            return
        ledger = Ledger(self.ledger)
        try:
            for record in list(ledger.records()):
                truth, target = self.store.objects[record.transfer.object_id].data, record.transfer.target
                if record.transfer.status.is_done:
                    assert target is not None
                    assert target.read_bytes() == truth, "done, and not there"
                for one in ledger.ranges(record.transfer.id):
                    assert record.part is not None
                    file = record.part if record.part.exists() else target
                    assert file is not None
                    assert file.read_bytes()[one.start : one.stop] == truth[one.start : one.stop], (
                        f"{one} is not there"
                    )
        finally:
            ledger.close()

    def check_end(self) -> None:
        self.check()
        left = sorted(path.name for path in self.out.iterdir())
        assert left == sorted(str(entry.file_name) for entry in self.entries), left

    def check_cost(self, what: int) -> None:
        """A write that was only short loses nothing; a call that was refused, what came since the last checkpoint."""
        for object_id, held in self.store.objects.items():
            extra = self.store.served[object_id] - len(held.data)
            assert extra <= (0 if what == SHORT else len(held.data)), f"{object_id}: {extra} bytes came twice"


class Person:
    """Adds the files, and presses *Retry* where somebody is needed."""

    def __init__(self, world: World) -> None:
        self.rows: dict[TransferId, Transfer] = {}
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._ahead = 0.0
        self._retries = 0
        store = world.store
        outside = Outside(
            source=lambda _profile: store,
            fetch=store.fetch,
            abort=store.abort,
            now=lambda: time.monotonic() + self._ahead,
            wall=lambda: time.time() + self._ahead,
            jitter=lambda low, _high: low,
        )
        self._engine = Engine(world.ledger, outside, Settings(world.out, connections=2), self._events.put)
        self._world = world

    def live(self) -> int:
        try:
            self._engine.start()
        except (LedgerUnreadableError, LedgerInUseError, OSError):
            return STOPPED
        self._engine.post(Add(self._world.entries, "p", self._world.out))
        deadline = time.monotonic() + LIMIT
        while not self._is_done():
            assert time.monotonic() < deadline, [(row.status, row.problem) for row in self.rows.values()]
            self._listen()
        assert self._engine.stop(), "a thread hangs"
        return RECOVERED

    def _is_done(self) -> bool:
        rows = self.rows.values()
        return len(rows) == len(self._world.entries) and all(row.status.is_done for row in rows)

    def _listen(self) -> None:
        try:
            event = self._events.get(timeout=0.005)
        except Empty:
            self._ahead += STEP
            self._engine.post(Watch(None))
            return
        if isinstance(event, Changed):
            self.rows.update({row.id: row for row in event.transfers})
            self._help([row for row in event.transfers if row.status is Status.NEEDS_YOU])

    def _help(self, stuck: list[Transfer]) -> None:
        for row in stuck:
            assert row.problem is not None, "stopped without a reason"
            self._retries += 1
            assert self._retries <= RETRIES, row.problem
            self._engine.post(Retry((row.id,)))
            self._engine.post(Resume((row.id,)))


def in_child(task: Callable[[], int]) -> int:
    """Run `task` in a fork of this process; its result, or how it ended."""
    pid = os.fork()
    if pid == 0:
        status = BROKEN
        try:
            status = task()
        except BaseException:  # noqa: BLE001 - a fork must not come back
            traceback.print_exc()
        finally:
            os._exit(status)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def sweep(fail: FailIO, order: Order) -> tuple[int, Counter[str]]:
    """Call after call. How many there were, and how their lives ended."""
    ends: Counter[str] = Counter()
    number, calls = order.start, 0
    while True:
        folder = Path(tempfile.mkdtemp(prefix="sweep-"))
        world = World(folder)
        try:
            status = in_child(partial(one_life, fail, world, order, number))
            assert status in ENDS, f"call {number} of {order.kinds}: {status}"
            if status == NEVER:
                return calls, ends
            calls += 1
            ends[ENDS[status]] += 1
            world.check()
            if status == EXITED:  # the repair at the start may be cut off as well
                in_child(partial(one_life, fail, world, order, 1 + number * 7 % 60))
                world.check()
            again = in_child(Person(world).live)
            assert again == RECOVERED, f"call {number}: the next life ended with {again}"
            world.check_end()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        number += order.step


def one_life(fail: FailIO, world: World, order: Order, number: int) -> int:
    fail.arm(str(world.folder), order.kinds, number, order.what, order.times)
    status = Person(world).live()
    if not fail.has_fired:
        return NEVER
    fail.arm("", "", 0, 0)
    if status == RECOVERED:
        world.check_end()
        world.check_cost(order.what)
    return status


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", help="exit, short, or the name of an errno")
    parser.add_argument("--kinds", default=ALL)
    for name in ("times", "start", "step"):
        parser.add_argument(f"--{name}", type=int, default=1)
    parser.add_argument("--bug")
    options = parser.parse_args()
    patch = pytest.MonkeyPatch()
    patch.setattr(gate, "DUE_PER_CONNECTION", 64_000)
    patch.setattr(schedule, "RANGE_SIZE", 200_000)
    if options.bug:
        BUGS[options.bug](patch)
    what = {"exit": EXIT, "short": SHORT}.get(options.what) or getattr(errno, options.what)
    order = Order(what, options.kinds, options.times, options.start, options.step)
    calls, ends = sweep(FailIO(), order)
    sys.stdout.write(json.dumps({"calls": calls, "ends": ends}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
