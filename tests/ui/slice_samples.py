"""A desk that knows one large BAM (or CRAM) and makes slices of it at once, or step by step as a test wants it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.fetch import CancelledError
from score_gui.slicing.regions import Contigs, Region
from score_gui.ui.slice_draft import Draft, SliceTarget, default_output
from score_gui.ui.slice_facts import (
    BatchLine,
    ContigBar,
    FileFacts,
    LineState,
    Progress,
    RegionDepth,
    Saved,
    SliceBatch,
    SliceFile,
    Stage,
    Weighed,
)
from score_gui.ui.slice_regions import Chip, RegionReader

FOLDER = Path("/mnt/lab2/genomes/slices")
SIZE = 112_400_000_000
READS = {
    "chr1": (248_956_422, 63.1), "chr2": (242_193_529, 61.4), "chr3": (198_295_559, 50.3),
    "chr4": (190_214_555, 48.2), "chr5": (181_538_259, 46.0), "chr6": (170_805_979, 43.3),
    "chr7": (159_345_973, 40.4), "chr8": (145_138_636, 36.8), "chr9": (138_394_717, 31.4),
    "chr10": (133_797_422, 34.2), "chr11": (135_086_622, 34.3), "chr12": (133_275_309, 33.8),
    "chr13": (114_364_328, 25.0), "chr14": (107_043_718, 22.9), "chr15": (101_991_189, 21.5),
    "chr16": (90_338_345, 20.6), "chr17": (83_257_441, 20.9), "chr18": (80_373_285, 19.6),
    "chr19": (58_617_616, 14.6), "chr20": (64_444_167, 15.9), "chr21": (46_709_983, 10.2),
    "chr22": (50_818_468, 9.7), "chrX": (156_040_895, 19.7), "chrY": (57_227_415, 7.1),
    "chrM": (16_569, 3.4),
}  # fmt: skip
CONTIGS = {name: length for name, (length, _) in READS.items()}
DECOYS = {f"chrUn_KI{270300 + n}v1": 1_000 + n for n in range(2_500)}
GENES = {
    "TP53": Region("chr17", 7_668_420, 7_687_490),
    "BRCA2": Region("chr13", 32_315_085, 32_400_268),
    "BRCA1": Region("chr17", 43_044_294, 43_125_364),
}
OBJECT_ID = "5c1f9d2e-0b7a-4d53-9f0e-6f2a8c1b3d47"
TARGET = SliceTarget(Entry(OBJECT_ID, "SA408046.aln.bam", donor="DO32842"), "argo", "ICGC ARGO")
CRAM = SliceTarget(
    Entry("0a3b7c9d-1e2f-4a5b-8c6d-7e8f90a1b2c3", "SA408047.aln.cram", donor="DO32843"), "argo", "ICGC ARGO"
)


def genes(symbol: str) -> Sequence[Region]:
    found = GENES.get(symbol.upper())
    return (found,) if found is not None else ()


def symbols(letters: str) -> Sequence[str]:
    return [symbol for symbol in sorted(GENES) if symbol.startswith(letters.upper())]


def facts(*, cram: bool = False, decoys: bool = False) -> FileFacts:
    contigs = {**CONTIGS, **(DECOYS if decoys else {})}
    unit = 190_000 if cram else 1_000_000
    bars = [ContigBar(name, round(millions * unit)) for name, (_, millions) in READS.items()]
    bars += [ContigBar(name, 12) for name in DECOYS] if decoys else []
    return FileFacts(
        name=(CRAM if cram else TARGET).name,
        size=SIZE // 3 if cram else SIZE,
        is_cram=cram,
        reader=RegionReader(contigs, genes, symbols),
        bars=tuple(bars),
        counts_reads=not cram,
        unplaced=None if cram else 2_100_000,
        assembly="GRCh38",
        index_name="SA408047.aln.cram.crai" if cram else "SA408046.aln.bam.bai",
    )


def depth(region: Region, name: str, mean: float, dip: bool = True) -> RegionDepth:
    dice = random.Random(name)
    bins = [mean + 6 * math.sin(n / 9) + dice.uniform(-6, 6) for n in range(220)]
    if dip:
        bins[97:104] = [dice.uniform(15, 21) for _ in range(7)]
    lowest = min(bins)
    span = region.end - region.begin
    return RegionDepth(
        region,
        name,
        round(span * mean / 150),
        mean,
        tuple(bins),
        0.992,
        round(lowest),
        region.begin + span * bins.index(lowest) // len(bins),
    )


class FakeFile:
    """Opens at once. `problem` stands in the way of the next step; with `waits`, a save stops until it is told."""

    def __init__(self, desk: FakeSliceDesk, target: SliceTarget) -> None:
        self.target = target
        self._desk = desk
        self.is_closed = False
        self.is_cancelled = False

    def open(self) -> FileFacts:
        self._desk.stumble()
        if self.target.name in self._desk.stops:
            raise ProblemError(self._desk.stops[self.target.name])
        return self._desk.facts

    def read_bed(self, path: Path) -> Chip:
        self._desk.stumble()
        return self._desk.facts.reader.read_bed(path, self._desk.beds[path])

    def weigh(self, draft: Draft) -> Weighed:
        self._desk.stumble()
        known = self._desk.facts
        self._desk.weighed.append(draft)
        regions = draft.chips.region_set(known.contigs, draft.padding, unplaced=draft.unplaced)
        reads = round(regions.bases * 0.1455) + (known.unplaced or 0) * regions.unplaced
        output = draft.output or default_output(draft, known.name, lambda _: False)
        problem = self._desk.in_the_way
        checked = None
        if known.is_cram:
            checked = len({region.contig for region in regions.regions})
            if draft.reference is None and problem is None:
                problem, checked = troubles.reference_needed(known.name), None
        return Weighed(
            regions,
            output,
            download=self._desk.download or round(regions.bases * 49.9),
            requests=len(regions.regions) + 2,
            size=known.size,
            reads=None if known.is_cram else reads,
            made=None if known.is_cram else reads * 143,
            free=412_000_000_000,
            reference_checked=checked,
            problem=problem,
        )

    def begin(self) -> Progress:
        self.is_cancelled = False
        return Progress()

    def save(self, draft: Draft, weighed: Weighed, progress: Progress) -> Saved:
        self._desk.saved.append(draft)
        progress.planned = weighed.download
        if self.is_cancelled:
            raise CancelledError
        self._desk.stumble()
        made = self._desk.made(draft, weighed)
        progress.stage, progress.reads = Stage.LOOKING, made.reads
        return made

    def cancel(self) -> None:
        self.is_cancelled = True

    def close(self) -> None:
        self.is_cancelled = self.is_closed = True


class FakeBatch:
    """Every file is done at once, but those in `stops`."""

    def __init__(self, desk: FakeSliceDesk, targets: Sequence[SliceTarget], draft: Draft) -> None:
        self.progress = Progress()
        self.is_cancelled = False
        self._desk, self._draft = desk, draft
        self.lines: tuple[BatchLine, ...] = tuple(BatchLine(target) for target in targets)

    def run(self) -> None:
        self.lines = tuple(self._line(line) for line in self.lines)

    def cancel(self) -> None:
        self.is_cancelled = True

    def _line(self, line: BatchLine) -> BatchLine:
        problem = self._desk.stops.get(line.target.name)
        if problem is not None:
            return replace(line, state=LineState.STOPPED, problem=problem)
        weighed = FakeFile(self._desk, line.target).weigh(replace(self._draft, output=None))
        made = replace(self._desk.made(self._draft, weighed), path=FOLDER / f"{line.target.name}.TP53.bam")
        return replace(line, state=LineState.DONE, saved=made)


class FakeSliceDesk:
    """Notes what it was asked for."""

    def __init__(self, known: FileFacts | None = None) -> None:
        self.facts = known or facts()
        self.problem: Problem | None = None
        self.in_the_way: Problem | None = None
        self.igv_problem: Problem | None = None
        self.download = 0
        self.reads: int | None = None
        self.beds: dict[Path, bytes] = {}
        self.files: list[FakeFile] = []
        self.batches: list[FakeBatch] = []
        self.weighed: list[Draft] = []
        self.saved: list[Draft] = []
        self.stops: dict[str, Problem] = {}
        self.receipts: dict[Path, str] = {}
        self.shown_in_igv: list[tuple[Path, Region | None, str]] = []

    def file(self, target: SliceTarget) -> SliceFile:
        self.files.append(FakeFile(self, target))
        return self.files[-1]

    def batch(self, targets: Sequence[SliceTarget], draft: Draft, contigs: Contigs) -> SliceBatch:
        self.batches.append(FakeBatch(self, targets, draft))
        return self.batches[-1]

    def profiles(self) -> Sequence[tuple[str, str]]:
        return (("argo", "ICGC ARGO"), ("lab", "Lab Overture"))

    def open_in_igv(self, saved: Saved, region: Region | None, assembly: str) -> str:
        if self.igv_problem is not None:
            raise ProblemError(self.igv_problem)
        self.shown_in_igv.append((saved.path, region, assembly))
        return "Shown in IGV."

    def save_receipt(self, path: Path, text: str) -> None:
        self.stumble()
        self.receipts[path] = text

    def made(self, draft: Draft, weighed: Weighed) -> Saved:
        means = {"TP53": 38.1, "BRCA2": 37.9, "BRCA1": 36.9}
        regions = weighed.regions.regions
        names = [draft.chips.name_of(region) for region in regions]
        depths = tuple(
            depth(region, name, means.get(name, 35.0), dip=name == "TP53")
            for region, name in zip(regions, names, strict=True)
        )
        reads = self.reads if self.reads is not None else sum(each.reads for each in depths)
        return Saved(
            path=weighed.output,
            index=weighed.output.with_name(f"{weighed.output.name}.bai"),
            reads=reads,
            received=weighed.download,
            source_size=weighed.size,
            seconds=3.1,
            size=round(reads * 143),
            md5="5b0d3c9e71fa42d8a6c45e0f9b7d1a38",
            regions=weighed.regions,
            depths=depths if reads else (),
        )

    def stumble(self) -> None:
        problem, self.problem = self.problem, None
        if problem is not None:
            raise ProblemError(problem)
