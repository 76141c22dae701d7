"""How deep the reads of a slice lie over its regions, added up while they are written; pure.

Every written read that is aligned counts with the bases it aligns, whatever its flags: it is the depth of the slice,
not of a filtered view of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from score_gui.slicing.regions import Region

BINS = 400
"""Steps of a region's picture at most."""
REGIONS = 200
"""Regions with a picture; the ones after them have none."""
EXACT = 20_000_000
"""Bases of all regions up to which every base is counted; of more, only the steps are."""
ENOUGH = 20
"""Reads over a base from which on it counts as well covered."""


@dataclass(frozen=True, slots=True)
class Depth:
    """One region. `reads` overlap it; `bins` are the mean depths of equal steps from its begin to its end.

    `covered` is the share of bases with `ENOUGH` reads, `lowest` the least depth and `lowest_at` the first base with
    it, counted from 1. The three are None where the slice is too large to count every base.
    """

    region: Region
    reads: int
    mean: float
    bins: tuple[float, ...]
    covered: float | None = None
    lowest: int | None = None
    lowest_at: int | None = None

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Depth:
        """From what `asdict` made of one, by way of JSON."""
        return cls(**{**fields, "region": Region(**fields["region"]), "bins": tuple(fields["bins"])})


def none_over(region: Region) -> Depth:
    """The depth of a region that the reader was not asked for, because no read can lie there."""
    gauge = DepthGauge([region])
    return gauge.depths()[0]


class _Exact:
    """Counts every base: where depth goes up and down."""

    def __init__(self, length: int) -> None:
        self._changes = array("i", bytes(4 * (length + 1)))

    def add(self, begin: int, end: int) -> None:
        self._changes[begin] += 1
        self._changes[end] -= 1

    def depth(self, region: Region, reads: int) -> Depth:
        depths = array("i", accumulate(self._changes[:-1]))
        lowest = min(depths)
        edges = _edges(len(depths))
        return Depth(
            region,
            reads,
            mean=round(sum(depths) / len(depths), 3),
            bins=tuple(round(sum(depths[a:b]) / (b - a), 2) for a, b in edges),
            covered=round(sum(depth >= ENOUGH for depth in depths) / len(depths), 4),
            lowest=lowest,
            lowest_at=region.begin + depths.index(lowest) + 1,
        )


class _Coarse:
    """Adds up the bases of each step, for regions too long to be counted base by base."""

    def __init__(self, length: int) -> None:
        self._edges = _edges(length)
        self._length = length
        self._bases = [0] * len(self._edges)

    def add(self, begin: int, end: int) -> None:
        step = begin * len(self._edges) // self._length
        while step < len(self._edges) and self._edges[step][0] < end:
            a, b = self._edges[step]
            self._bases[step] += max(0, min(b, end) - max(a, begin))
            step += 1

    def depth(self, region: Region, reads: int) -> Depth:
        bins = (round(bases / (b - a), 2) for bases, (a, b) in zip(self._bases, self._edges, strict=True))
        return Depth(region, reads, mean=round(sum(self._bases) / self._length, 3), bins=tuple(bins))


def _edges(length: int) -> list[tuple[int, int]]:
    count = min(BINS, length)
    return [(n * length // count, (n + 1) * length // count) for n in range(count)]


class DepthGauge:
    """Hears of the reads as they are written, region after region in their order."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self._regions = tuple(regions[:REGIONS])
        exact = sum(region.end - region.begin for region in self._regions) <= EXACT
        make = _Exact if exact else _Coarse
        self._counts = [make(region.end - region.begin) for region in self._regions]
        self._reads = [0] * len(self._regions)

    def add(self, place: int, blocks: Iterable[tuple[int, int]]) -> None:
        """A read that was found in region number `place` and aligns the bases of `blocks`.

        It may go on into regions after that one, which will not hear of it again.
        """
        if place >= len(self._regions):
            return
        touched = {place}
        for begin, end in blocks:
            for at in self._overlapped(place, end):
                region = self._regions[at]
                if begin < region.end and end > region.begin:
                    self._counts[at].add(
                        max(begin, region.begin) - region.begin, min(end, region.end) - region.begin
                    )
                    touched.add(at)
        for at in touched:
            self._reads[at] += 1

    def _overlapped(self, place: int, end: int) -> Iterable[int]:
        contig = self._regions[place].contig
        for at in range(place, len(self._regions)):
            region = self._regions[at]
            if region.contig != contig or region.begin >= end:
                return
            yield at

    def depths(self) -> list[Depth]:
        together = zip(self._counts, self._regions, self._reads, strict=True)
        return [count.depth(region, reads) for count, region, reads in together]
