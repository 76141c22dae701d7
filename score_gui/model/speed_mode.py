"""When the program goes slowly on purpose: always, or in the hours in which others need the line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class SpeedMode(StrEnum):
    """Which limit holds."""

    FULL = "full"
    SLOW = "slow"
    HOURS = "hours"
    """Slow in the slow hours, else full."""


class Days(StrEnum):
    """The days on which slow hours begin."""

    WEEKDAYS = "weekdays"
    EVERY_DAY = "every-day"
    WEEKENDS = "weekends"

    def holds(self, weekday: int) -> bool:
        """`weekday` counts from Monday, which is 0."""
        if self is Days.EVERY_DAY:
            return True
        return (weekday < 5) is (self is Days.WEEKDAYS)


@dataclass(frozen=True, slots=True)
class SlowHours:
    """From `start` to `stop` on the clock of this computer; past midnight where `stop` is the earlier one.

    Two equal times are a whole day. The night that begins on a Friday belongs to the weekdays.
    """

    start: time = time(8)
    stop: time = time(18)
    days: Days = Days.WEEKDAYS

    def holds(self, moment: datetime) -> bool:
        """Whether `moment`, a local time, lies in these hours."""
        clock, today = moment.time(), moment.weekday()
        if self.start < self.stop:
            return self.start <= clock < self.stop and self.days.holds(today)
        if clock >= self.start:
            return self.days.holds(today)
        return clock < self.stop and self.days.holds((today - 1) % 7)
