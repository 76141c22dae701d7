"""A place that holds objects in memory: a `Source` and a data plane in one, with faults on request.

It counts every byte it hands out, and it can stop in the middle of an answer, so that a test can act at a known
moment instead of waiting for one.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from score_gui.model import problems, server_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.secret import Secret
from score_gui.model.specification import Part, Specification
from score_gui.sources.base import Description, Ticket

CHUNK = 64 * 1024


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


@dataclass
class Stored:
    """An object and what goes wrong with it."""

    data: bytes
    name: str
    part_size: int = 1 << 20
    tell_md5: bool = True
    tell_part_md5: bool = True
    companion: Entry | None = None
    analysis_id: str | None = "an-1"
    describe_problems: list[Problem] = field(default_factory=list)
    range_problems: list[tuple[int, Problem]] = field(default_factory=list)
    """(byte, problem): when this byte is next asked for, the answer breaks off just before it."""
    flips: list[int] = field(default_factory=list)
    """Bytes that arrive wrong, once each."""
    exact: bool = False
    """Whether tickets are signed for one range only."""
    longest_exact: int = 1 << 20
    etag: str | None = "v1"
    ticket_life: int | None = None
    """How many requests one ticket lasts."""


@dataclass
class _Answer:
    etag: str | None
    store: MemoryStore
    object_id: str
    wanted: ByteRange
    group: Hashable
    aborts: int
    """How often its group had been told to end when it began: only what is open then is ended."""

    def chunks(self) -> Iterator[memoryview]:
        yield from self.store.serve(self)


class MemoryStore:
    """Thread-safe. `served[id]` counts bytes handed out, `asked[id]` lists the ranges asked for."""

    def __init__(self) -> None:
        self.objects: dict[str, Stored] = {}
        self.served: Counter[str] = Counter()
        self.asked: dict[str, list[ByteRange]] = {}
        self.unvouched: Counter[str] = Counter()
        """Requests whose bytes nobody was going to compare with an MD5."""
        self.described: Counter[str] = Counter()
        self.tickets = 0
        self.renewals = 0
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Condition()
        self._aborted: Counter[Hashable] = Counter()
        self._gates: dict[str, int] = {}
        self._deaf: set[str] = set()
        self._at_gate: set[str] = set()
        self._uses: Counter[str] = Counter()

    # --- set up by tests ---

    def put(self, object_id: str, data: bytes, **options: object) -> Entry:
        """Store an object; returns the entry that asks for it."""
        stored = Stored(data, name=f"{object_id[:8]}.bam")
        for name, value in options.items():
            setattr(stored, name, value)
        self.objects[object_id] = stored
        self.asked[object_id] = []
        return Entry(object_id, file_name=stored.name, size=len(data), md5=md5(data))

    def forget(self) -> None:
        """Drop all objects, for tests that store many."""
        self.objects.clear()
        self.asked.clear()

    def hold_at(self, object_id: str, byte: int, *, deaf: bool = False) -> None:
        """Let no byte of this object from `byte` on pass until `release`; a deaf worker does not even hear `abort`.

        Whoever stands at an earlier gate of it goes on to this one.
        """
        with self._lock:
            self._gates[object_id] = byte
            self._at_gate.discard(object_id)
            if deaf:
                self._deaf.add(object_id)
            self._lock.notify_all()

    def wait_at_gate(self, object_id: str) -> None:
        """Return when a worker stands at the gate."""
        with self._lock:
            assert self._lock.wait_for(lambda: object_id in self._at_gate, timeout=60)

    def wait_until_idle(self) -> None:
        """Return when no answer is open."""
        with self._lock:
            assert self._lock.wait_for(lambda: self._at_once == 0, timeout=60)

    def release(self, object_id: str) -> None:
        with self._lock:
            self._gates.pop(object_id, None)
            self._deaf.discard(object_id)
            self._at_gate.discard(object_id)
            self._lock.notify_all()

    def mend(self) -> None:
        """Let nothing go wrong any more, whoever is at work."""
        with self._lock:
            for stored in self.objects.values():
                stored.range_problems, stored.describe_problems, stored.flips = [], [], []

    # --- the Source ---

    def describe(self, entry: Entry, *, with_index: bool, layout_needs_analysis: bool) -> Description:
        with self._lock:
            self.described[entry.object_id] += 1
            stored = self.objects.get(entry.object_id)
            if stored is None:
                raise ProblemError(problems.unknown_object("Memory"))
            if stored.describe_problems:
                raise ProblemError(stored.describe_problems.pop(0))
        named = replace(
            entry,
            file_name=entry.file_name or stored.name,
            analysis_id=entry.analysis_id or (stored.analysis_id if layout_needs_analysis else None),
        )
        companion = stored.companion if with_index else None
        return Description(_specification(entry.object_id, stored), named, companion)

    def ticket(self, specification: Specification, wanted: ByteRange) -> Ticket:
        with self._lock:
            self.tickets += 1
            stored = self.objects[specification.object_id]
            secret = Secret(f"{specification.object_id}#{self.tickets}")
        if not stored.exact:
            return Ticket(secret, specification.whole, exact=False)
        stop = min(wanted.stop, wanted.start + stored.longest_exact)
        return Ticket(secret, ByteRange(wanted.start, stop), exact=True)

    def renew(self, specification: Specification, old: Ticket, wanted: ByteRange) -> Ticket:
        with self._lock:
            self.renewals += 1
        return self.ticket(specification, wanted)

    def close(self) -> None:
        """Nothing is open."""

    # --- the data plane ---

    @contextmanager
    def fetch(
        self,
        ticket_url: Secret,
        wanted: ByteRange,
        *,
        group: Hashable,
        headers: Sequence[tuple[str, str]],
        whole: int | None,
        vouched: bool,
        is_over: Callable[[], bool] = lambda: False,
    ) -> Iterator[_Answer]:
        object_id = ticket_url.reveal().partition("#")[0]
        stored = self.objects[object_id]
        with self._lock:
            self._uses[ticket_url.reveal()] += 1
            if stored.ticket_life is not None and self._uses[ticket_url.reveal()] > stored.ticket_life:
                raise ProblemError(server_problems.link_expired("store.example"))
            self.asked[object_id].append(wanted)
            self.unvouched[object_id] += not vouched
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            aborts = self._aborted[group]
        try:
            yield _Answer(stored.etag, self, object_id, wanted, group, aborts)
        finally:
            with self._lock:
                self._at_once -= 1
                self._lock.notify_all()

    def abort(self, group: Hashable) -> None:
        with self._lock:
            self._aborted[group] += 1
            self._lock.notify_all()

    def serve(self, answer: _Answer) -> Iterator[memoryview]:
        """The bytes of an answer, with the faults that were asked for."""
        object_id, wanted = answer.object_id, answer.wanted
        stored, position = self.objects[object_id], wanted.start
        while position < wanted.stop:
            stop = min(position + CHUNK, wanted.stop)
            stop, problem = self._until_fault(stored, position, stop)
            if problem is None or stop > position:
                stop = self._until_gate(answer, position, stop)
            if stop > position:
                data = bytearray(stored.data[position:stop])
                self._flip(stored, position, data)
                with self._lock:
                    self.served[object_id] += len(data)
                yield memoryview(data)
                position = stop
            if problem is not None:
                raise ProblemError(problem)

    def _until_fault(self, stored: Stored, position: int, stop: int) -> tuple[int, Problem | None]:
        with self._lock:
            for fault in list(stored.range_problems):
                if position <= fault[0] < stop:
                    stored.range_problems.remove(fault)
                    return fault[0], fault[1]
        return stop, None

    def _until_gate(self, answer: _Answer, position: int, stop: int) -> int:
        with self._lock:
            while (gate := self._gates.get(answer.object_id)) is not None and stop > gate:
                if position < gate:
                    return gate
                self._stand_at(gate, answer)
        return stop

    def _stand_at(self, gate: int, answer: _Answer) -> None:
        object_id = answer.object_id
        self._at_gate.add(object_id)
        self._lock.notify_all()
        self._lock.wait_for(lambda: self._gates.get(object_id) != gate or self._breaks_off(answer))
        if self._was_aborted(answer):
            self._at_gate.discard(object_id)
            raise ProblemError(server_problems.connection_lost("store.example"))

    def _breaks_off(self, answer: _Answer) -> bool:
        return self._was_aborted(answer) and answer.object_id not in self._deaf

    def _was_aborted(self, answer: _Answer) -> bool:
        return self._aborted[answer.group] > answer.aborts

    def _flip(self, stored: Stored, position: int, data: bytearray) -> None:
        with self._lock:
            for byte in {b for b in stored.flips if position <= b < position + len(data)}:
                stored.flips.remove(byte)
                data[byte - position] ^= 1


def _specification(object_id: str, stored: Stored) -> Specification:
    data, size = stored.data, stored.part_size
    parts = tuple(
        Part(
            number + 1,
            ByteRange(start, min(start + size, len(data))),
            md5(data[start : start + size]) if stored.tell_part_md5 else None,
        )
        for number, start in enumerate(range(0, len(data), size))
    )
    return Specification(object_id, len(data), md5(data) if stored.tell_md5 else None, parts)
