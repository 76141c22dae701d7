"""The slow steps of one transfer that are not a byte range: asking, looking, syncing, hashing, publishing.

Each is a function that runs on a crew's thread, touches only what it is given, and returns a report. What follows
from a report is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from score_gui.files import durable
from score_gui.files.identity import FileMark, same_volume, volume_of
from score_gui.model import disk_problems
from score_gui.model.byterange import RangeSet
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.specification import Part
from score_gui.sources.base import Description, Source
from score_gui.transfer.follower import Follower, ShortFileError, bad_parts
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.settling import Existing
from score_gui.transfer.unfinished import Opened

Stopped = Callable[[], bool]


# --- reports ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Described:
    """What the source told; later tickets come from the same source."""

    description: Description
    source: Source


@dataclass(frozen=True, slots=True)
class Synced:
    """`ranges` are on the disk for good; they hold the first `written` bytes that were counted.

    `problem` is set if the file is no longer at its place, so that writing on is of no use.
    """

    ranges: RangeSet
    written: int
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """The follower has come as far as there were bytes."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Parts compared with their MD5s; `bad` is None if stopped."""

    bad: tuple[Part, ...] | None


@dataclass(frozen=True, slots=True)
class Published:
    """The file has its final name."""

    target: Path


@dataclass(frozen=True, slots=True)
class NameTaken:
    """Somebody put another file there meanwhile; ours keeps its unfinished name."""

    target: Path


@dataclass(frozen=True, slots=True)
class Closed:
    """The last bytes are synced and the part file is closed; `mark` is what it was left as, if that is known."""

    ranges: RangeSet
    mark: FileMark | None = None


@dataclass(frozen=True, slots=True)
class Troubled:
    """The errand came to nothing."""

    problem: Problem


Report = (
    Described | Opened | Existing | Synced | Followed | Judged | Published | NameTaken | Closed | Troubled
)


# --- errands ----------------------------------------------------------------------------------------------------


def checkpoint(part: PartFile, ranges: RangeSet, written: int) -> Synced:
    """Sync what `ranges` captured before this call. The ledger may record it only after this has returned."""
    part.sync()
    displaced = _displaced(part)
    if displaced is None:
        part.sync_name()
    return Synced(ranges, written, displaced)


def _displaced(part: PartFile) -> Problem | None:
    """Bytes still reach a file whose folder was moved, or whose name is gone, but nobody will find them there."""
    if part.is_in_place():
        return None
    folder = part.path.parent
    if not folder.is_dir():
        return disk_problems.folder_gone(folder)
    if not same_volume(part.mark().volume, volume_of(folder)):
        return disk_problems.other_drive(folder)
    return disk_problems.unfinished_data_gone(part.path)


def follow(
    follower: Follower,
    part: PartFile,
    limit: Callable[[], int],
    stopped: Stopped,
    far_behind: Callable[[bool], None],
) -> Followed:
    """Hash what has arrived since the last time."""
    try:
        follower.follow(part, limit, stopped, far_behind)
    except ShortFileError as error:
        raise ProblemError(disk_problems.unfinished_data_gone(part.path)) from error
    return Followed()


def judge(part: PartFile, parts: tuple[Part, ...], stopped: Stopped) -> Judged:
    """Find the parts that differ from what the server told."""
    try:
        return Judged(bad_parts(part, parts, stopped))
    except ShortFileError as error:
        raise ProblemError(disk_problems.unfinished_data_gone(part.path)) from error


def publish(part: PartFile, target: Path, *, force: bool) -> Published | NameTaken:
    """Everything on the disk, then the final name; an existing file is replaced only by `force`."""
    if part.is_open:
        part.sync()
        part.close()
    if force:
        durable.replace(part.path, target)
        return Published(target)
    try:
        durable.publish(part.path, target)
    except FileExistsError:
        return NameTaken(target)
    return Published(target)


def close(part: PartFile | None, ranges: RangeSet, *, sync: bool) -> Closed:
    """The last checkpoint of a transfer that stops.

    `sync=False` after a sync that met an error: the system may have dropped the bytes, and a second sync would
    report success for bytes that are lost.
    """
    if part is None or not part.is_open:
        return Closed(ranges)
    try:
        if sync:
            part.sync_all()
            if ranges and part.is_in_place():
                part.sync_name()
        mark = part.mark()
    finally:
        part.close()
    return Closed(ranges, part.mark_after_close(mark) if sync else mark.at_work())
