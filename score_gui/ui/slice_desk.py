"""Does the work of the slice dialog in the threads it is called in: opens files, weighs, saves. No Qt.

A file belongs to one dialog. Its calls that block take turns; `cancel` and `close` only raise a flag, so that the
window is never kept waiting, and what was opened is given back by a thread as soon as the work has ended.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from score_gui.files.space import free_bytes, reserve_bytes, total_bytes
from score_gui.model.language import tr
from score_gui.model.problem import Problem, ProblemError
from score_gui.net.data import DataClient
from score_gui.slicing import troubles
from score_gui.slicing.assembly import recognise
from score_gui.slicing.counts import contig_counts
from score_gui.slicing.fetch import CancelledError, Line
from score_gui.slicing.genes import genes_for
from score_gui.slicing.header import FileKind
from score_gui.slicing.igv import open_in_igv
from score_gui.slicing.job import Ears, Estimate, Made, Wish, check_wish, estimate, make_slice
from score_gui.slicing.opening import Opened, open_local, open_remote
from score_gui.slicing.orders import OutputFormat
from score_gui.slicing.regions import Contigs, Region, RegionSet
from score_gui.slicing.sparse import check_space
from score_gui.slicing.workplace import workplace
from score_gui.sources.base import Source
from score_gui.transfer.disk import disk_problem
from score_gui.transfer.rate import RateLimit
from score_gui.ui.slice_batch_run import BatchRun
from score_gui.ui.slice_draft import Draft, SliceTarget, default_output
from score_gui.ui.slice_facts import (
    ContigBar,
    FileFacts,
    Progress,
    RegionDepth,
    Saved,
    SliceBatch,
    SliceFile,
    Stage,
    Weighed,
)
from score_gui.ui.slice_regions import Chip, RegionReader
from score_gui.wiring import Wiring

_PIECE = 1 << 20
_SIZES = {OutputFormat.BAM: 1.0, OutputFormat.SAM: 4.0, OutputFormat.CRAM: 0.6}
"""How large reads come out in a format, as a multiple of what they take in a BAM: a guess, and told as one."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the desk works with: `data` makes a client for the site of a profile, `release` runs a task in some thread.

    Both `sites` and `data` may block. All slices together keep to `limit`.
    """

    cache: Path
    data: Callable[[str], DataClient]
    source: Callable[[str], Source]
    sites: Callable[[], Sequence[tuple[str, str]]]
    release: Callable[[Callable[[], None]], None]
    limit: RateLimit = field(default_factory=RateLimit)


class Desk:
    """A `SliceDesk` for the real world."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def file(self, target: SliceTarget) -> SliceFile:
        return _File(self._surroundings, target)

    def batch(self, targets: Sequence[SliceTarget], draft: Draft, contigs: Contigs) -> SliceBatch:
        return BatchRun(self.file, targets, draft, contigs)

    def profiles(self) -> Sequence[tuple[str, str]]:
        return self._surroundings.sites()

    def open_in_igv(self, saved: Saved, region: Region | None, assembly: str) -> str:
        del assembly  # the genome is the person's choice: loading another one would close their session
        open_in_igv(saved.path, region)
        return tr("Shown in IGV.")

    def save_receipt(self, path: Path, text: str) -> None:
        with _told(path):
            path.write_text(text, encoding="utf-8")


def desk_of(
    wiring: Wiring,
    sites: Callable[[], Sequence[tuple[str, str]]],
    release: Callable[[Callable[[], None]], None],
    limit: RateLimit,
) -> Desk:
    """The desk of this run of the program."""

    def data(profile_id: str) -> DataClient:
        return DataClient(wiring.net_for(wiring.profile(profile_id)))

    return Desk(Surroundings(wiring.folders.cache, data, wiring.source, sites, release, limit))


class _File:
    """One file; see `SliceFile`."""

    def __init__(self, surroundings: Surroundings, target: SliceTarget) -> None:
        self._target = target
        self._surroundings = surroundings
        self._turn = threading.Lock()
        self._cancel = threading.Event()
        self._is_closed = False
        self._kept = ExitStack()
        self._opened: Opened | None = None
        self._facts: FileFacts | None = None
        self._wishes: dict[object, Problem | None] = {}

    @property
    def target(self) -> SliceTarget:
        return self._target

    # --- called in the GUI thread ---

    def begin(self) -> Progress:
        if not self._is_closed:
            self._cancel.clear()
        return Progress()

    def cancel(self) -> None:
        self._cancel.set()

    def close(self) -> None:
        self._is_closed = True
        self._cancel.set()
        self._surroundings.release(self._give_back)

    def _give_back(self) -> None:
        with self._turn:
            self._opened = None
            self._kept.close()

    # --- called in a thread of a pool ---

    def open(self) -> FileFacts:
        with self._turn, _told(self._surroundings.cache):
            if importlib.util.find_spec("pysam") is None:
                raise ProblemError(troubles.no_reader())
            with ExitStack() as stack:
                if self._is_closed:
                    raise CancelledError
                opened = self._open(stack)
                self._facts = _facts(opened)
                self._kept = stack.pop_all()
            self._opened = opened
            return self._facts

    def _open(self, stack: ExitStack) -> Opened:
        work = stack.enter_context(workplace(self._surroundings.cache))
        target = self._target
        if target.path is not None:
            return stack.enter_context(closing(open_local(target.path, work, with_index=True)))
        if target.entry is None:
            raise ValueError("a target is a file or an entry")
        data = stack.enter_context(closing(self._surroundings.data(target.profile_id)))
        line = Line(data.fetch, data.abort, self._cancel, limit=self._surroundings.limit)
        source = self._surroundings.source(target.profile_id)
        return stack.enter_context(closing(open_remote(source, target.entry, work, line, with_index=True)))

    def read_bed(self, path: Path) -> Chip:
        _, facts = self._known()
        try:
            return facts.reader.read_bed(path, path.read_bytes())
        except OSError as error:
            reason = error.strerror or tr("no reason was given")
            detail = tr("{name} cannot be read: {reason}.", name=path.name, reason=reason)
            raise ProblemError(troubles.region_unclear(detail)) from None

    def weigh(self, draft: Draft) -> Weighed:
        with self._turn, _told(draft.output or draft.folder):
            opened, facts = self._known()
            regions = draft.chips.region_set(facts.contigs, draft.padding, unplaced=draft.unplaced)
            output = draft.output or default_output(draft, facts.name, _is_taken)
            free = _free(output.parent)
            if not (regions.regions or regions.unplaced):
                return Weighed(regions, output, size=facts.size, free=free)
            told = estimate(opened, regions)
            problem = self._problem(opened, draft, regions, output, told)
            return Weighed(
                regions,
                output,
                download=told.download,
                requests=told.requests,
                size=told.size,
                reads=told.reads,
                made=_made_size(facts, told, draft.format),
                free=free,
                reference_checked=_checked(opened, draft, regions),
                problem=problem,
            )

    def _problem(
        self, opened: Opened, draft: Draft, regions: RegionSet, output: Path, told: Estimate
    ) -> Problem | None:
        """What can be known to stand in the way; comparing a reference takes long, so its answer is kept."""
        if _is_taken(output):
            return troubles.output_exists(output.name)
        names = frozenset(region.contig for region in regions.regions)
        key = (draft.reference, _stamp(draft.reference), draft.format, names)
        if key not in self._wishes:
            self._wishes[key] = _problem_of(lambda: check_wish(opened, _wish(draft, regions, output)))
        return self._wishes[key] or _problem_of(lambda: self._check_room(output, told))

    def _check_room(self, output: Path, told: Estimate) -> None:
        """Raises ProblemError."""
        for folder in (self._surroundings.cache, output.parent):
            check_space(folder, told.download)

    def save(self, draft: Draft, weighed: Weighed, progress: Progress) -> Saved:
        with self._turn, _told(weighed.output):
            opened, facts = self._known()
            began, before = time.monotonic(), opened.file.received
            progress.planned = weighed.download
            if not weighed.download:
                progress.stage = Stage.READING
            made = make_slice(opened, _wish(draft, weighed.regions, weighed.output), self._ears(progress))
            progress.stage, progress.reads = Stage.LOOKING, made.reads
            seconds = time.monotonic() - began
            return Saved(
                made.path,
                made.index,
                made.reads,
                made.received - before,
                facts.size,
                seconds,
                made.path.stat().st_size,
                self._md5(made),
                weighed.regions,
                _depths(made, draft),
            )

    def _ears(self, progress: Progress) -> Ears:
        def fetched(count: int) -> None:
            progress.fetched = count

        def read(count: int) -> None:
            progress.reads = count
            if progress.fetched >= progress.planned:
                progress.stage = Stage.READING

        return Ears(fetched, read, self._cancel)

    def _md5(self, made: Made) -> str:
        """Of the slice. Raises CancelledError; then the slice, which nobody has seen yet, is gone."""
        digest = hashlib.md5(usedforsecurity=False)
        with made.path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                if self._cancel.is_set():
                    break
            else:
                return digest.hexdigest()
        for path in (made.path, made.index):
            if path is not None:
                path.unlink()
        raise CancelledError

    def _known(self) -> tuple[Opened, FileFacts]:
        """Raises CancelledError once the file is closed."""
        if self._is_closed or self._opened is None or self._facts is None:
            raise CancelledError
        return self._opened, self._facts


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what the system says of a file or a drive into a problem."""
    try:
        yield
    except OSError as error:
        raise ProblemError(disk_problem(error, Path(error.filename or path))) from None


def _facts(opened: Opened) -> FileFacts:
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


def _checked(opened: Opened, draft: Draft, regions: RegionSet) -> int | None:
    """Contigs of which the header tells the MD5, if a reference is compared with them at all."""
    header = opened.shape.header
    if draft.reference is None or not (header.kind is FileKind.CRAM or draft.format is OutputFormat.CRAM):
        return None
    return len({region.contig for region in regions.regions} & header.md5s.keys())


def _made_size(facts: FileFacts, told: Estimate, form: OutputFormat) -> int | None:
    """By the bytes that a read of this file takes on the average."""
    if told.reads is None or not facts.counts_reads:
        return None
    every = facts.mapped + (facts.unplaced or 0)
    return round(told.reads * facts.size / max(1, every) * _SIZES[form])


def _wish(draft: Draft, regions: RegionSet, output: Path) -> Wish:
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


def _depths(made: Made, draft: Draft) -> tuple[RegionDepth, ...]:
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


def _is_taken(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _free(folder: Path) -> int:
    return max(0, free_bytes(folder) - reserve_bytes(total_bytes(folder)))


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """Tells two states of a file apart; None for one that is not there."""
    if path is None or not path.exists():
        return None
    seen = path.stat()
    return seen.st_mtime_ns, seen.st_size


def _problem_of(check: Callable[[], object]) -> Problem | None:
    try:
        check()
    except ProblemError as error:
        return error.problem
    return None
