"""Which bytes of a file a slice needs, known before the first of them is fetched.

Pure: an index, a header and regions in, byte ranges out. A byte too few makes htslib fail or, at worst, lose
reads; so every bound here errs on the wide side, and `wide` widens a contig when reading still meets a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.slicing.binning import BinIndex, Chunk
from score_gui.slicing.crai import UNPLACED_ID, CraiIndex
from score_gui.slicing.header import Header
from score_gui.slicing.questions import Question, grouped
from score_gui.slicing.regions import UNPLACED, Region, RegionSet

GAP = 192 * 1024
"""Bytes between two ranges that are fetched with them: a request costs more than they do (measured)."""
FEW = 8
"""Ranges that are fetched at once, so that joining them would save no time."""
PIECE = 8 * 1024 * 1024
"""Bytes of one request at most, so that several connections share a long range."""
NEXT_HEADER = 4096
"""Bytes after a CRAM run: htslib looks at the next container's header to learn that the region is over."""


@dataclass(frozen=True, slots=True)
class Need:
    """What one question to htslib touches, header and end of the file aside.

    `blocks` are bytes where a compressed block has to begin, or the index is not that of the file.
    """

    ranges: RangeSet
    blocks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """`ranges` are all bytes that reading may touch. `questions` are those worth asking htslib.

    `needs` has one for each of `questions`, in their order, and one more at the end if `unplaced` reads are wanted.
    """

    ranges: RangeSet
    questions: tuple[Question, ...]
    unplaced: bool
    needs: tuple[Need, ...] = ()

    def missing(self, have: RangeSet, gap: int = GAP) -> RangeSet:
        """What is still to be fetched, near ranges joined where there are more of them than connections."""
        return joined(self.ranges.minus(have), gap, FEW).minus(have)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the plan needs to know of a file: its size in bytes and where its header ends at the latest."""

    header: Header
    size: int
    header_end: int


def joined(ranges: RangeSet, gap: int, few: int = 1) -> RangeSet:
    """Ranges with at most `gap` bytes between them as one, smallest gaps first, until there are `few`."""
    items = ranges.ranges
    gaps = [after.start - before.stop for before, after in pairwise(items)]
    near = sorted((size, place) for place, size in enumerate(gaps) if size <= gap)
    closed = {place for _, place in near[: max(0, len(items) - few)]}
    result: list[ByteRange] = []
    for place, item in enumerate(items):
        if place - 1 in closed:
            result[-1] = ByteRange(result[-1].start, item.stop)
        else:
            result.append(item)
    return RangeSet(tuple(result))


def pieces(ranges: Iterable[ByteRange], longest: int = PIECE) -> list[ByteRange]:
    """One request each, in the order of the file."""
    return [
        ByteRange(start, min(start + longest, item.stop))
        for item in ranges
        for start in range(item.start, item.stop, longest)
    ]


def make_plan(
    index: BinIndex | CraiIndex, shape: Shape, wanted: RegionSet, wide: frozenset[str] = frozenset()
) -> Plan:
    """The plan for `wanted`; of the contigs in `wide` (and of `*`) everything is taken."""
    tids = {name: number for number, name in enumerate(shape.header.contigs)}
    if isinstance(index, CraiIndex):
        return _plan_cram(index, shape, wanted, wide, tids)
    return _plan_bam(index, shape, wanted, wide, tids)


def _plan_bam(
    index: BinIndex, shape: Shape, wanted: RegionSet, wide: frozenset[str], tids: Mapping[str, int]
) -> Plan:
    def is_near(before: Region, after: Region) -> bool:
        """The index knows no more than windows, so there is nothing between neighbours to be left out."""
        return (after.begin >> index.min_shift) - ((before.end - 1) >> index.min_shift) <= 1

    questions = tuple(grouped(wanted.regions, is_near))
    needs: list[Need] = []
    for question in questions:
        tid, hull = tids[question.hull.contig], question.hull
        is_wide = hull.contig in wide
        chunks = index.all_chunks(tid) if is_wide else index.chunks(tid, hull.begin, hull.end)
        needs.append(_need_of_chunks(chunks, index, shape.size))
    if wanted.unplaced:
        start = shape.header_end if index.first is None else index.last_end >> 16
        needs.append(Need(RangeSet.of([ByteRange(min(start, shape.size), shape.size)])))
    return Plan(_with_ends(needs, shape), questions, wanted.unplaced, tuple(needs))


def _need_of_chunks(chunks: Sequence[Chunk], index: BinIndex, size: int) -> Need:
    """From the first block of a chunk to the end of its last; that one is not needed if nothing of it is."""
    ranges: list[tuple[int, int]] = []
    for u, v in chunks:
        begin, end = u >> 16, v >> 16
        stop = max(begin, index.end_of_block(end, size) if v & 0xFFFF else end)
        if ranges and begin <= ranges[-1][1]:
            ranges[-1] = ranges[-1][0], max(ranges[-1][1], stop)
        else:
            ranges.append((begin, stop))
    blocks = tuple(sorted({u >> 16 for u, _ in chunks}))
    return Need(RangeSet.of(ByteRange(min(a, size), min(b, size)) for a, b in ranges), blocks)


def _plan_cram(
    index: CraiIndex, shape: Shape, wanted: RegionSet, wide: frozenset[str], tids: Mapping[str, int]
) -> Plan:
    runs = {region: index.run(tids[region.contig], region.begin, region.end) for region in wanted.regions}
    # Where no slice overlaps, no read does, and htslib would search on through bytes that are not here.
    found = {region: run for region, run in runs.items() if run is not None}
    questions = tuple(grouped(found, lambda before, after: found[after][0] <= found[before][1]))
    needs: list[Need] = []
    for question in questions:
        hull, is_wide = question.hull, question.hull.contig in wide
        tid = tids[hull.contig]
        run = index.all_of(tid) if is_wide else index.run(tid, hull.begin, hull.end)
        needs.append(_need_of_run(run or found[question.parts[0]], index, shape.size, generous=is_wide))
    run = index.all_of(UNPLACED_ID) if wanted.unplaced else None
    if run is not None:
        needs.append(_need_of_run(run, index, shape.size, generous=UNPLACED in wide))
    return Plan(_with_ends(needs, shape), questions, run is not None, tuple(needs))


def _need_of_run(run: tuple[int, int], index: CraiIndex, size: int, *, generous: bool) -> Need:
    stop = index.end_of_run(run[1], size, generous=generous) + NEXT_HEADER
    return Need(RangeSet.of([ByteRange(min(run[0], size), min(stop, size))]))


def _with_ends(needs: Iterable[Need], shape: Shape) -> RangeSet:
    """The header, and the bytes that mark a complete file."""
    tail = ByteRange(max(0, shape.size - shape.header.tail), shape.size)
    header = ByteRange(0, min(shape.header_end, shape.size))
    return RangeSet.of((header, tail, *(item for need in needs for item in need.ranges)))
