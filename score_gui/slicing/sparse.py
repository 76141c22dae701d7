"""Some ranges of an object, fetched into a file of the object's full size that has holes everywhere else.

The full size matters: htslib takes a shorter file for a truncated one and then leaves reads out without a word.
"""

from __future__ import annotations

import os
from pathlib import Path

from score_gui.files.space import free_bytes, reserve_bytes, total_bytes
from score_gui.model import disk_problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import ProblemError
from score_gui.model.specification import Specification
from score_gui.slicing import troubles
from score_gui.slicing.fetch import Effort, Line, Tell
from score_gui.slicing.plan import pieces
from score_gui.sources.base import Source
from score_gui.transfer.disk import disk_problem
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.tickets import TicketBook

_PROBE_SIZE = 4 * 1024 * 1024
_BLOCK = 512


class RemoteFile:
    """An object at `path`; only what was fetched is there. One thread calls; several fetch.

    While `fetch` tells how it gets on, `have` is what is there by then.
    """

    def __init__(self, path: Path, specification: Specification, source: Source, line: Line) -> None:
        """Raises ProblemError where the drive cannot hold such a file."""
        check_gaps(path.parent, specification.size)
        self.path = path
        self.size = specification.size
        self.have = RangeSet()
        self.received = 0
        self._line = line
        self._book = TicketBook(source, specification)
        self._part = PartFile(path)
        os.truncate(path, specification.size)

    def read(self, wanted: ByteRange) -> bytes:
        """Bytes that were fetched before."""
        if not self.have.covers(wanted):
            raise ValueError(f"bytes {wanted} were not fetched")
        buffer = bytearray(wanted.length)
        self._part.read_at(memoryview(buffer), wanted.start)
        return bytes(buffer)

    def fetch(self, wanted: RangeSet, tell: Tell) -> None:
        """Fetch what is missing of `wanted`. Raises ProblemError or CancelledError, or what `tell` raises.

        Whatever ends it, what came is kept.
        """
        missing = wanted.minus(self.have)
        if missing:
            before = self.have
            effort = Effort(self._part, self._book, self.size, self._line, pieces(missing))

            def told(count: int) -> None:
                self.have = before.union(effort.arrived)
                tell(count)

            try:
                effort.run(told)
            finally:
                self.have = before.union(effort.arrived)
                self.received += effort.arrived.total

    def close(self) -> None:
        self._part.close()


def check_gaps(folder: Path, size: int) -> None:
    """Raises ProblemError if the volume below `folder` would really write a gap of `size` bytes and cannot."""
    probe = folder / "gap-probe"
    try:
        with probe.open("wb") as file:
            file.truncate(min(size, _PROBE_SIZE))
        blocks = getattr(probe.stat(), "st_blocks", None)
        probe.unlink()
        free = free_bytes(folder)
    except OSError as error:
        raise ProblemError(disk_problem(error, probe)) from None
    if size >= _PROBE_SIZE and (blocks is None or blocks * _BLOCK >= _PROBE_SIZE) and size > free:
        raise ProblemError(troubles.no_sparse_files(size, free))


def check_space(folder: Path, needed: int) -> None:
    """Raises ProblemError if `needed` bytes and the reserve do not fit below `folder`."""
    free = free_bytes(folder) - reserve_bytes(total_bytes(folder))
    if needed > free:
        raise ProblemError(disk_problems.no_space(folder, needed, max(0, free)))
