"""The real engine, data client and Score source on a hostile site, with a clock that does not wait."""

from __future__ import annotations

import hashlib
import math
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

from score_gui import logs
from score_gui.model.manifest import Entry
from score_gui.model.messages import (
    Add,
    Added,
    Changed,
    Command,
    Event,
    Gone,
    Noted,
    Resume,
    Ticked,
    Watch,
)
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.sources.open import open_source
from score_gui.transfer.engine import Engine
from score_gui.transfer.outside import Outside
from tests.faults.hostile_site import HostileSite, Stored

T = TypeVar("T")

PATIENCE = 60.0
"""Real seconds after which a test gives up; reached only when something is broken."""
STEP = 5.0
"""Seconds by which the clock is put forward whenever all is quiet, five hundred times as fast as time."""
LOOK = 0.01
"""Seconds without a word after which it is."""
CONNECTIONS = 4
SIZE = 1_300_000
"""Bytes of the object that most scenarios fetch."""


class Clock:
    """Monotonic seconds that can be put forward, as after the sleep of a laptop."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._was_seen = True

    def now(self) -> float:
        if threading.current_thread().name == "engine":
            self._was_seen = True
        return time.monotonic() + self._ahead

    def forward(self, seconds: float) -> None:
        self._ahead += seconds

    def go_on(self, seconds: float) -> None:
        """As `forward`, once the engine has seen how late it is: it may wait for a disk, which is no sleep."""
        if self._was_seen:
            self._was_seen = False
            self.forward(seconds)


class Bench:
    """One run of the program without a window. `rows` are as told last."""

    disk_patience = math.inf
    """The clock runs fast, and a disk under load would seem to hang."""

    def __init__(self, folder: Path, site: HostileSite, net: NetSettings) -> None:
        self.site = site
        self.folder = folder
        self.out = folder / "out"
        self.ledger = folder / "state" / "ledger.db"
        self.clock = Clock()
        self.token = site.token
        self.rows: dict[TransferId, Transfer] = {}
        self.notes: list[Noted] = []
        self.entries: list[Entry] = []
        self.strangers: dict[Path, bytes | None] = {}
        """Files that the test put there, and what has to be in them at the end; None for whatever is in them."""
        self.places: set[str] = set()
        """Names beside the output folder that the test made."""
        self.arrived: dict[TransferId, int] = {}
        self.additions = 0
        self.stopped = False
        self._news = threading.Condition()
        self.out.mkdir(exist_ok=True)
        self.foreign = self.out / "mine.txt"
        self.foreign.write_bytes(b"not of this program")
        (folder / "log").mkdir(exist_ok=True)
        self._net = net
        self._open()

    def _open(self) -> None:
        """A new start of the program."""
        site, self.stopped = self.site, False
        self._log = logs.start(self.folder / "log", lambda: [Secret(self.token)])
        profile = Profile("p", "The site", site.score.origin, site.score.origin)
        self.data = DataClient(self._net)
        self.source = open_source(profile, lambda: Secret(self.token), self._net)
        outside = Outside(
            source=lambda _profile: self.source,
            fetch=self.data.fetch,
            abort=self.data.abort,
            now=self.clock.now,
            jitter=lambda _low, high: high,
            disk_patience=self.disk_patience,
        )
        self._outside = outside
        self.engine = self.another_engine()
        self.engine.start()

    def another_engine(self) -> Engine:
        """On the same queue; only one of them can run."""
        return Engine(self.ledger, self._outside, Settings(self.out, connections=CONNECTIONS), self._on_event)

    # --- what a person does ---

    def add(self, *objects: Stored, size: int | None = None, folder: Path | None = None) -> None:
        """Queue objects; `size` is what a manifest tells, where it does."""
        new = [
            Entry(one.object_id, file_name=one.name or f"{one.object_id[:8]}.bam", size=size)
            for one in objects
        ]
        self.entries += new
        before = self.additions
        self.engine.post(Add(new, "p", folder or self.out, with_index=False))
        self.until(lambda: self.additions > before and len(self.rows) == len(self.entries))

    def add_again(self, *objects: Stored) -> None:
        """Queue objects of which some may be on the list, and some not any more."""
        self.add(*objects)
        for stored in objects:
            self.press(Resume, stored)

    def row(self, stored: Stored) -> Transfer:
        return next(row for row in list(self.rows.values()) if row.object_id == stored.object_id)

    def standing(self) -> set[tuple[Status, str | None]]:
        """What the rows are at, each with the code of its problem."""
        rows = list(self.rows.values())
        return {(row.status, None if row.problem is None else row.problem.code) for row in rows}

    def until(self, condition: Callable[[], T]) -> T:
        """Let the clock run fast until `condition` holds; returns what it gave.

        The clock stands still while there are news: what was seen would be over before one could look again.
        """
        deadline = time.monotonic() + PATIENCE
        with self._news:
            while not (found := condition()):
                assert time.monotonic() < deadline, self._state()
                if not self._news.wait(LOOK):
                    self.clock.go_on(STEP)
                    self.engine.post(Watch(None))
        return found

    def until_arrived(self, stored: Stored, count: int) -> None:
        """Return when so many bytes are on the disk."""
        self.until(lambda: self.arrived.get(self.row(stored).id, 0) >= count)

    def pass_time(self, seconds: float) -> None:
        """Let at least so many seconds go by on the clock."""
        end = self.clock.now() + seconds
        self.until(lambda: self.clock.now() >= end)

    def target(self, stored: Stored) -> Path:
        target = self.row(stored).target
        assert target is not None
        return target

    def part(self, stored: Stored) -> Path:
        """The unfinished file of an object that was begun under its plain name."""
        target = self.target(stored)
        return target.with_name(f"{target.name}.part")

    def press(self, command: Callable[[tuple[TransferId, ...]], Command], stored: Stored) -> None:
        """What a person does with a row."""
        self.engine.post(command((self.row(stored).id,)))

    def again(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """End the program, let something happen, and start it again."""
        assert self.stop(), "a thread hangs"
        meanwhile()
        self.rows.clear()
        self._open()
        self.until(lambda: len(self.rows) == len(self.entries))

    def end(self) -> None:
        """Stop, if a test did not come so far."""
        if not self.stopped:
            self.stop()

    def stop(self) -> bool:
        """End as the program does. False if a thread hangs."""
        ended = self.engine.stop()
        self.data.close()
        self.source.close()
        logs.stop(self._log)
        self.stopped = True
        return ended

    def _state(self) -> str:
        return "\n".join(f"{row.name}: {row.status} {row.problem}" for row in self.rows.values())

    def _on_event(self, event: Event) -> None:
        with self._news:
            match event:
                case Changed(rows):
                    self.rows.update({row.id: row for row in rows})
                case Gone(ids):
                    for transfer in ids:
                        self.rows.pop(transfer, None)
                case Added():
                    self.additions += 1
                case Noted():
                    self.notes.append(event)
                case Ticked(samples):
                    self.arrived.update({sample.id: sample.done for sample in samples})
            self._news.notify_all()


def make_object(size: int, number: int = 1, **told: object) -> Stored:
    """`size` seeded bytes under an object id of their own."""
    stored = Stored(str(uuid.uuid5(uuid.NAMESPACE_OID, f"fault {number}")), Random(number).randbytes(size))
    for name, value in told.items():
        setattr(stored, name, value)
    return stored


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


Make = Callable[..., tuple[HostileSite, Bench]]
"""Makes a site, from what `HostileSite` takes, and a program on it."""
Check = Callable[..., None]
"""Asks the oracle about a program, with its bounds."""
