"""The reads of a slice, as the reading process takes them from the sparse file: each once, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from score_gui.slicing.orders import Order
from score_gui.slicing.regions import UNPLACED, Region

if TYPE_CHECKING:
    import pysam


class DamagedHereError(Exception):
    """Reading a contig met bytes that make no sense: a hole, or a damaged file."""

    def __init__(self, contig: str, reason: str) -> None:
        super().__init__(reason)
        self.contig = contig


class Permits:
    """Lines with a number: the bytes of so many questions are there. Opening the file is the first of all."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines = lines
        self._count = 0

    def wait_for(self, count: int) -> None:
        """Come back when there are `count`. Raises OSError if nobody fetches any more."""
        while self._count < count:
            line = self._lines.readline()
            if not line:
                raise ConnectionAbortedError("nobody fetches the rest")
            self._count = int(line)


class Reading:
    """An order, its open file, and what may be read of it by now."""

    def __init__(self, source: pysam.AlignmentFile, order: Order, permits: Permits) -> None:
        self._source, self._order, self._permits = source, order, permits

    def reads(self) -> Iterator[tuple[pysam.AlignedSegment, int | None]]:
        """Each read once: one that reaches back into the region before was given there.

        With it comes the number of its region, None for a read without a position. Raises DamagedHereError.
        """
        first, before = 0, Region("", 0, 0)
        for number, question in enumerate(self._order.questions):
            self._permits.wait_for(number + 2)
            known = before.end if before.contig == question.hull.contig else 0
            for read in self._fetched(question.hull):
                begin = read.reference_start
                place = question.part_at(begin, read.reference_end or begin + 1)
                if place is not None and begin >= known and self._is_wanted(read, question.parts[place]):
                    yield read, first + place
            first, before = first + len(question.parts), question.hull
        if self._order.unplaced:
            self._permits.wait_for(len(self._order.questions) + 2)
            for read in self._fetched(None):
                yield read, None

    def _is_wanted(self, read: pysam.AlignedSegment, part: Region) -> bool:
        return not self._order.contained or _lies_within(read, part)

    def unused_groups(self) -> frozenset[str]:
        """Read groups that no read of the slice names; it takes a reading of its own to know."""
        groups = {str(group["ID"]) for group in self._source.header.to_dict().get("RG", []) if "ID" in group}
        for read, _ in self.reads():
            if not groups:
                break
            if read.has_tag("RG"):
                groups.discard(str(read.get_tag("RG")))
        return frozenset(groups)

    def _fetched(self, query: Region | None) -> Iterator[pysam.AlignedSegment]:
        """What htslib gives for a region; its complaint tells only that something is wrong, so the place is added."""
        contig = UNPLACED if query is None else query.contig
        try:
            if query is None:
                yield from self._source.fetch(contig)
            else:
                yield from self._source.fetch(contig, query.begin, query.end)
        except (OSError, ValueError) as error:
            raise DamagedHereError(contig, str(error)) from None


def _lies_within(read: pysam.AlignedSegment, query: Region) -> bool:
    end = read.reference_end
    if read.is_unmapped or end is None:
        return False
    return read.reference_start >= query.begin and end <= query.end
