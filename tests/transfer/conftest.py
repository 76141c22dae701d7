"""A real engine on a fake store, and a way to wait for what it says instead of for time to pass."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, Changed, Event, Gone, Idle, Noted
from score_gui.model.settings import Settings
from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.transfer.engine import Engine
from score_gui.transfer.outside import Outside
from tests.fakes.memory_store import MemoryStore

PATIENCE = 30.0
"""Seconds after which a test gives up; reached only when something is broken."""


def object_id(number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"object {number}"))


def make_bytes(size: int, seed: int = 1) -> bytes:
    return Random(seed).randbytes(size)


class Bench:
    """An engine with its ledger and output folder; `restart` is what a new start of the program does."""

    def __init__(self, folder: Path, store: MemoryStore) -> None:
        self.store = store
        self.out = folder / "out"
        self.ledger = folder / "state" / "ledger.db"
        self.settings = Settings(self.out)
        self.rows: dict[TransferId, Transfer] = {}
        self.notes: list[Noted] = []
        self.events: list[Event] = []
        self.is_idle = False
        self._news = threading.Condition()
        self.engine = self._new_engine()

    def _new_engine(self) -> Engine:
        return Engine(self.ledger, self._outside(), self.settings, self._on_event)

    def _outside(self) -> Outside:
        return Outside(
            source=lambda _profile: self.store,
            fetch=self.store.fetch,
            abort=self.store.abort,
            jitter=lambda _low, _high: 0.0,
        )

    def start(self) -> Bench:
        self.engine.start()
        return self

    def restart(self) -> None:
        self.stop()
        self.start_again()

    def stop(self) -> None:
        assert self.engine.stop()

    def start_again(self) -> None:
        """What a new start of the program does; the queue is known when this returns."""
        self.rows.clear()
        self.events.clear()
        self.engine = self._new_engine()
        self.engine.start()
        self.until(lambda: self.events)

    def add(self, *entries: Entry, **options: object) -> None:
        self.engine.post(Add(entries, "p", self.out, **options))  # type: ignore[arg-type]

    def row(self, entry: Entry) -> Transfer:
        found = [row for row in list(self.rows.values()) if row.object_id == entry.object_id]
        if not found:
            raise LookupError(entry.object_id)
        return found[0]

    def target(self, entry: Entry) -> Path:
        target = self.row(entry).target
        assert target is not None
        return target

    def place(self, entry: Entry) -> Path:
        """Where the file lies that has the plain name of its entry."""
        assert entry.file_name is not None
        return self.out / entry.file_name

    def problem_code(self, entry: Entry) -> str | None:
        problem = self.row(entry).problem
        return None if problem is None else problem.code

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until what the engine has told makes `condition` true."""
        with self._news:
            assert self._news.wait_for(lambda: self._holds(condition), timeout=PATIENCE), self._state()

    def until_status(self, entry: Entry, *statuses: Status) -> Transfer:
        """Returns the row as it was then: a state that ends by itself may be over when one looks again."""
        seen: list[Transfer] = []

        def is_there() -> bool:
            seen.append(self.row(entry))
            return seen[-1].status in statuses

        self.until(is_there)
        return seen[-1]

    def until_idle(self) -> None:
        """Wait until the engine rests after the last that it told of a row."""
        self.until(lambda: self.is_idle)

    def told(self, entry: Entry) -> list[Status]:
        """Every status that a row was told to have, since the last start."""
        rows = [row for event in list(self.events) if isinstance(event, Changed) for row in event.transfers]
        return [row.status for row in rows if row.object_id == entry.object_id]

    def until_done(self, *entries: Entry) -> None:
        self.until(lambda: all(self.row(entry).status.is_done for entry in entries))

    def let_happen(self, seconds: float) -> None:
        """Give the engine a moment, up to its next word. For histories only: nothing may depend on it."""
        with self._news:
            self._news.wait(seconds)

    def codes(self, entry: Entry) -> list[str]:
        return [note.code for note in self.notes if note.id == self.row(entry).id]

    def _holds(self, condition: Callable[[], object]) -> bool:
        try:
            return bool(condition())
        except LookupError:  # the row is not there yet
            return False

    def _state(self) -> str:
        return "\n".join(f"{row.name}: {row.status} {row.problem}" for row in self.rows.values())

    def _on_event(self, event: Event) -> None:
        with self._news:
            self.events.append(event)
            match event:
                case Changed(rows):
                    self.rows.update({row.id: row for row in rows})
                    self.is_idle = False
                case Gone(ids):
                    for transfer in ids:
                        self.rows.pop(transfer, None)
                case Noted():
                    self.notes.append(event)
                case Idle():
                    self.is_idle = True
            self._news.notify_all()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def bench(tmp_path: Path, store: MemoryStore) -> Iterator[Bench]:
    made = Bench(tmp_path, store).start()
    yield made
    assert made.engine.stop()
