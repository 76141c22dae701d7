"""Which rows are shown and in which order: a state of the side bar, a manifest, a search, a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from score_gui.model.transfer import Place, Status, Transfer
from score_gui.ui.queue_columns import Column
from score_gui.ui.queue_rows import Row


class Group(StrEnum):
    """The entries of the side bar: what a person asks about, not what the engine calls it."""

    ALL = "all"
    ACTIVE = "active"
    WAITING = "waiting"
    PAUSED = "paused"
    NEEDS_YOU = "needs-you"
    VERIFIED = "verified"
    COMPLETE = "complete"


GROUP_STATUSES: Mapping[Group, frozenset[Status]] = MappingProxyType(
    {
        Group.ALL: frozenset(Status),
        Group.ACTIVE: frozenset(item for item in Status if item.is_active),
        Group.WAITING: frozenset(item for item in Status if item.is_held_up) | {Status.WAITING},
        Group.PAUSED: frozenset({Status.PAUSED}),
        Group.NEEDS_YOU: frozenset({Status.NEEDS_YOU}),
        Group.VERIFIED: frozenset({Status.VERIFIED, Status.SKIPPED}),
        Group.COMPLETE: frozenset({Status.COMPLETE}),
    }
)


@dataclass(frozen=True, slots=True)
class Filter:
    """All three must hold. `text` is sought word by word in name, donor, project, IDs."""

    group: Group = Group.ALL
    manifest: str | None = None
    text: str = ""

    @property
    def is_open(self) -> bool:
        """Lets everything through."""
        return self.group is Group.ALL and self.manifest is None and not self.text.strip()

    def narrows(self, other: Filter) -> bool:
        """Whatever passes this one passes the other as well."""
        same_place = self.manifest == other.manifest and self.group is other.group
        return (same_place or (other.group is Group.ALL and other.manifest is None)) and self.text.startswith(
            other.text
        )

    def matcher(self) -> Callable[[Row], bool]:
        """A test for many rows, with what can be prepared once prepared."""
        words = self.text.casefold().split()
        manifest = self.manifest
        statuses = None if self.group is Group.ALL else GROUP_STATUSES[self.group]

        def matches(row: Row) -> bool:
            item = row.transfer
            if statuses is not None and item.status not in statuses:
                return False
            if manifest is not None and item.manifest != manifest:
                return False
            return not words or _holds(item, words)

        return matches


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which rows are shown, and in which order."""

    filter: Filter = field(default_factory=Filter)
    column: Column = Column.NUMBER
    is_descending: bool = False


def _holds(item: Transfer, words: Sequence[str]) -> bool:
    hay = f"{item.title}\n{item.name}\n{item.donor or ''}\n{item.project or ''}\n{item.object_id}\n{item.md5 or ''}"
    return all(map(hay.casefold().__contains__, words))


SortKey = tuple[float, str, int, int, int] | Place
"""A number, a text, then the place in the queue, so that equal rows keep theirs; or the place alone."""

_STATUS_ORDER = {status: number for number, status in enumerate(Status)}


def _time_left(row: Row) -> tuple[float, str]:
    return (row.seconds_left if row.seconds_left is not None else float("inf"), "")


_KEYS: Mapping[Column, Callable[[Row], tuple[float, str]]] = MappingProxyType(
    {
        Column.NAME: lambda row: (0, row.transfer.title.casefold()),
        Column.TYPE: lambda row: (0, (row.transfer.file_type or "").casefold()),
        Column.DONOR: lambda row: (0, (row.transfer.donor or "").casefold()),
        Column.SIZE: lambda row: (row.size, ""),
        Column.PROGRESS: lambda row: (row.done / row.size if row.size else 0, ""),
        Column.SPEED: lambda row: (row.speed, ""),
        Column.TIME_LEFT: _time_left,
        Column.STATE: lambda row: (_STATUS_ORDER[row.status], ""),
        Column.PROJECT: lambda row: (0, (row.transfer.project or "").casefold()),
        Column.MANIFEST: lambda row: (0, (row.transfer.manifest or "").casefold()),
        Column.PROFILE: lambda row: (0, row.transfer.profile_id),
        Column.OBJECT_ID: lambda row: (0, row.transfer.object_id),
        Column.MD5: lambda row: (0, row.transfer.md5 or ""),
        Column.ADDED: lambda row: (row.transfer.added, ""),
        Column.FINISHED: lambda row: (row.transfer.finished or 0.0, ""),
        Column.RENEWALS: lambda row: (row.transfer.renewals, ""),
        Column.FOLDER: lambda row: (0, str(row.transfer.folder).casefold()),
        Column.PRIORITY: lambda row: (row.transfer.priority, ""),
    }
)


def sort_key(column: Column) -> Callable[[Row], SortKey]:
    """The key of a row when the table is sorted by `column`."""
    if column is Column.NUMBER:
        return _place
    primary = _KEYS[column]

    def key(row: Row) -> SortKey:
        return (*primary(row), *row.place)

    return key


def _place(row: Row) -> SortKey:
    return row.place
