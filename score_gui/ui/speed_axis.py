"""Where the lines and words of the speed chart stand: round speeds upwards, quarters of an hour along. No Qt."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from score_gui.model.language import mark
from score_gui.model.text import decimal_text
from score_gui.ui.words import clock_text

LINES = 3
"""Lines above zero."""
_STEPS = (1, 2, 4, 5, 10)
_UNITS = ((1e9, mark("GB/s")), (1e6, mark("MB/s")), (1e3, mark("kB/s")))
_QUARTER = 15 * 60


@dataclass(frozen=True, slots=True)
class SpeedAxis:
    """`step` bytes per second from one line to the next, written in `unit`s."""

    step: float
    unit: str
    per_unit: float

    @property
    def top(self) -> float:
        return LINES * self.step

    def labels(self) -> list[tuple[float, str]]:
        """(bytes per second, what stands there) from zero up."""
        return [(n * self.step, _figure(n * self.step / self.per_unit)) for n in range(LINES + 1)]


def _figure(value: float) -> str:
    """`40`, `0.5`: no more places than the round number has."""
    return decimal_text(value, len(f"{value:g}".partition(".")[2]))


def speed_axis(fastest: float) -> SpeedAxis:
    """An axis of round numbers that holds `fastest` bytes per second, with as little room over it as can be."""
    least = max(fastest, 1000.0) / LINES
    power = 10 ** math.floor(math.log10(least))
    step = next(n * power for n in _STEPS if n * power >= least * (1 - 1e-9))
    per_unit, unit = next(((size, word) for size, word in _UNITS if LINES * step >= size), _UNITS[-1])
    return SpeedAxis(step, unit, per_unit)


def quarters(start: float, stop: float) -> Iterator[tuple[float, str]]:
    """The quarters of an hour on people's clocks between two moments, with their times."""
    first = time.localtime(start)
    into = (first.tm_min % 15) * 60 + first.tm_sec
    at = math.floor(start) - into + (_QUARTER if into or start % 1 else 0)
    while at <= stop:
        yield at, clock_text(at)
        at += _QUARTER
