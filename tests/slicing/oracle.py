"""What a slice has to hold, told by the whole file: one plain pass over all of its reads, no index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pysam

from score_gui.model.byterange import RangeSet
from score_gui.slicing.header import Header, read_header
from score_gui.slicing.inflate import NeedMoreError
from score_gui.slicing.plan import Shape
from score_gui.slicing.regions import Region, RegionSet, normalise
from tests.slicing.files import Made

SETS = int(os.environ.get("SCORE_GUI_SLICES", "60"))
"""Random region sets of one kind of file."""

Line = tuple[str, str, int, int | None, int]
"""Of a read: its text without tags, contig, begin, end, flag."""


@cache
def all_reads(path: Path, reference: Path | None = None) -> tuple[Line, ...]:
    with pysam.AlignmentFile(str(path), reference_filename=str(reference) if reference else None) as file:
        return tuple(line_of(read) for read in file.fetch(until_eof=True))


def line_of(read: pysam.AlignedSegment) -> Line:
    text = "\t".join(read.to_string().split("\t")[:11])
    end = None if read.reference_end is None else int(read.reference_end)
    return text, read.reference_name or "*", read.reference_start, end, read.flag


def expected(lines: tuple[Line, ...], wanted: RegionSet, *, contained: bool = False) -> list[str]:
    """The texts of the reads that overlap, in the order of the file, each once."""
    return [line[0] for line in lines if _belongs(line, wanted, contained=contained)]


def _belongs(line: Line, wanted: RegionSet, *, contained: bool) -> bool:
    _, contig, begin, end, flag = line
    if contig == "*":
        return wanted.unplaced
    stop = begin + 1 if end is None or end <= begin else end
    return any(
        region.contig == contig
        and (
            (not flag & 4 and begin >= region.begin and stop <= region.end)
            if contained
            else (begin < region.end and stop > region.begin)
        )
        for region in wanted.regions
    )


def shape_of(path: Path) -> Shape:
    header, end = _header(path)
    return Shape(header, path.stat().st_size, end)


def _header(path: Path) -> tuple[Header, int]:
    data, size = path.read_bytes(), 1024
    while True:
        try:
            return read_header(data[:size]), min(size, len(data))
        except NeedMoreError:
            if size >= len(data):
                raise
            size *= 2


def random_sets(shape: Shape, count: int, seed: int) -> Iterator[RegionSet]:
    """From one base to whole contigs, one to twelve regions or exons side by side, some with the unplaced reads."""
    random = Random(seed)
    names = list(shape.header.contigs)
    for _ in range(count):
        regions = [
            _random_region(random, shape, random.choice(names))
            for _ in range(random.choice([1, 1, 2, 4, 12]))
        ]
        if random.random() < 0.3:
            regions += _exons(random, regions[0], shape.header.contigs[regions[0].contig])
        yield normalise(regions, shape.header.contigs, unplaced=random.random() < 0.15)


def _exons(random: Random, near: Region, length: int) -> list[Region]:
    """Short regions in the neighbourhood of another, as the exons of a gene are."""
    begins = [min(length - 1, near.begin + random.randrange(30_000)) for _ in range(random.choice([3, 9]))]
    return [Region(near.contig, begin, min(length, begin + random.choice([1, 90, 250]))) for begin in begins]


def _random_region(random: Random, shape: Shape, name: str) -> Region:
    length = shape.header.contigs[name]
    if random.random() < 0.05:
        return Region(name, 0, length)
    begin = random.choice([random.randrange(length), max(0, length - 1 - random.randrange(200))])
    return Region(name, begin, min(length, begin + random.choice([1, 50, 500, 5_000, 40_000])))


def sparse_copy(made: Made, ranges: RangeSet, target: Path) -> None:
    """The file with holes everywhere but in `ranges`."""
    data = made.path.read_bytes()
    with target.open("wb") as out:
        out.truncate(len(data))
        for item in ranges:
            out.seek(item.start)
            out.write(data[item.start : item.stop])
