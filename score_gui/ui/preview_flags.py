"""One byte per row, 0 or 1: the rows that are ticked, found, here. Whole lists are combined in a few steps of C.

A click must not be felt on a manifest of a million lines, so nothing here loops over rows in Python. Often no row is
set at all, such as by hand: that is seen at once, and nothing is combined then.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import compress
from operator import and_

from score_gui.model.right_of_way import RIGHT_OF_WAY

STEP = 1 << 12
"""Rows that are worked on in one go, in a fraction of a millisecond: only in between another thread gets its turn."""


def none(count: int) -> bytes:
    """Set for no row."""
    return bytes(count)


def of(count: int, rows: Iterable[int]) -> bytes:
    """Set for these rows."""
    made = bytearray(count)
    for row in rows:
        made[row] = 1
    return bytes(made)


def both(one: bytes, other: bytes) -> bytes:
    """Set where both are."""
    if 1 not in one or 1 not in other:
        return none(len(one))
    return from_number(as_number(one) & as_number(other), len(one))


def either(one: bytes, other: bytes) -> bytes:
    """Set where one of them is."""
    if 1 not in one or 1 not in other:
        return other if 1 in other else one
    return from_number(as_number(one) | as_number(other), len(one))


def without(one: bytes, other: bytes) -> bytes:
    """Set where `one` is and `other` is not."""
    if 1 not in one or 1 not in other:
        return one
    return from_number(as_number(one) & ~as_number(other), len(one))


def all_of(flags: Iterable[bytes]) -> bytes:
    """Set where all of them are, of which there is at least one."""
    first, *others = flags
    if not others:
        return first
    return from_number(reduce(and_, map(as_number, others), as_number(first)), len(first))


def count(flags: bytes) -> int:
    """How many rows are set."""
    return as_number(flags).bit_count()


def places(flags: bytes) -> array[int]:
    """Where they are set."""
    found = array("i")
    for start, stop in steps(len(flags)):
        found.extend(compress(range(start, stop), flags[start:stop]))
    return found


def weigh(rows: bytes, sizes: Sequence[int]) -> tuple[int, int, int]:
    """What the rows come to that are set: known bytes, how many have no known size (-1), and the largest."""
    known = unsized = largest = 0
    if 1 not in rows:
        return known, unsized, largest
    for start, stop in steps(len(rows)):
        chosen = list(compress(sizes[start:stop], rows[start:stop]))
        missing = chosen.count(-1)
        unsized += missing
        known += sum(chosen) + missing
        largest = max(largest, max(chosen, default=0))
    return known, unsized, largest


def steps(length: int, step: int = STEP) -> Iterator[tuple[int, int]]:
    """`length` rows in pieces: start and stop of each. Between them the window comes first."""
    for start in range(0, length, step):
        RIGHT_OF_WAY.give()
        yield start, min(length, start + step)


def as_number(flags: bytes) -> int:
    """The flags as one number, for those who combine many: this step and the one back take the time."""
    RIGHT_OF_WAY.give()
    return int.from_bytes(flags, "little")


def from_number(number: int, count: int) -> bytes:
    """The flags that a number stands for."""
    if not number:
        return none(count)
    RIGHT_OF_WAY.give()
    return number.to_bytes(count, "little")
