"""The columns of the queue table as data: words, widths, sides, and when they give way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from score_gui.model.language import mark, tr


class Column(IntEnum):
    """In the order in which they stand until a person moves them."""

    NUMBER = 0
    NAME = 1
    TYPE = 2
    DONOR = 3
    SIZE = 4
    PROGRESS = 5
    SPEED = 6
    TIME_LEFT = 7
    STATE = 8
    PROJECT = 9
    MANIFEST = 10
    PROFILE = 11
    OBJECT_ID = 12
    MD5 = 13
    ADDED = 14
    FINISHED = 15
    RENEWALS = 16
    FOLDER = 17
    PRIORITY = 18


class WidthClass(IntEnum):
    """How wide the window is in units of its font, so that large text counts as narrow."""

    TINY = 0
    NARROW = 720
    MEDIUM = 960
    WIDE = 1200

    @classmethod
    def of(cls, units: float) -> WidthClass:
        return max(item for item in cls if units >= item)


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """`width` and `compact` in units of a 13 px font; shown from window class `since` on.

    An `optional` column is shown only where a person asked for it.
    """

    name: str
    width: int
    compact: int
    right: bool = False
    since: WidthClass = WidthClass.TINY
    optional: bool = False

    @property
    def word(self) -> str:
        return tr(self.name)


def _optional(word: str, width: int, *, right: bool = False) -> ColumnFacts:
    return ColumnFacts(word, width, width, right=right, since=WidthClass.NARROW, optional=True)


COLUMNS: Mapping[Column, ColumnFacts] = MappingProxyType(
    {
        Column.NUMBER: ColumnFacts("#", 36, 36, right=True, since=WidthClass.NARROW),
        Column.NAME: ColumnFacts(mark("Name"), 198, 176),
        Column.TYPE: ColumnFacts(mark("Type"), 64, 64, since=WidthClass.WIDE),
        Column.DONOR: ColumnFacts(mark("Donor"), 92, 92, since=WidthClass.WIDE),
        Column.SIZE: ColumnFacts(mark("Size"), 82, 78, right=True, since=WidthClass.NARROW),
        Column.PROGRESS: ColumnFacts(mark("Progress"), 162, 124),
        Column.SPEED: ColumnFacts(mark("Speed"), 76, 74, right=True, since=WidthClass.NARROW),
        Column.TIME_LEFT: ColumnFacts(mark("Time left"), 102, 98, right=True),
        Column.STATE: ColumnFacts(mark("State"), 188, 180, since=WidthClass.NARROW),
        Column.PROJECT: _optional(mark("Project"), 110),
        Column.MANIFEST: _optional(mark("Manifest"), 130),
        Column.PROFILE: _optional(mark("Profile"), 110),
        Column.OBJECT_ID: _optional(mark("Object ID"), 270),
        Column.MD5: _optional("MD5", 240),
        Column.ADDED: _optional(mark("Added"), 120),
        Column.FINISHED: _optional(mark("Finished"), 120),
        Column.RENEWALS: _optional(mark("Link renewals"), 100, right=True),
        Column.FOLDER: _optional(mark("Folder"), 200),
        Column.PRIORITY: _optional(mark("Priority"), 80),
    }
)

STEADY = frozenset({Column.NAME, Column.PROGRESS, Column.STATE})
"""Columns without which a row tells nothing; they cannot be hidden."""

USUAL = frozenset(column for column, facts in COLUMNS.items() if not facts.optional)
"""The columns that are shown until a person chooses others."""


def columns_text(shown: Collection[Column]) -> str:
    """A choice of columns, for the memory of the window."""
    return " ".join(sorted(column.name.lower() for column in shown))


def read_columns(text: object) -> frozenset[Column]:
    """What `columns_text` wrote; the usual ones where that is not known. Names of a newer version are left out."""
    names = {column.name.lower(): column for column in Column}
    found = {names[word] for word in str(text or "").split() if word in names}
    return frozenset(found | STEADY) if found else USUAL
