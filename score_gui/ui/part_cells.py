"""The part map in figures: how large its cells are, which parts share one, and its text twin. Free of Qt."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from score_gui.model.byterange import ByteRange
from score_gui.model.messages import PartsSeen, PartState, PartView
from score_gui.model.text import bytes_text, count_text, percent, time_left_text
from score_gui.model.transfer import Status


@dataclass(frozen=True, slots=True)
class CellSize:
    """In units; `gap` lies between cells, `labelled` ones carry a number or a tick."""

    width: int
    height: int
    gap: int
    labelled: bool = False


_SIZES = (CellSize(42, 28, 3, labelled=True), CellSize(20, 20, 3), CellSize(10, 10, 2), CellSize(6, 6, 1))

_LEAST_FIRST = (
    PartState.TO_COME,
    PartState.AGAIN,
    PartState.ARRIVING,
    PartState.DISK,
    PartState.CHECKED,
)

STATE_WORDS: Mapping[PartState, str] = MappingProxyType(
    {
        PartState.CHECKED: "Checked",
        PartState.DISK: "On disk",
        PartState.ARRIVING: "Arriving",
        PartState.AGAIN: "Again",
        PartState.TO_COME: "To come",
    }
)


@dataclass(frozen=True, slots=True)
class Grid:
    """How the cells stand: `columns` per row, `per_cell` parts in each cell."""

    size: CellSize
    columns: int
    per_cell: int

    def count(self, parts: int) -> int:
        return math.ceil(parts / self.per_cell)

    def rows(self, parts: int) -> int:
        return math.ceil(self.count(parts) / self.columns)

    def height(self, parts: int) -> int:
        """Units that this many parts take."""
        return self.rows(parts) * (self.size.height + self.size.gap)


def grid_for(parts: int, width: float, height: float) -> Grid:
    """The largest cells with which all parts fit into `width` x `height` units; beyond the smallest they share."""
    fits = [(size, _fit(size, width, height)) for size in _SIZES]
    for size, (columns, lines) in fits:
        if columns * lines >= parts:
            return Grid(size, columns, 1)
    smallest, (columns, lines) = fits[-1]
    return Grid(smallest, columns, math.ceil(parts / (columns * lines)))


def _fit(size: CellSize, width: float, height: float) -> tuple[int, int]:
    """How many cells stand beside and below one another; always at least one."""
    columns = int((width + size.gap) // (size.width + size.gap))
    lines = int((height + size.gap) // (size.height + size.gap))
    return max(1, columns), max(1, lines)


def cells(parts: Sequence[PartView], per_cell: int) -> list[PartView]:
    """One view per cell; a shared cell shows the least advanced of its parts and the bytes of all."""
    if per_cell == 1:
        return list(parts)
    return [_joined(parts[start : start + per_cell]) for start in range(0, len(parts), per_cell)]


def _joined(parts: Sequence[PartView]) -> PartView:
    least = min(parts, key=lambda part: _LEAST_FIRST.index(part.state))
    return PartView(
        parts[0].number,
        ByteRange(parts[0].range.start, parts[-1].range.stop),
        least.state,
        sum(part.arrived for part in parts),
        max(part.tries for part in parts),
        sum(part.speed for part in parts),
    )


def at_rest(seen: PartsSeen, status: Status) -> PartsSeen:
    """What was told last, as it stands once nothing arrives any more.

    A verified file has all its parts checked, for what proved it speaks for all; no part of a paused one is on its way.
    """
    if status is Status.VERIFIED:
        parts = [replace(part, state=PartState.CHECKED, arrived=part.range.length) for part in seen.parts]
    elif status is Status.PAUSED:
        parts = list(seen.parts)
    else:
        return seen
    return PartsSeen(seen.id, tuple(replace(part, speed=0.0) for part in parts))


def twin_text(parts: Sequence[PartView]) -> tuple[str, str]:
    """The map in words: what is done, and the rest."""
    found = Counter(part.state for part in parts)
    done = found[PartState.CHECKED] + found[PartState.DISK]
    rest = []
    if found[PartState.ARRIVING]:
        rest.append(f"{found[PartState.ARRIVING]:,} arriving")
    if found[PartState.AGAIN]:
        whose = "its MD5 differed" if found[PartState.AGAIN] == 1 else "their MD5s differed"
        rest.append(f"{found[PartState.AGAIN]:,} again ({whose})")
    if found[PartState.TO_COME]:
        rest.append(f"{found[PartState.TO_COME]:,} to come")
    return f"{done:,} of {count_text(len(parts), 'part')} done", " · ".join(rest)


def range_text(part: PartView) -> str:
    """`21.0-22.0 GB`: both ends in the unit of the upper one."""
    stop = bytes_text(part.range.stop)
    figure, unit = stop.rsplit(" ", 1)
    scale = _scale(unit)
    if scale is None:
        return f"{part.range.start:,}\N{EN DASH}{part.range.stop:,} bytes"
    decimals = 1 if "." in figure else 0
    return f"{part.range.start / scale:,.{decimals}f}\N{EN DASH}{figure} {unit}"


def _scale(unit: str) -> float | None:
    units = ("kB", "MB", "GB", "TB", "PB")
    return 1000.0 ** (units.index(unit) + 1) if unit in units else None


def part_text(part: PartView, per_cell: int = 1) -> str:
    """The tool tip of a cell, and what a screen reader says of it."""
    name = f"Part {part.number:,}"
    if per_cell > 1:
        name = f"Parts {part.number:,} to {part.number + per_cell - 1:,}"
    share = percent(part.arrived, part.range.length)
    return f"{name}: {range_text(part)}, {STATE_WORDS[part.state].lower()}, {share} %, try {part.tries}"


def link_text(seconds: float | None, renewals: int) -> str:
    """`Link valid 51 min, renewed 3 times`; empty when there is nothing to say."""
    valid = "" if seconds is None else f"valid {time_left_text(seconds).removeprefix('about ')}"
    renewed = f"renewed {'once' if renewals == 1 else f'{renewals:,} times'}" if renewals else ""
    said = ", ".join(filter(None, (valid, renewed)))
    return f"Link {said}" if said else ""


def live_parts(parts: Sequence[PartView]) -> list[PartView]:
    """The parts at work, in file order."""
    return [part for part in parts if part.state in {PartState.ARRIVING, PartState.AGAIN}]
