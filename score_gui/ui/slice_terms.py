"""Between the words of the slice dialog (facts, a draft) and those of the slicing room (an opened file, a wish)."""

from __future__ import annotations

from pathlib import Path

from score_gui.slicing.assembly import recognise
from score_gui.slicing.counts import contig_counts
from score_gui.slicing.genes import genes_for
from score_gui.slicing.header import FileKind
from score_gui.slicing.job import Estimate, Made, Wish
from score_gui.slicing.opening import Opened
from score_gui.slicing.orders import OutputFormat
from score_gui.slicing.regions import RegionSet
from score_gui.ui.slice_draft import Draft
from score_gui.ui.slice_facts import ContigBar, FileFacts, RegionDepth
from score_gui.ui.slice_regions import RegionReader

_SIZES = {OutputFormat.BAM: 1.0, OutputFormat.SAM: 4.0, OutputFormat.CRAM: 0.6}
"""How large reads come out in a format, as a multiple of what they take in a BAM: a guess, and told as one."""


def facts_of(opened: Opened) -> FileFacts:
    """What the dialog shows of a file, and what it reads regions with."""
    contigs = opened.shape.header.contigs
    genes, assembly = genes_for(contigs), recognise(contigs)
    counts = contig_counts(opened)
    return FileFacts(
        name=opened.name,
        size=opened.file.size,
        is_cram=opened.shape.header.kind is FileKind.CRAM,
        reader=RegionReader(contigs) if genes is None else RegionReader(contigs, genes.find, genes.beginning),
        bars=tuple(ContigBar(*pair) for pair in counts.by_contig) if counts is not None else (),
        counts_reads=counts is not None and counts.counts_reads,
        unplaced=counts.unplaced if counts is not None and counts.counts_reads else None,
        assembly="" if assembly is None else assembly.value,
        index_name=opened.index_name,
    )


def checked_contigs(opened: Opened, draft: Draft, regions: RegionSet) -> int | None:
    """Contigs of which the header tells the MD5, if a reference is compared with them at all."""
    header = opened.shape.header
    if draft.reference is None or not (header.kind is FileKind.CRAM or draft.format is OutputFormat.CRAM):
        return None
    return len({region.contig for region in regions.regions} & header.md5s.keys())


def made_size(facts: FileFacts, told: Estimate, form: OutputFormat) -> int | None:
    """By the bytes that a read of this file takes on the average."""
    if told.reads is None or not facts.counts_reads:
        return None
    every = facts.mapped + (facts.unplaced or 0)
    return round(told.reads * facts.size / max(1, every) * _SIZES[form])


def wish_of(draft: Draft, regions: RegionSet, output: Path) -> Wish:
    """The slice that a draft stands for."""
    return Wish(
        regions,
        output.absolute(),
        draft.format,
        contained=draft.contained,
        write_index=draft.format is not OutputFormat.SAM,
        reference=draft.reference,
        prune=draft.pruned,
        depth=True,
    )


def depths_of(made: Made, draft: Draft) -> tuple[RegionDepth, ...]:
    """Of each region, under the name that the person gave it."""
    return tuple(
        RegionDepth(
            one.region,
            draft.chips.name_of(one.region),
            one.reads,
            one.mean,
            one.bins,
            one.covered,
            one.lowest,
            one.lowest_at,
        )
        for one in made.depths
    )
