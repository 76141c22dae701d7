"""The unfinished file: which one it is, and how much of what it holds is believed.

What the ledger says of it is believed only while the file is as it was left; otherwise its bytes are compared with the
MD5s of the parts, and what cannot be proved is fetched again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from score_gui.files import locks
from score_gui.files.identity import FileMark
from score_gui.model import disk_problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import ProblemError
from score_gui.model.specification import Part
from score_gui.transfer.follower import md5_of
from score_gui.transfer.part_file import PartFile

Stopped = Callable[[], bool]
STEP = 32 * 1024 * 1024
"""Bytes of which an unreadable place costs that many, where no part tells where they end."""


class Found(Enum):
    """In what state an unfinished file was found."""

    AS_LEFT = auto()
    CHANGED = auto()
    """Somebody else was at it."""
    DOUBTED = auto()
    """Its disk reported an error since."""
    LOST = auto()
    """The queue that knew of it is lost."""
    TAKEN_BACK = auto()
    """It is a finished file that has lost its final name until it is right again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The part file is ready. `kept` are the bytes in it that count."""

    part: PartFile
    kept: RangeSet
    found: Found = Found.AS_LEFT


def open_known(
    path: Path,
    kept: RangeSet,
    mark: FileMark | None,
    parts: tuple[Part, ...],
    looking: Callable[[], None],
    stopped: Stopped,
) -> Opened | None:
    """Open the file of which the ledger knows `kept`, and which was left as `mark` says; None if stopped."""
    part = PartFile(path)
    try:
        in_file = ByteRange(0, part.size())
        kept = kept.within(in_file)
        if mark is None or not kept or mark.fits(part.mark()):
            return Opened(part, kept)
        looking()
        part.forget_cache()
        pieces = _with_md5(parts, RangeSet.of((in_file,)))
        if mark.is_doubted:  # nobody else was at it: what no MD5 can prove counts if it can be read
            pieces = _with_md5(parts, kept)
            pieces += _steps(kept.minus(RangeSet.of(piece.range for piece in pieces)))
        right = _right_ones(part, pieces, stopped)
    except BaseException:
        part.close()
        raise
    if right is None:
        part.close()
        return None
    return Opened(part, right, Found.DOUBTED if mark.is_doubted else Found.CHANGED)


def find_lost(
    target: Path, parts: tuple[Part, ...], looking: Callable[[], None], stopped: Stopped
) -> Opened | None:
    """An unfinished file that a lost queue knew: one of its name, of which a part proves that it is this object."""
    path = target.with_name(f"{target.name}.part")
    if not os.path.lexists(path) or not _may_be_ours(path) or not any(part.md5 for part in parts):
        return None
    looking()
    part = PartFile(path)
    try:
        right = _right_ones(part, _with_md5(parts, RangeSet.of((ByteRange(0, part.size()),))), stopped)
    except BaseException:
        part.close()
        raise
    if not right:
        part.close()
        return None
    return Opened(part, right, Found.LOST)


def _with_md5(parts: Iterable[Part], within: RangeSet) -> list[Part]:
    return [part for part in parts if part.md5 is not None and within.covers(part.range)]


def _steps(ranges: RangeSet) -> list[Part]:
    """`ranges` cut into pieces that are judged one by one."""
    return [
        Part(0, ByteRange(start, min(start + STEP, one.stop)))
        for one in ranges
        for start in range(one.start, one.stop, STEP)
    ]


def _right_ones(part: PartFile, pieces: Iterable[Part], stopped: Stopped) -> RangeSet | None:
    """Those of `pieces` that can be read and have their MD5, where they have one; None if stopped."""
    right = []
    for piece in pieces:
        try:
            seen = md5_of(part, piece.range, stopped)
        except OSError:
            continue  # cut off, or on a bad place of the disk: it is fetched again
        if seen is None:
            return None
        if piece.md5 in {None, seen}:
            right.append(piece.range)
    return RangeSet.of(right)


def free_part_path(target: Path) -> Path:
    """A new name: a `.part` file that the ledger does not know belongs to somebody else.

    One that another program is at work on is most likely this very file: it is waited for, not fetched twice. An
    empty one is what a crash leaves before the ledger knows of it.
    """
    path, number = target.with_name(f"{target.name}.part"), 1
    while os.path.lexists(path) and not _is_empty(path):
        if locks.is_held(path):
            raise ProblemError(disk_problems.held_by_other_program(path))
        number += 1
        path = target.with_name(f"{target.name}.{number}.part")
    return path


def _is_empty(path: Path) -> bool:
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and status.st_size == 0 and not locks.is_held(path)


def _may_be_ours(path: Path) -> bool:
    """A plain file with one name that nobody has open for work, as this program makes them."""
    status = path.lstat()
    is_plain = stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size > 0
    return is_plain and not locks.is_held(path)
