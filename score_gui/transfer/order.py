"""Who comes before whom: by priority, then by numbers with room between them for those that are moved there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from score_gui.model.transfer import Place, Priority, TransferId

STRIDE = 1024
"""From one number to the next where all are given anew; so that happens once in a long while."""


class Seat(NamedTuple):
    """What decides of a row's place."""

    priority: Priority
    order: int


def moved(
    places: Iterable[Place], moving: Sequence[TransferId], before: TransferId | None
) -> dict[TransferId, Seat]:
    """The seats that change so that `moving` come, in this order, right before `before`, or last of all.

    `before` counts for nothing where it is itself moved or unknown: then the others go to the end. A row keeps its
    priority where its neighbours allow that, else it takes the nearest one that they do.
    """
    leaving = set(moving)
    every = sorted(places)
    rest = [place for place in every if place[2] not in leaving]
    at = next((n for n, place in enumerate(rest) if place[2] == before), len(rest))
    above, below = rest[at - 1] if at else None, rest[at] if at < len(rest) else None
    chosen = _priorities({place[2]: place[0] for place in every}, moving, above, below)
    seats: dict[TransferId, Seat] = {}
    for priority, group in groupby(zip(chosen, moving, strict=True), lambda pair: pair[0]):
        alike = [transfer for _, transfer in group]
        between = _between(_number(above, priority), _number(below, priority), len(alike))
        if between is None:
            return _numbered_anew(rest, at, list(zip(chosen, moving, strict=True)))
        seats |= {one: Seat(priority, order) for one, order in zip(alike, between, strict=True)}
    return seats


def _priorities(
    now: dict[TransferId, Priority], moving: Sequence[TransferId], above: Place | None, below: Place | None
) -> list[Priority]:
    """Those that `moving` have between their new neighbours; never a higher one after a lower one."""
    least = above[0] if above is not None else Priority.HIGH
    most = below[0] if below is not None else Priority.LOW
    found: list[Priority] = []
    for transfer in moving:
        least = max(least, min(now[transfer], most))
        found.append(least)
    return found


def _number(neighbour: Place | None, priority: Priority) -> int | None:
    """The number that bounds those of `priority`; a neighbour of another one sets no bound."""
    return neighbour[1] if neighbour is not None and neighbour[0] is priority else None


def _numbered_anew(
    rest: Sequence[Place], at: int, moving: Sequence[tuple[Priority, TransferId]]
) -> dict[TransferId, Seat]:
    staying = [(place[0], place[2]) for place in rest]
    line = [*staying[:at], *moving, *staying[at:]]
    return {transfer: Seat(priority, STRIDE * n) for n, (priority, transfer) in enumerate(line, 1)}


def _between(low: int | None, high: int | None, count: int) -> list[int] | None:
    """`count` rising numbers between two others, as far apart as can be; None if there is no room."""
    if high is None:
        first = low if low is not None else 0
        return [first + number for number in range(1, count + 1)]
    if low is None:
        return [high - count + number for number in range(count)]
    if high - low <= count:
        return None
    return [low + (number * (high - low)) // (count + 1) for number in range(1, count + 1)]
