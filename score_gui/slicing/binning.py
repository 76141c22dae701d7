"""BAI and CSI as one: which chunks of a BAM can hold reads that overlap a region.

The search is htslib's own (`hts_itr_query`), with its lower and its upper bound: without the upper one a slice of
10 kb fetches three times as much.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from score_gui.slicing.inflate import LARGEST_BLOCK

Chunk = tuple[int, int]
"""Virtual offsets (SAM specification, 4.1.1): the byte of a block, times 65536, plus the place inside it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The index of one contig. `linear` is BAI's, one offset per 16384 bases; `loffsets` is CSI's, per bin.

    `unmapped` counts the reads that are placed there and not aligned, where the index tells.
    """

    bins: Mapping[int, Sequence[Chunk]]
    linear: Sequence[int] = ()
    loffsets: Mapping[int, int] = field(default_factory=dict)
    mapped: int | None = None
    unmapped: int | None = None


@dataclass(frozen=True, slots=True)
class BinIndex:
    """A whole index. `unplaced` counts the reads without a position, where the index tells."""

    min_shift: int
    depth: int
    references: Sequence[Reference]
    unplaced: int | None
    uses_loffset: bool
    _starts: tuple[int, ...] = field(init=False, repr=False)
    first: int | None = field(init=False)
    last_end: int = field(init=False)

    def __post_init__(self) -> None:
        chunks = [chunk for ref in self.references for found in ref.bins.values() for chunk in found]
        starts = {offset >> 16 for chunk in chunks for offset in chunk}
        starts.update(offset >> 16 for ref in self.references for offset in ref.linear if offset)
        object.__setattr__(self, "_starts", tuple(sorted(starts)))
        object.__setattr__(self, "first", min((begin for begin, _ in chunks), default=None))
        object.__setattr__(self, "last_end", max((end for _, end in chunks), default=0))

    def end_of_block(self, start: int, size: int) -> int:
        """Where the block at byte `start` ends at the latest; an index tells only where some blocks begin."""
        after = bisect_right(self._starts, start)
        following = self._starts[after] if after < len(self._starts) else size
        return min(start + LARGEST_BLOCK, following, size)

    def chunks(self, tid: int, begin: int, end: int) -> list[Chunk]:
        """The chunks that can hold reads over bases [begin, end) of contig number `tid`, lowest first."""
        end = min(end, 1 << (self.min_shift + 3 * self.depth))
        if not 0 <= tid < len(self.references) or begin >= end:
            return []
        reference = self.references[tid]
        lowest, highest = self._lowest(reference, begin), self._highest(reference, end)
        found: list[Chunk] = []
        for number in self._bins(reference, begin, end):
            for u, v in reference.bins[number]:
                if v > lowest and (highest is None or u < highest):
                    found.append((max(u, lowest), v if highest is None else min(v, highest)))
        return sorted(found)

    def all_chunks(self, tid: int) -> list[Chunk]:
        """Every chunk of a contig, with nothing left out."""
        if not 0 <= tid < len(self.references):
            return []
        return sorted(chunk for found in self.references[tid].bins.values() for chunk in found)

    def _first_leaf(self) -> int:
        return ((1 << 3 * self.depth) - 1) // 7

    def _lowest(self, reference: Reference, begin: int) -> int:
        """Nothing before this virtual offset is read for a region from base `begin` on."""
        number = self._nearest_bin(reference, begin)
        by_bin = 0 if number is None else self._loffset(reference, number)
        window = begin >> self.min_shift
        if window >= len(reference.linear):
            return by_bin
        by_window = max(by_bin, reference.linear[window])
        if reference.unmapped == 0:
            return by_window
        # Reads that are placed but not aligned are missing from the linear index; htslib steps back for them.
        smaller = next((x for x in reversed(reference.linear[:window]) if x < by_window), None)
        if number is None:
            return by_window if smaller is None else smaller
        return by_bin if smaller is None else max(by_bin, smaller)

    def _nearest_bin(self, reference: Reference, begin: int) -> int | None:
        """The leaf of a base, else the next bin on its left or above it that is in the index."""
        number = self._first_leaf() + (begin >> self.min_shift)
        while number and number not in reference.bins:
            first_sibling = (((number - 1) >> 3) << 3) + 1
            number = number - 1 if number > first_sibling else (number - 1) >> 3
        return number if number in reference.bins else None

    def _loffset(self, reference: Reference, number: int) -> int:
        if self.uses_loffset:
            return reference.loffsets[number]
        level = next(n for n in range(self.depth + 1) if number < ((1 << 3 * (n + 1)) - 1) // 7)
        window = (number - ((1 << 3 * level) - 1) // 7) << 3 * (self.depth - level)
        return reference.linear[window] if window < len(reference.linear) else 0

    def _highest(self, reference: Reference, end: int) -> int | None:
        """The begin of the first chunk right of the region; None where nothing bounds it."""
        number = self._first_leaf() + ((end - 1) >> self.min_shift) + 1
        if number >= self._first_leaf() + (1 << 3 * self.depth):
            return None
        while True:
            while number % 8 == 1:
                number = (number - 1) >> 3
            if number == 0:
                return None
            found = reference.bins.get(number)
            if found:
                return found[0][0]
            number += 1

    def _bins(self, reference: Reference, begin: int, end: int) -> Iterator[int]:
        """Bins on every level that overlap the region and are in the index."""
        first, shift = 0, self.min_shift + 3 * self.depth
        for level in range(self.depth + 1):
            left, right = first + (begin >> shift), first + ((end - 1) >> shift)
            if right - left < len(reference.bins):
                yield from (number for number in range(left, right + 1) if number in reference.bins)
            else:
                yield from (number for number in reference.bins if left <= number <= right)
            first, shift = first + (1 << 3 * level), shift - 3
