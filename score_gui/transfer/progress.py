"""Progress as it is shown: speeds, spans of the row's bar, cells of the part map. Sampled, always absolute."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.messages import PartState, PartView, Span, SpanKind
from score_gui.model.specification import Part
from score_gui.transfer.range_job import RangeJob

WINDOW = 20.0
"""Seconds over which a speed is averaged: long enough to stand still, short enough to notice an outage."""

CELL = 64 * 1024 * 1024
"""Bytes of one cell of the part map where the server cut no parts."""


class Speedometer:
    """A moving average of bytes per second over a window of absolute counts."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, now: float, total: int) -> float:
        """Add a reading of the running total at `now` seconds; returns the speed."""
        self._seen.append((now, total))
        while now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        then, before = self._seen[0]
        return (total - before) / (now - then) if now > then else 0.0


def seconds_left(missing: int, unchecked: int, speed: float, hash_speed: float) -> float | None:
    """Time until a file is verified: what is missing arrives while the rest is hashed. None when unknown."""
    if missing <= 0:
        return unchecked / hash_speed if unchecked > 0 else None
    if speed < 1:
        return None
    return max(missing / speed, unchecked / hash_speed)


def spans(on_disk: RangeSet, jobs: Iterable[RangeJob], again: RangeSet) -> tuple[Span, ...]:
    """The bar of a row: what lies on the disk, and what is arriving where."""
    found = [Span(item, SpanKind.DISK, item.stop) for item in on_disk]
    for job in jobs:
        kind = SpanKind.AGAIN if any(job.range.overlaps(bad) for bad in again) else SpanKind.ARRIVING
        found.append(Span(job.range, kind, job.position))
    return tuple(sorted(found, key=lambda span: span.range))


def part_views(
    size: int,
    parts: Sequence[Part],
    arrived: RangeSet,
    checked: int,
    jobs: Sequence[RangeJob],
    again: RangeSet,
    now: float,
) -> tuple[PartView, ...]:
    """The cells of the part map: the server's parts, or even pieces where it told none."""
    ranges = [part.range for part in parts] if len(parts) > 1 else _even(size)
    return tuple(
        _cell(number, item, arrived, checked, jobs, again, now) for number, item in enumerate(ranges, 1)
    )


def _even(size: int) -> list[ByteRange]:
    return [ByteRange(start, min(start + CELL, size)) for start in range(0, size, CELL)]


def _cell(
    number: int,
    item: ByteRange,
    arrived: RangeSet,
    checked: int,
    jobs: Sequence[RangeJob],
    again: RangeSet,
    now: float,
) -> PartView:
    here = item.length - sum(gap.length for gap in arrived.missing(item))
    working = [job for job in jobs if item.start <= job.position < item.stop]
    if here == item.length:
        state = PartState.CHECKED if item.stop <= checked else PartState.DISK
    elif any(item.overlaps(bad) for bad in again):
        state = PartState.AGAIN
    else:
        state = PartState.ARRIVING if working or here else PartState.TO_COME
    tries = max((job.tries for job in working), default=1)
    return PartView(number, item, state, here, tries, sum(job.speed(now) for job in working))
