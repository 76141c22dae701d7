"""What disks, folders and the program's own files can do, in the words a person reads; the rest is in `problems`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from score_gui.model.language import phrase
from score_gui.model.problem import Problem, Recovery, for_person
from score_gui.model.text import Size


def no_space(folder: Path, needed: int, free: int) -> Problem:
    """`needed` and `free` in bytes; `needed` is 0 where only the system says that nothing more fits."""
    cause = phrase("{folder} has {free} free, and nothing more fits.", folder=folder, free=Size(free))
    if needed:
        cause = phrase(
            "{folder} has {free} free; {needed} are needed.",
            folder=folder,
            free=Size(free),
            needed=Size(needed),
        )
    next_step = phrase("It goes on when there is room. What is here is kept.")
    return Problem("no-space", phrase("Not enough space"), cause, next_step, Recovery.WAIT_SPACE)


def quota_used_up(folder: Path) -> Problem:
    """The person may not use more of this disk."""
    cause = phrase("Your quota for {folder} is used up.", folder=folder)
    next_step = phrase("It goes on when there is room. What is here is kept.")
    return Problem("quota", phrase("Your quota is used up"), cause, next_step, Recovery.WAIT_SPACE)


def no_permission(folder: Path) -> Problem:
    """The operating system forbids writing there, perhaps only now: a drive may be mounted for reading."""
    cause = phrase("You have no right to write in {folder}.", folder=folder)
    next_step = phrase("It goes on when you have. What is here is kept.")
    title = phrase("The folder cannot be written")
    return Problem("no-permission", title, cause, next_step, Recovery.WAIT_DRIVE)


def drive_missing(folder: Path) -> Problem:
    """The folder of an unfinished file is not there."""
    next_step = phrase("It goes on when the drive is back.")
    cause = phrase("{folder} cannot be found.", folder=folder)
    return Problem("drive-missing", phrase("The drive is not here"), cause, next_step, Recovery.WAIT_DRIVE)


def other_drive(folder: Path) -> Problem:
    """The folder is there, but on another volume than before: most often an empty mount point."""
    cause = phrase("{folder} is on another drive now, and what was begun is not there.", folder=folder)
    next_step = phrase(
        "It goes on when the drive is back. To begin anew here, remove the file with its unfinished data."
    )
    return Problem("other-drive", phrase("Another drive is here"), cause, next_step, Recovery.WAIT_DRIVE)


def drive_silent(folder: Path) -> Problem:
    """What was asked of the folder's disk has not come back for a minute: most often a server that is away."""
    cause = phrase("What was to be written to {folder} has not come back for a minute.", folder=folder)
    next_step = phrase("It goes on when the drive answers. What is here is kept.")
    return Problem("drive-silent", phrase("The drive does not answer"), cause, next_step, Recovery.WAIT_DRIVE)


def folder_gone(folder: Path) -> Problem:
    """The folder of a file that is being written was renamed, moved or removed."""
    cause = phrase("{folder} was moved or removed while files were written there.", folder=folder)
    next_step = phrase("It goes on when the folder is back. What is here is kept.")
    return Problem("folder-gone", phrase("The folder is gone"), cause, next_step, Recovery.WAIT_DRIVE)


def held_by_other_program(path: Path) -> Problem:
    """Another program has the unfinished or finished file open for itself."""
    cause = phrase("Another program is at work on {name}.", name=path.name)
    next_step = phrase("It goes on when that has ended. What is here is kept.")
    return Problem("file-in-use", phrase("The file is in use"), cause, next_step, Recovery.WAIT_DRIVE)


def too_many_open_files() -> Problem:
    """The system lets this program open no more files or connections."""
    cause = phrase("The system lets this program open no more files and connections at once.")
    next_step = phrase("It is tried again by itself. What is here is kept.")
    return Problem("too-many-open-files", phrase("Too many open files"), cause, next_step, Recovery.RETRY)


def disk_error(path: Path, reason: str) -> Problem:
    """`reason` is the operating system's own text."""
    next_step = phrase("Check the disk, then retry. What could be written is kept.")
    return for_person(
        "disk-error",
        phrase("The disk reports an error"),
        phrase("{path}: {reason}.", path=path, reason=reason),
        next_step,
    )


def not_kept_disk_full(path: Path) -> Problem:
    """A file of the program's own, such as its settings, finds no room."""
    cause = phrase("{folder} is full, so {name} was not written.", folder=path.parent, name=path.name)
    next_step = phrase("Make room on that disk, then do it again. What was kept before is kept.")
    return for_person("not-kept-disk-full", phrase("Not enough space"), cause, next_step)


def disk_tried_again(problem: Problem) -> Problem:
    """The first error that the disk reports of a file: what is here is read again, and it is tried once more."""
    next_step = phrase("What is here is read again, then it is tried once more. What is here is kept.")
    return replace(problem, next_step=next_step, recovery=Recovery.WAIT_DRIVE)


def link_leads_out(folder: Path) -> Problem:
    """A folder on the way is a link to somewhere outside of the folder that was chosen."""
    cause = phrase("{folder} is a link that leads out of the chosen folder.", folder=folder)
    return for_person(
        "link-leads-out",
        phrase("The folder is a link"),
        cause,
        phrase("Take the link away, or choose another folder."),
    )


def finished_file_gone(path: Path) -> Problem:
    """A file that was to be verified again is not at its place any more."""
    cause = phrase("{name} is no longer in {parent}.", name=path.name, parent=path.parent)
    return for_person(
        "finished-file-gone", phrase("The file is gone"), cause, phrase("Put it back, or fetch it again.")
    )


def unfinished_data_gone(path: Path) -> Problem:
    """Somebody else moved, cut or replaced the unfinished file."""
    cause = phrase("{name} was moved, cut or replaced by somebody else.", name=path.name)
    next_step = phrase("Put it back, or start this file again.")
    return for_person("unfinished-data-gone", phrase("The unfinished file was changed"), cause, next_step)


def file_too_large_for_drive(folder: Path, file_system: str, limit: int) -> Problem:
    """`file_system` as people know it, such as `FAT32`; `limit` in bytes."""
    cause = phrase("Files over {size} cannot be stored in {folder}.", size=Size(limit), folder=folder)
    title = phrase("The drive is {file_system}", file_system=file_system)
    return for_person("file-too-large-for-drive", title, cause, phrase("Choose another disk."))


def file_too_large(folder: Path) -> Problem:
    """The system says that a file cannot grow on; how large it may be is not known."""
    cause = phrase("The system takes no file of this size in {folder}.", folder=folder)
    return for_person(
        "file-too-large", phrase("The file is too large here"), cause, phrase("Choose another disk.")
    )


def path_too_long(path: Path) -> Problem:
    """The system takes no path of this length."""
    cause = phrase(
        "The path of {name} has {letters:,} letters, and the system takes fewer.",
        name=path.name,
        letters=len(str(path)),
    )
    title, next_step = (
        phrase("The path is too long"),
        phrase("Choose a folder nearer to the top of the disk."),
    )
    return for_person("path-too-long", title, cause, next_step)


# --- the queue -------------------------------------------------------------------------------------------------


def queue_restored(aside: Path, date: str) -> Problem:
    """The queue was damaged; its copy of `date` (local time) is used. The damaged one is kept at `aside`."""
    cause = phrase(
        "The file of the queue was damaged. Its copy of {date} is used; the damaged file is kept as {aside}.",
        date=date,
        aside=aside,
    )
    next_step = phrase(
        "Add what is missing again: what is here of it, finished or not, is found and not fetched twice."
    )
    return for_person("queue-restored", phrase("The queue was restored"), cause, next_step)


def queue_lost(aside: Path) -> Problem:
    """The queue was damaged and there was no copy; the damaged file is kept at `aside`."""
    cause = phrase(
        "The file of the queue was damaged and there was no copy. It is kept as {aside}.", aside=aside
    )
    next_step = phrase(
        "Add your manifests again: what is here of them, finished or not, is found and not fetched twice."
    )
    return for_person("queue-lost", phrase("The queue begins anew"), cause, next_step)


def queue_unwritable(folder: Path, reason: str) -> Problem:
    """The ledger cannot be written, and not for want of space; `reason` is the database's own word."""
    cause = phrase("The queue in {folder} cannot be written: {reason}.", folder=folder, reason=reason)
    next_step = phrase("It goes on when it can. What is here is kept.")
    return Problem(
        "queue-unwritable", phrase("The queue cannot be written"), cause, next_step, Recovery.WAIT_DRIVE
    )
