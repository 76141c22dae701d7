from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.settings import Settings
from score_gui.model.speed_mode import Days, SlowHours, SpeedMode

SETTINGS = Settings(Path("/data"))
OFFICE = SlowHours(time(8), time(18), Days.WEEKDAYS)
NIGHT = SlowHours(time(22), time(6), Days.WEEKDAYS)


def at(day: str, clock: str) -> datetime:
    """A moment of the week of Monday, 23 November 2026."""
    number = 23 + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day)
    return datetime.combine(datetime(2026, 11, number), time.fromisoformat(clock))  # noqa: DTZ001 - local time


@pytest.mark.parametrize(
    ("hours", "day", "clock", "slow"),
    [
        (OFFICE, "Mon", "07:59", False),
        (OFFICE, "Mon", "08:00", True),
        (OFFICE, "Fri", "17:59", True),
        (OFFICE, "Fri", "18:00", False),
        (OFFICE, "Sat", "12:00", False),
        (replace(OFFICE, days=Days.EVERY_DAY), "Sat", "12:00", True),
        (replace(OFFICE, days=Days.WEEKENDS), "Sat", "12:00", True),
        (replace(OFFICE, days=Days.WEEKENDS), "Mon", "12:00", False),
        (NIGHT, "Mon", "23:00", True),
        (NIGHT, "Mon", "05:59", False),  # it began on Sunday
        (NIGHT, "Sat", "05:59", True),  # it began on Friday
        (NIGHT, "Sat", "22:00", False),
        (SlowHours(time(9), time(9), Days.WEEKDAYS), "Sat", "08:59", True),
        (SlowHours(time(9), time(9), Days.WEEKDAYS), "Sat", "09:00", False),
    ],
)
def test_slow_hours(hours: SlowHours, day: str, clock: str, slow: bool) -> None:
    assert hours.holds(at(day, clock)) is slow


@pytest.mark.parametrize(
    ("mode", "clock", "limit"),
    [
        (SpeedMode.FULL, "12:00", None),
        (SpeedMode.SLOW, "03:00", 10_000_000),
        (SpeedMode.HOURS, "12:00", 10_000_000),
        (SpeedMode.HOURS, "19:00", None),
    ],
)
def test_the_mode_decides_which_limit_holds(mode: SpeedMode, clock: str, limit: int | None) -> None:
    assert replace(SETTINGS, speed_mode=mode).limit_at(at("Mon", clock)) == limit


def test_slow_is_never_faster_than_full() -> None:
    settings = replace(SETTINGS, rate_limit=2_000_000, speed_mode=SpeedMode.SLOW)
    assert settings.limit_at(at("Mon", "12:00")) == 2_000_000


@given(st.times(), st.times(), st.datetimes())
def test_every_moment_of_a_week_is_slow_or_not_by_the_day_its_hours_began(
    start: time, stop: time, moment: datetime
) -> None:
    parts = [SlowHours(start, stop, days).holds(moment) for days in (Days.WEEKDAYS, Days.WEEKENDS)]
    assert not all(parts)
    assert any(parts) is SlowHours(start, stop, Days.EVERY_DAY).holds(moment)
