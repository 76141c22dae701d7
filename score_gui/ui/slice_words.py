"""What the slice dialog says. Pure: values in, sentences out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from score_gui.model.language import mark, tr, trn
from score_gui.model.problem import Problem
from score_gui.model.text import bytes_text, decimal_text, number_text, percent, time_left_text
from score_gui.slicing.depth import ENOUGH
from score_gui.ui.slice_draft import SliceTarget
from score_gui.ui.slice_facts import (
    BatchLine,
    FileFacts,
    LineState,
    Progress,
    RegionDepth,
    Saved,
    Stage,
    Weighed,
)

CAUSES = {"slice-no-index": mark("No index lies next to this file. Slicing needs one.")}
NEXT_STEPS = {
    "slice-no-index": mark("The whole file can be downloaded instead."),
    "slice-reference-needed": mark("Choose its FASTA file."),
    "slice-reference-differs": mark("Choose the FASTA of this alignment."),
}
LARGE_SHARE = 80
"""Percent of a file from which on the whole of it may serve better."""
MATES = mark(
    "A slice holds the reads that overlap your regions, padding included. Their mates elsewhere are not in it."
)
NO_READS = mark("No reads in these regions. The {kind} holds its header only.")
CANCELLED = mark("Cancelled. Nothing was kept of it.")
COPIED = mark("The command is on the clipboard.")
RECEIPT_SAVED = mark("The receipt is saved.")
_SLOW = 20_000_000.0
"""Bytes per second that a store gives at least, six connections together; the time is a guess that says so."""


def count_short(count: int) -> str:
    """`63.1 M`, `12.4 k`, `812`: for figures beside bars."""
    if count < 1000:
        return number_text(count)
    if count < 999_950:
        return f"{decimal_text(count / 1e3, 1)} k"
    return f"{decimal_text(count / 1e6, 1)} M"


def reads_text(count: int) -> str:
    """`1 read`, `47,612 reads`."""
    return trn("{count} read", "{count} reads", count)


def size_text(count: int) -> str:
    """As everywhere, with one decimal more below 100 MB: slices are small, and `2 MB` would be half the truth."""
    if not 999_500 <= count < 99_950_000:
        return bytes_text(count)
    return f"{decimal_text(count / 1e6, 1)} {tr('MB')}"


def file_line(target: SliceTarget, facts: FileFacts) -> str:
    """`112.4 GB, DO32842, GRCh38 (read from the header), index SA408046.aln.bam.bai found`."""
    words = [size_text(facts.size)]
    words += [target.donor] if target.donor else []
    words += [
        tr("{assembly} (read from the header)", assembly=facts.assembly)
        if facts.assembly
        else trn("{count} contig", "{count} contigs", len(facts.contigs))
    ]
    words += [tr("index {name} found", name=facts.index_name) if facts.index_name else tr("index found")]
    return ", ".join(words)


def source_line(target: SliceTarget, facts: FileFacts) -> str:
    """`SA408046.aln.bam, ICGC ARGO, GRCh38`."""
    where = target.site if target.path is None else tr("on this computer")
    return ", ".join(word for word in (facts.name, where, facts.assembly) if word)


def estimate_head(weighed: Weighed, good: int, chips: int) -> tuple[str, str]:
    """The bold figure and what follows it; `good` of the `chips` are counted."""
    count = len(weighed.regions.regions)
    where = regions_words(
        count if good == chips else good,
        None if good == chips else chips,
        unplaced=weighed.regions.unplaced,
    )
    if weighed.made is None or weighed.reads is None:
        return tr("Fetches {size}", size=size_text(weighed.download)), tr("for {regions}", regions=where)
    head = tr("About {size}", size=size_text(weighed.made))
    return head, tr("{reads} in {regions}", reads=rounded_reads(weighed.reads), regions=where)


def regions_words(count: int, of: int | None = None, *, unplaced: bool = False) -> str:
    """`3 regions`, `2 of 3 regions`, `1 region and the reads without a place`."""
    if not count and unplaced:
        return tr("the reads without a place")
    if of is None:
        words = trn("{count} region", "{count} regions", count)
    else:
        words = trn("{good:,} of {count} region", "{good:,} of {count} regions", of, good=count)
    return tr("{regions} and the reads without a place", regions=words) if unplaced else words


def rounded_reads(count: int) -> str:
    """A guess with no more than two digits: `27,000 reads`."""
    if count >= 100:
        step = 10 ** (len(str(count)) - 2)
        count = round(count / step) * step
    return reads_text(count)


def estimate_rest(weighed: Weighed, *, is_local: bool) -> str:
    """What it takes, in a sentence or two."""
    if is_local:
        size = size_text(_read(weighed))
        told = tr("Reads {size} of the file, which is on this computer.", size=size)
    elif not weighed.download:
        told = tr("All of it is here already; nothing is fetched.")
    else:
        told = trn(
            "Fetches {size} in {count} request, {time}. The {whole} file stays where it is.",
            "Fetches {size} in {count} requests, {time}. The {whole} file stays where it is.",
            weighed.requests,
            size=size_text(weighed.download),
            time=seconds_words(weighed.download),
            whole=size_text(weighed.size),
        )
    return f"{told} {room_words(weighed)}"


def _read(weighed: Weighed) -> int:
    return weighed.made if weighed.made is not None else weighed.size


def room_words(weighed: Weighed) -> str:
    """`Needs 9 MB, 412.0 GB are free.`"""
    need = weighed.download + (weighed.made or weighed.download)
    return tr(
        "Needs about {size} on the disk; {free} are free.", size=size_text(need), free=size_text(weighed.free)
    )


def seconds_words(count: int) -> str:
    """About how long fetching takes on an ordinary line."""
    seconds = count / _SLOW
    if seconds < 10:
        return tr("a few seconds")
    if seconds >= 60:
        return time_left_text(seconds)
    return tr("about {seconds} seconds", seconds=round(seconds / 10) * 10)


def is_most(weighed: Weighed) -> bool:
    """So much of the file that the whole of it may serve better."""
    return weighed.size > 0 and percent(weighed.download, weighed.size) >= LARGE_SHARE


def most_words(weighed: Weighed) -> str:
    """Said when nearly the whole file would be fetched."""
    share = percent(weighed.download, weighed.size)
    return tr(
        "That is {share} % of the file. The whole file, which is checked by its MD5, may serve better.",
        share=share,
    )


def broken_words(count: int) -> str:
    """The foot while a chip is broken."""
    return trn("Fix or remove {count} region first", "Fix or remove {count} regions first", count)


def progress_words(progress: Progress) -> tuple[str, str]:
    """The bold words and what follows them, while a slice is made."""
    if progress.stage is Stage.FETCHING:
        share = percent(progress.fetched, progress.planned) if progress.planned else 0
        return tr("Fetching, {share} %", share=share), _fetched_words(progress)
    if progress.stage is Stage.READING:
        return tr("Writing"), _written_words(progress.reads)
    return tr("Looking at the slice"), trn(
        "{count} read; measuring depth and MD5", "{count} reads; measuring depth and MD5", progress.reads
    )


def _fetched_words(progress: Progress) -> str:
    if not progress.planned:
        return tr("Asking the site for the bytes")
    whole = tr("{size} of {whole}", size=size_text(progress.fetched), whole=size_text(progress.planned))
    return f"{whole}, {_written_words(progress.reads)}" if progress.reads else whole


def _written_words(reads: int) -> str:
    return trn("{count} read written", "{count} reads written", reads)


def saved_head(saved: Saved) -> str:
    """`47,612 reads in 3 regions, 6.8 MB`."""
    where = regions_words(len(saved.regions.regions), unplaced=saved.regions.unplaced)
    told = tr("{reads} in {regions}", reads=reads_text(saved.reads), regions=where)
    return f"{told}, {size_text(saved.size)}"


def saved_rest(saved: Saved, *, is_local: bool) -> str:
    """How far it was checked, and what it cost."""
    kind = saved.path.suffix.removeprefix(".").upper()
    if not saved.reads:
        return tr(NO_READS, kind=kind)
    checked = tr("The {kind} reads to its end.", kind=kind)
    if saved.index:
        checked = tr("The {kind} reads to its end and the index fits.", kind=kind)
    time = _seconds(saved.seconds)
    if is_local:
        return f"{checked} {tr('Made from a file on this computer in {time}.', time=time)}"
    fetched = tr(
        "Fetched {size} of {whole} in {time}.",
        size=size_text(saved.received),
        whole=size_text(saved.source_size),
        time=time,
    )
    return f"{checked} {fetched}"


def _seconds(seconds: float) -> str:
    if seconds < 1:
        return tr("under a second")
    if seconds < 90:
        return trn("{count} second", "{count} seconds", round(seconds))
    return trn("{count} minute", "{count} minutes", round(seconds / 60))


def depth_note(depth: RegionDepth) -> str:
    """The lowest depth with its place, and what is counted."""
    counted = tr("All reads of the slice count, duplicates too.")
    if depth.lowest is None or depth.lowest_at is None:
        return f"{tr('The regions are too long for a figure of each base.')} {counted}"
    lowest = tr("{depth} near {place:,}.", depth=lowest_words(depth), place=_near(depth))
    return f"{lowest} {counted}"


def _near(depth: RegionDepth) -> int:
    step = 1000 if depth.region.end - depth.region.begin > 20_000 else 1
    return round((depth.lowest_at or 0) / step) * step


def times(value: float) -> str:
    """A depth, as `38.1` with the sign for times."""
    return f"{decimal_text(value, 1)}\N{MULTIPLICATION SIGN}"


def lowest_words(depth: RegionDepth) -> str:
    """The lowest depth; empty where it was not counted."""
    return "" if depth.lowest is None else f"{number_text(depth.lowest)}\N{MULTIPLICATION SIGN}"


def share_words(share: float | None) -> str:
    """`99.2 %`; never 100 while a base is missing, empty where it was not counted."""
    if share is None:
        return ""
    return f"{decimal_text(min(share, 0.999) * 100, 1)} %" if share < 1 else "100 %"


def covered_title() -> str:
    """The head of the column of shares."""
    return f"\N{GREATER-THAN OR EQUAL TO} {ENOUGH}\N{MULTIPLICATION SIGN}"


def depth_said(depth: RegionDepth) -> str:
    """A region's depth for a screen reader."""
    words = [
        f"{depth.name or depth.region.text}: {reads_text(depth.reads)}",
        tr("mean depth {depth}", depth=decimal_text(depth.mean, 1)),
    ]
    words += [] if depth.lowest is None else [tr("lowest {depth}", depth=depth.lowest)]
    if depth.covered is not None:
        share = share_words(depth.covered)
        words.append(tr("{share} of the bases at {depth} or more", share=share, depth=ENOUGH))
    return ", ".join(words)


def problem_line(problem: Problem) -> str:
    """What stands in the way and what to do in this dialog, where the words of the command line do not fit."""
    return f"{problem_cause(problem)} {next_step(problem)}"


def is_of_this_file(problem: Problem) -> bool:
    """Another file may do better: what stands in the way is neither the system, nor the site, nor the token."""
    return problem.code.startswith("slice-") and problem.code != "slice-no-reader"


def problem_cause(problem: Problem) -> str:
    """The cause, where the dialog knows it closer than the command line."""
    return tr(CAUSES.get(problem.code, problem.cause))


def next_step(problem: Problem) -> str:
    """What to do in this dialog."""
    return tr(NEXT_STEPS.get(problem.code, problem.next_step))


def batch_head(lines: Sequence[BatchLine]) -> str:
    """`11 of 12 slices are made`, whatever became of the rest."""
    done = sum(line.state is LineState.DONE for line in lines)
    if done < len(lines):
        return trn("{done:,} of {count} slice made", "{done:,} of {count} slices made", len(lines), done=done)
    return trn("{count} slice made", "{count} slices made", done)


def batch_rest(lines: Sequence[BatchLine], folder: Path) -> str:
    """Where they are, and how many are missing."""
    stopped = sum(line.state is LineState.STOPPED for line in lines)
    left = sum(line.state is LineState.LEFT for line in lines)
    size = sum(line.saved.size for line in lines if line.saved is not None)
    words = [tr("{size} in {folder}.", size=size_text(size), folder=folder)]
    if stopped:
        words.append(
            trn(
                "{count} file could not be sliced; each says why.",
                "{count} files could not be sliced; each says why.",
                stopped,
            )
        )
    if left:
        words.append(
            trn("{count} file left out, as you cancelled.", "{count} files left out, as you cancelled.", left)
        )
    return " ".join(words)


def batch_line(line: BatchLine) -> str:
    """What the table says of a file."""
    if line.problem is not None:
        return f"{tr(line.problem.title)}. {tr(line.problem.cause)}"
    if line.saved is not None:
        return f"{reads_text(line.saved.reads)}, {size_text(line.saved.size)}"
    return tr("Cancelled") if line.state is LineState.LEFT else ""
