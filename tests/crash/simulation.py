"""The real engine on one thread, with the order of everything drawn at random: a run is a function of its seed.

Workers and errands do not run on threads but when the engine waits, and between any two pieces of an answer the
engine or an errand may get its turn. So a checkpoint meets every state of the writing, and a crash every step of both.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from random import Random
from typing import Any

import pytest

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, Pause, Resume, Stop
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.model.transfer import TransferId
from score_gui.transfer import connections, engine, gate, safekeeping, schedule, work
from score_gui.transfer.engine import Engine
from score_gui.transfer.outside import Outside
from score_gui.transfer.record import Record
from tests.crash.storage import ROOT, ModelDisk
from tests.fakes import memory_store
from tests.fakes.memory_store import MemoryStore

OUT = Path(ROOT) / "data" / "out"
CHUNK = 512
RANGE = 4096
EAGER = 1500
"""Bytes after which a checkpoint begins: small, so that a small file has many."""


class ModelLedger:
    """Stands for SQLite: a transaction is on the medium as a whole when `write` returns, or not at all."""

    follows_loss = False

    def __init__(self, disk: ModelDisk) -> None:
        self.disk = disk
        self.rows: dict[TransferId, Record] = {}
        self.on_disk: dict[TransferId, RangeSet] = {}

    def records(self, *, listed: bool = True) -> Iterator[Record]:
        yield from [record for record in self.rows.values() if record.listed is listed]

    def last_id(self) -> int:
        return max(self.rows, default=0)

    def kept(self) -> dict[TransferId, int]:
        return {transfer: ranges.total for transfer, ranges in self.on_disk.items() if ranges}

    def ranges(self, transfer: TransferId) -> RangeSet:
        return self.on_disk.get(transfer, RangeSet())

    def events(self, _transfer: TransferId) -> tuple[tuple[float, str, str], ...]:
        return ()

    def write(self, records: Any = (), ranges: Any = (), events: Any = ()) -> None:
        self.disk.step()
        self.rows.update({record.transfer.id: record for record in records})
        self.on_disk.update(dict(ranges))
        self.disk.step()

    def close(self) -> None:
        """Nothing is open."""


class Stage:
    """Who gets the next turn. `turn` runs one waiting task, or none if there is none."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.tasks: list[Callable[[], None]] = []
        self.messages: list[Any] = []
        self.clock = 1000.0
        self.round: Callable[[], None] | None = None
        self._is_nested = False
        self.wishes: list[Any] = []

    # --- the engine's inbox ---

    def put(self, message: Any) -> None:
        self.messages.append(message)

    def get_nowait(self) -> Any:
        if self.messages and (self._is_nested or self.random.random() < 0.8):
            return self.messages.pop(0)
        raise Empty

    def get(self, timeout: float | None = None) -> Any:
        while not self._is_nested and self.tasks and (not self.messages or self.random.random() < 0.5):
            self.turn()
        if self.messages:
            return self.messages.pop(0)
        if timeout is not None:
            self.clock += timeout + 0.01
            raise Empty
        if self._is_nested:
            raise Empty
        return self.wishes.pop(0) if self.wishes else Stop()

    # --- the crews ---

    def turn(self) -> None:
        if self.tasks:
            self.tasks.pop(self.random.randrange(len(self.tasks)))()

    def breathe(self) -> None:
        """Between two pieces of an answer: others may work now."""
        chance = self.random.random()
        if chance < 0.15:
            self.turn()
        elif chance < 0.5 and self.round is not None and not self._is_nested:
            self._is_nested = True
            try:
                self.round()
            finally:
                self._is_nested = False


class ModelCrew:
    """Tasks wait until the stage gives them a turn."""

    stage: Stage

    def __init__(self, _name: str, size: int) -> None:
        self.size = size

    def submit(self, task: Callable[[], None]) -> None:
        self.stage.tasks.append(task)

    def close(self, _timeout: float) -> bool:
        return True


@dataclass
class _Answer:
    etag: str | None
    pieces: Iterator[memoryview]
    stage: Stage

    def chunks(self) -> Iterator[memoryview]:
        for piece in self.pieces:
            self.stage.breathe()
            yield piece
        self.stage.breathe()


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sizes, no threads."""
    monkeypatch.setattr(memory_store, "CHUNK", CHUNK)
    monkeypatch.setattr(schedule, "RANGE_SIZE", RANGE)
    monkeypatch.setattr(gate, "DUE_PER_CONNECTION", EAGER)
    monkeypatch.setattr(engine, "GATHER_SECONDS", 0.0)
    for module in (connections, work):
        monkeypatch.setattr(module, "Crew", ModelCrew)


class Life:
    """One life of the program, from its start to its end or to a crash."""

    def __init__(self, disk: ModelDisk, ledger: ModelLedger, store: MemoryStore, random: Random) -> None:
        self.stage = stage = Stage(random)
        self._store = store
        outside = Outside(
            source=lambda _profile: store,
            fetch=self._fetch,
            abort=store.abort,
            now=lambda: stage.clock,
            wall=lambda: 1e9 + stage.clock,
            jitter=lambda _low, _high: 0.1,
        )
        settings = Settings(OUT, connections=3)
        self.engine = Engine(Path("ledger"), outside, settings, lambda _event: None)
        self.engine._inbox = stage  # type: ignore[assignment]
        self._ledger = ledger

    def run(self, entries: Sequence[Entry]) -> None:
        """To the end. Crash leaves it where it stands."""
        ModelCrew.stage = self.stage
        self.stage.round = self.engine._round
        self.engine.post(Add(entries, "p", OUT))
        ids = tuple(TransferId(number + 1) for number in range(len(entries)))
        if self.stage.random.random() < 0.4:
            self.stage.wishes = [Resume(ids)]
            self._pause_later(ids)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(safekeeping, "open_ledger", lambda *_: (self._ledger, None))
            patch.setattr(safekeeping, "keep_copy", lambda *_: None)  # a file of SQLite's own
            self.engine._main()

    def _pause_later(self, ids: tuple[TransferId, ...]) -> None:
        """Somewhere in the middle a person pauses everything, and goes on when all is quiet."""
        turns = self.stage.random.randrange(1, 12)

        def wait() -> None:
            nonlocal turns
            turns -= 1
            if turns:
                self.stage.tasks.append(wait)
            else:
                self.engine.post(Pause(ids))

        self.stage.tasks.append(wait)

    @contextmanager
    def _fetch(
        self,
        ticket_url: Secret,
        wanted: ByteRange,
        *,
        group: Hashable,
        headers: Sequence[tuple[str, str]],
        whole: int | None,
        vouched: bool,
        is_over: Callable[[], bool],
    ) -> Iterator[_Answer]:
        asked = self._store.fetch(
            ticket_url, wanted, group=group, headers=headers, whole=whole, vouched=vouched, is_over=is_over
        )
        with asked as answer:
            yield _Answer(answer.etag, answer.chunks(), self.stage)
