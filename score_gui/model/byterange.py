"""Byte ranges and sets of them: the one way in which this program speaks about parts of a file.

Part numbers belong to a server's cut, and servers cut anew; bytes do not move. So everything that lasts
(the ledger, progress, verification) is told in half-open ranges [start, stop).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ByteRange:
    """Bytes from `start` up to, but not including, `stop`."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"not a byte range: [{self.start}, {self.stop})")

    @property
    def length(self) -> int:
        return self.stop - self.start

    @property
    def header(self) -> str:
        """The value of an HTTP `Range` header; both ends count there (RFC 9110, 14.1.2)."""
        return f"bytes={self.start}-{self.stop - 1}"

    def overlaps(self, other: ByteRange) -> bool:
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True)
class RangeSet:
    """A set of bytes as sorted ranges that neither touch nor overlap. Build it with `RangeSet.of`."""

    ranges: tuple[ByteRange, ...] = ()

    @classmethod
    def of(cls, ranges: Iterable[ByteRange]) -> RangeSet:
        """Any ranges, in any order, overlapping or empty, as a set."""
        joined: list[ByteRange] = []
        for item in sorted(r for r in ranges if r.length):
            if joined and item.start <= joined[-1].stop:
                joined[-1] = ByteRange(joined[-1].start, max(joined[-1].stop, item.stop))
            else:
                joined.append(item)
        return cls(tuple(joined))

    def __iter__(self) -> Iterator[ByteRange]:
        return iter(self.ranges)

    def __bool__(self) -> bool:
        return bool(self.ranges)

    @property
    def total(self) -> int:
        """How many bytes the set holds."""
        return sum(r.length for r in self.ranges)

    def add(self, *ranges: ByteRange) -> RangeSet:
        return RangeSet.of((*self.ranges, *ranges))

    def union(self, other: RangeSet) -> RangeSet:
        return RangeSet.of((*self.ranges, *other.ranges))

    def minus(self, other: RangeSet) -> RangeSet:
        left: list[ByteRange] = []
        for item in self.ranges:
            left.extend(other.missing(item))
        return RangeSet(tuple(left))

    def within(self, bounds: ByteRange) -> RangeSet:
        """What of the set lies inside `bounds`."""
        cut = [(max(one.start, bounds.start), min(one.stop, bounds.stop)) for one in self.ranges]
        return RangeSet(tuple(ByteRange(start, stop) for start, stop in cut if start < stop))

    def missing(self, within: ByteRange) -> Iterator[ByteRange]:
        """The gaps of this set inside `within`, lowest first."""
        position = within.start
        first = max(0, bisect_right(self.ranges, within.start, key=lambda r: r.start) - 1)
        for item in self.ranges[first:]:
            if item.start >= within.stop:
                break
            if item.start > position:
                yield ByteRange(position, item.start)
            position = max(position, item.stop)
        if position < within.stop:
            yield ByteRange(position, within.stop)

    def covers(self, wanted: ByteRange) -> bool:
        return next(self.missing(wanted), None) is None

    @property
    def prefix(self) -> int:
        """Length of the unbroken run of bytes that begins at 0."""
        return self.ranges[0].stop if self.ranges and self.ranges[0].start == 0 else 0
