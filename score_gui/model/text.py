"""Bytes, speeds, numbers, times and dates as people read them: decimal units, quiet rounding, the same everywhere.

All of them are said in the language of the process. What is in an English sentence that is kept for later goes in as
`Size`, not as a finished text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from score_gui.model.language import Language, Spoken, chosen, mark, tr, trn

_RATE = re.compile(r"(\d{1,12}(?:\.\d{1,6})?) ?(?:([kmg])(?:b|b/s)?)?", re.ASCII | re.IGNORECASE)
_UNITS = ("", mark("kB"), mark("MB"), mark("GB"), mark("TB"), mark("PB"))
_MONTHS = (
    mark("Jan"),
    mark("Feb"),
    mark("Mar"),
    mark("Apr"),
    mark("May"),
    mark("Jun"),
    mark("Jul"),
    mark("Aug"),
    mark("Sep"),
    mark("Oct"),
    mark("Nov"),
    mark("Dec"),
)


@dataclass(frozen=True, slots=True)
class Size(Spoken):
    """A number of bytes in a `phrase`."""

    count: int

    def said_in(self, language: Language) -> str:
        return _bytes_in(self.count, language)


def bytes_text(count: int) -> str:
    """`41.2 GB`, `268 MB`, `1 byte`: one decimal from GB up, none below."""
    return _bytes_in(count, chosen())


def _bytes_in(count: int, language: Language) -> str:
    if count < 1000:
        return language.say_many("{count} byte", "{count} bytes", count, {})
    unit = _unit_of(count)
    return f"{_figure(count, unit, language)} {language.look_up(_UNITS[unit])}"


def span_text(start: int, stop: int) -> str:
    """`21.0-22.0 GB`: both ends in the unit of the upper one."""
    if stop < 1000:
        return tr("{start:,}\N{EN DASH}{stop:,} bytes", start=start, stop=stop)
    unit = _unit_of(stop)
    first, last = (_figure(end, unit, chosen()) for end in (start, stop))
    return f"{first}\N{EN DASH}{last} {tr(_UNITS[unit])}"


def _unit_of(count: int) -> int:
    value, unit = float(count), 0
    while unit < len(_UNITS) - 1 and _rounded(value, unit) >= 1000:
        value, unit = value / 1000, unit + 1
    return unit


def _figure(count: int, unit: int, language: Language) -> str:
    return language.decimal(_rounded(count / 1000**unit, unit), _decimals(unit))


def _decimals(unit: int) -> int:
    return 1 if unit >= 3 else 0


def _rounded(value: float, unit: int) -> float:
    return round(value, _decimals(unit))


def number_text(value: int) -> str:
    """`1,204`."""
    return chosen().number(value)


def decimal_text(value: float, places: int) -> str:
    """`1,204.5` with one place."""
    return chosen().decimal(value, places)


def speed_text(bytes_per_second: float) -> str:
    """`48 MB/s`; empty when nothing moves."""
    if bytes_per_second < 1:
        return ""
    return tr("{size}/s", size=bytes_text(int(bytes_per_second)))


def read_rate(text: str) -> int:
    """Bytes per second in `500k`, `10M` or `1.5G`, in decimal units. Raises ValueError for anything else."""
    found = _RATE.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a rate")
    return int(float(found[1]) * 1000 ** " kmg".index((found[2] or " ").lower()))


def time_left_text(seconds: float | None) -> str:
    """`about 7 min`, `about 1 h 15 min`, `under 1 min`; empty when unknown.

    Coarser the further away the end is, so that the figure does not flicker.
    """
    return _time_left(seconds, mark("about {time}"), mark("under {time}"))


def short_time_text(seconds: float | None) -> str:
    """`~7 min`, `<1 min`: the same where a column is narrow."""
    return _time_left(seconds, mark("~{time}"), mark("<{time}"))


def _time_left(seconds: float | None, about: str, under: str) -> str:
    if seconds is None or seconds < 0:
        return ""
    minutes = round(seconds / 60)
    if minutes < 1:
        return tr(under, time=tr("{minutes} min", minutes=1))
    return tr(about, time=length_text(minutes))


def length_text(minutes: int) -> str:
    """`7 min`, `1 h 15 min`, `2 d 1 h`: to 5 minutes beyond an hour, to the hour beyond a day."""
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    hours, rest = divmod(5 * round(minutes / 5), 60)
    if hours < 24:
        return (
            tr("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else tr("{hours} h", hours=hours)
        )
    days, hours = divmod(round(minutes / 60), 24)
    return tr("{days} d {hours} h", days=days, hours=hours) if hours else tr("{days} d", days=days)


def length_left_text(seconds: float) -> str:
    """`7 min`, `1 h 15 min`, `under 1 min`: the same of a span that is known."""
    minutes = round(seconds / 60)
    return length_text(minutes) if minutes >= 1 else tr("under {time}", time=length_text(1))


def spoken_time_text(seconds: float | None) -> str:
    """`about 34 minutes`, `about 1 hour 15 minutes`: what a screen reader need not guess."""
    if seconds is None or seconds < 0:
        return ""
    minutes = round(seconds / 60)
    if minutes < 1:
        return tr("under {time}", time=trn("{count} minute", "{count} minutes", 1))
    return tr("about {time}", time=_spoken_length(minutes))


def _spoken_length(minutes: int) -> str:
    hours, rest = divmod(minutes if minutes < 60 else 5 * round(minutes / 5), 60)
    days, hours = divmod(round(minutes / 60), 24) if hours >= 24 else (0, hours)
    said = [trn("{count} day", "{count} days", days)] if days else []
    said += [trn("{count} hour", "{count} hours", hours)] if hours else []
    said += [trn("{count} minute", "{count} minutes", rest)] if rest and not days else []
    return " ".join(said)


def date_text(day: int, month: int, year: int) -> str:
    """`20 Nov 2026`."""
    return tr("{day} {month} {year}", day=day, month=tr(_MONTHS[month - 1]), year=year)


def day_month_text(day: int, month: int) -> str:
    """`20 Nov`."""
    return tr("{day} {month}", day=day, month=tr(_MONTHS[month - 1]))


def read_month(text: str) -> int:
    """1 for `Jan` or `January`, in English or in the language of the process. Raises ValueError for anything else."""
    start = text.rstrip(".")[:3].lower()
    for number, month in enumerate(_MONTHS, start=1):
        if start in {month.lower(), tr(month)[:3].lower()}:
            return number
    raise ValueError("no month")


def clock_text(moment: datetime) -> str:
    """`14:31`."""
    return tr("{hour:02}:{minute:02}", hour=moment.hour, minute=moment.minute)


def percent(done: int, size: int) -> int:
    """Whole percent, rounded down: 100 only when nothing is missing."""
    return 100 if size <= 0 else min(100, done * 100 // size)


def and_text(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; empty for none."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def both_text(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a and b and c`: where each of them counts."""
    return reduce(lambda first, second: tr("{first} and {second}", first=first, second=second), names)


def or_text(names: Sequence[str]) -> str:
    """`a`, `a or b`, `a or b or c`."""
    return reduce(lambda first, second: tr("{first} or {second}", first=first, second=second), names)


def count_text(count: int, noun: str) -> str:
    """`1 file`, `2 files`, `1,204 files`: English, for the command line and the log."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
