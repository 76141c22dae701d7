"""What htslib is asked at once: regions so near to each other that it would unpack the same blocks for each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from score_gui.slicing.regions import Region

LONGEST = 2_000_000
"""Bases from which on a question takes in no further region: what is asked for can be read only when all is there."""


@dataclass(frozen=True, slots=True)
class Question:
    """Regions of one contig, sorted and apart; `hull` reaches from the first to the last of them."""

    parts: tuple[Region, ...]
    _ends: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ends", tuple(part.end for part in self.parts))

    @property
    def hull(self) -> Region:
        return Region(self.parts[0].contig, self.parts[0].begin, self.parts[-1].end)

    def part_at(self, begin: int, end: int) -> int | None:
        """The number of the first part that a read over bases [begin, end) overlaps; None if it lies between."""
        at = bisect_right(self._ends, begin)
        return at if at < len(self.parts) and self.parts[at].begin < end else None


def grouped(regions: Iterable[Region], is_near: Callable[[Region, Region], bool]) -> Iterator[Question]:
    """Regions in their order as questions; `is_near` tells of two neighbours whether one reading serves both."""
    parts: list[Region] = []
    for region in regions:
        if parts and not (_may_join(parts, region) and is_near(parts[-1], region)):
            yield Question(tuple(parts))
            parts = []
        parts.append(region)
    if parts:
        yield Question(tuple(parts))


def _may_join(parts: Sequence[Region], region: Region) -> bool:
    return parts[0].contig == region.contig and region.end - parts[0].begin <= LONGEST
