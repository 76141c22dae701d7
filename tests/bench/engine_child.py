"""Downloads by the real engine, for the benchmarks: `python -m tests.bench.engine_child < WISH`, a JSON object.

Tells its figures as one line of JSON, and ends with 0 if every file got what was asked for. Processor time and seconds
are those of the work, without the start of Python; that is told beside them.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random
from typing import Any

from score_gui.model import problems
from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, Changed, Event, Pause, Resume, Ticked
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.model.specification import Specification
from score_gui.model.transfer import Layout, Status, Transfer, TransferId
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.sources.base import Description, Ticket
from score_gui.transfer.engine import Engine
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.outside import Outside
from score_gui.transfer.range_job import Answer
from score_gui.transfer.record import Record

PROFILE = "bench"
PATIENCE = 300.0


def object_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


@dataclass(frozen=True)
class Wish:
    """What is to be fetched, and how.

    `pauses` times all is paused and taken up again; with `cut_short` the rest is not waited for. The queue holds
    `rows` transfers more behind the first file.
    """

    files: list[dict[str, Any]]
    ca: str
    out: str
    connections: int
    checked: bool = True
    files_at_once: int = 3
    pauses: int = 0
    cut_short: bool = False
    rows: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(Entry(object_id(number), file["name"]) for number, file in enumerate(self.files))

    @property
    def settings(self) -> Settings:
        place = Path(self.out)
        return Settings(place, connections=self.connections, files_at_once=self.files_at_once)


class Links:
    """A source that knows a link for each object from the start, which is all that the data plane needs."""

    def __init__(self, wish: Wish) -> None:
        self._files = {entry.object_id: file for entry, file in zip(wish.entries, wish.files, strict=True)}
        self._is_checked = wish.checked
        self._over = threading.Event()
        self._may_begin = threading.Event()

    def begin(self) -> None:
        """Answer from now on."""
        self._may_begin.set()

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        self._may_begin.wait(PATIENCE)
        file = self._files.get(entry.object_id)
        if file is None:  # the next of a long queue, when the first is nearly done
            self._over.wait(PATIENCE)
            raise ProblemError(problems.unknown_object("The benchmark"))
        md5 = file["md5"] if self._is_checked else None
        return Description(Specification(entry.object_id, file["size"], md5), entry)

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        url = Secret(self._files[specification.object_id]["url"])
        return Ticket(url, specification.whole, exact=False)

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        return self.ticket(specification, wanted)

    def close(self) -> None:
        """Let go whoever asked for what is not here."""
        self._over.set()


class Meter:
    """The data client, with a count of its requests and the moment when the last answer ended."""

    def __init__(self, ca_file: Path) -> None:
        self.data = DataClient(NetSettings(ca_files=(ca_file,)))
        self.requests = 0
        self.open: set[int] = set()
        self.last_end = 0.0

    @contextmanager
    def fetch(
        self,
        ticket_url: Secret,
        wanted: ByteRange,
        *,
        group: Hashable,
        headers: Sequence[tuple[str, str]] = (),
        whole: int | None = None,
        vouched: bool = False,
        is_over: Callable[[], bool] = lambda: False,
    ) -> Iterator[Answer]:
        self.requests += 1
        asked = self.data.fetch(
            ticket_url, wanted, group=group, headers=headers, whole=whole, vouched=vouched, is_over=is_over
        )
        with asked as answer:
            self.open.add(id(answer))
            try:
                yield answer
            finally:
                self.open.discard(id(answer))
                self.last_end = time.monotonic()


@dataclass
class Watcher:
    """Reads what the engine tells, and remembers the newest of each row."""

    events: SimpleQueue[Event] = field(default_factory=SimpleQueue)
    rows: dict[TransferId, Transfer] = field(default_factory=dict)
    received: int = 0
    open_rows: int = 0
    """Rows that are not done."""
    total: int = 0
    reached: tuple[int, float] = (0, 0.0)
    """The bytes that were here when it was first told that a quarter of the total is, and when that was."""

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            try:
                self._take(self.events.get(timeout=max(0.0, deadline - time.monotonic())))
            except Empty:
                raise TimeoutError("the engine does not come to an end") from None

    def last_count(self) -> int:
        """The bytes that arrived in all, when the engine has ended."""
        while not self.events.empty():
            event = self.events.get()
            if isinstance(event, Ticked):
                self.received = event.received
        return self.received

    def _take(self, event: Event) -> None:
        if isinstance(event, Ticked):
            self.received = event.received
            if not self.reached[0] and 4 * event.received >= self.total:
                self.reached = (event.received, time.monotonic())
        elif isinstance(event, Changed):
            for row in event.transfers:
                self._take_row(row)

    def _take_row(self, row: Transfer) -> None:
        if row.problem is not None:
            raise RuntimeError(f"{row.problem.title}: {row.problem.cause}")
        was = self.rows.get(row.id)
        self.open_rows += (was is None or was.status.is_done) - row.status.is_done
        self.rows[row.id] = row


class Run:
    """One engine at work on a wish."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._meter = Meter(Path(wish.ca))
        self._watcher = Watcher(total=sum(file["size"] for file in wish.files))
        self._links, place = Links(wish), Path(wish.out)
        outside = Outside(lambda _: self._links, self._meter.fetch, self._meter.data.abort)
        if wish.rows:
            fill_ledger(place / "ledger.db", wish)
        self._engine = Engine(place / "ledger.db", outside, wish.settings, self._watcher.events.put)
        self._dice = Random(1)

    def go(self) -> dict[str, object]:
        began, began_cpu = time.monotonic(), time.process_time()
        self._engine.start()
        rows = self._wish.rows
        self._watcher.until(lambda: bool(self._watcher.rows) or not rows)
        first = time.monotonic()
        self._watcher.until(lambda: len(self._watcher.rows) == rows)
        started, started_cpu = time.monotonic(), time.process_time()
        self._links.begin()
        if not rows:
            place = Path(self._wish.out)
            wanted = Add(self._wish.entries, PROFILE, place, with_index=False, validate=self._wish.checked)
            self._engine.post(wanted)
        pauses = [self._pause() for _ in range(self._wish.pauses)]
        if not self._wish.cut_short:
            self._watcher.until(self._is_done)
        done = time.monotonic()
        quarter, then = self._watcher.reached
        figures = {
            "seconds": done - started,
            "rest_bytes": self._watcher.total - quarter,
            "rest_seconds": done - then,
            "cpu": time.process_time() - started_cpu,
            "first_rows_seconds": first - began,
            "start_seconds": started - began,
            "start_cpu": started_cpu - began_cpu,
            "tail": done - self._meter.last_end,
            "requests": self._meter.requests,
            "pauses": pauses,
        }
        self._links.close()
        self._engine.stop()
        self._meter.data.close()
        return {**figures, "received": self._watcher.last_count()}

    def _is_done(self) -> bool:
        if self._wish.rows:
            return self._watcher.rows[TransferId(1)].status.is_done
        return len(self._watcher.rows) == len(self._wish.files) and self._watcher.open_rows == 0

    def _pause(self) -> dict[str, float]:
        """Seconds until the pause was told, and until the last connection was left alone; 0 if all was done."""
        self._watcher.until(lambda: bool(self._meter.open) or self._has_ended())
        time.sleep(self._dice.uniform(0.02, 0.1))
        if self._has_ended():
            return {}
        ids = tuple(self._watcher.rows)
        began = time.monotonic()
        self._engine.post(Pause(ids))
        self._watcher.until(lambda: self._statuses() <= {Status.PAUSED, Status.VERIFIED, Status.COMPLETE})
        told = time.monotonic() - began
        while self._meter.open:
            time.sleep(0.0002)
        left = max(time.monotonic(), self._meter.last_end) - began
        self._engine.post(Resume(ids))
        self._watcher.until(lambda: Status.PAUSED not in self._statuses())
        return {"told": told, "left": left}

    def _has_ended(self) -> bool:
        return bool(self._watcher.rows) and self._watcher.open_rows == 0

    def _statuses(self) -> set[Status]:
        return {row.status for row in self._watcher.rows.values()}


def fill_ledger(path: Path, wish: Wish) -> None:
    """A queue with the first file on top and `wish.rows` others that wait behind it."""
    place = Path(wish.out)
    ledger = Ledger(path)
    numbers = range(1, wish.rows + 1)
    ledger.write([_record(number, place, validate=wish.checked) for number in numbers])
    ledger.close()


def _record(number: int, place: Path, *, validate: bool) -> Record:
    entry = Entry(object_id(number - 1), f"{number:032x}.SA{number}.bam", size=1 << 30, md5=f"{number:032x}")
    if number == 1:
        entry = Entry(object_id(0), "object.bin")
    row = Transfer(
        id=TransferId(number),
        object_id=entry.object_id,
        name=entry.file_name or "",
        folder=place,
        layout=Layout.FILENAME,
        profile_id=PROFILE,
        status=Status.WAITING,
        order=number,
        size=entry.size,
        md5=entry.md5,
        manifest="manifest.tsv",
        donor=f"DO{number // 10}",
        project="LIRI-JP",
    )
    return Record(row, entry, with_index=False, validate=validate)


def main() -> int:
    wish = Wish(**json.load(sys.stdin))
    sys.stdout.write(json.dumps(Run(wish).go()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
