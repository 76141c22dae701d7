"""The part map in figures: how large its cells are, which parts share one, and its text twin. Free of Qt."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from score_gui.model.byterange import ByteRange
from score_gui.model.language import mark, tr, trn
from score_gui.model.messages import PartsSeen, PartState, PartView
from score_gui.model.text import length_left_text, percent, span_text
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
        PartState.CHECKED: mark("Checked"),
        PartState.DISK: mark("On disk"),
        PartState.ARRIVING: mark("Arriving"),
        PartState.AGAIN: mark("Again"),
        PartState.TO_COME: mark("To come"),
    }
)
_STATES_INSIDE: Mapping[PartState, str] = MappingProxyType(
    {
        PartState.CHECKED: mark("checked"),
        PartState.DISK: mark("on disk"),
        PartState.ARRIVING: mark("arriving"),
        PartState.AGAIN: mark("again"),
        PartState.TO_COME: mark("to come"),
    }
)
"""The same within a sentence."""


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
        rest.append(tr("{parts:,} arriving", parts=found[PartState.ARRIVING]))
    if found[PartState.AGAIN]:
        rest.append(
            trn(
                "{count} again (its MD5 differed)",
                "{count} again (their MD5s differed)",
                found[PartState.AGAIN],
            )
        )
    if found[PartState.TO_COME]:
        rest.append(tr("{parts:,} to come", parts=found[PartState.TO_COME]))
    all_done = trn("{done:,} of {count} part done", "{done:,} of {count} parts done", len(parts), done=done)
    return all_done, " · ".join(rest)


def range_text(part: PartView) -> str:
    """`21.0-22.0 GB`: both ends in the unit of the upper one."""
    return span_text(part.range.start, part.range.stop)


def part_text(part: PartView, per_cell: int = 1) -> str:
    """The tool tip of a cell, and what a screen reader says of it."""
    name = tr("Part {number:,}", number=part.number)
    if per_cell > 1:
        name = tr("Parts {first:,} to {last:,}", first=part.number, last=part.number + per_cell - 1)
    return tr(
        "{name}: {range}, {state}, {share} %, try {tries}",
        name=name,
        range=range_text(part),
        state=tr(_STATES_INSIDE[part.state]),
        share=percent(part.arrived, part.range.length),
        tries=part.tries,
    )


def renewed_text(renewals: int) -> str:
    """`renewed 3 times`; empty if it never was."""
    if renewals <= 1:
        return tr("renewed once") if renewals else ""
    return trn("renewed {count} time", "renewed {count} times", renewals)


def link_text(seconds: float | None, renewals: int) -> str:
    """`Link valid 51 min, renewed 3 times`; empty when there is nothing to say."""
    renewed = renewed_text(renewals)
    if seconds is None:
        return tr("Link {renewed}", renewed=renewed) if renewed else ""
    time = length_left_text(seconds)
    if renewed:
        return tr("Link valid {time}, {renewed}", time=time, renewed=renewed)
    return tr("Link valid {time}", time=time)


def live_parts(parts: Sequence[PartView]) -> list[PartView]:
    """The parts at work, in file order."""
    return [part for part in parts if part.state in {PartState.ARRIVING, PartState.AGAIN}]
