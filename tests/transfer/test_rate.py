"""A rate limit holds over all connections together, is fair between them, and never keeps anybody from stopping."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.byterange import ByteRange
from score_gui.model.messages import Configure, Pause, Resume
from score_gui.model.secret import Secret
from score_gui.model.settings import LOWEST_RATE
from score_gui.model.transfer import Status
from score_gui.transfer.range_job import Answer
from score_gui.transfer.rate import SLACK_SECONDS, Meter, RateLimit, connections_at, limited
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id

START = 1000.0
PIECE = 64 * 1024
rates = st.integers(LOWEST_RATE, 10**9)


# --- the meter, with a clock of its own ---------------------------------------------------------------------


def run(meter: Meter, connections: Sequence[tuple[int, float]], seconds: float) -> tuple[list[int], float]:
    """Let connections of (piece, lateness) take pieces for `seconds`; bytes of each, and when the last one came."""
    taken = [0] * len(connections)
    events = [(START, number, number) for number in range(len(connections))]
    order, last = len(connections), START
    places: dict[int, float] = {}
    while events:
        now, _, number = heapq.heappop(events)
        piece, lateness = connections[number]
        if number not in places:
            places[number] = meter.book(piece, now)
        due = meter.due_in(places[number], now)
        if due > 0:
            when = now + max(due, 1e-6) + lateness  # no clock is finer than that
        else:
            del places[number]
            taken[number] += piece
            when = last = now
        order += 1
        if when < START + seconds:
            heapq.heappush(events, (when, order, number))
    return taken, last


pieces = st.integers(1000, 300_000)


@given(
    rates,
    st.lists(st.tuples(st.integers(100_000, 300_000), st.floats(0.0, 0.004)), min_size=1, max_size=9),
)
def test_over_a_few_seconds_the_rate_is_kept_within_two_percent(
    rate: int, connections: list[tuple[int, float]]
) -> None:
    # As in use: a piece is a twentieth of a second of the line at most, or 16 KiB.
    most = max(16 * 1024, rate / 20)
    connections = [(int(piece / 300_000 * most), late) for piece, late in connections]
    seconds = max(5.0, sum(piece for piece, _ in connections) / rate * 60)
    taken, _ = run(Meter(rate, START), connections, seconds)
    assert sum(taken) <= rate * (seconds + SLACK_SECONDS)
    assert sum(taken) >= 0.98 * rate * seconds


@given(rates, st.integers(2, 9), pieces)
def test_connections_that_want_the_same_get_the_same(rate: int, count: int, piece: int) -> None:
    taken, _ = run(Meter(rate, START), [(piece, 0.0)] * count, 40 * count * piece / rate)
    assert max(taken) - min(taken) <= piece


@given(rates, st.lists(st.tuples(st.floats(0.0, 5.0), pieces), min_size=1, max_size=20))
def test_no_pause_saves_up_a_burst(rate: int, history: list[tuple[float, int]]) -> None:
    """Whatever came before, a second never brings more than a second's worth and the slack."""
    meter, now, since, came = Meter(rate, START), START, START, 0
    for pause, piece in history:
        if pause > 1.0:
            since, came = now + pause, 0
        now += pause
        place = meter.book(piece, now)
        now += meter.due_in(place, now)
        came += piece
        assert came <= rate * (now - since + SLACK_SECONDS) + 1


@given(rates, rates, st.floats(0.0, 0.9), pieces)
def test_a_new_rate_holds_for_those_who_wait_already(
    before: int, after: int, share: float, piece: int
) -> None:
    meter = Meter(before, START)
    place = meter.book(piece, START)
    passed = share * piece / before
    meter.set_rate(after, START + passed)
    left = piece * (1 - share)
    assert meter.due_in(place, START + passed) == pytest.approx(left / after, rel=1e-6, abs=1e-6)


@given(rates, pieces)
def test_without_a_limit_all_is_due_at_once(rate: int, piece: int) -> None:
    meter = Meter(rate, START)
    place = meter.book(piece, START)
    meter.set_rate(None, START)
    assert meter.due_in(place, START) == 0.0
    assert meter.due_in(meter.book(piece, START), START) == 0.0


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    meter = Meter(1000, START)
    place = meter.book(1000, START)
    assert meter.due_in(place, START - 3600) == pytest.approx(1.0)
    assert meter.due_in(place, START + 1) == 0.0


@pytest.mark.parametrize(
    ("rate", "wanted", "count"),
    [(None, 8, 8), (10_000, 8, 1), (100_000, 8, 1), (250_000, 8, 2), (10**7, 8, 8), (10**7, 1, 1)],
)
def test_a_low_rate_is_shared_by_few(rate: int | None, wanted: int, count: int) -> None:
    assert connections_at(rate, wanted) == count


# --- the limit, between threads -----------------------------------------------------------------------------


@dataclass
class Given:
    """An answer that has arrived."""

    data: bytes
    etag: str | None = "tag"

    def chunks(self) -> Iterator[memoryview]:
        for start in range(0, len(self.data), 256 * 1024):
            yield memoryview(self.data)[start : start + 256 * 1024]


def fetched(limit: RateLimit, data: bytes, is_over: Callable[[], bool] = lambda: False) -> list[int]:
    """The sizes of the pieces in which `data` comes."""

    @contextmanager
    def fetch(
        ticket_url: Secret,
        wanted: ByteRange,
        *,
        group: Hashable,
        headers: Sequence[tuple[str, str]],
        whole: int | None,
        vouched: bool,
        is_over: Callable[[], bool],
    ) -> Iterator[Answer]:
        yield Given(data)

    slowly = limited(fetch, limit)
    with slowly(
        Secret("u"), ByteRange(0, len(data)), group=1, headers=(), whole=None, vouched=False, is_over=is_over
    ) as answer:
        assert answer.etag == "tag"
        came = [bytes(piece) for piece in answer.chunks()]
    assert b"".join(came) == data
    return [len(piece) for piece in came]


def test_without_a_limit_pieces_stay_whole() -> None:
    assert fetched(RateLimit(), bytes(600_000)) == [262_144, 262_144, 75_712]


def test_under_a_limit_bytes_flow_in_small_pieces() -> None:
    limit = RateLimit()
    limit.set_rate(4_000_000)
    sizes = fetched(limit, bytes(500_000))
    assert max(sizes) == 200_000
    assert sum(sizes) == 500_000


class Waiting(threading.Thread):
    """Takes more than it will ever get."""

    def __init__(self, limit: RateLimit) -> None:
        super().__init__(daemon=True)
        self.limit = limit
        self.is_over = False
        self.looks = 0
        self.has_begun = threading.Event()

    def run(self) -> None:
        self.limit.take(10**12, self._look)

    def _look(self) -> bool:
        self.looks += 1
        self.has_begun.set()
        return self.is_over


def test_whoever_waits_leaves_when_it_is_asked_to_stop() -> None:
    limit = RateLimit()
    limit.set_rate(LOWEST_RATE)
    waiting = [Waiting(limit) for _ in range(3)]
    for one in waiting:
        one.start()
        assert one.has_begun.wait(10)
    waiting[1].is_over = True
    limit.wake()
    waiting[1].join(10)
    assert [one.is_alive() for one in waiting] == [True, False, True]
    limit.set_rate(None)
    for one in waiting:
        one.join(10)
    assert not any(one.is_alive() for one in waiting)


def test_what_has_arrived_comes_at_once_when_it_is_over() -> None:
    limit = RateLimit()
    limit.set_rate(LOWEST_RATE)
    assert sum(fetched(limit, bytes(5_000_000), lambda: True)) == 5_000_000


# --- the engine ---------------------------------------------------------------------------------------------


def test_a_limit_is_changed_on_the_way_and_holds_nobody_up(bench: Bench, store: MemoryStore) -> None:
    """With this limit the file would take hours: it pauses, goes on, and is here as soon as the limit is lifted."""
    entry = store.put(object_id(1), make_bytes(40_000_000))
    slow = replace(bench.settings, rate_limit=LOWEST_RATE)
    bench.engine.post(Configure(slow))
    bench.add(entry)
    bench.until(lambda: bench.row(entry).status is Status.DOWNLOADING)
    bench.engine.post(Pause((bench.row(entry).id,)))
    bench.until(lambda: bench.row(entry).status is Status.PAUSED)
    bench.engine.post(Resume((bench.row(entry).id,)))
    bench.until(lambda: bench.row(entry).status is Status.DOWNLOADING)
    bench.engine.post(Configure(bench.settings))
    bench.until_done(entry)
