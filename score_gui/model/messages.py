"""What is said to the engine (commands) and what it says back (events).

Commands may come from any thread; events leave the engine's own thread through one callback. Everything is
immutable, so neither side can change what the other holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from score_gui.model.byterange import ByteRange
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem
from score_gui.model.settings import Settings
from score_gui.model.transfer import Layout, NameRule, Priority, Transfer, TransferId

# --- commands ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Add:
    """Put entries into the queue. An entry that is already queued for the same folder is taken up again, not doubled.

    `force` fetches and replaces a file that is already there; `validate=False` leaves the MD5 out. `names` holds where
    another file has the name.
    """

    entries: Sequence[Entry]
    profile_id: str
    folder: Path
    layout: Layout = Layout.FILENAME
    manifest: str | None = None
    with_index: bool = True
    start: bool = True
    force: bool = False
    validate: bool = True
    names: NameRule = NameRule.KEEP_BOTH


@dataclass(frozen=True, slots=True)
class AnswerName:
    """What becomes of transfers that wait because another file has their name, and of later ones if it is said so.

    `whole_manifest`: the answer holds for every unfinished transfer of the same manifests.
    """

    ids: tuple[TransferId, ...]
    rule: NameRule
    whole_manifest: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    ids: tuple[TransferId, ...]


@dataclass(frozen=True, slots=True)
class Resume:
    """Start paused transfers, and try held-up ones at once."""

    ids: tuple[TransferId, ...]


@dataclass(frozen=True, slots=True)
class Retry:
    """Give transfers that need a person another chance."""

    ids: tuple[TransferId, ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """Take transfers off the list. What is on the disk stays, unless a person wants it deleted.

    `delete_unfinished` is about `.part` data, `delete_finished` about files that this program downloaded; one
    that was here before is never touched.
    """

    ids: tuple[TransferId, ...]
    delete_unfinished: bool = False
    delete_finished: bool = False


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Let unfinished transfers have their turn before those of a lower priority, or after those of a higher one."""

    ids: tuple[TransferId, ...]
    priority: Priority


@dataclass(frozen=True, slots=True)
class Move:
    """Put transfers, in this order, right before another in the queue; None is the queue's end.

    Among transfers of another priority they take that one.
    """

    ids: tuple[TransferId, ...]
    before: TransferId | None


@dataclass(frozen=True, slots=True)
class StartNow:
    """Let transfers that wait for their turn, or are paused, run besides those that run already."""

    ids: tuple[TransferId, ...]


@dataclass(frozen=True, slots=True)
class Relocate:
    """Let unfinished files go to another folder; what is here of them goes along, or is found there already."""

    ids: tuple[TransferId, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Recheck:
    """Read finished files again and compare them; of a damaged one, what is wrong is fetched again."""

    ids: tuple[TransferId, ...]


@dataclass(frozen=True, slots=True)
class Configure:
    settings: Settings


@dataclass(frozen=True, slots=True)
class TokenChanged:
    """A profile has a new token (or address): transfers that wait for it go on."""

    profile_id: str


@dataclass(frozen=True, slots=True)
class WayChanged:
    """The way to the servers is another now: what had none is tried again."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Send `PartsSeen` for this transfer with every tick; None stops it."""

    id: TransferId | None


@dataclass(frozen=True, slots=True)
class Stop:
    """Checkpoint everything and end the engine."""


Command = (
    Add
    | AnswerName
    | Pause
    | Resume
    | Retry
    | Remove
    | Move
    | SetPriority
    | StartNow
    | Recheck
    | Relocate
    | Configure
    | TokenChanged
    | WayChanged
    | Watch
    | Stop
)


# --- events -----------------------------------------------------------------------------------------------------


class SpanKind(StrEnum):
    """What a stretch of the file is, for the bar in the row."""

    DISK = "disk"
    ARRIVING = "arriving"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the file. Of an arriving one, the bytes up to `filled` are already on the disk."""

    range: ByteRange
    kind: SpanKind
    filled: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Absolute progress of one transfer at one moment. `speed` in bytes/s, `seconds_left` None when unknown."""

    id: TransferId
    done: int
    checked: int
    speed: float = 0.0
    seconds_left: float | None = None
    connections: int = 0
    spans: tuple[Span, ...] = ()


class PartState(StrEnum):
    """The five states of a cell in the part map."""

    CHECKED = "checked"
    DISK = "disk"
    ARRIVING = "arriving"
    AGAIN = "again"
    TO_COME = "to-come"


@dataclass(frozen=True, slots=True)
class PartView:
    """One cell of the part map: `arrived` bytes of `range` are on the disk, at try number `tries`."""

    number: int
    range: ByteRange
    state: PartState
    arrived: int
    tries: int = 1
    speed: float = 0.0


@dataclass(frozen=True, slots=True)
class Added:
    """An `Add` is in the queue: these rows stand for its entries, whether they are new or were there."""

    ids: tuple[TransferId, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows that are new or differ, whole. Never dropped."""

    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """Rows taken off the list."""

    ids: tuple[TransferId, ...]


@dataclass(frozen=True, slots=True)
class Ticked:
    """Sampled progress of all running transfers, four times a second at most.

    `speed` over all, bytes/s; `received` counts the bytes since the engine started.
    """

    samples: tuple[Sample, ...]
    speed: float
    received: int


@dataclass(frozen=True, slots=True)
class PartsSeen:
    id: TransferId
    parts: tuple[PartView, ...]
    link_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """Something worth remembering about a transfer: a dated line for its Activity tab."""

    id: TransferId
    at: float
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something that concerns the whole program, which a person has to know."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing runs and nothing can start now."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The engine has ended; everything it knew is in the ledger."""


Event = Added | Changed | Gone | Ticked | PartsSeen | Noted | Told | Idle | Stopped
