"""One file of the slice dialog in the real world: opened, weighed, saved, in the threads that call it. No Qt.

Its calls that block take turns; `cancel` and `close` only raise a flag, so that the window is never kept waiting, and
what was opened is given back by a thread as soon as the work has ended.
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
from score_gui.slicing.fetch import CancelledError, Line
from score_gui.slicing.job import Ears, Estimate, Made, check_wish, estimate, make_slice
from score_gui.slicing.opening import Opened, open_local, open_remote
from score_gui.slicing.regions import RegionSet
from score_gui.slicing.sparse import check_space
from score_gui.slicing.workplace import workplace
from score_gui.sources.base import Source
from score_gui.transfer.disk import disk_problem
from score_gui.transfer.rate import RateLimit
from score_gui.ui.slice_draft import Draft, SliceTarget, default_output
from score_gui.ui.slice_facts import FileFacts, Progress, Saved, Stage, Weighed
from score_gui.ui.slice_regions import Chip
from score_gui.ui.slice_terms import checked_contigs, depths_of, facts_of, made_size, wish_of

_PIECE = 1 << 20


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


@contextmanager
def as_problems(path: Path) -> Iterator[None]:
    """Turns what the system says of a file or a drive into a problem."""
    try:
        yield
    except OSError as error:
        raise ProblemError(disk_problem(error, Path(error.filename or path))) from None


class RealFile:
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
        with self._turn, as_problems(self._surroundings.cache):
            if importlib.util.find_spec("pysam") is None:
                raise ProblemError(troubles.no_reader())
            with ExitStack() as stack:
                if self._is_closed:
                    raise CancelledError
                opened = self._open(stack)
                self._facts = facts_of(opened)
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
        with self._turn, as_problems(draft.output or draft.folder):
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
                made=made_size(facts, told, draft.format),
                free=free,
                reference_checked=checked_contigs(opened, draft, regions),
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
            self._wishes[key] = _problem_of(lambda: check_wish(opened, wish_of(draft, regions, output)))
        return self._wishes[key] or _problem_of(lambda: self._check_room(output, told))

    def _check_room(self, output: Path, told: Estimate) -> None:
        """Raises ProblemError."""
        for folder in (self._surroundings.cache, output.parent):
            check_space(folder, told.download)

    def save(self, draft: Draft, weighed: Weighed, progress: Progress) -> Saved:
        with self._turn, as_problems(weighed.output):
            opened, facts = self._known()
            began, before = time.monotonic(), opened.file.received
            progress.planned = weighed.download
            if not weighed.download:
                progress.stage = Stage.READING
            made = make_slice(opened, wish_of(draft, weighed.regions, weighed.output), self._ears(progress))
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
                depths_of(made, draft),
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
