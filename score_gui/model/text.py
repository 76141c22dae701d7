"""Bytes, speeds and times as people read them: decimal units, quiet rounding, the same everywhere."""

from __future__ import annotations

import re

_RATE = re.compile(r"(\d{1,12}(?:\.\d{1,6})?) ?(?:([kmg])(?:b|b/s)?)?", re.ASCII | re.IGNORECASE)
_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")


def bytes_text(count: int) -> str:
    """`41.2 GB`, `268 MB`, `1 byte`: one decimal from GB up, none below."""
    if count < 1000:
        return "1 byte" if count == 1 else f"{count} bytes"
    value, unit = float(count), 0
    while unit < len(_UNITS) - 1 and _rounded(value, unit) >= 1000:
        value, unit = value / 1000, unit + 1
    return f"{_rounded(value, unit):,.{_decimals(unit)}f} {_UNITS[unit]}"


def _decimals(unit: int) -> int:
    return 1 if unit >= 3 else 0


def _rounded(value: float, unit: int) -> float:
    return round(value, _decimals(unit))


def speed_text(bytes_per_second: float) -> str:
    """`48 MB/s`; empty when nothing moves."""
    if bytes_per_second < 1:
        return ""
    return f"{bytes_text(int(bytes_per_second))}/s"


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
    if seconds is None or seconds < 0:
        return ""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under 1 min"
    if minutes < 60:
        return f"about {minutes} min"
    return "about " + _hours_text(minutes)


def _hours_text(minutes: int) -> str:
    hours, rest = divmod(5 * round(minutes / 5), 60)
    if hours < 24:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, hours = divmod(round(minutes / 60), 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def percent(done: int, size: int) -> int:
    """Whole percent, rounded down: 100 only when nothing is missing."""
    return 100 if size <= 0 else min(100, done * 100 // size)


def count_text(count: int, noun: str) -> str:
    """`1 file`, `2 files`, `1,204 files`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
