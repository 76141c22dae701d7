from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from score_gui.model.messages import Sample, Ticked
from score_gui.model.transfer import Status, TransferId
from score_gui.ui.details import Details, Tab
from score_gui.ui.icons import Icons
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.speed_axis import quarters, speed_axis
from score_gui.ui.speed_chart import SpeedChart
from score_gui.ui.speed_desk import SpeedDesk
from score_gui.ui.speed_history import (
    BRIEF,
    HOUR,
    Rest,
    SpeedHistory,
    mean_speed,
    received_in,
    why_rest,
)
from score_gui.ui.speed_page import Flow, facts, spoken, why_text
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Label
from tests.ui.rows import transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NOON = time.mktime((2026, 11, 21, 12, 0, 0, 0, 0, -1))
MB = 1_000_000


def steady(history: SpeedHistory, start: float, seconds: int, speed: int, received: int = 0) -> int:
    """Tell of `seconds` at one speed, once a second; returns how many bytes had come at the end."""
    for second in range(seconds + 1):
        history.moved(start + second, received + second * speed)
    return received + seconds * speed


# --- what is remembered ------------------------------------------------------------------------------------------


def test_a_steady_line_has_its_speed_everywhere() -> None:
    history = SpeedHistory()
    steady(history, NOON, 60, 5 * MB)
    (stretch,) = history.stretches()
    assert [speed for _, speed in stretch.speeds()] == [5 * MB] * 4
    assert (stretch.start, stretch.stop) == (NOON, NOON + 60)
    assert received_in([stretch]) == 300 * MB


def test_a_pause_is_a_rest_with_its_reason_and_no_speed_of_zero() -> None:
    history = SpeedHistory()
    came = steady(history, NOON, 30, 5 * MB)
    history.rested(NOON + 31, Rest.PAUSED)
    history.rested(NOON + 90, Rest.PAUSED)
    steady(history, NOON + 91, 30, 5 * MB, came)
    moving, pause, again = history.stretches()
    assert (pause.rest, pause.start, pause.stop) == (Rest.PAUSED, NOON + 31, NOON + 91)
    assert min(speed for one in (moving, again) for _, speed in one.speeds()) == 5 * MB
    assert mean_speed(history.stretches()) == 5 * MB


def test_the_moment_between_two_files_is_no_rest() -> None:
    history = SpeedHistory()
    came = steady(history, NOON, 30, MB)
    history.rested(NOON + 31, Rest.CHECKING)
    history.rested(NOON + 31 + BRIEF - 1, Rest.CHECKING)
    steady(history, NOON + 35, 30, MB, came)
    assert [one.rest for one in history.stretches()] == [None]


def test_a_rest_that_changes_its_reason_is_two() -> None:
    history = SpeedHistory()
    history.rested(NOON, Rest.CHECKING)
    history.rested(NOON + 100, Rest.NETWORK)
    history.rested(NOON + 200, Rest.NETWORK)
    told = [(one.rest, one.start, one.stop) for one in history.stretches()]
    assert told == [(Rest.CHECKING, NOON, NOON + 100), (Rest.NETWORK, NOON + 100, NOON + 200)]


def test_what_is_older_than_an_hour_is_forgotten() -> None:
    history = SpeedHistory()
    came = steady(history, NOON, 600, 8 * MB)
    history.rested(NOON + 601, Rest.PAUSED)
    steady(history, NOON + 2400, 1900, 2 * MB, came)
    told = history.stretches()
    assert told[0].start >= NOON + 4300 - HOUR
    assert [one.rest for one in told] == [Rest.PAUSED, None]
    assert mean_speed(told) == 2 * MB


def test_nothing_is_told_before_anything_happened() -> None:
    assert SpeedHistory().stretches() == ()


STEPS = st.lists(
    st.tuples(
        st.floats(0.25, 900), st.one_of(st.integers(0, 10**9), st.sampled_from([Rest.PAUSED, Rest.NETWORK]))
    ),
    min_size=1,
    max_size=80,
)


@given(STEPS)
def test_whatever_happens_the_hour_is_in_order_and_counts_no_byte_twice(
    steps: list[tuple[float, int | Rest]],
) -> None:
    history, now, received = SpeedHistory(), NOON, 0
    for seconds, what in steps:
        now += seconds
        if isinstance(what, Rest):
            history.rested(now, what)
        else:
            received += what
            history.moved(now, received)
    told = history.stretches()
    edges = [edge for one in told for edge in (one.start, one.stop)]
    assert edges == sorted(edges)
    assert edges[-1] == now
    assert edges[0] >= now - HOUR
    assert received_in(told) <= received
    assert all(speed >= 0 for one in told for _, speed in one.speeds())


# --- why nothing comes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "rest"),
    [
        ([], Rest.NOTHING),
        ([Status.VERIFIED], Rest.NOTHING),
        ([Status.PAUSED, Status.VERIFIED], Rest.PAUSED),
        ([Status.PAUSED, Status.WAITING_NETWORK], Rest.NETWORK),
        ([Status.WAITING_TOKEN], Rest.TOKEN),
        ([Status.WAITING_SPACE, Status.NEEDS_YOU], Rest.SPACE),
        ([Status.WAITING_DRIVE], Rest.DRIVE),
        ([Status.WAITING_SERVER], Rest.SERVER),
        ([Status.NEEDS_YOU], Rest.NEEDS_YOU),
        ([Status.VERIFYING, Status.WAITING_TOKEN], Rest.CHECKING),
    ],
)
def test_a_rest_has_the_reason_that_ends_it(statuses: list[Status], rest: Rest) -> None:
    rows = QueueRows()
    rows.change([transfer(number, status) for number, status in enumerate(statuses, 1)])
    assert why_rest(rows.totals) is rest


# --- axes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fastest", "words", "unit"),
    [
        (94e6, ["0", "40", "80", "120"], "MB/s"),
        (120e6, ["0", "40", "80", "120"], "MB/s"),
        (121e6, ["0", "50", "100", "150"], "MB/s"),
        (3.1e6, ["0", "2", "4", "6"], "MB/s"),
        (1.2e9, ["0", "0.4", "0.8", "1.2"], "GB/s"),
        (40e3, ["0", "20", "40", "60"], "kB/s"),
        (0.0, ["0", "0.4", "0.8", "1.2"], "kB/s"),
    ],
)
def test_the_speed_axis_has_round_numbers(fastest: float, words: list[str], unit: str) -> None:
    axis = speed_axis(fastest)
    assert [word for _, word in axis.labels()] == words
    assert axis.unit == unit


@given(st.floats(0, 1e12))
def test_the_speed_axis_holds_the_fastest_and_wastes_little(fastest: float) -> None:
    axis = speed_axis(fastest)
    assert fastest <= axis.top * (1 + 1e-9)
    assert axis.top <= 2 * max(fastest, 1000) * (1 + 1e-9)


def test_the_quarters_of_the_hour_are_those_of_the_clock() -> None:
    assert [word for _, word in quarters(NOON + 1, NOON + HOUR)] == ["12:15", "12:30", "12:45", "13:00"]
    assert [word for _, word in quarters(NOON, NOON + 60)] == ["12:00"]
    assert [word for _, word in quarters(NOON + 0.5, NOON + 899)] == []


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flow", "words"),
    [
        (Flow(), "Nothing arrives at the moment."),
        (Flow(8e6, 1), "One connection gets 8 MB/s. More files at once may be faster."),
        (Flow(96e6, 12), "Each of 12 connections gets about 8 MB/s. More may be faster, if your line is."),
        (Flow(9.8e6, 8, 10 * MB), "Your limit of 10 MB/s holds it there."),
        (Flow(4e6, 1, 10 * MB), "One connection gets 4 MB/s. More files at once may be faster."),
    ],
)
def test_the_reason_for_the_speed_is_one_sentence(flow: Flow, words: str) -> None:
    assert why_text(flow) == words


def test_the_facts_say_nothing_where_there_is_nothing_to_say() -> None:
    assert set(facts((), Flow()).values()) == {""}


def test_the_bytes_of_less_than_an_hour_are_told_as_such() -> None:
    history = SpeedHistory()
    steady(history, NOON, 60, 50 * MB)
    told = facts(history.stretches(), Flow(50e6, 4))
    assert told == {"Now": "50 MB/s", "Average": "50 MB/s", "Last hour": "3.0 GB so far", "Connections": "4"}


def test_the_chart_has_a_twin_in_words() -> None:
    history = SpeedHistory()
    steady(history, NOON, 60, 50 * MB)
    history.rested(NOON + 60, Rest.PAUSED)
    history.rested(NOON + 660, Rest.PAUSED)
    assert spoken(history.stretches()) == "Average 50 MB/s. Paused by you from 12:01 to 12:11"


# --- in the window -----------------------------------------------------------------------------------------------


@pytest.fixture
def details(qtbot: QtBot, theme: Theme, icons: Icons) -> Details:
    made = Details(theme, icons)
    qtbot.addWidget(made)
    made.resize(theme.px(1072), theme.px(260))
    made.show_tab(Tab.SPEED)
    made.show()
    return made


@pytest.fixture
def clock() -> list[float]:
    return [NOON]


@pytest.fixture
def rows() -> QueueRows:
    made = QueueRows()
    made.change([transfer(1, Status.DOWNLOADING)])
    return made


@pytest.fixture
def tick(details: Details, rows: QueueRows, clock: list[float]) -> Callable[[int, int], None]:
    desk = SpeedDesk(rows, details, lambda: clock[0])

    def told(connections: int, received: int) -> None:
        one = Sample(TransferId(1), 1, 0, connections=connections)
        desk.tick(Ticked((one,), 5e6 if connections else 0.0, received))
        clock[0] += 15

    return told


def seen(details: Details) -> list[str]:
    return [item.text() for item in details.findChildren(Label) if item.isVisible() and item.text()]


def test_the_tab_tells_the_speed_of_all_files(details: Details, tick: Callable[[int, int], None]) -> None:
    for number in range(5):
        tick(4, number * 75 * MB)
    assert {"5 MB/s", "300 MB so far", "4"} <= set(seen(details))
    assert "Each of 4 connections gets about 1 MB/s. More may be faster, if your line is." in seen(details)


def test_a_file_without_a_connection_leaves_a_gap(details: Details, tick: Callable[[int, int], None]) -> None:
    tick(4, 0)
    tick(4, 75 * MB)
    tick(0, 75 * MB)
    tick(0, 75 * MB)
    chart = details.findChildren(SpeedChart)[0]
    assert "Nothing to do from 12:00 to 12:00" in chart.accessibleDescription()
    assert "Nothing arrives at the moment." in seen(details)


def test_a_clock_that_is_set_back_does_not_turn_the_hour_around(
    details: Details, tick: Callable[[int, int], None], clock: list[float]
) -> None:
    tick(4, 0)
    clock[0] -= 7200
    tick(4, 10 * MB)
    tick(4, 20 * MB)
    assert "Nothing" not in " ".join(seen(details))


def test_the_facts_leave_a_narrow_panel_to_the_chart(details: Details, theme: Theme) -> None:
    details.resize(theme.px(500), theme.px(260))
    assert "Why this speed?" not in seen(details)
    details.resize(theme.px(900), theme.px(260))
    assert "Why this speed?" in seen(details)


def test_the_chart_paints_its_gaps_and_lines(details: Details, theme: Theme, qtbot: QtBot) -> None:
    chart = details.findChildren(SpeedChart)[0]
    empty = chart.grab().toImage()
    history = SpeedHistory()
    steady(history, NOON - 1800, 900, 5 * MB)
    history.rested(NOON - 800, Rest.PAUSED)
    history.rested(NOON, Rest.PAUSED)
    chart.show_stretches(history.stretches(), NOON, "")
    full = chart.grab().toImage()
    values = {full.pixel(x, y) for x in range(full.width()) for y in range(full.height())}
    pixels = [QColor(value) for value in values]
    assert theme.color("line-strong") in pixels
    assert any(distance(theme.color("bar-disk"), pixel) < 60 for pixel in pixels)
    assert empty != full


def distance(one: QColor, other: QColor) -> int:
    """How far apart two colours are; a thin smooth line never has its full colour."""
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())
