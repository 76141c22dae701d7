"""What disks, folders and the program's own files can do, in the words a person reads; the rest is in `problems`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from score_gui.model.problem import Problem, Recovery
from score_gui.model.text import bytes_text

_KEPT = "What is here is kept."


def _person(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.PERSON)


def no_space(folder: Path, needed: int, free: int) -> Problem:
    """`needed` and `free` in bytes; `needed` is 0 where only the system says that nothing more fits."""
    cause = f"{folder} has {bytes_text(free)} free"
    cause += f"; {bytes_text(needed)} are needed." if needed else ", and nothing more fits."
    next_step = f"It goes on when there is room. {_KEPT}"
    return Problem("no-space", "Not enough space", cause, next_step, Recovery.WAIT_SPACE)


def quota_used_up(folder: Path) -> Problem:
    """The person may not use more of this disk."""
    cause = f"Your quota for {folder} is used up."
    next_step = f"It goes on when there is room. {_KEPT}"
    return Problem("quota", "Your quota is used up", cause, next_step, Recovery.WAIT_SPACE)


def no_permission(folder: Path) -> Problem:
    """The operating system forbids writing there, perhaps only now: a drive may be mounted for reading."""
    cause = f"You have no right to write in {folder}."
    next_step = f"It goes on when you have. {_KEPT}"
    title = "The folder cannot be written"
    return Problem("no-permission", title, cause, next_step, Recovery.WAIT_DRIVE)


def drive_missing(folder: Path) -> Problem:
    """The folder of an unfinished file is not there."""
    next_step = "It goes on when the drive is back."
    cause = f"{folder} cannot be found."
    return Problem("drive-missing", "The drive is not here", cause, next_step, Recovery.WAIT_DRIVE)


def other_drive(folder: Path) -> Problem:
    """The folder is there, but on another volume than before: most often an empty mount point."""
    cause = f"{folder} is on another drive now, and what was begun is not there."
    next_step = (
        "It goes on when the drive is back. To begin anew here, remove the file with its unfinished data."
    )
    return Problem("other-drive", "Another drive is here", cause, next_step, Recovery.WAIT_DRIVE)


def folder_gone(folder: Path) -> Problem:
    """The folder of a file that is being written was renamed, moved or removed."""
    cause = f"{folder} was moved or removed while files were written there."
    next_step = f"It goes on when the folder is back. {_KEPT}"
    return Problem("folder-gone", "The folder is gone", cause, next_step, Recovery.WAIT_DRIVE)


def held_by_other_program(path: Path) -> Problem:
    """Another program has the unfinished or finished file open for itself."""
    cause = f"Another program is at work on {path.name}."
    next_step = f"It goes on when that has ended. {_KEPT}"
    return Problem("file-in-use", "The file is in use", cause, next_step, Recovery.WAIT_DRIVE)


def too_many_open_files() -> Problem:
    """The system lets this program open no more files or connections."""
    cause = "The system lets this program open no more files and connections at once."
    next_step = f"It is tried again by itself. {_KEPT}"
    return Problem("too-many-open-files", "Too many open files", cause, next_step, Recovery.RETRY)


def disk_error(path: Path, reason: str) -> Problem:
    """`reason` is the operating system's own text."""
    next_step = "Check the disk, then retry. What could be written is kept."
    return _person("disk-error", "The disk reports an error", f"{path}: {reason}.", next_step)


def disk_tried_again(problem: Problem) -> Problem:
    """The first error that the disk reports of a file: what is here is read again, and it is tried once more."""
    next_step = f"What is here is read again, then it is tried once more. {_KEPT}"
    return replace(problem, next_step=next_step, recovery=Recovery.WAIT_DRIVE)


def link_leads_out(folder: Path) -> Problem:
    """A folder on the way is a link to somewhere outside of the folder that was chosen."""
    cause = f"{folder} is a link that leads out of the chosen folder."
    return _person(
        "link-leads-out", "The folder is a link", cause, "Take the link away, or choose another folder."
    )


def finished_file_gone(path: Path) -> Problem:
    """A file that was to be verified again is not at its place any more."""
    cause = f"{path.name} is no longer in {path.parent}."
    return _person("finished-file-gone", "The file is gone", cause, "Put it back, or fetch it again.")


def unfinished_data_gone(path: Path) -> Problem:
    """Somebody else moved, cut or replaced the unfinished file."""
    cause = f"{path.name} was moved, cut or replaced by somebody else."
    next_step = "Put it back, or start this file again."
    return _person("unfinished-data-gone", "The unfinished file was changed", cause, next_step)


def file_too_large_for_drive(folder: Path, file_system: str, limit: int) -> Problem:
    """`file_system` as people know it, such as `FAT32`; `limit` in bytes."""
    cause = f"Files over {bytes_text(limit)} cannot be stored in {folder}."
    title = f"The drive is {file_system}"
    return _person("file-too-large-for-drive", title, cause, "Choose another disk.")


def file_too_large(folder: Path) -> Problem:
    """The system says that a file cannot grow on; how large it may be is not known."""
    cause = f"The system takes no file of this size in {folder}."
    return _person("file-too-large", "The file is too large here", cause, "Choose another disk.")


def path_too_long(path: Path) -> Problem:
    """The system takes no path of this length."""
    cause = f"The path of {path.name} has {len(str(path)):,} letters, and the system takes fewer."
    title, next_step = "The path is too long", "Choose a folder nearer to the top of the disk."
    return _person("path-too-long", title, cause, next_step)


# --- the queue -------------------------------------------------------------------------------------------------


def queue_restored(aside: Path, date: str) -> Problem:
    """The queue was damaged; its copy of `date` (local time) is used. The damaged one is kept at `aside`."""
    cause = (
        f"The file of the queue was damaged. Its copy of {date} is used; the damaged file is kept as {aside}."
    )
    next_step = (
        "Add what is missing again: what is here of it, finished or not, is found and not fetched twice."
    )
    return _person("queue-restored", "The queue was restored", cause, next_step)


def queue_lost(aside: Path) -> Problem:
    """The queue was damaged and there was no copy; the damaged file is kept at `aside`."""
    cause = f"The file of the queue was damaged and there was no copy. It is kept as {aside}."
    next_step = (
        "Add your manifests again: what is here of them, finished or not, is found and not fetched twice."
    )
    return _person("queue-lost", "The queue begins anew", cause, next_step)


def queue_unwritable(folder: Path, reason: str) -> Problem:
    """The ledger cannot be written, and not for want of space; `reason` is the database's own word."""
    cause = f"The queue in {folder} cannot be written: {reason}."
    next_step = f"It goes on when it can. {_KEPT}"
    return Problem("queue-unwritable", "The queue cannot be written", cause, next_step, Recovery.WAIT_DRIVE)
