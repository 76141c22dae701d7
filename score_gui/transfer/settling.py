"""An errand: see what lies where a file is to go, and open the unfinished file if there is work left."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from score_gui.files import durable
from score_gui.files.identity import FileMark, mark_of, same_volume, volume_of
from score_gui.files.layout import inside
from score_gui.files.space import (
    FAT_LARGEST_FILE,
    file_system,
    free_bytes,
    nearest_existing,
    reserve_bytes,
    total_bytes,
)
from score_gui.model import disk_problems
from score_gui.model.byterange import ByteRange, RangeSet
from score_gui.model.problem import ProblemError
from score_gui.model.specification import Part
from score_gui.model.transfer import Check
from score_gui.transfer import unfinished
from score_gui.transfer.follower import md5_of_file
from score_gui.transfer.moving import move_data
from score_gui.transfer.part_file import PartFile
from score_gui.transfer.unfinished import Found, Opened, Stopped


@dataclass(frozen=True, slots=True)
class Existing:
    """A file already has the final name. `same` is None if the look was stopped."""

    target: Path
    same: bool | None
    check: Check = Check.NONE
    md5_seen: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What is known about where a file is to go. `room` is what this and the other running files still need.

    `kept` are the bytes that the ledger knows in `part`, which was left as `mark` says; `volume` is where the folder
    was when it was last seen. `is_ours`: this program made the file at `target`, which is to be verified again.
    `after_loss`: an earlier queue was lost, so that unfinished files may lie about which only their bytes make known.
    """

    root: Path
    target: Path
    part: Path | None
    size: int
    room: int
    force: bool
    md5s: frozenset[str]
    parts: tuple[Part, ...] = ()
    kept: RangeSet = RangeSet()
    mark: FileMark | None = None
    volume: str | None = None
    is_ours: bool = False
    after_loss: bool = False

    @property
    def has_data(self) -> bool:
        return bool(self.kept)


def settle(place: Place, looking: Callable[[], None], stopped: Stopped) -> Existing | Opened:
    """See what lies at the target; if nothing, make sure there is room and open the part file."""
    place = _find_moved_data(place)
    _demand_the_drive(place)
    folder = place.target.parent
    if folder != place.root and not inside(place.root, folder):
        raise ProblemError(disk_problems.link_leads_out(folder))
    _finish_half_publish(place)
    if place.is_ours:
        return _verify_again(place, looking, stopped)
    if os.path.lexists(place.target) and (not place.force or _has_moved(place)):
        looking()
        found = _compare(place, stopped)
        if not place.force or found.same is not False:
            return found
    durable.make_folder(folder)
    return _take_up_lost(place, looking, stopped) or _open_with_room(place, looking, stopped)


def _take_up_lost(place: Place, looking: Callable[[], None], stopped: Stopped) -> Opened | None:
    """What a lost queue left here of this very object, if anything."""
    if place.part is not None or not place.after_loss:
        return None
    lost = unfinished.find_lost(place.target, place.parts, looking, stopped)
    if lost is not None:
        try:
            _check_room(replace(place, room=place.room - lost.kept.total), place.target.parent)
        except BaseException:
            lost.part.close()
            raise
    return lost


def _open_with_room(place: Place, looking: Callable[[], None], stopped: Stopped) -> Existing | Opened:
    _check_room(place, place.target.parent)
    brought = _bring_along(place, looking, stopped)
    return Existing(place.target, same=None) if brought is None else _open(brought, looking, stopped)


def _find_moved_data(place: Place) -> Place:
    """A drive that is at another place now has the data under its old name; it is believed by its mark only."""
    part = place.part
    if part is None or place.mark is None or not _is_elsewhere(place) or os.path.lexists(part):
        return place
    there = place.target.parent / part.name
    try:
        status = there.lstat()
    except OSError:
        return place
    is_it = stat.S_ISREG(status.st_mode) and place.mark.fits(mark_of(status, there))
    return replace(place, part=there, volume=None) if is_it else place


def _bring_along(place: Place, looking: Callable[[], None], stopped: Stopped) -> Place | None:
    """Let data that was begun in another folder follow to the one that was chosen; None if stopped."""
    part = place.part
    if part is None or not _is_elsewhere(place):
        return place
    if not place.has_data or not os.path.lexists(part):
        part.unlink(missing_ok=True)  # without data it is ours, and empty
        return replace(place, part=None, mark=None, kept=RangeSet())
    looking()
    new = unfinished.free_part_path(place.target)
    if new.exists():
        new.unlink()  # empty, and ours; see there
    # A copy has marks of its own; what is kept was there when it was copied.
    return replace(place, part=new, mark=None) if move_data(part, new, stopped) else None


def _is_elsewhere(place: Place) -> bool:
    """Whether the unfinished file is outside the folder that it is to go to."""
    return place.part is not None and not place.part.is_relative_to(place.root)


def _demand_the_drive(place: Place) -> None:
    """A drive that is away must not be mistaken for a new folder, nor its mount point for the drive."""
    if place.has_data and place.part is not None and not place.part.parent.is_dir():
        raise ProblemError(disk_problems.drive_missing(place.part.parent))
    if place.volume is None or _is_elsewhere(place):
        return
    if place.part is not None and os.path.lexists(place.part):
        return
    if not same_volume(place.volume, volume_of(nearest_existing(place.root))):
        raise ProblemError(disk_problems.other_drive(place.root))


def _finish_half_publish(place: Place) -> None:
    """A crash between the steps of publishing leaves two names, of which one is to go; see `durable.publish`."""
    part, target = place.part, place.target
    if part is None or not part.exists() or not os.path.lexists(target):
        return
    if os.path.samestat(os.lstat(part), os.lstat(target)):
        part.unlink()
    else:
        durable.clear_placeholder(part, target)
    durable.sync_folder(target.parent)


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


def _verify_again(place: Place, looking: Callable[[], None], stopped: Stopped) -> Existing | Opened:
    """Compare a file of ours; one that is damaged, or has MD5s of parts only, is opened as unfinished."""
    target = place.target
    if target.is_symlink() or not target.is_file():
        raise ProblemError(disk_problems.finished_file_gone(target))
    looking()
    found = _compare(place, stopped)
    has_parts = any(part.md5 is not None for part in place.parts)
    if found.same and found.check is Check.SIZE and not has_parts:
        seen = md5_of_file(target, place.size, stopped)  # nobody told one to compare it with, but people may
        return Existing(target, None if seen is None else True, Check.SIZE, seen)
    if found.same is None or (found.same and found.check is Check.WHOLE):
        return found
    path = unfinished.free_part_path(target)
    durable.publish(target, path)
    part = PartFile(path)
    part.shorten(place.size)
    return Opened(part, RangeSet.of((ByteRange(0, part.size()),)), Found.TAKEN_BACK)


def _check_room(place: Place, folder: Path) -> None:
    if place.size > FAT_LARGEST_FILE and file_system(folder).is_fat32:
        raise ProblemError(disk_problems.file_too_large_for_drive(folder, "FAT32", FAT_LARGEST_FILE))
    free = free_bytes(folder)
    needed = place.room + reserve_bytes(total_bytes(folder)) if place.room else 0
    if free < needed:
        raise ProblemError(disk_problems.no_space(folder, needed, free))


def _open(place: Place, looking: Callable[[], None], stopped: Stopped) -> Existing | Opened:
    path = place.part if place.part is not None else unfinished.free_part_path(place.target)
    opened = unfinished.open_known(path, place.kept, place.mark, place.parts, looking, stopped)
    return Existing(place.target, same=None) if opened is None else opened
