"""Progress as it is shown: absolute figures that agree with the bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.messages import PartState, Span, SpanKind
from score_gui.model.specification import Part
from score_gui.transfer.gate import Gate
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.progress import CELL, WINDOW, Speedometer, part_views, seconds_left, spans
from score_gui.transfer.range_job import RangeJob

NOW = 1000.0


@pytest.fixture
def part(tmp_path: Path) -> Any:
    made = PartFile(tmp_path / "x.part")
    yield made
    made.close()


def job(part: PartFile, start: int, stop: int, position: int, tries: int = 1) -> RangeJob:
    """A job of ten seconds' age."""
    book: Any = None  # nobody asks it
    made = RangeJob(ByteRange(start, stop), part, book, Gate(), 1000, "g", NOW - 10, tries)
    made.position = position
    return made


# --- speed ---


def test_one_reading_is_no_speed() -> None:
    assert Speedometer().note(5.0, 1000) == 0


def test_an_even_stream_has_its_speed_from_the_second_reading_on() -> None:
    meter = Speedometer()
    meter.note(0.0, 0)
    assert {meter.note(t / 4, t * 25) for t in range(1, 400)} == {100.0}


def test_an_outage_shows_and_is_over_after_a_window() -> None:
    meter = Speedometer()
    meter.note(0.0, 0)
    meter.note(1.0, 1000)
    assert meter.note(2.0, 1000) == 500
    assert meter.note(2.0 + WINDOW, 1000) == 0


def test_what_was_there_before_is_no_speed() -> None:
    meter = Speedometer()
    meter.note(0.0, 10**12)
    assert meter.note(1.0, 10**12 + 5) == 5


@pytest.mark.parametrize(
    ("missing", "unchecked", "speed", "left"),
    [
        (1000, 0, 100.0, 10.0),
        (1000, 5000, 100.0, 50.0),
        (1000, 1000, 0.5, None),
        (0, 1000, 0.0, 10.0),
        (0, 0, 100.0, None),
        (-5, 0, 100.0, None),
    ],
)
def test_the_time_left_is_that_of_the_slower_of_net_and_hash(
    missing: int, unchecked: int, speed: float, left: float | None
) -> None:
    assert seconds_left(missing, unchecked, speed, hash_speed=100.0) == left


# --- the bar of a row ---


def test_the_bar_shows_what_is_here_what_arrives_and_what_comes_again(part: PartFile) -> None:
    bar = spans(
        RangeSet.of([ByteRange(0, 10)]),
        [job(part, 20, 30, 25), job(part, 10, 20, 12)],
        RangeSet.of([ByteRange(22, 23)]),
    )
    assert bar == (
        Span(ByteRange(0, 10), SpanKind.DISK, 10),
        Span(ByteRange(10, 20), SpanKind.ARRIVING, 12),
        Span(ByteRange(20, 30), SpanKind.AGAIN, 25),
    )


# --- the part map ---


def parts(*ends: int) -> list[Part]:
    starts = [0, *ends]
    return [Part(n + 1, ByteRange(starts[n], end)) for n, end in enumerate(ends)]


def test_every_state_of_a_cell(part: PartFile) -> None:
    cells = part_views(
        60,
        parts(10, 20, 30, 40, 50, 60),
        arrived=RangeSet.of([ByteRange(0, 20), ByteRange(20, 24), ByteRange(30, 31)]),
        checked=10,
        jobs=[job(part, 20, 30, 24, tries=3), job(part, 40, 50, 40)],
        again=RangeSet.of([ByteRange(30, 40)]),
        now=NOW,
    )
    assert [(cell.number, cell.state, cell.arrived, cell.tries, cell.speed) for cell in cells] == [
        (1, PartState.CHECKED, 10, 1, 0),
        (2, PartState.DISK, 10, 1, 0),
        (3, PartState.ARRIVING, 4, 3, 0.4),
        (4, PartState.AGAIN, 1, 1, 0),
        (5, PartState.ARRIVING, 0, 1, 0),
        (6, PartState.TO_COME, 0, 1, 0),
    ]


def test_a_worker_is_shown_in_the_part_where_it_writes_and_not_in_all_of_its_range(part: PartFile) -> None:
    cells = part_views(
        30, parts(10, 20, 30), RangeSet.of([ByteRange(0, 15)]), 0, [job(part, 0, 30, 15)], RangeSet(), NOW
    )
    assert [cell.state for cell in cells] == [PartState.DISK, PartState.ARRIVING, PartState.TO_COME]
    assert [cell.speed for cell in cells] == [0, 1.5, 0]


@pytest.mark.parametrize("told", [[], parts(2 * CELL + 5)], ids=["no parts", "one part"])
def test_without_parts_the_map_has_even_cells(told: list[Part]) -> None:
    cells = part_views(2 * CELL + 5, told, RangeSet(), 0, [], RangeSet(), NOW)
    assert [cell.range.length for cell in cells] == [CELL, CELL, 5]


@given(st.integers(1, 50), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=5))
def test_the_cells_add_up_to_what_arrived(cut: int, pairs: list[tuple[int, int]]) -> None:
    arrived = RangeSet.of(ByteRange(min(ends), max(ends)) for ends in pairs)
    cells = part_views(50, parts(*range(cut, 50, cut), 50), arrived, 0, [], RangeSet(), NOW)
    assert sum(cell.arrived for cell in cells) == arrived.total
    assert RangeSet.of(cell.range for cell in cells) == RangeSet.of([ByteRange(0, 50)])
