"""The columns of the queue table as data: words, widths, sides, and when they give way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType


class Column(IntEnum):
    """In the order in which they stand."""

    NUMBER = 0
    NAME = 1
    TYPE = 2
    DONOR = 3
    SIZE = 4
    PROGRESS = 5
    SPEED = 6
    TIME_LEFT = 7
    STATE = 8


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
    """`width` and `compact` in units of a 13 px font; shown from window class `since` on."""

    word: str
    width: int
    compact: int
    right: bool = False
    since: WidthClass = WidthClass.TINY


COLUMNS: Mapping[Column, ColumnFacts] = MappingProxyType(
    {
        Column.NUMBER: ColumnFacts("#", 36, 36, right=True, since=WidthClass.NARROW),
        Column.NAME: ColumnFacts("Name", 198, 176),
        Column.TYPE: ColumnFacts("Type", 64, 64, since=WidthClass.WIDE),
        Column.DONOR: ColumnFacts("Donor", 92, 92, since=WidthClass.WIDE),
        Column.SIZE: ColumnFacts("Size", 82, 78, right=True, since=WidthClass.NARROW),
        Column.PROGRESS: ColumnFacts("Progress", 162, 124),
        Column.SPEED: ColumnFacts("Speed", 76, 74, right=True, since=WidthClass.NARROW),
        Column.TIME_LEFT: ColumnFacts("Time left", 102, 76, right=True),
        Column.STATE: ColumnFacts("State", 188, 180, since=WidthClass.NARROW),
    }
)
