"""Bytes, speeds and times as people read them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.text import (
    bytes_text,
    clock_text,
    count_text,
    date_text,
    decimal_text,
    number_text,
    percent,
    read_rate,
    short_time_text,
    speed_text,
    spoken_time_text,
    time_left_text,
)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (268_435_456, "268 MB"),
        (999_499_999, "999 MB"),
        (999_500_000, "1.0 GB"),
        (41_200_000_000, "41.2 GB"),
        (999_949_999_999, "999.9 GB"),
        (999_950_000_000, "1.0 TB"),
        (10**15, "1.0 PB"),
        (10**18, "1,000.0 PB"),
    ],
)
def test_bytes(count: int, text: str) -> None:
    assert bytes_text(count) == text


@given(st.integers(0, 10**18 - 10**15))
def test_no_figure_has_more_than_three_digits_before_its_unit(count: int) -> None:
    figure, _, _ = bytes_text(count).partition(" ")
    assert float(figure) < 1000


@pytest.mark.parametrize(
    ("speed", "text"), [(0, ""), (0.9, ""), (-4, ""), (48e6, "48 MB/s"), (1.26e9, "1.3 GB/s")]
)
def test_speeds(speed: float, text: str) -> None:
    assert speed_text(speed) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (-1, ""),
        (0, "under 1 min"),
        (29, "under 1 min"),
        (31, "about 1 min"),
        (7 * 60, "about 7 min"),
        (59 * 60 + 20, "about 59 min"),
        (60 * 60, "about 1 h"),
        (76 * 60, "about 1 h 15 min"),
        (23 * 3600 + 58 * 60, "about 1 d"),
        (49 * 3600, "about 2 d 1 h"),
    ],
)
def test_times_left(seconds: float | None, text: str) -> None:
    assert time_left_text(seconds) == text


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_a_hundred_percent_only_when_nothing_is_missing(done: int, size: int) -> None:
    assert 0 <= percent(done, size) <= 100
    assert (percent(done, size) == 100) == (done >= size)


def test_nothing_is_complete() -> None:
    assert percent(0, 0) == 100


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (1204, "1,204 files")]
)
def test_counts(count: int, text: str) -> None:
    assert count_text(count, "file") == text


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0", 0),
        ("500k", 500_000),
        ("10M", 10_000_000),
        ("1.5 GB/s", 1_500_000_000),
        ("20000", 20_000),
        ("2mb", 2_000_000),
    ],
)
def test_rates_as_people_write_them(text: str, rate: int) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize("text", ["", "M", "-1", "1e9", "10 T", "1,5M", "٣", "10M10", "1" * 30])
def test_what_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="not a rate"):
        read_rate(text)


@pytest.mark.parametrize(
    ("seconds", "short", "spoken"),
    [
        (None, "", ""),
        (-1, "", ""),
        (29, "<1 min", "under 1 minute"),
        (61, "~1 min", "about 1 minute"),
        (34 * 60, "~34 min", "about 34 minutes"),
        (60 * 60, "~1 h", "about 1 hour"),
        (76 * 60, "~1 h 15 min", "about 1 hour 15 minutes"),
        (23 * 3600 + 58 * 60, "~1 d", "about 1 day"),
        (50 * 3600, "~2 d 2 h", "about 2 days 2 hours"),
    ],
)
def test_times_left_in_a_narrow_column_and_aloud(seconds: float | None, short: str, spoken: str) -> None:
    assert (short_time_text(seconds), spoken_time_text(seconds)) == (short, spoken)


def test_dates_clocks_and_plain_numbers() -> None:
    assert date_text(9, 5, 2026) == "9 May 2026"
    assert clock_text(datetime(2026, 11, 27, 4, 5)) == "04:05"  # noqa: DTZ001 - what is on the wall
    assert (number_text(1204), decimal_text(1204.25, 1)) == ("1,204", "1,204.2")
