"""A long random history: people, servers and disks do what they like, and in the end every file is there.

The real engine works on a store in memory. A history is told by its seed; `SCORE_GUI_STEPS` makes it longer and
`SCORE_GUI_SEED` repeats one. Threads take turns as they please, so a seed repeats the orders, not the timing.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest

from score_gui.files import durable, space
from score_gui.model import problems, server_problems
from score_gui.model.manifest import Entry
from score_gui.model.messages import AnswerName, Configure, Pause, Remove, Resume, Retry, TokenChanged, Watch
from score_gui.model.problem import NAME_SHARED, NAME_TAKEN, Problem
from score_gui.model.transfer import Check, NameRule, Status, TransferId
from score_gui.transfer import part_file, settling
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.part_file import PartFile
from tests.transfer.conftest import Bench, make_bytes, object_id

STEPS = int(os.environ.get("SCORE_GUI_STEPS", "250"))
SEEDS = [int(os.environ["SCORE_GUI_SEED"])] if "SCORE_GUI_SEED" in os.environ else [1, 2, 3]

MB = 1 << 20
LARGEST = 3 * MB
HOST = "store.example"
NAMES = {NAME_TAKEN, NAME_SHARED}
ANSWERS: list[Problem] = [
    server_problems.connection_lost(HOST),
    server_problems.answer_cut_off(HOST, 5),
    server_problems.server_error(HOST, 500),
    server_problems.wrong_range(HOST),
    server_problems.link_expired(HOST),
    server_problems.link_refused(HOST),
    server_problems.server_busy(HOST, 503, 0.01),
    server_problems.no_network(HOST),
    problems.source_gone(HOST),
]
DESCRIPTIONS: list[Problem] = [
    server_problems.no_network(HOST),
    problems.token_refused("Memory"),
    server_problems.server_error(HOST, 500),
    server_problems.server_busy(HOST, 503, 0.01),
    problems.unknown_object("Memory"),
]
DISK_ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES]


@dataclass
class Faults:
    """What the disk will do wrong next; each fault once."""

    writes: list[int] = field(default_factory=list)
    syncs: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    is_full: bool = False
    cost: int = 0
    """Bytes that may have to be fetched again because of what struck so far."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write, sync = PartFile.write_at, durable.sync_file
        publish, free = durable.publish, space.free_bytes

        def write_at(part: PartFile, data: memoryview, offset: int) -> None:
            self._strike(self.writes, costs=len(data))
            write(part, data, offset)

        def sync_file(fd: int, *, with_times: bool = False) -> None:
            self._strike(self.syncs, costs=os.fstat(fd).st_size)
            sync(fd, with_times=with_times)

        def publish_file(part: Path, target: Path) -> None:
            self._strike(self.names, costs=0)
            publish(part, target)

        monkeypatch.setattr(PartFile, "write_at", write_at)
        monkeypatch.setattr(part_file, "sync_file", sync_file)
        monkeypatch.setattr(durable, "publish", publish_file)
        monkeypatch.setattr(settling, "free_bytes", lambda folder: 0 if self.is_full else free(folder))

    def lift(self) -> None:
        self.writes, self.syncs, self.names, self.is_full = [], [], [], False

    def _strike(self, numbers: list[int], costs: int) -> None:
        with self._lock:
            number = numbers.pop() if numbers else None
            self.cost += costs if number else 0
        if number:
            raise OSError(number, os.strerror(number))


class History:
    """What may happen, and what must hold whatever happened."""

    def __init__(self, bench: Bench, random: Random, faults: Faults) -> None:
        self.bench, self.store, self.random, self.faults = bench, bench.store, random, faults
        self.entries = self._objects()
        self.wanted: set[str] = set()
        self.spoilt: dict[str, set[int]] = {entry.object_id: set() for entry in self.entries}
        self.forced = self.entries[1]
        self.lost = 0  # bytes that may have to be fetched again
        self.strangers: set[Path] = set()
        self.happenings: list[tuple[int, Callable[[], None]]] = [
            (6, self.add),
            (6, self.pause),
            (9, self.resume),
            (5, self.retry),
            (4, self.answer),
            (2, self.remove),
            (2, self.restart),
            (6, self.break_answer),
            (3, self.break_description),
            (2, self.hold),
            (4, self.release),
            (1, self.fill_disk),
            (2, self.token),
            (1, self.configure),
            (1, self.put_strangers_file),
        ]
        """(weight, what): none of these may cost a byte."""
        self.losses: list[tuple[int, Callable[[], None]]] = [
            (2, self.force),
            (2, self.remove_with_data),
            (3, self.spoil_byte),
            (3, self.break_disk),
        ]

    def _objects(self) -> list[Entry]:
        """Every kind of object that the engine treats in a way of its own."""
        put, size = self.store.put, self.random.randrange
        index = put(object_id(100), make_bytes(size(1, 5000), 100), name="indexed.bam.bai")
        bare = put(object_id(5), make_bytes(size(MB), 5), tell_md5=False, tell_part_md5=False)
        return [
            put(object_id(1), b""),
            put(object_id(2), make_bytes(size(3 * MB), 2)),
            put(object_id(3), make_bytes(size(3 * MB), 3), exact=True, longest_exact=300_000),
            put(object_id(4), make_bytes(size(2 * MB), 4), tell_part_md5=False),
            replace(bare, md5=None),
            put(object_id(6), make_bytes(size(2 * MB), 6), name="twin.bam"),
            put(object_id(7), make_bytes(size(2 * MB), 7), name="twin.bam"),
            put(object_id(8), make_bytes(size(2 * MB), 8), ticket_life=2),
            put(object_id(9), make_bytes(size(1, MB), 9), name="indexed.bam", companion=index),
            index,
        ]

    # --- people ---

    def add(self) -> None:
        entry = self.random.choice(self.entries)
        self.wanted.add(entry.object_id)
        names = self.random.choice([NameRule.KEEP_BOTH, NameRule.ASK])
        self.bench.add(entry, start=self.random.random() < 0.9, names=names)

    def force(self) -> None:
        self.wanted.add(self.forced.object_id)
        self.lost += self.forced.size or 0
        self.bench.add(self.forced, force=True)

    def _some(self) -> tuple[TransferId, ...]:
        ids = list(self.bench.rows)
        return tuple(self.random.sample(ids, self.random.randint(0, len(ids))))

    def pause(self) -> None:
        self.bench.engine.post(Pause(self._some()))

    def resume(self) -> None:
        self.bench.engine.post(Resume(self._some()))

    def answer(self) -> None:
        self.bench.engine.post(AnswerName(self._some(), NameRule.KEEP_BOTH, self.random.random() < 0.2))

    def retry(self) -> None:
        self.bench.engine.post(Retry(self._some()))

    def remove(self) -> None:
        self._remove(delete=False)

    def remove_with_data(self) -> None:
        self._remove(delete=True)

    def _remove(self, *, delete: bool) -> None:
        row = self.bench.rows.get(TransferId(self.random.randint(1, 20)))
        if row is not None:
            self.wanted.discard(row.object_id)
            self.lost += LARGEST if delete and not row.status.is_done else 0
            self.bench.engine.post(Remove((row.id,), delete_unfinished=delete))

    def token(self) -> None:
        self.bench.engine.post(TokenChanged("p"))
        self.bench.engine.post(Watch(self.random.choice([None, *self.bench.rows])))

    def configure(self) -> None:
        files, connections = self.random.randint(1, 4), self.random.randint(1, 8)
        settings = replace(self.bench.settings, files_at_once=files, connections=connections)
        self.bench.engine.post(Configure(settings))

    def restart(self) -> None:
        self.bench.stop()
        self.compare_ledger()
        self.look_at_files()
        self.bench.start_again()

    def put_strangers_file(self) -> None:
        name = self.random.choice([entry.file_name for entry in self.entries if entry is not self.forced])
        path = self.bench.out / f"{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                file.write(b"mine")
        except FileExistsError:
            return
        self.strangers.add(path)

    # --- servers and disks ---

    def break_answer(self) -> None:
        stored = self.store.objects[self.random.choice(self.entries).object_id]
        byte = self.random.randrange(len(stored.data) + 1)
        stored.range_problems += [(byte, self.random.choice(ANSWERS))] * self.random.choice([1, 1, 1, 12])

    def break_description(self) -> None:
        stored = self.store.objects[self.random.choice(self.entries).object_id]
        stored.describe_problems.append(self.random.choice(DESCRIPTIONS))

    def spoil_byte(self) -> None:
        entry = self.random.choice([entry for entry in self.entries if entry.size and entry.md5])
        byte = self.random.randrange(entry.size or 0)
        self.spoilt[entry.object_id].add(byte)
        self.store.objects[entry.object_id].flips.append(byte)
        self.lost += LARGEST if entry.object_id == object_id(4) else MB  # one part, where parts have MD5s

    def break_disk(self) -> None:
        faults = self.random.choice([self.faults.writes, self.faults.syncs, self.faults.names])
        faults.append(self.random.choice(DISK_ERRORS))

    def fill_disk(self) -> None:
        self.faults.is_full = not self.faults.is_full

    def hold(self) -> None:
        entry = self.random.choice([entry for entry in self.entries if entry.size])
        self.store.hold_at(entry.object_id, self.random.randrange(entry.size or 0))

    def release(self) -> None:
        self.store.release(self.random.choice(self.entries).object_id)

    # --- the whole history ---

    def live(self, happenings: list[tuple[int, Callable[[], None]]]) -> None:
        weights = [weight for weight, _ in happenings]
        for _ in range(STEPS):
            self.random.choices([happening for _, happening in happenings], weights)[0]()
            self.bench.let_happen(self.random.choice([0, 0.002, 0.02]))

    def end_well(self) -> None:
        """Lift all faults, want every object, help whatever asks for help, and end the program."""
        self.faults.lift()
        self.store.mend()
        for entry in self.entries:
            self.store.release(entry.object_id)
        self.bench.add(*self.entries)
        self.bench.engine.post(TokenChanged("p"))  # a site that was away may be asked again at once
        self.wanted = {entry.object_id for entry in self.entries}
        self.bench.until(lambda: {row.object_id for row in self.bench.rows.values()} == self.wanted)
        self.bench.until(self._all_done_with_help)
        self.bench.stop()
        self.compare_ledger()

    def _all_done_with_help(self) -> bool:
        rows = list(self.bench.rows.values())
        stuck = tuple(row.id for row in rows if row.status.is_held_up or row.status is Status.PAUSED)
        needy = [row for row in rows if row.status is Status.NEEDS_YOU]
        asked = tuple(row.id for row in needy if row.problem is not None and row.problem.code in NAMES)
        lost = tuple(row.id for row in needy if row.id not in asked)
        if stuck:
            self.bench.engine.post(Resume(stuck))
        if asked:  # a retry would only ask again
            self.bench.engine.post(AnswerName(asked, NameRule.KEEP_BOTH))
        if lost:
            self.bench.engine.post(Retry(lost))
        return all(row.status.is_done for row in rows)

    # --- what must hold ---

    def compare_ledger(self) -> None:
        """Every range in the ledger is true on the disk, but for bytes that arrived wrong; no row is lost."""
        ledger = Ledger(self.bench.ledger)
        records = [*ledger.records(), *ledger.records(listed=False)]
        for record in records:
            truth = self.store.objects[record.transfer.object_id].data
            ranges = ledger.ranges(record.transfer.id)
            assert record.part is not None or not ranges
            on_disk = record.part.read_bytes() if record.part is not None and ranges else b""
            wrong = {
                byte
                for item in ranges
                if on_disk[item.start : item.stop] != truth[item.start : item.stop]
                for byte in range(item.start, item.stop)
                if on_disk[byte : byte + 1] != truth[byte : byte + 1]
            }
            assert wrong <= self.spoilt[record.transfer.object_id]
        listed = {record.transfer.object_id for record in records if record.listed}
        ledger.close()
        index = object_id(100)
        assert listed - {index} == self.wanted - {index}, "a row was lost, or came from nowhere"

    def look_at_files(self) -> None:
        truths = {stored.data for stored in self.store.objects.values()}
        for path in self.bench.out.glob("*"):
            if path in self.strangers:
                assert path.read_bytes() == b"mine"
            elif path.suffix != ".part":
                assert path.read_bytes() in truths, f"{path.name} has wrong bytes under its final name"

    def look_at_the_end(self) -> None:
        for entry in self.entries:
            row, truth = self.bench.row(entry), self.store.objects[entry.object_id].data
            assert self.bench.target(entry).read_bytes() == truth
            assert row.check is Check.WHOLE or entry.md5 is None
        once = sum(len(stored.data) for stored in self.store.objects.values())
        again = sum(self.store.served.values()) - once
        assert again <= self.lost + self.faults.cost, "fetched more again than was lost"
        self.look_at_files()
        targets = {self.bench.target(entry) for entry in self.entries}
        assert len(targets) == len(self.entries)
        left = set(self.bench.out.iterdir()) - targets - self.strangers
        assert {path for path in left if path.suffix == ".part"} == set()


@pytest.fixture(params=SEEDS, ids=lambda seed: f"seed {seed}")
def history(bench: Bench, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> History:
    faults = Faults()
    faults.install(monkeypatch)
    return History(bench, Random(request.param), faults)


@pytest.mark.fault("F96", "random orders and outages over whole histories")
def test_orders_and_outages_cost_nothing_and_every_file_arrives(history: History) -> None:
    history.live(history.happenings)
    history.end_well()
    history.look_at_the_end()
    assert history.lost + history.faults.cost == 0, "then no byte was fetched twice"


def test_whatever_breaks_costs_what_it_broke_and_every_file_arrives(history: History) -> None:
    history.live(history.happenings + history.losses)
    history.end_well()
    history.look_at_the_end()
