"""What the slice dialog is told by the desk that works for it, and what it asks of it. No Qt, no work.

Every call of a `SliceFile` that may block is made in a thread of a pool; `cancel` and `close` return at once and
are called from the GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from score_gui.model.problem import Problem
from score_gui.slicing.regions import Contigs, Region, RegionSet
from score_gui.ui.slice_draft import Draft, SliceTarget
from score_gui.ui.slice_regions import Chip, RegionReader


@dataclass(frozen=True, slots=True)
class ContigBar:
    """A contig and its reads; or, where the index counts none, its compressed bytes."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as its header and its index tell it. `index_name` is empty where it has none to show."""

    name: str
    size: int
    is_cram: bool
    reader: RegionReader
    bars: tuple[ContigBar, ...]
    counts_reads: bool
    unplaced: int | None = None
    assembly: str = ""
    index_name: str = ""

    @property
    def contigs(self) -> Contigs:
        return self.reader.contigs

    @property
    def mapped(self) -> int:
        """Reads of all contigs, or bytes."""
        return sum(bar.value for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a draft would cost. Sizes in bytes; `reads` and `made` are guesses, None where nothing tells them.

    `free` is what may be used on the disk of the output. `reference_checked` counts contigs whose MD5 was compared.
    """

    regions: RegionSet
    output: Path
    download: int = 0
    requests: int = 0
    size: int = 0
    reads: int | None = None
    made: int | None = None
    free: int = 0
    reference_checked: int | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class RegionDepth:
    """How deep the reads of a slice lie over a region. `covered` is the share of bases with enough of them.

    `bins` are means over equal stretches from begin to end; `lowest_at` is counted from 1. The last three are None
    where a slice is too large for every base to be counted.
    """

    region: Region
    name: str
    reads: int
    mean: float = 0.0
    bins: tuple[float, ...] = ()
    covered: float | None = None
    lowest: int | None = None
    lowest_at: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A slice that is there."""

    path: Path
    index: Path | None
    reads: int
    received: int
    source_size: int
    seconds: float
    size: int
    md5: str
    regions: RegionSet
    depths: tuple[RegionDepth, ...] = ()


class Stage(StrEnum):
    """Where the work on a slice is."""

    FETCHING = "fetching"
    READING = "reading"
    LOOKING = "looking"


class Progress:
    """Written by the thread that works, looked at by the GUI thread; absolute figures only."""

    def __init__(self) -> None:
        self.stage = Stage.FETCHING
        self.fetched = 0
        self.planned = 0
        self.reads = 0


class SliceFile(Protocol):
    """One file that slices are made of, for as long as its dialog is open."""

    @property
    def target(self) -> SliceTarget: ...

    def open(self) -> FileFacts:
        """Index and header. Raises ProblemError or CancelledError."""
        ...

    def read_bed(self, path: Path) -> Chip:
        """Raises ProblemError where it cannot be read at all."""
        ...

    def weigh(self, draft: Draft) -> Weighed:
        """What the draft would cost, and what stands in its way. Raises ProblemError."""
        ...

    def begin(self) -> Progress:
        """Called in the GUI thread before `save`: a new run, not cancelled."""
        ...

    def save(self, draft: Draft, weighed: Weighed, progress: Progress) -> Saved:
        """Raises ProblemError or CancelledError; then nothing is left under the final name."""
        ...

    def cancel(self) -> None: ...

    def close(self) -> None:
        """Cancel, and give back everything as soon as the work has ended."""
        ...


class LineState(StrEnum):
    """Where a file of a batch is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    STOPPED = "stopped"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A file of a batch: its slice when it is done, or the problem that stopped it."""

    target: SliceTarget
    state: LineState = LineState.WAITING
    saved: Saved | None = None
    problem: Problem | None = None


class SliceBatch(Protocol):
    """Several files with the same regions, one after the other; one that is stopped does not stop the others."""

    progress: Progress

    @property
    def lines(self) -> Sequence[BatchLine]: ...

    def run(self) -> None:
        """Blocks until all are done, or it was cancelled."""
        ...

    def cancel(self) -> None: ...


class SliceDesk(Protocol):
    """Does the work of the dialog."""

    def file(self, target: SliceTarget) -> SliceFile:
        """Opens nothing yet."""
        ...

    def batch(self, targets: Sequence[SliceTarget], draft: Draft, contigs: Contigs) -> SliceBatch: ...

    def profiles(self) -> Sequence[tuple[str, str]]:
        """(id, name) of the sites; may block."""
        ...

    def open_in_igv(self, saved: Saved, region: Region | None, assembly: str) -> str:
        """Says that it is shown; blocks for a moment. Raises ProblemError where IGV does not answer."""
        ...

    def save_receipt(self, path: Path, text: str) -> None:
        """Raises ProblemError."""
        ...
