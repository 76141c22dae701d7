"""What the slice dialog says. Pure: values in, sentences out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from score_gui.model.problem import Problem
from score_gui.model.text import bytes_text, count_text, percent, time_left_text
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

CAUSES = {"slice-no-index": "No index lies next to this file. Slicing needs one."}
NEXT_STEPS = {
    "slice-no-index": "The whole file can be downloaded instead.",
    "slice-reference-needed": "Choose its FASTA file.",
    "slice-reference-differs": "Choose the FASTA of this alignment.",
}
LARGE_SHARE = 80
"""Percent of a file from which on the whole of it may serve better."""
MATES = "A slice holds the reads that overlap your regions, padding included. Their mates elsewhere are not in it."
NO_READS = "No reads in these regions. The {kind} holds its header only."
CANCELLED = "Cancelled. Nothing was kept of it."
COPIED = "The command is on the clipboard."
RECEIPT_SAVED = "The receipt is saved."
_SLOW = 20_000_000.0
"""Bytes per second that a store gives at least, six connections together; the time is a guess that says so."""


def count_short(count: int) -> str:
    """`63.1 M`, `12.4 k`, `812`: for figures beside bars."""
    if count < 1000:
        return f"{count:,}"
    if count < 999_950:
        return f"{count / 1e3:,.1f} k"
    return f"{count / 1e6:,.1f} M"


def size_text(count: int) -> str:
    """As everywhere, with one decimal more below 100 MB: slices are small, and `2 MB` would be half the truth."""
    return f"{count / 1e6:.1f} MB" if 999_500 <= count < 99_950_000 else bytes_text(count)


def file_line(target: SliceTarget, facts: FileFacts) -> str:
    """`112.4 GB, DO32842, GRCh38 (read from the header), index SA408046.aln.bam.bai found`."""
    words = [size_text(facts.size)]
    words += [target.donor] if target.donor else []
    words += [f"{facts.assembly} (read from the header)"] if facts.assembly else [_contigs_words(facts)]
    words += [f"index {facts.index_name} found"] if facts.index_name else ["index found"]
    return ", ".join(words)


def _contigs_words(facts: FileFacts) -> str:
    return count_text(len(facts.contigs), "contig")


def source_line(target: SliceTarget, facts: FileFacts) -> str:
    """`SA408046.aln.bam, ICGC ARGO, GRCh38`."""
    where = target.site if target.path is None else "on this computer"
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
        return f"Fetches {size_text(weighed.download)}", f"for {where}"
    return f"About {size_text(weighed.made)}", f"{rounded_reads(weighed.reads)} in {where}"


def regions_words(count: int, of: int | None = None, *, unplaced: bool = False) -> str:
    """`3 regions`, `2 of 3 regions`, `1 region and the reads without a place`."""
    if not count and unplaced:
        return "the reads without a place"
    words = count_text(count, "region") if of is None else f"{count:,} of {count_text(of, 'region')}"
    return f"{words} and the reads without a place" if unplaced else words


def rounded_reads(count: int) -> str:
    """A guess with no more than two digits: `27,000 reads`."""
    if count >= 100:
        step = 10 ** (len(str(count)) - 2)
        count = round(count / step) * step
    return count_text(count, "read")


def estimate_rest(weighed: Weighed, *, is_local: bool) -> str:
    """What it takes, in a sentence or two."""
    if is_local:
        return (
            f"Reads {size_text(_read(weighed))} of the file, which is on this computer. {room_words(weighed)}"
        )
    if not weighed.download:
        return f"All of it is here already; nothing is fetched. {room_words(weighed)}"
    requests = count_text(weighed.requests, "request")
    return (
        f"Fetches {size_text(weighed.download)} in {requests}, {seconds_words(weighed.download)}. "
        f"The {size_text(weighed.size)} file stays where it is. {room_words(weighed)}"
    )


def _read(weighed: Weighed) -> int:
    return weighed.made if weighed.made is not None else weighed.size


def room_words(weighed: Weighed) -> str:
    """`Needs 9 MB, 412.0 GB are free.`"""
    need = weighed.download + (weighed.made or weighed.download)
    return f"Needs about {size_text(need)} on the disk; {size_text(weighed.free)} are free."


def seconds_words(count: int) -> str:
    """About how long fetching takes on an ordinary line."""
    seconds = count / _SLOW
    if seconds < 10:
        return "a few seconds"
    return time_left_text(seconds) if seconds >= 60 else f"about {round(seconds, -1):.0f} seconds"


def is_most(weighed: Weighed) -> bool:
    """So much of the file that the whole of it may serve better."""
    return weighed.size > 0 and percent(weighed.download, weighed.size) >= LARGE_SHARE


def most_words(weighed: Weighed) -> str:
    """Said when nearly the whole file would be fetched."""
    share = percent(weighed.download, weighed.size)
    return f"That is {share} % of the file. The whole file, which is checked by its MD5, may serve better."


def broken_words(count: int) -> str:
    """The foot while a chip is broken."""
    return f"Fix or remove {count_text(count, 'region')} first"


def progress_words(progress: Progress) -> tuple[str, str]:
    """The bold words and what follows them, while a slice is made."""
    if progress.stage is Stage.FETCHING:
        share = percent(progress.fetched, progress.planned) if progress.planned else 0
        whole = f"{size_text(progress.fetched)} of {size_text(progress.planned)}"
        whole += f", {count_text(progress.reads, 'read')} written" if progress.reads else ""
        return f"Fetching, {share} %", whole if progress.planned else "Asking the site for the bytes"
    if progress.stage is Stage.READING:
        return "Writing", f"{count_text(progress.reads, 'read')} written"
    return "Looking at the slice", f"{count_text(progress.reads, 'read')}; measuring depth and MD5"


def saved_head(saved: Saved) -> str:
    """`47,612 reads in 3 regions, 6.8 MB`."""
    where = regions_words(len(saved.regions.regions), unplaced=saved.regions.unplaced)
    return f"{count_text(saved.reads, 'read')} in {where}, {size_text(saved.size)}"


def saved_rest(saved: Saved, *, is_local: bool) -> str:
    """How far it was checked, and what it cost."""
    kind = saved.path.suffix.removeprefix(".").upper()
    if not saved.reads:
        return NO_READS.format(kind=kind)
    checked = (
        f"The {kind} reads to its end and the index fits." if saved.index else f"The {kind} reads to its end."
    )
    if is_local:
        return f"{checked} Made from a file on this computer in {_seconds(saved.seconds)}."
    return (
        f"{checked} Fetched {size_text(saved.received)} of {size_text(saved.source_size)} "
        f"in {_seconds(saved.seconds)}."
    )


def _seconds(seconds: float) -> str:
    if seconds < 1:
        return "under a second"
    if seconds < 90:
        return count_text(round(seconds), "second")
    return count_text(round(seconds / 60), "minute")


def depth_note(depth: RegionDepth) -> str:
    """The lowest depth with its place, and what is counted."""
    counted = "All reads of the slice count, duplicates too."
    if depth.lowest is None or depth.lowest_at is None:
        return f"The regions are too long for a figure of each base. {counted}"
    return f"{lowest_words(depth)} near {_near(depth)}. {counted}"


def _near(depth: RegionDepth) -> str:
    step = 1000 if depth.region.end - depth.region.begin > 20_000 else 1
    return f"{round((depth.lowest_at or 0) / step) * step:,}"


def times(value: float) -> str:
    """A depth, as `38.1` with the sign for times."""
    return f"{value:,.1f}\N{MULTIPLICATION SIGN}"


def lowest_words(depth: RegionDepth) -> str:
    """The lowest depth; empty where it was not counted."""
    return "" if depth.lowest is None else f"{depth.lowest:,}\N{MULTIPLICATION SIGN}"


def share_words(share: float | None) -> str:
    """`99.2 %`; never 100 while a base is missing, empty where it was not counted."""
    if share is None:
        return ""
    return f"{min(share, 0.999) * 100:.1f} %" if share < 1 else "100 %"


def covered_title() -> str:
    """The head of the column of shares."""
    return f"\N{GREATER-THAN OR EQUAL TO} {ENOUGH}\N{MULTIPLICATION SIGN}"


def depth_said(depth: RegionDepth) -> str:
    """A region's depth for a screen reader."""
    words = [
        f"{depth.name or depth.region.text}: {count_text(depth.reads, 'read')}",
        f"mean depth {depth.mean:.1f}",
    ]
    words += [] if depth.lowest is None else [f"lowest {depth.lowest}"]
    words += (
        [] if depth.covered is None else [f"{share_words(depth.covered)} of the bases at {ENOUGH} or more"]
    )
    return ", ".join(words)


def problem_line(problem: Problem) -> str:
    """What stands in the way and what to do in this dialog, where the words of the command line do not fit."""
    return f"{problem_cause(problem)} {next_step(problem)}"


def is_of_this_file(problem: Problem) -> bool:
    """Another file may do better: what stands in the way is neither the system, nor the site, nor the token."""
    return problem.code.startswith("slice-") and problem.code != "slice-no-reader"


def problem_cause(problem: Problem) -> str:
    """The cause, where the dialog knows it closer than the command line."""
    return CAUSES.get(problem.code, problem.cause)


def next_step(problem: Problem) -> str:
    """What to do in this dialog."""
    return NEXT_STEPS.get(problem.code, problem.next_step)


def batch_head(lines: Sequence[BatchLine]) -> str:
    """`11 of 12 slices are made`, whatever became of the rest."""
    done = sum(line.state is LineState.DONE for line in lines)
    return (
        f"{done:,} of {count_text(len(lines), 'slice')} made"
        if done < len(lines)
        else f"{count_text(done, 'slice')} made"
    )


def batch_rest(lines: Sequence[BatchLine], folder: Path) -> str:
    """Where they are, and how many are missing."""
    stopped = sum(line.state is LineState.STOPPED for line in lines)
    left = sum(line.state is LineState.LEFT for line in lines)
    size = sum(line.saved.size for line in lines if line.saved is not None)
    words = [f"{size_text(size)} in {folder}."]
    words += [f"{count_text(stopped, 'file')} could not be sliced; each says why."] if stopped else []
    words += [f"{count_text(left, 'file')} left out, as you cancelled."] if left else []
    return " ".join(words)


def batch_line(line: BatchLine) -> str:
    """What the table says of a file."""
    if line.problem is not None:
        return f"{line.problem.title}. {line.problem.cause}"
    if line.saved is not None:
        return f"{count_text(line.saved.reads, 'read')}, {size_text(line.saved.size)}"
    return {LineState.LEFT: "Cancelled"}.get(line.state, "")
