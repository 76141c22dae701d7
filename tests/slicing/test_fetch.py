"""Ranges of an object, fetched to their own places; what passes by itself is borne with, what does not ends it."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from score_gui.model import problems, server_problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.secret import Secret
from score_gui.slicing import fetch as fetching
from score_gui.slicing.fetch import CancelledError, Line
from score_gui.slicing.sparse import RemoteFile, check_space
from score_gui.transfer.rate import RateLimit
from tests.fakes.memory_store import MemoryStore

ID = "5f0b6f0e-1111-5222-8333-944444444444"
DATA = Random(3).randbytes(3_000_000)
WANTED = RangeSet.of([ByteRange(0, 1000), ByteRange(500_000, 1_400_000), ByteRange(2_999_900, 3_000_000)])
HOST = "store.example"


def open_file(store: MemoryStore, folder: Path, line: Line | None = None) -> RemoteFile:
    known = store.describe(store.put(ID, DATA), with_index=False, layout_needs_analysis=False).specification
    line = line or Line(store.fetch, store.abort, jitter=lambda _low, _high: 0.0)
    return RemoteFile(folder / "sparse.bam", known, store, line)


def silent(_count: int) -> None:
    """Nobody looks."""


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def test_ranges_lie_at_their_places_in_a_file_of_the_full_size(store: MemoryStore, tmp_path: Path) -> None:
    told: list[int] = []
    file = open_file(store, tmp_path)
    file.fetch(WANTED, told.append)
    file.close()

    found = file.path.read_bytes()
    assert len(found) == len(DATA)
    for item in WANTED:
        assert found[item.start : item.stop] == DATA[item.start : item.stop]
    assert not any(found[1000:500_000])
    assert store.served[ID] == WANTED.total == file.received == told[-1]


def test_what_is_here_is_not_fetched_again(store: MemoryStore, tmp_path: Path) -> None:
    file = open_file(store, tmp_path)
    file.fetch(WANTED, silent)
    file.fetch(WANTED.add(ByteRange(1000, 2000)), silent)
    assert store.served[ID] == WANTED.total + 1000
    assert file.read(ByteRange(990, 1990)) == DATA[990:1990]
    file.close()


@pytest.mark.parametrize("exact", [False, True])
def test_a_link_that_ends_is_renewed_and_nothing_is_fetched_twice(
    store: MemoryStore, tmp_path: Path, exact: bool
) -> None:
    file = open_file(store, tmp_path)
    store.objects[ID].exact = exact
    store.objects[ID].longest_exact = 300_000
    store.objects[ID].ticket_life = 1
    file.fetch(WANTED, silent)
    file.close()
    assert store.served[ID] == WANTED.total
    assert file.path.read_bytes()[500_000:1_400_000] == DATA[500_000:1_400_000]


def test_a_cut_connection_goes_on_at_the_same_byte(store: MemoryStore, tmp_path: Path) -> None:
    file = open_file(store, tmp_path)
    store.objects[ID].range_problems = [
        (700_000 + n, server_problems.connection_lost(HOST)) for n in range(0, 90_000, 30_000)
    ]
    file.fetch(WANTED, silent)
    file.close()
    assert store.served[ID] == WANTED.total


def test_a_busy_server_is_asked_again(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "probe_pause", lambda _problem, _looks: 0.0)
    file = open_file(store, tmp_path)
    store.objects[ID].range_problems = [(600_000, server_problems.server_busy(HOST, 503))]
    file.fetch(WANTED, silent)
    file.close()
    assert store.served[ID] == WANTED.total


@pytest.mark.parametrize(
    "problem",
    [problems.file_changed("Its mark differs."), problems.source_gone(HOST), problems.token_refused("Site")],
    ids=lambda problem: problem.code,
)
def test_what_needs_a_person_ends_the_fetch(store: MemoryStore, tmp_path: Path, problem: Problem) -> None:
    file = open_file(store, tmp_path)
    store.objects[ID].range_problems = [(600_000, problem)]
    with pytest.raises(ProblemError) as caught:
        file.fetch(WANTED, silent)
    file.close()
    assert caught.value.problem == problem


def test_cancel_ends_an_open_request(store: MemoryStore, tmp_path: Path) -> None:
    cancel = threading.Event()
    file = open_file(store, tmp_path, Line(store.fetch, store.abort, cancel))
    store.hold_at(ID, 700_000)

    def cancel_at_the_gate() -> None:
        store.wait_at_gate(ID)
        cancel.set()

    helper = threading.Thread(target=cancel_at_the_gate)
    helper.start()
    with pytest.raises(CancelledError):
        file.fetch(WANTED, silent)
    helper.join()
    file.close()


def test_a_pause_lets_go_of_the_line_and_goes_on_at_the_same_byte(store: MemoryStore, tmp_path: Path) -> None:
    pause = threading.Event()
    file = open_file(store, tmp_path, Line(store.fetch, store.abort, pause=pause))
    store.hold_at(ID, 700_000)

    def pause_at_the_gate() -> None:
        store.wait_at_gate(ID)
        pause.set()
        store.wait_until_idle()
        store.release(ID)
        pause.clear()

    helper = threading.Thread(target=pause_at_the_gate)
    helper.start()
    file.fetch(WANTED, silent)
    helper.join()
    file.close()
    assert ByteRange(700_000, 1_400_000) in store.asked[ID]
    assert store.served[ID] == WANTED.total
    assert file.path.read_bytes()[500_000:1_400_000] == DATA[500_000:1_400_000]


def test_a_rate_limit_holds_and_cancel_is_heard_while_it_does(store: MemoryStore, tmp_path: Path) -> None:
    # By a clock that stands still, nobody is ever served.
    cancel, limit = threading.Event(), RateLimit(lambda: 0.0, rate=200_000)
    file = open_file(store, tmp_path, Line(store.fetch, store.abort, cancel, limit=limit))

    flowed: list[int] = []

    def cancel_when_it_flows(count: int) -> None:
        flowed.append(count)
        if len(flowed) == 3:
            cancel.set()

    with pytest.raises(CancelledError):
        file.fetch(WANTED, cancel_when_it_flows)
    file.close()
    assert flowed[:3] == [0, 0, 0]


def test_cancel_is_heard_during_a_pause(store: MemoryStore, tmp_path: Path) -> None:
    cancel, pause = threading.Event(), threading.Event()
    pause.set()
    file = open_file(store, tmp_path, Line(store.fetch, store.abort, cancel, pause))
    helper = threading.Timer(0.0, cancel.set)
    helper.start()
    with pytest.raises(CancelledError):
        file.fetch(WANTED, silent)
    helper.join()
    file.close()
    assert store.asked[ID] == []


def test_an_interruption_while_waiting_leaves_no_worker_behind(store: MemoryStore, tmp_path: Path) -> None:
    file = open_file(store, tmp_path)
    store.hold_at(ID, 700_000)

    def interrupt(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        file.fetch(WANTED, interrupt)
    file.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("slice-")]


class LateStore(MemoryStore):
    """Its first request opens when the open ones have just been cut, and then nothing comes."""

    def __init__(self) -> None:
        super().__init__()
        self.is_opening, self.were_cut = threading.Event(), threading.Event()

    def abort(self, group: Hashable) -> None:
        super().abort(group)
        self.were_cut.set()

    def fetch(self, ticket_url: Secret, wanted: ByteRange, **options: Any) -> Any:
        if not self.is_opening.is_set():
            self.hold_at(ID, 0)
            self.is_opening.set()
            assert self.were_cut.wait(60)
        return super().fetch(ticket_url, wanted, **options)

    def wait_until_it_ended(self) -> None:
        """Not until it stands at the gate: it may be sent away from there before anybody sees it."""
        with self._lock:
            assert self._lock.wait_for(lambda: self.asked[ID] and not self._at_once, timeout=60)


def test_a_pause_ends_a_request_that_opened_late_too(tmp_path: Path) -> None:
    store, pause = LateStore(), threading.Event()
    file = open_file(store, tmp_path, Line(store.fetch, store.abort, pause=pause))

    def pause_meanwhile() -> None:
        store.is_opening.wait(60)
        pause.set()
        store.wait_until_it_ended()
        store.release(ID)
        pause.clear()

    helper = threading.Thread(target=pause_meanwhile)
    helper.start()
    file.fetch(RangeSet.of([ByteRange(0, 1000)]), silent)
    helper.join()
    file.close()
    assert store.served[ID] == 1000


def test_an_interruption_ends_a_request_that_opened_late_too(tmp_path: Path) -> None:
    store = LateStore()
    file = open_file(store, tmp_path)

    def interrupt(_count: int) -> None:
        if store.is_opening.is_set():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        file.fetch(RangeSet.of([ByteRange(0, 1000)]), interrupt)
    file.close()
    assert store.served[ID] == 0


def test_too_little_room_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        check_space(tmp_path, 10**18)
    assert caught.value.problem.code == "no-space"
