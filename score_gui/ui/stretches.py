"""Positions as unbroken stretches, since Qt is told of rows from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain


def runs(positions: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Sorted positions as unbroken stretches."""
    if not positions:
        return
    first = last = positions[0]
    for position in chain(positions[1:], (None,)):
        if position is not None and position <= last + 1:
            last = position
            continue
        yield first, last
        if position is not None:
            first = last = position
