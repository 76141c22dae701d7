"""Reads CRAI, the index of CRAM: one line of text for each slice (CRAM specification, index)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from score_gui.model.language import tr
from score_gui.slicing.inflate import DamagedError

UNPLACED_ID = -1
_LINE = re.compile(rb"\s*(-1|[0-9]{1,9})" + rb"\s+(-?[0-9]{1,18})" * 5 + rb"\s*")


@dataclass(frozen=True, slots=True)
class Slice:
    """Reads of contig number `tid` over bases [begin, end), in the container at byte `container`.

    `place` is where in the container it begins, `size` how many bytes it has.
    """

    tid: int
    begin: int
    end: int
    container: int
    place: int
    size: int


@dataclass(frozen=True, slots=True)
class _Lane:
    """The slices of one contig by their begin; `furthest` is the furthest end so far, so both can be searched."""

    slices: Sequence[Slice]
    begins: Sequence[int]
    furthest: Sequence[int]


@dataclass(frozen=True, slots=True)
class CraiIndex:
    """The slices of a CRAM in the order of the file."""

    slices: Sequence[Slice]
    containers: tuple[int, ...] = field(init=False, repr=False)
    _lanes: Mapping[int, _Lane] = field(init=False, repr=False)
    _is_mixed: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lanes", _lanes(self.slices))
        object.__setattr__(self, "_is_mixed", _is_mixed(self.slices))
        object.__setattr__(self, "containers", tuple(sorted({one.container for one in self.slices})))

    @property
    def first(self) -> int | None:
        """Where the first container of reads begins, which is where the header has ended."""
        return self.containers[0] if self.containers else None

    def end_of_container(self, start: int, size: int) -> int:
        after = bisect_right(self.containers, start)
        return self.containers[after] if after < len(self.containers) else size

    def end_of_run(self, last: int, size: int, *, generous: bool = False) -> int:
        """Where the reading of a run that ends with container `last` is over.

        The header of a container of several contigs does not tell where its reads lie, so htslib unpacks it to learn
        that the region is over: then it is part of the run. A file that has such containers may have more of them
        with reads of one contig, which the index does not tell. `generous` adds the next one in any case.
        """
        following = self.end_of_container(last, size)
        if generous or self._is_mixed:
            return self.end_of_container(following, size)
        return following

    def run(self, tid: int, begin: int, end: int) -> tuple[int, int] | None:
        """First and last container that htslib reads for bases [begin, end); None if no read overlaps them.

        htslib begins at the last slice that starts at or before the region and reads on from there, so the run
        is unbroken.
        """
        lane = self._lanes.get(tid)
        if lane is None:
            return None
        first, behind = bisect_right(lane.furthest, begin), bisect_left(lane.begins, end)
        if first >= behind:
            return None
        last = next(n for n in range(behind - 1, first - 1, -1) if n == first or lane.slices[n].end > begin)
        before = max(0, bisect_right(lane.begins, begin) - 1)
        used = [lane.slices[n].container for n in (first, last, before)]
        return min(used), max(used[:2])

    def all_of(self, tid: int) -> tuple[int, int] | None:
        """First and last container with reads of a contig, or of none (`UNPLACED_ID`)."""
        lane = self._lanes.get(tid)
        if lane is None:
            return None
        own = [one.container for one in lane.slices]
        return min(own), max(own)


def _is_mixed(slices: Sequence[Slice]) -> bool:
    """Whether any container holds reads of several contigs."""
    return any(a.container == b.container and a.tid != b.tid for a, b in pairwise(slices))


def _lanes(slices: Sequence[Slice]) -> dict[int, _Lane]:
    by_tid: dict[int, list[Slice]] = defaultdict(list)
    for one in slices:
        by_tid[one.tid].append(one)
    lanes: dict[int, _Lane] = {}
    for tid, own in by_tid.items():
        own.sort(key=lambda one: one.begin)
        furthest = list(accumulate((one.end for one in own), max))
        lanes[tid] = _Lane(own, [one.begin for one in own], furthest)
    return lanes


def read_crai(data: bytes) -> CraiIndex:
    """`data` is unpacked already. Raises DamagedError, never anything else, whatever the bytes are."""
    slices = [_slice(line) for line in data.split(b"\n") if line.strip()]
    if not slices:
        raise DamagedError(tr("it is empty"))
    slices.sort(key=lambda one: one.container)
    return CraiIndex(slices)


def _slice(line: bytes) -> Slice:
    found = _LINE.fullmatch(line)
    if found is None:
        raise DamagedError(tr("it is no list of slices"))
    tid, start, span, container, place, size = map(int, found.groups())
    if min(container, span, place, size) < 0:
        raise DamagedError(tr("it holds places that cannot be"))
    return Slice(tid, start - 1, start - 1 + span, container, place, size)
