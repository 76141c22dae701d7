"""Fetches what a reader needs, and lets it read each region as soon as all that it touches is there and checked."""

from __future__ import annotations

from bisect import bisect_right

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.language import tr
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.export import Reader
from score_gui.slicing.fetch import Tell
from score_gui.slicing.header import BAM_END, FileKind
from score_gui.slicing.inflate import BLOCK_MAGIC
from score_gui.slicing.opening import Opened
from score_gui.slicing.plan import Need, Plan

AHEAD = 1024 * 1024
"""Bytes behind those of a region that have to be there with them, as far as they are planned. htslib buffers what it
reads, 32 KiB today: had it taken in a gap that is filled later, it would go on with zeros."""


class _ReaderOverError(Exception):
    """The reader has come to its end early; what it said tells why."""


def fetch_for(reader: Reader, opened: Opened, plan: Plan, tell: Tell) -> None:
    """Fetch what is missing of `plan`. Raises ProblemError or CancelledError.

    Returns early if the reader is over before everything is here.
    """
    feeding = _Feeding(reader, opened, plan)

    def told(count: int) -> None:
        tell(count)
        feeding.go_on()
        if reader.is_over:
            raise _ReaderOverError

    try:
        opened.file.fetch(plan.missing(opened.file.have), told)
        feeding.go_on()
    except _ReaderOverError:
        return


class _Feeding:
    """Which of the questions of a plan can be asked by now."""

    def __init__(self, reader: Reader, opened: Opened, plan: Plan) -> None:
        self._reader, self._opened, self._plan = reader, opened, plan
        self._ready = 0
        self._may_open = False
        self._good: Need | None = None

    def go_on(self) -> None:
        """Check what has come, tell the reader, and hear it. Raises ProblemError."""
        self._reader.hear()
        have, needs = self._opened.file.have, self._plan.needs
        if not self._may_open:
            if not (have.covers(self._tail) and self._is_here_behind(self._opened.shape.header_end, have)):
                return
            self._check_end()
            self._may_open = True
        while self._ready < len(needs) and self._is_good(needs[self._ready], have):
            self._ready += 1
        self._reader.permit(1 + self._ready)

    @property
    def _tail(self) -> ByteRange:
        size = self._opened.file.size
        return ByteRange(max(0, size - self._opened.shape.header.tail), size)

    def _is_good(self, need: Need, have: RangeSet) -> bool:
        """Whether all of it is here and as it should be; many regions in a row need the same."""
        if need is not self._good:
            if not all(have.covers(item) and self._is_here_behind(item.stop, have) for item in need.ranges):
                return False
            self._check_blocks(need)
            self._good = need
        return True

    def _is_here_behind(self, end: int, have: RangeSet) -> bool:
        return all(have.covers(item) for item in planned_behind(self._plan.ranges, end))

    def _check_end(self) -> None:
        """The file ends as a complete one does."""
        if self._opened.shape.header.kind is FileKind.BAM and self._opened.file.read(self._tail) != BAM_END:
            detail = tr("it does not end as a complete file does")
            raise ProblemError(troubles.not_alignments(self._opened.name, detail))

    def _check_blocks(self, need: Need) -> None:
        """Blocks begin where the index says."""
        file = self._opened.file
        for place in need.blocks:
            if file.read(ByteRange(place, min(place + 4, file.size))) != BLOCK_MAGIC:
                raise ProblemError(troubles.index_of_another_file(tr("no block begins where it says")))


def planned_behind(planned: RangeSet, end: int) -> list[ByteRange]:
    """What the plan has of the `AHEAD` bytes from `end` on."""
    first = max(0, bisect_right(planned.ranges, end, key=lambda item: item.start) - 1)
    found: list[ByteRange] = []
    for item in planned.ranges[first:]:
        if item.start >= end + AHEAD:
            break
        start, stop = max(item.start, end), min(item.stop, end + AHEAD)
        if start < stop:
            found.append(ByteRange(start, stop))
    return found
