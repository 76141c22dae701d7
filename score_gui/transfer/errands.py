"""The slow steps of one transfer that are not a byte range: asking, looking, syncing, hashing, publishing.

Each is a function that runs on a crew's thread, touches only what it is given, and returns a report. What follows
from a report is decided elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from score_gui.files import durable
from score_gui.files.layout import inside
from score_gui.files.space import FAT_LARGEST_FILE, file_system, free_bytes, reserve_bytes, total_bytes
from score_gui.model import problems
from score_gui.model.byterange import RangeSet
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.specification import Part
from score_gui.model.transfer import Check
from score_gui.sources.base import Description, Source
from score_gui.transfer.follower import Follower, ShortFileError, bad_parts, md5_of_file
from score_gui.transfer.part_file import PartFile

Stopped = Callable[[], bool]


# --- reports ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Described:
    """What the source told; later tickets come from the same source."""

    description: Description
    source: Source


@dataclass(frozen=True, slots=True)
class Opened:
    """The part file is ready; bytes beyond `size` are not in it, whatever the ledger says."""

    part: PartFile
    size: int


@dataclass(frozen=True, slots=True)
class Existing:
    """A file already has the final name. `same` is None if the look was stopped."""

    target: Path
    same: bool | None
    check: Check = Check.NONE
    md5_seen: str | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """`ranges` are on the disk for good; they hold the first `written` bytes that were counted."""

    ranges: RangeSet
    written: int


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
    """The last bytes are synced and the part file is closed."""

    ranges: RangeSet


@dataclass(frozen=True, slots=True)
class Troubled:
    """The errand came to nothing."""

    problem: Problem


Report = (
    Described | Opened | Existing | Synced | Followed | Judged | Published | NameTaken | Closed | Troubled
)


# --- errands ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """What is known about where a file is to go. `room` is what this and the other running files still need."""

    root: Path
    target: Path
    part: Path | None
    size: int
    room: int
    has_data: bool
    force: bool
    md5s: frozenset[str]


def settle(place: Place, looking: Callable[[], None], stopped: Stopped) -> Existing | Opened:
    """See what lies at the target; if nothing, make sure there is room and open the part file."""
    if not inside(place.root, place.target):
        raise ProblemError(problems.disk_error(place.target, "a link leads out of the chosen folder"))
    _finish_half_publish(place)
    if os.path.lexists(place.target) and (not place.force or _has_moved(place)):
        looking()
        found = _compare(place, stopped)
        if not place.force or found.same is not False:
            return found
    folder = place.target.parent
    if place.has_data and place.part is not None and not place.part.parent.is_dir():
        raise ProblemError(problems.drive_missing(place.part.parent))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_room(place, folder)
    part = PartFile(place.part if place.part is not None else _free_part_path(place.target))
    return Opened(part, part.size())


def _finish_half_publish(place: Place) -> None:
    """A crash between the two steps of publishing leaves one file under two names; the final one is true."""
    if place.part is None or not place.part.exists() or not place.target.exists():
        return
    if place.part.samefile(place.target):
        place.part.unlink()
        durable.sync_folder(place.target.parent)


def _has_moved(place: Place) -> bool:
    """Whether the unfinished file is gone, perhaps because it got its final name just before a crash."""
    return place.has_data and place.part is not None and not os.path.lexists(place.part)


def _compare(place: Place, stopped: Stopped) -> Existing:
    target = place.target
    if target.is_symlink() or not target.is_file() or target.stat().st_size != place.size:
        return Existing(target, same=False)
    if not place.md5s:
        return Existing(target, same=True, check=Check.SIZE)
    seen = md5_of_file(target, place.size, stopped)
    if seen is None:
        return Existing(target, same=None)
    return Existing(target, same=seen in place.md5s, check=Check.WHOLE, md5_seen=seen)


def _check_room(place: Place, folder: Path) -> None:
    if place.size > FAT_LARGEST_FILE and file_system(folder).is_fat32:
        raise ProblemError(problems.file_too_large_for_drive(folder, "FAT32", FAT_LARGEST_FILE))
    free = free_bytes(folder)
    needed = place.room + reserve_bytes(total_bytes(folder)) if place.room else 0
    if free < needed:
        raise ProblemError(problems.no_space(folder, needed, free))


def _free_part_path(target: Path) -> Path:
    """A new name: a `.part` file that the ledger does not know belongs to somebody else."""
    path, number = target.with_name(f"{target.name}.part"), 1
    while os.path.lexists(path):
        number += 1
        path = target.with_name(f"{target.name}.{number}.part")
    return path


def checkpoint(part: PartFile, ranges: RangeSet, written: int) -> Synced:
    """Sync what `ranges` captured before this call. The ledger may record it only after this has returned."""
    part.sync()
    return Synced(ranges, written)


def follow(follower: Follower, part: PartFile, limit: Callable[[], int], stopped: Stopped) -> Followed:
    """Hash what has arrived since the last time."""
    try:
        follower.follow(part, limit, stopped)
    except ShortFileError as error:
        raise ProblemError(problems.unfinished_data_gone(part.path)) from error
    return Followed()


def judge(part: PartFile, parts: tuple[Part, ...], stopped: Stopped) -> Judged:
    """Find the parts that differ from what the server told."""
    try:
        return Judged(bad_parts(part, parts, stopped))
    except ShortFileError as error:
        raise ProblemError(problems.unfinished_data_gone(part.path)) from error


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
    if part is not None and part.is_open:
        try:
            if sync and part.is_open:
                part.sync()
        finally:
            part.close()
    return Closed(ranges)
