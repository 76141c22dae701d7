"""A BAM or CRAM with its index, opened as far as planning needs it: on this computer, or in a store."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.language import tr
from score_gui.model.manifest import Entry
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.crai import CraiIndex
from score_gui.slicing.fetch import CancelledError, Line, Tell
from score_gui.slicing.header import Header, read_header
from score_gui.slicing.index import LARGEST, Index, read_index
from score_gui.slicing.inflate import DamagedError, NeedMoreError
from score_gui.slicing.plan import NEXT_HEADER, Shape
from score_gui.slicing.sparse import RemoteFile
from score_gui.slicing.suits import check_fit
from score_gui.sources.base import Source

LAST = 38
"""Bytes of the longest mark of a complete file, which is that of CRAM 3."""
FIRST = 64 * 1024
"""Bytes that hold the header of most files."""
_LONGEST_HINT = 16 * 1024 * 1024
_LONGEST_HEADER = 256 * 1024 * 1024


class Bytes(Protocol):
    """A file that is wholly or partly at `path`."""

    path: Path
    size: int
    have: RangeSet
    received: int

    def read(self, wanted: ByteRange) -> bytes: ...

    def fetch(self, wanted: RangeSet, tell: Tell) -> None: ...

    def close(self) -> None: ...


class LocalFile:
    """A file that is here; nothing of it is fetched."""

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        self.path = path
        self.size = path.stat().st_size
        self.have = RangeSet.of([ByteRange(0, self.size)])
        self.received = 0

    def read(self, wanted: ByteRange) -> bytes:
        with self.path.open("rb") as file:
            file.seek(wanted.start)
            return file.read(wanted.length)

    def fetch(self, wanted: RangeSet, tell: Tell) -> None:
        """All is here."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Opened:
    """`index_path` is a file on this computer. `index` is None if only the header is wanted.

    `work` is an empty folder of the program's own. `index_name` is what the index is called where it comes from, empty
    where nobody tells.
    """

    name: str
    work: Path
    file: Bytes
    shape: Shape
    index: Index | None
    index_path: Path | None
    index_name: str = ""

    def close(self) -> None:
        self.file.close()


def open_local(path: Path, work: Path, *, with_index: bool) -> Opened:
    """Raises ProblemError or OSError. The index lies beside the file under one of its usual names."""
    index_path = _index_beside(path) if with_index else None
    if with_index and index_path is None:
        raise ProblemError(troubles.no_index(path.name))
    index = read_index(index_path.read_bytes()) if index_path else None
    opened = _opened(path.name, work, LocalFile(path), index, index_path)
    return replace(opened, index_name=index_path.name if index_path else "")


def _index_beside(path: Path) -> Path | None:
    names = [path.name + ending for ending in (".csi", ".bai", ".crai")]
    names += [path.stem + ending for ending in (".bai", ".crai", ".csi")]
    return next((path.with_name(name) for name in names if path.with_name(name).is_file()), None)


def open_remote(source: Source, entry: Entry, work: Path, line: Line, *, with_index: bool) -> Opened:
    """Fetches the index and the header into `work`. Raises ProblemError or CancelledError."""
    described = source.describe(entry, with_index=with_index, layout_needs_analysis=False)
    name = described.entry.file_name or entry.object_id
    companion = described.companion if with_index else None
    if with_index and companion is None:
        raise ProblemError(troubles.no_index(name))
    file = RemoteFile(work / "sparse", described.specification, source, line)
    try:
        if companion is None:
            return _opened(name, work, file, None, None)
        with _beginning_of(file):
            index_path, data = _fetch_index(source, companion, work, line)
            index = read_index(data)
        return replace(_opened(name, work, file, index, index_path), index_name=companion.file_name or "")
    except BaseException:
        file.close()
        raise


@contextmanager
def _beginning_of(file: RemoteFile) -> Iterator[None]:
    """Fetch the first and last bytes of `file` meanwhile: the index is another request, and both take their time.

    The last ones are what htslib looks at first of all. Raises what went wrong with them, if nothing else did.
    """
    failed: list[ProblemError | CancelledError] = []

    def fetch() -> None:
        try:
            first, last = ByteRange(0, min(FIRST, file.size)), ByteRange(max(0, file.size - LAST), file.size)
            file.fetch(RangeSet.of([first, last]), _silent)
        except (ProblemError, CancelledError) as error:
            failed.append(error)

    thread = threading.Thread(target=fetch, name="slice-beginning", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if failed:
        raise failed[0]


def _fetch_index(source: Source, entry: Entry, work: Path, line: Line) -> tuple[Path, bytes]:
    """The whole index, compared with the MD5 that the site tells of it: damage in it would hide reads."""
    described = source.describe(entry, with_index=False, layout_needs_analysis=False)
    specification = described.specification
    if specification.size > LARGEST:
        detail = tr("it is larger than {limit:,} bytes", limit=LARGEST)
        raise ProblemError(troubles.index_unreadable(detail))
    file = RemoteFile(work / "index", specification, source, line)
    try:
        file.fetch(RangeSet.of([specification.whole]), _silent)
    finally:
        file.close()
    data = file.path.read_bytes()
    seen = hashlib.md5(data, usedforsecurity=False).hexdigest()
    if specification.md5 is not None and specification.md5.lower() != seen:
        raise ProblemError(troubles.index_unreadable(tr("its MD5 is not the one that the site tells")))
    return file.path, data


def _silent(_count: int) -> None:
    """The small beginning is not worth a figure."""


def _opened(name: str, work: Path, file: Bytes, index: Index | None, index_path: Path | None) -> Opened:
    try:
        shape = _read_shape(file, index)
    except DamagedError as error:
        raise ProblemError(troubles.not_alignments(name, str(error))) from None
    if index is not None:
        check_fit(index, shape)
    return Opened(name, work, file, shape, index, index_path)


def _read_shape(file: Bytes, index: Index | None) -> Shape:
    """Fetch and read the header: in one step where the index tells how long it is, else in growing ones."""
    end = min(file.size, max(FIRST, min(_header_end(file, index), _LONGEST_HINT)))
    while True:
        file.fetch(RangeSet.of([ByteRange(0, end)]), _silent)
        header = _header(file.read(ByteRange(0, end)))
        if header is not None:
            return Shape(header, file.size, end)
        if end == file.size or end > _LONGEST_HEADER:
            raise DamagedError(tr("its header has no end"))
        end = min(file.size, 2 * end)


def _header_end(file: Bytes, index: Index | None) -> int:
    """Reads begin right after the header, so the index tells where that is."""
    if index is None or index.first is None:
        return 0
    if isinstance(index, CraiIndex):
        return index.first + NEXT_HEADER
    return index.end_of_block(index.first >> 16, file.size)


def _header(data: bytes) -> Header | None:
    try:
        return read_header(data)
    except NeedMoreError:
        return None
