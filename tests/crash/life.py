"""One queue over many lives of the program: each ends without warning, and then everything is held to the truth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from score_gui.demo import PracticeData, PracticeObject, PracticeSite, Role, make_practice_data
from score_gui.model.transfer import Status
from score_gui.transfer.gate import AHEAD_PER_CONNECTION
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.record import Record
from tests.guards.surroundings import ROOT

SEED = int(os.environ.get("SCORE_GUI_SEED", "0")) or Random().randrange(1, 1 << 32)

CONNECTIONS = 2
LIVES = 6
"""Ends of one queue; then a new one begins, so that the files stay small however long the loop is."""
ON_ITS_WAY = 2 * 1024 * 1024
"""Bytes of each connection that were sent when the program was ended, and not written: what the buffers of both
sockets hold (see `child`), and the piece in its hands. On a disk that syncs slowly it stands at its gate meanwhile."""
MOST_LOST = (AHEAD_PER_CONNECTION + ON_ITS_WAY) * CONNECTIONS
RATE = 16_000_000
"""Bytes per second of each connection, so that the file is not there before the last end."""
SIZE = 22_000_000 * (LIVES + 1)
EARLIEST, LATEST = 0.02, 1.2
"""Seconds from the child's first word to its end."""
PATIENCE = 60.0
ROLES = (Role.EMPTY, Role.TWIN_A, Role.TWIN_B, Role.LARGE)

End = Callable[[subprocess.Popen[str]], None]
"""Ends a running child, in its own way."""


class FalseRecordError(AssertionError):
    """The ledger or a final name says what is not so."""


def make_data(folder: Path) -> PracticeData:
    return make_practice_data(folder, large_size=SIZE)


@dataclass
class Life:
    """A queue in `folder`. `bug` is the name of a fault (`tests.crash.bugs`) that the program has."""

    site: PracticeSite
    folder: Path
    end: End
    random: Random
    bug: str | None = None
    ends: int = 0
    lost: int = 0
    words: Path | None = None
    """Where the child's standard error goes, if not to ours."""
    objects: tuple[PracticeObject, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.objects = tuple(self.site.data.get(role) for role in ROLES)
        self._served_before = self._served()
        self.site.rate_limit = RATE

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def ledger(self) -> Path:
        return self.folder / "state" / "ledger.db"

    def end_once(self) -> bool:
        """Let the program work for a random while and end it. False if it was done before."""
        child = self._start()
        ended = False
        try:
            child.wait(self.random.uniform(EARLIEST, LATEST))
        except subprocess.TimeoutExpired:
            self.end(child)
            ended = True
        self._bury(child)
        self.ends += ended
        return ended

    def run_to_the_end(self) -> None:
        self.site.rate_limit = None
        child = self._start()
        assert child.wait(PATIENCE) == 0
        self._bury(child)
        self.check()
        assert sum(1 for path in self.out.iterdir() if path.suffix != ".part") == len(self.objects)
        whole = sum(held.size for held in self.objects)
        most = whole + self.ends * MOST_LOST
        assert self._served() - self._served_before <= most, "more came twice than the promise allows"

    def check(self) -> None:
        """What must hold at every moment. FalseRecordError where it does not."""
        ledger = Ledger(self.ledger)
        try:
            records = list(ledger.records())
            known = sum(self._check_row(ledger, record) for record in records)
        finally:
            ledger.close()
        if records:  # ended before the queue was written, the person has to drop the manifest again
            assert {record.transfer.object_id for record in records} == {o.object_id for o in self.objects}
        self._check_names()
        lost = self._served() - self._served_before - known
        assert lost - self.lost <= MOST_LOST, "more was lost than the promise allows"
        self.lost = lost

    def _start(self) -> subprocess.Popen[str]:
        """A child that works; returns when its engine runs."""
        wish = {
            "storage_url": self.site.storage_url,
            "metadata_url": self.site.metadata_url,
            "token": self.site.token,
            "ledger": str(self.ledger),
            "out": str(self.out),
            "connections": CONNECTIONS,
            "object_ids": [held.object_id for held in self.objects],
            "bug": self.bug,
        }
        words = None if self.words is None else self.words.open("a")
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
        )
        if words is not None:
            words.close()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(wish))
        child.stdin.close()
        assert child.stdout.readline() == "ready\n"
        return child

    def _bury(self, child: subprocess.Popen[str]) -> None:
        child.wait(PATIENCE)
        assert child.stdout is not None
        child.stdout.close()
        assert self.site.wait_quiet()

    def _served(self) -> int:
        return sum(self.site.bytes_served(held.object_id) for held in self.objects)

    def _check_row(self, ledger: Ledger, record: Record) -> int:
        """What the ledger says is on the disk is there. Returns how many bytes of the object are safe."""
        truth, ranges = self._truth(record.transfer.object_id), ledger.ranges(record.transfer.id)
        if record.transfer.status is Status.VERIFIED:
            assert record.transfer.target is not None
            if _content(record.transfer.target) != truth:
                raise FalseRecordError(f"{record.transfer.name} is said to be verified")
            return len(truth)
        if not ranges:
            return 0
        assert record.part is not None
        assert record.transfer.target is not None
        was_published = not record.part.exists()  # it has its final name, and nobody wrote that down
        on_disk = _content(record.transfer.target if was_published else record.part)
        for item in ranges:
            if on_disk[item.start : item.stop] != truth[item.start : item.stop]:
                raise FalseRecordError(f"{item} is in the ledger, not on the disk")
        return len(truth) if was_published else ranges.total

    def _check_names(self) -> None:
        truths = {self._truth(held.object_id) for held in self.objects}
        for path in self.out.rglob("*"):
            if path.suffix != ".part" and path.read_bytes() not in truths:
                raise FalseRecordError(f"{path.name} is not what its name says")

    def _truth(self, object_id: str) -> bytes:
        held = self.site.data.by_id(object_id)
        assert held is not None
        return held.path.read_bytes() if held.path is not None else b""


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def loop(new_life: Callable[[], Life], ends: int) -> int:
    """End the program so often, over as many queues as that takes; each queue is then brought to its end."""
    done = 0
    while done < ends:
        life = new_life()
        try:
            while life.ends < min(LIVES, ends - done) and life.end_once():
                life.check()
            life.run_to_the_end()
        except AssertionError as failure:
            failure.add_note(f"SCORE_GUI_SEED={SEED}, after {done + life.ends} ends")
            raise
        assert life.ends, "the files were there too soon to be ended"
        done += life.ends
    return done


def ends_until_seen(new_life: Callable[[], Life], most: int) -> int | None:
    """How often a program with a fault could be ended before the fault was seen; None if it was not."""
    done = 0
    while done < most:
        life = new_life()
        try:
            while life.ends < LIVES and done + life.ends < most and life.end_once():
                life.check()
        except FalseRecordError:
            return done + life.ends
        done += max(1, life.ends)
    return None
