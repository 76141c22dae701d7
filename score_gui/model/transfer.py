"""A transfer: one entry on its way to one target file, as the queue shows it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import NewType

from score_gui.model.problem import Problem

TransferId = NewType("TransferId", int)


class Layout(StrEnum):
    """Where a file goes below the output folder; the names are score-client's, but for `DONOR` and `PORTAL`."""

    FILENAME = "filename"
    DONOR = "donor"
    PORTAL = "portal"
    BUNDLE = "bundle"
    ID = "id"


class NameRule(StrEnum):
    """What becomes of a file whose name another file has. Nothing is replaced unless a person said `REPLACE`."""

    KEEP_BOTH = "keep-both"
    LEAVE_OUT = "leave-out"
    REPLACE = "replace"
    ASK = "ask"


class Priority(IntEnum):
    """Which rows of the queue come first, whatever place they have among their like; the numbers are the ledger's."""

    HIGH = 0
    NORMAL = 1
    LOW = 2


class Status(StrEnum):
    """The sixteen states of a transfer; exactly one holds at a time."""

    CHECKING = "checking"
    WAITING = "waiting"
    PREPARING = "preparing"
    DOWNLOADING = "downloading"
    WAITING_NETWORK = "waiting-network"
    WAITING_TOKEN = "waiting-token"  # noqa: S105 - a state, not a password
    WAITING_SPACE = "waiting-space"
    WAITING_DRIVE = "waiting-drive"
    WAITING_SERVER = "waiting-server"
    PAUSED = "paused"
    VERIFYING = "verifying"
    REPAIRING = "repairing"
    VERIFIED = "verified"
    COMPLETE = "complete"
    SKIPPED = "skipped"
    NEEDS_YOU = "needs-you"

    @property
    def is_active(self) -> bool:
        """Work goes on right now."""
        return self in _ACTIVE

    @property
    def is_done(self) -> bool:
        """The file is here; nothing is left to do."""
        return self in _DONE

    @property
    def is_held_up(self) -> bool:
        """Waits for something outside and ends by itself."""
        return self in _HELD_UP


_ACTIVE = frozenset(
    {Status.CHECKING, Status.PREPARING, Status.DOWNLOADING, Status.VERIFYING, Status.REPAIRING}
)
_DONE = frozenset({Status.VERIFIED, Status.COMPLETE, Status.SKIPPED})
_HELD_UP = frozenset(
    {
        Status.WAITING_NETWORK,
        Status.WAITING_TOKEN,
        Status.WAITING_SPACE,
        Status.WAITING_DRIVE,
        Status.WAITING_SERVER,
    }
)


class Check(StrEnum):
    """How far a file was verified, strongest first."""

    WHOLE = "whole-md5"
    PARTS = "parts-md5"
    SIZE = "size-only"
    NONE = "none"


Place = tuple[Priority, int, TransferId]
"""Where a row stands in the queue: lower is earlier."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One row of the queue. Sizes in bytes, times in seconds since the epoch.

    `name` is what the site or manifest calls the file, untouched: show it as plain text only. `placed` is where its
    file is or will be, see `seen_from`; known once that is settled. `kept` counts the bytes that are on the disk. An
    index file is a transfer of its own whose `companion_of` names the main file's; the queue shows it as a tag there.
    """

    id: TransferId
    object_id: str
    name: str
    folder: Path
    layout: Layout
    profile_id: str
    status: Status
    order: int
    size: int | None = None
    md5: str | None = None
    kept: int = 0
    placed: str | Path | None = None
    manifest: str | None = None
    file_type: str | None = None
    donor: str | None = None
    project: str | None = None
    companion_of: TransferId | None = None
    problem: Problem | None = None
    check: Check = Check.NONE
    md5_seen: str | None = None
    renewals: int = 0
    added: float = 0.0
    finished: float | None = None
    priority: Priority = Priority.NORMAL

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        return self.priority, self.order, self.id

    @property
    def target(self) -> Path | None:
        """The place of its file, once that is settled."""
        return self.folder / self.placed if isinstance(self.placed, str) else self.placed

    @property
    def title(self) -> str:
        """What to call the file: its name on the disk where that is settled, so that twins can be told apart."""
        if self.placed is None or self.layout is Layout.ID:
            return self.name
        placed = self.placed
        return placed.rpartition(os.sep)[2] if isinstance(placed, str) else placed.name


def seen_from(folder: Path, target: Path) -> str | Path:
    """How a row of `folder` keeps its target: where it can, as the text behind the folder, which is often its name.

    A Path takes the memory of five texts, and queues are long.
    """
    behind = text_behind(str(folder), str(target))
    return target if behind is None else behind


def text_behind(folder: str, target: str) -> str | None:
    """The rest of a path that lies below `folder`; None if it does not, or if that is a whole drive."""
    start = f"{folder}{os.sep}"
    return target[len(start) :] if target.startswith(start) and not folder.endswith(os.sep) else None
