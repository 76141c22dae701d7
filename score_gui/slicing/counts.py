"""How much of a file lies on each contig, as its index tells it: free once the index is here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from score_gui.slicing.binning import BinIndex
from score_gui.slicing.crai import UNPLACED_ID, CraiIndex
from score_gui.slicing.opening import Opened


@dataclass(frozen=True, slots=True)
class ContigCounts:
    """`by_contig` has every contig in the order of the header: reads that are placed there, aligned or not.

    Where the index counts no reads (CRAI, and BAI of old writers) `counts_reads` is false, and the figures are
    compressed bytes. `unplaced` is the same for what has no position; None where the index does not tell.
    """

    by_contig: tuple[tuple[str, int], ...]
    unplaced: int | None
    counts_reads: bool


def contig_counts(opened: Opened) -> ContigCounts | None:
    """None for a file that was opened without its index."""
    names = list(opened.shape.header.contigs)
    if isinstance(opened.index, BinIndex):
        return _of_bins(opened.index, names)
    return None if opened.index is None else _of_slices(opened.index, names)


def _of_bins(index: BinIndex, names: list[str]) -> ContigCounts:
    """A contig without a read has no count in the index, and none is right for it."""
    references = list(index.references)[: len(names)]
    if any(reference.mapped is None and reference.bins for reference in references):
        sizes = [
            sum((v >> 16) - (u >> 16) for found in r.bins.values() for u, v in found) for r in references
        ]
        return ContigCounts(_all(names, sizes), None, counts_reads=False)
    reads = [(reference.mapped or 0) + (reference.unmapped or 0) for reference in references]
    return ContigCounts(_all(names, reads), index.unplaced, counts_reads=True)


def _of_slices(index: CraiIndex, names: list[str]) -> ContigCounts:
    """A slice with reads of several contigs has a line for each of them, and is counted for the first."""
    sizes: Counter[int] = Counter()
    for one in {(one.container, one.place): one for one in reversed(index.slices)}.values():
        sizes[one.tid] += one.size
    by_contig = [sizes[tid] for tid in range(len(names))]
    return ContigCounts(_all(names, by_contig), sizes[UNPLACED_ID], counts_reads=False)


def _all(names: list[str], figures: list[int]) -> tuple[tuple[str, int], ...]:
    figures = figures + [0] * (len(names) - len(figures))
    return tuple(zip(names, figures, strict=True))
