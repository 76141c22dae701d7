"""Numbers that say which transfer comes before which, with room between them for those that are moved there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from score_gui.model.transfer import TransferId

STRIDE = 1024
"""From one number to the next where all are given anew; so that happens once in a long while."""

Place = tuple[int, TransferId]
"""The number of a transfer, and its id, which decides between two of the same number."""


def moved(
    places: Iterable[Place], moving: Sequence[TransferId], before: TransferId | None
) -> dict[TransferId, int]:
    """The numbers that change so that `moving` come, in this order, right before `before`, or last of all.

    `before` counts for nothing where it is itself moved or unknown: then the others go to the end.
    """
    leaving = set(moving)
    rest = sorted(place for place in places if place[1] not in leaving)
    at = next((n for n, (_, transfer) in enumerate(rest) if transfer == before), len(rest))
    low = rest[at - 1][0] if at else None
    high = rest[at][0] if at < len(rest) else None
    between = _between(low, high, len(moving))
    if between is not None:
        return dict(zip(moving, between, strict=True))
    ids = [transfer for _, transfer in rest]
    line = [*ids[:at], *moving, *ids[at:]]
    return {transfer: STRIDE * number for number, transfer in enumerate(line, 1)}


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
