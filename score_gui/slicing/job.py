"""One slice, from a plan to a file under its final name; a partial result is never delivered."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from score_gui import __version__
from score_gui.files.durable import publish
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.language import tr
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.child import MEMORY
from score_gui.slicing.counts import contig_counts
from score_gui.slicing.crai import CraiIndex
from score_gui.slicing.depth import REGIONS, Depth, none_over
from score_gui.slicing.export import Reader, allowed_seconds
from score_gui.slicing.feeding import fetch_for
from score_gui.slicing.fetch import Tell
from score_gui.slicing.header import FileKind
from score_gui.slicing.opening import Opened
from score_gui.slicing.orders import INDEX_ENDINGS, Answer, Order, OutputFormat
from score_gui.slicing.plan import Plan, make_plan, pieces
from score_gui.slicing.reference import check_reference, own_reference
from score_gui.slicing.regions import UNPLACED, RegionSet
from score_gui.slicing.sparse import check_space
from score_gui.transfer.disk import disk_problem
from score_gui.transfer.part_file import PartFile


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a file and where it goes. `regions` without any gives the header alone.

    `prune` leaves out of the header what read groups no read of the slice names; else it is that of the file.
    `depth` also tells how deep the reads lie over the regions.
    """

    regions: RegionSet
    output: Path
    format: OutputFormat = OutputFormat.BAM
    contained: bool = False
    write_index: bool = False
    reference: Path | None = None
    prune: bool = False
    depth: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """`download` in bytes is exact. `reads` is a guess from the index, None where it counts none."""

    download: int
    requests: int
    size: int
    reads: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """A slice that is there. `depths` are those of its first regions, where they were asked for."""

    path: Path
    index: Path | None
    reads: int
    received: int
    depths: tuple[Depth, ...] = ()


@dataclass(frozen=True, slots=True)
class Ears:
    """Who hears how it goes: bytes that arrived, and reads that were written; `cancel` ends the writing."""

    fetched: Tell
    read: Callable[[int], None]
    cancel: threading.Event = field(default_factory=threading.Event)


def estimate(opened: Opened, regions: RegionSet) -> Estimate:
    """What fetching these regions costs, before a byte of them is fetched; what is here already is not counted."""
    if opened.index is None:
        return Estimate(0, 0, opened.file.size, 0)
    missing = make_plan(opened.index, opened.shape, regions).missing(opened.file.have)
    return Estimate(missing.total, len(pieces(missing)), opened.file.size, _guess_reads(opened, regions))


def _guess_reads(opened: Opened, regions: RegionSet) -> int | None:
    """The reads of each contig times the share of its bases; true where the coverage is even."""
    counts = contig_counts(opened)
    if counts is None or not counts.counts_reads:
        return None
    reads, lengths = dict(counts.by_contig), opened.shape.header.contigs
    guess = float(counts.unplaced or 0) if regions.unplaced else 0.0
    for region in regions.regions:
        guess += reads[region.contig] * (region.end - region.begin) / max(1, lengths[region.contig])
    return round(guess)


def check_wish(opened: Opened, wish: Wish, cancel: threading.Event | None = None) -> None:
    """What can be known to go wrong before anything is fetched. Raises ProblemError or CancelledError."""
    _check_names(wish)
    is_cram = opened.shape.header.kind is FileKind.CRAM
    if wish.reference is None:
        if is_cram and (wish.regions.regions or wish.regions.unplaced):
            raise ProblemError(troubles.reference_needed(opened.name))
        return
    if is_cram or wish.format is OutputFormat.CRAM:
        names = [region.contig for region in wish.regions.regions]
        neighbours = _neighbours(opened, wish.regions)
        check_reference(wish.reference, opened.work, opened.shape.header, names, neighbours, cancel)


def _check_names(wish: Wish) -> None:
    for path in (wish.output, *_index_names(wish)):
        if path.exists() or path.is_symlink():
            raise ProblemError(troubles.output_exists(path.name))


def check_output(wish: Wish) -> None:
    """Make the folder, and see that the slice can be put there: htslib would call a missing right a damaged file.

    Raises ProblemError.
    """
    _check_names(wish)
    try:
        wish.output.parent.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=wish.output.parent).close()
    except OSError as error:
        raise ProblemError(disk_problem(error, wish.output)) from None


def _neighbours(opened: Opened, regions: RegionSet) -> set[str]:
    """Contigs with reads in the containers that are going to be read."""
    if not isinstance(opened.index, CraiIndex):
        return set()
    ranges = make_plan(opened.index, opened.shape, regions).ranges
    names = list(opened.shape.header.contigs)
    read = (one for one in opened.index.slices if ranges.covers(ByteRange(one.container, one.container + 1)))
    return {names[one.tid] for one in read if one.tid >= 0}


def _index_names(wish: Wish) -> list[Path]:
    if not wish.write_index or wish.format is OutputFormat.SAM:
        return []
    endings = [".crai"] if wish.format is OutputFormat.CRAM else [".bai", ".csi"]
    return [Path(f"{wish.output}{ending}") for ending in endings]


def make_slice(opened: Opened, wish: Wish, ears: Ears) -> Made:
    """Fetch, read, write, publish.

    Raises ProblemError or CancelledError; then nothing is left under the final name.
    """
    check_wish(opened, wish, ears.cancel)
    check_output(wish)
    part = wish.output.with_name(f"{wish.output.name}.{secrets.token_hex(4)}.part")
    try:
        answer = _read_until_whole(opened, wish, part, ears)
        index = _publish(part, wish.output, answer)
    except OSError as error:
        raise ProblemError(disk_problem(error, wish.output)) from None
    finally:
        _remove(part)
    depths = _depths(wish, answer) if wish.depth else ()
    return Made(wish.output, index, answer.reads, opened.file.received, depths)


def _depths(wish: Wish, answer: Answer) -> tuple[Depth, ...]:
    told = {depth.region: depth for depth in answer.depths}
    return tuple(told.get(region) or none_over(region) for region in wish.regions.regions[:REGIONS])


def _remove(part: Path) -> None:
    """The unfinished slice, its index and its drafts, whichever are left; their name is ours alone."""
    with suppress(OSError):
        for left in part.parent.iterdir():
            if left.name.startswith(part.name):
                left.unlink()


def _read_until_whole(opened: Opened, wish: Wish, part: Path, ears: Ears) -> Answer:
    """Should the plan have been too narrow for htslib after all, widen it where it stumbled, once per contig."""
    wide: frozenset[str] = frozenset()
    while True:
        plan = _plan(opened, wish, wide)
        with TemporaryDirectory(dir=opened.work, prefix="reader-") as folder:
            order = _order(opened, wish, plan, part)
            with Reader(order, Path(folder), opened.name) as reader:
                fetch_for(reader, opened, plan, ears.fetched)
                answer = reader.last_word(ears.cancel, ears.read)
        if answer.done:
            return answer
        place = answer.damaged or UNPLACED
        if place in wide or not _is_partial(opened):
            detail = f"{answer.detail}"
            if place != UNPLACED:
                detail = tr("at {place}: {detail}", place=place, detail=detail)
            raise ProblemError(troubles.read_trouble(opened.name, detail))
        wide |= {place}


def _is_partial(opened: Opened) -> bool:
    return not opened.file.have.covers(ByteRange(0, opened.file.size))


def _plan(opened: Opened, wish: Wish, wide: frozenset[str]) -> Plan:
    if opened.index is None:
        tail = ByteRange(max(0, opened.file.size - opened.shape.header.tail), opened.file.size)
        plan = Plan(RangeSet.of([tail]), (), unplaced=False)
    else:
        plan = make_plan(opened.index, opened.shape, wish.regions, wide)
    check_space(opened.file.path.parent, plan.missing(opened.file.have).total)
    check_space(wish.output.parent, plan.ranges.total)
    return plan


def _order(opened: Opened, wish: Wish, plan: Plan, part: Path) -> Order:
    planned = plan.ranges.total
    return Order(
        source=str(opened.file.path.absolute()),
        index=str(opened.index_path.absolute()) if opened.index_path else "",
        reference=str(own_reference(wish.reference, opened.work).absolute()) if wish.reference else None,
        questions=plan.questions,
        unplaced=plan.unplaced,
        contained=wish.contained,
        output=str(part.absolute()),
        format=wish.format,
        write_index=wish.write_index,
        prune=wish.prune,
        depth=wish.depth,
        version=__version__,
        memory=MEMORY,
        seconds=allowed_seconds(planned),
    )


def _publish(part: Path, target: Path, answer: Answer) -> Path | None:
    """The index first: a slice under its final name has all that belongs to it."""
    _sync(part)
    index: Path | None = None
    if answer.index in INDEX_ENDINGS:
        made, index = Path(f"{part}{answer.index}"), Path(f"{target}{answer.index}")
        _sync(made)
        _publish_one(made, index)
    try:
        _publish_one(part, target)
    except BaseException:
        if index is not None:
            index.unlink()
        raise
    return index


def _publish_one(part: Path, target: Path) -> None:
    try:
        publish(part, target)
    except FileExistsError:
        raise ProblemError(troubles.output_exists(target.name)) from None


def _sync(path: Path) -> None:
    file = PartFile(path)
    try:
        file.sync()
    finally:
        file.close()
