"""What a person can do with rows: which rows a wish is about, the one action of a state, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from score_gui.model.language import mark, tr, trn
from score_gui.model.messages import (
    Command,
    Pause,
    Recheck,
    Relocate,
    Remove,
    Resume,
    Retry,
    SetPriority,
    StartNow,
)
from score_gui.model.problem import NAME_SHARED, NAME_TAKEN, Problem, Recovery
from score_gui.model.text import bytes_text
from score_gui.model.transfer import Priority, Status, Transfer, TransferId
from score_gui.ui.question import Question
from score_gui.ui.queue_rows import Row
from score_gui.ui.words import shown


class Deed(StrEnum):
    """What a state offers, by what its button says."""

    START_NOW = mark("Start now")
    PAUSE = mark("Pause")
    RESUME = mark("Resume")
    TRY_NOW = mark("Try now")
    TRY_AGAIN = mark("Try again")
    CHOOSE_FOLDER = mark("Choose folder…")
    LOCATE = mark("Locate…")
    ADD_TOKEN = mark("Add new token")
    CHOOSE_CA = mark("Choose CA file…")
    NETWORK = mark("Network settings…")
    COPY_ID = mark("Copy ID for the help desk")
    COMPUTE = mark("Compute MD5")
    SHOW = mark("Show in folder")
    KEEP_BOTH = mark("Keep both")
    REPLACE = mark("Replace the other file…")
    LEAVE_OUT = mark("Leave this one out")


_BY_STATUS: Mapping[Status, Deed] = MappingProxyType(
    {
        Status.WAITING: Deed.START_NOW,
        Status.DOWNLOADING: Deed.PAUSE,
        Status.REPAIRING: Deed.PAUSE,
        Status.PAUSED: Deed.RESUME,
        Status.WAITING_NETWORK: Deed.TRY_NOW,
        Status.WAITING_SERVER: Deed.TRY_NOW,
        Status.WAITING_SPACE: Deed.CHOOSE_FOLDER,
        Status.WAITING_DRIVE: Deed.LOCATE,
        Status.WAITING_TOKEN: Deed.ADD_TOKEN,
        Status.VERIFIED: Deed.SHOW,
        Status.COMPLETE: Deed.COMPUTE,
        Status.SKIPPED: Deed.SHOW,
    }
)


def troubled(row: Row) -> Transfer | None:
    """The file of a row that cannot go on, or the index file of it that needs a person."""
    item = row.transfer
    if item.problem is not None and (item.status is Status.NEEDS_YOU or item.status.is_held_up):
        return item
    return next((one for one in row.companions if one.status is Status.NEEDS_YOU), None)


def is_about_the_name(item: Transfer) -> bool:
    """Its problem is that another file has its name."""
    return item.problem is not None and item.problem.is_about_the_name


def deeds_for(row: Row) -> tuple[Deed, ...]:
    """The first entries of the row's menu and the buttons of its overview; none where time alone helps."""
    trouble = troubled(row)
    if trouble is not None and trouble.status is Status.NEEDS_YOU:
        return _repairs(trouble.problem)
    if row.status is Status.NEEDS_YOU:
        return (Deed.TRY_AGAIN,)
    if row.status is Status.COMPLETE and row.transfer.md5_seen is not None:
        return (Deed.SHOW,)
    return tuple(deed for deed in (_BY_STATUS.get(row.status),) if deed is not None)


def _repairs(problem: Problem | None) -> tuple[Deed, ...]:
    if problem is not None and problem.code == NAME_TAKEN:
        return (Deed.KEEP_BOTH, Deed.REPLACE, Deed.LEAVE_OUT)
    if problem is not None and problem.code == NAME_SHARED:  # a file of the queue is not replaced by another
        return (Deed.KEEP_BOTH, Deed.LEAVE_OUT)
    return (_repair(problem),)


def _repair(problem: Problem | None) -> Deed:
    if problem is not None and problem.recovery is Recovery.WAIT_TOKEN:
        return Deed.ADD_TOKEN
    if problem is not None and problem.is_about_the_way:
        return Deed.NETWORK if problem.code.startswith("proxy-") else Deed.CHOOSE_CA
    if problem is not None and problem.code == "access-denied":
        return Deed.COPY_ID
    return Deed.TRY_AGAIN


_CAN_PAUSE = frozenset(item for item in Status if item.is_active or item.is_held_up) | {Status.WAITING}
_CAN_RESUME = frozenset(item for item in Status if item.is_held_up) | {Status.PAUSED}


_CAN_START = frozenset({Status.WAITING, Status.PAUSED})


def _ids(items: Iterable[Transfer], statuses: frozenset[Status]) -> tuple[TransferId, ...]:
    return tuple(item.id for item in items if item.status in statuses)


def _transfers(rows: Iterable[Row]) -> list[Transfer]:
    """The files of the rows and their index files, which share their fate."""
    return [item for row in rows for item in (row.transfer, *row.companions)]


@dataclass(frozen=True, slots=True)
class Selection:
    """The selected rows, and what each wish would mean for them."""

    rows: tuple[Row, ...] = ()

    @property
    def count(self) -> int:
        return len(self.rows)

    def can_pause(self) -> int:
        """How many of the rows would stop."""
        return sum(row.status in _CAN_PAUSE for row in self.rows)

    def can_resume(self) -> int:
        return sum(row.status in _CAN_RESUME for row in self.rows)

    def can_start_now(self) -> int:
        """How many of the rows wait for their turn, or are paused."""
        return sum(row.status in _CAN_START for row in self.rows)

    def start_now(self) -> Command | None:
        ids = _ids(_transfers(self.rows), _CAN_START)
        return StartNow(ids) if ids else None

    def priority(self) -> Priority | None:
        """What all unfinished rows have in common; None if they differ, or there are none."""
        found = {row.transfer.priority for row in self.rows if not row.status.is_done}
        return found.pop() if len(found) == 1 else None

    def prioritise(self, priority: Priority) -> Command | None:
        ids = tuple(row.id for row in self.rows if not row.is_here)
        return SetPriority(ids, priority) if ids else None

    def unsettled(self) -> int:
        """How many of the rows can still go to another folder."""
        return sum(not row.status.is_done for row in self.rows)

    def relocate(self, folder: Path) -> Command | None:
        ids = tuple(item.id for item in _transfers(self.rows) if not item.status.is_done)
        return Relocate(ids, folder) if ids else None

    def finished(self) -> int:
        """How many of the rows are done, and can be verified again."""
        return sum(row.status.is_done for row in self.rows)

    def recheck(self) -> Command | None:
        ids = tuple(item.id for item in _transfers(self.rows) if item.status.is_done)
        return Recheck(ids) if ids else None

    def pause(self) -> Command | None:
        ids = _ids(_transfers(self.rows), _CAN_PAUSE)
        return Pause(ids) if ids else None

    def resume(self) -> Command | None:
        ids = _ids(_transfers(self.rows), _CAN_RESUME)
        return Resume(ids) if ids else None

    def remove(self) -> Command | None:
        ids = tuple(item.id for item in _transfers(self.rows))
        return Remove(ids) if ids else None

    def delete(self) -> Command | None:
        """Take the rows of `deletable` off the list, and their data off the disk."""
        ids = tuple(item.id for item in _transfers(self.deletable().rows))
        return Remove(ids, delete_unfinished=True, delete_finished=True) if ids else None

    def deletable(self) -> Selection:
        """Those whose data this program made; a file that was here before is left alone."""
        return Selection(tuple(row for row in self.rows if row.done and row.status is not Status.SKIPPED))

    def unfinished(self) -> Selection:
        """Those whose data would be lost."""
        return Selection(tuple(row for row in self.rows if row.done and not row.status.is_done))

    @property
    def kept(self) -> int:
        """Bytes on the disk."""
        return sum(row.done for row in self.rows)


def retry(rows: Iterable[Row]) -> Command | None:
    """Another chance for all files, and index files, that need a person."""
    ids = _ids(_transfers(rows), frozenset({Status.NEEDS_YOU}))
    return Retry(ids) if ids else None


def needing(rows: Iterable[Row]) -> list[Row]:
    """Rows of which the file or its index needs a person."""
    return [row for row in rows if any(t.status is Status.NEEDS_YOU for t in _transfers((row,)))]


def count_tip(word: str, able: int, selected: int) -> str:
    """`Pause 3 of 7 selected`."""
    return tr("{word} {able:,} of {selected:,} selected", word=word, able=able, selected=selected)


def delete_question(selection: Selection) -> Question:
    """Asked before data is deleted; says how much, and what stays."""
    doomed = selection.deletable()
    others = selection.count - doomed.count
    size = bytes_text(doomed.kept)
    words = tr("{size} will be freed. score_gui downloaded what is deleted.", size=size)
    if others:
        words += " " + trn(
            "{count} file of the selection is left alone.",
            "{count} files of the selection are left alone.",
            others,
        )
    return Question(
        trn("Delete {count} file from the disk?", "Delete {count} files from the disk?", doomed.count),
        words,
        trn("Delete {count} file", "Delete {count} files", doomed.count),
        is_dangerous=True,
    )


def remove_question(manifest: str, selection: Selection) -> Question:
    """Asked before a whole manifest is taken off the list; nothing on the disk is lost by that."""
    unfinished = selection.unfinished()
    words = tr("Finished files stay on the disk.")
    if unfinished.count:
        words += " " + tr("{size} of unfinished files are kept, too.", size=bytes_text(unfinished.kept))
    asked = trn(
        "Remove the {count} file of {manifest} from the list?",
        "Remove the {count} files of {manifest} from the list?",
        selection.count,
        manifest=shown(manifest),
    )
    return Question(asked, words, tr("Remove from list"))


def quit_question(running: int) -> str:
    """Asked when the window closes while files are on their way; its first sentence is the question."""
    return trn(
        "Quit now? {count} file stops at what is on the disk and goes on at the next start. Nothing "
        "is fetched twice.",
        "Quit now? {count} files stop at what is on the disk and go on at the next start. Nothing is "
        "fetched twice.",
        running,
    )


def names_text(rows: Sequence[Row]) -> str:
    """Names for the clipboard, one to a line, exactly as they are called."""
    return "\n".join(row.transfer.name for row in rows)


def ids_text(rows: Sequence[Row]) -> str:
    """Object IDs for the clipboard, one to a line."""
    return "\n".join(row.transfer.object_id for row in rows)
