"""The last hour of the line, all files together: how fast bytes came, and why none came. No Qt.

Time in which no byte was asked for is a rest with its reason, never a speed of zero.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from score_gui.model.language import mark
from score_gui.model.transfer import Status
from score_gui.ui.queue_totals import Totals

HOUR = 3600.0
BUCKET = 15.0
"""Seconds between two marks: 240 of them fill the hour."""
BRIEF = 5.0
"""A rest of fewer seconds is only the moment between two files."""
_FRESH = 1.0
"""Seconds after the last mark from which the bytes since then say something."""


class Rest(StrEnum):
    """Why no bytes came, in the words that stand in the gap."""

    PAUSED = mark("Paused by you")
    NETWORK = mark("Offline")
    TOKEN = mark("Waiting for token")
    SPACE = mark("Waiting for space")
    DRIVE = mark("Waiting for drive")
    SERVER = mark("Waiting for server")
    CHECKING = mark("Checking")
    NEEDS_YOU = mark("Needs you")
    NOTHING = mark("Nothing to do")


_RESTS: Mapping[Status, Rest] = MappingProxyType(
    {
        Status.VERIFYING: Rest.CHECKING,
        Status.CHECKING: Rest.CHECKING,
        Status.WAITING_NETWORK: Rest.NETWORK,
        Status.WAITING_TOKEN: Rest.TOKEN,
        Status.WAITING_SPACE: Rest.SPACE,
        Status.WAITING_DRIVE: Rest.DRIVE,
        Status.WAITING_SERVER: Rest.SERVER,
        Status.PAUSED: Rest.PAUSED,
        Status.NEEDS_YOU: Rest.NEEDS_YOU,
    }
)


def why_rest(totals: Totals) -> Rest:
    """The reason for which no file receives bytes: the first of the states above that any file is in."""
    return next((rest for status, rest in _RESTS.items() if totals.files(status)), Rest.NOTHING)


@dataclass(frozen=True, slots=True)
class Mark:
    """How many bytes had come at a moment (seconds since the epoch), counted over all files."""

    at: float
    received: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which bytes came (`rest` is None, `marks` tell how many), or one in which none came and why."""

    start: float
    stop: float
    rest: Rest | None = None
    marks: tuple[Mark, ...] = ()

    @property
    def received(self) -> int:
        return self.marks[-1].received - self.marks[0].received if self.marks else 0

    def speeds(self) -> Iterator[tuple[float, float]]:
        """(moment, bytes per second up to it) for each pair of marks."""
        for before, after in pairwise(self.marks):
            if after.at > before.at:
                yield after.at, (after.received - before.received) / (after.at - before.at)


class SpeedHistory:
    """Remembers an hour of what it is told; the clock is the caller's and may not go back."""

    def __init__(self) -> None:
        self._past: deque[Stretch] = deque()
        self._open: Stretch | None = None
        self._latest = Mark(0.0, 0)

    def moved(self, at: float, received: int) -> None:
        """Bytes come; `received` counts all of this run of the program."""
        self._latest = mark = Mark(at, received)
        if self._open is None or self._open.rest is not None:
            self._begin(at, None)
        stretch = self._current()
        if not stretch.marks or at - stretch.marks[-1].at >= BUCKET:
            recent = tuple(one for one in stretch.marks if one.at >= at - HOUR - BUCKET)
            stretch = replace(stretch, marks=(*recent, mark))
        self._open = replace(stretch, stop=at)

    def rested(self, at: float, why: Rest) -> None:
        """No file receives bytes."""
        if self._open is None or self._open.rest is not why:
            self._begin(at, why)
        self._open = replace(self._current(), stop=at)

    def stretches(self) -> tuple[Stretch, ...]:
        """The last hour up to what was told last, oldest first."""
        if self._open is None:
            return ()
        current = self._with_latest(self._open)
        start = current.stop - HOUR
        return tuple(_cut(one, start) for one in (*self._past, current) if one.stop > start)

    def _begin(self, at: float, why: Rest | None) -> None:
        ended, self._open = self._open, Stretch(at, at, why)
        if ended is None:
            return
        if why is None and at - ended.start < BRIEF and self._past and self._past[-1].rest is None:
            self._open = self._past.pop()  # nobody rested: one file ended and the next began
            return
        self._past.append(replace(self._with_latest(ended), stop=at))
        while self._past[0].stop < at - HOUR:
            self._past.popleft()

    def _current(self) -> Stretch:
        if self._open is None:
            raise LookupError("nothing was told yet")
        return self._open

    def _with_latest(self, stretch: Stretch) -> Stretch:
        if stretch.rest is None and self._latest.at - stretch.marks[-1].at >= _FRESH:
            return replace(stretch, marks=(*stretch.marks, self._latest))
        return stretch


def _cut(stretch: Stretch, start: float) -> Stretch:
    if stretch.start >= start:
        return stretch
    return replace(
        stretch, start=start, marks=tuple(one for one in stretch.marks if one.at >= start - BUCKET)
    )


def mean_speed(stretches: Sequence[Stretch]) -> float:
    """Bytes per second over the time in which bytes came; 0 if there was none."""
    moving = [one for one in stretches if one.received]
    seconds = sum(one.marks[-1].at - one.marks[0].at for one in moving)
    return received_in(moving) / seconds if seconds else 0.0


def received_in(stretches: Sequence[Stretch]) -> int:
    """Bytes that came."""
    return sum(one.received for one in stretches)
