"""The order of the preview table: three groups that fold, sorting by several columns inside a group, and search."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import overload

from score_gui.model.language import mark, tr, trn
from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_keys import Column
from score_gui.ui.preview_rows import Group, PreviewRows, Row
from score_gui.ui.preview_sorting import sorted_rows

MOST_KEYS = 3
"""Columns by which the table is sorted at the same time."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The heading of a group; `files` counts its rows that the search lets through."""

    group: Group
    files: int
    is_folded: bool

    @property
    def title(self) -> str:
        return tr(_TITLES[self.group])

    @property
    def sentence(self) -> str:
        if self.group is Group.LEFT_OUT:
            return trn(
                "{count} line cannot be read as a file", "{count} lines cannot be read as a file", self.files
            )
        if self.group is Group.WORTH_A_LOOK:
            return trn("{count} file, will be downloaded", "{count} files, will be downloaded", self.files)
        return trn("{count} file", "{count} files", self.files)


TableLine = GroupLine | Row
_TITLES = {
    Group.LEFT_OUT: mark("Left out"),
    Group.WORTH_A_LOOK: mark("Worth a look"),
    Group.GOOD: mark("Good"),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A group in the table: its heading stands at `start`, its rows after it unless it is folded."""

    start: int
    heading: GroupLine
    rows: array[int]


class Lines(Sequence[TableLine]):
    """The lines of the table from top to bottom. `shown` has a flag for each row of the preview that stands in it."""

    def __init__(
        self, preview: PreviewRows, groups: Sequence[tuple[GroupLine, array[int]]], shown: bytes
    ) -> None:
        self._preview = preview
        self._parts: list[_Part] = []
        self._length = 0
        self.shown = shown
        for heading, rows in groups:
            part = _Part(self._length, heading, array("i") if heading.is_folded else rows)
            self._parts.append(part)
            self._length += 1 + len(part.rows)

    @property
    def headings(self) -> list[tuple[int, GroupLine]]:
        """The headings and their places."""
        return [(part.start, part.heading) for part in self._parts]

    def place_of(self, number: int, *, in_manifest_order: bool) -> int | None:
        """Where a row of the preview stands; None if it does not."""
        if not self.shown[number]:
            return None
        for part in self._parts:
            rows = part.rows
            if in_manifest_order:
                at = bisect_left(rows, number)
                if at < len(rows) and rows[at] == number:
                    return part.start + 1 + at
            elif (found := _place_in(rows, number)) is not None:
                return part.start + 1 + found
        return None

    def stand_alike(self, other: Lines) -> bool:
        """The same rows at the same places, whatever is known of them."""
        everywhere = range(max(len(self), len(other)))
        return self.headings == other.headings and self.numbers(everywhere) == other.numbers(everywhere)

    def numbers(self, places: range) -> array[int]:
        """The rows of the preview that stand there, from top to bottom."""
        found = array("i")
        for part in self._parts:
            start, stop = (max(0, each - part.start - 1) for each in (places.start, places.stop))
            found += part.rows[start:stop]
        return found

    def flagged(self, places: Iterable[range]) -> bytes:
        """The same as flags. A group that stands there as a whole is not counted out row by row."""
        ranges, found = tuple(places), flags.none(len(self._preview))
        for part in self._parts:
            first, last = part.start + 1, part.start + len(part.rows)
            if part.rows and any(first in each and last in each for each in ranges):
                group = flags.both(self.shown, self._preview.in_group(part.heading.group))
                found = flags.either(found, group)
            else:
                inside = (range(max(first, each.start), min(last + 1, each.stop)) for each in ranges)
                rows = chain.from_iterable(self.numbers(each) for each in inside if each)
                found = flags.either(found, flags.of(len(found), rows))
        return found

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> TableLine: ...

    @overload
    def __getitem__(self, place: slice) -> list[TableLine]: ...

    def __getitem__(self, place: int | slice) -> TableLine | list[TableLine]:
        if isinstance(place, slice):
            return [self._line(each) for each in range(*place.indices(self._length))]
        return self._line(range(self._length)[place])

    def _line(self, place: int) -> TableLine:
        part = next(part for part in reversed(self._parts) if part.start <= place)
        at = place - part.start
        return self._preview[part.rows[at - 1]] if at else part.heading


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by."""

    column: Column
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """How the table is looked at. Without `keys` it is the order of the manifest; the first key weighs most."""

    search: str = ""
    keys: tuple[SortKey, ...] = ()
    folded: frozenset[Group] = frozenset()

    def fold(self, group: Group) -> Order:
        """The same with this group folded, or unfolded if it was."""
        return replace(self, folded=self.folded ^ {group})

    def sort(self, column: Column, *, further: bool = False) -> Order:
        """Up, down, and not at all in turns; `further` keeps the other columns that are sorted by."""
        known = next((key for key in self.keys if key.column is column), None)
        turned = () if known and known.descending else (SortKey(column, descending=known is not None),)
        if not further:
            return replace(self, keys=turned)
        if known is None:
            return replace(self, keys=(*self.keys[: MOST_KEYS - 1], *turned))
        keys = [each for key in self.keys for each in (turned if key is known else (key,))]
        return replace(self, keys=tuple(keys))

    def apply(self, preview: PreviewRows) -> Lines:
        """The lines of the table, group headings included; a group without rows is missing. Slow for long lists."""
        found = preview.find(self.search)
        groups, shown = [], flags.none(len(preview))
        for group in Group:
            members = flags.both(found, preview.in_group(group))
            if not flags.count(members):
                continue
            heading = GroupLine(group, flags.count(members), group in self.folded)
            rows = array("i") if heading.is_folded else self._sorted(preview, flags.places(members))
            groups.append((heading, rows))
            shown = shown if heading.is_folded else flags.either(shown, members)
        return Lines(preview, groups, shown)

    def _sorted(self, preview: PreviewRows, rows: array[int]) -> array[int]:
        for key in reversed(self.keys):  # stable, so that the first key has the last word
            rows = sorted_rows(preview, rows, key.column, descending=key.descending)
        return rows


def _place_in(rows: array[int], number: int) -> int | None:
    """In a single look at the bytes: a comparison with each of a million numbers would be felt."""
    wanted, raw = array("i", (number,)).tobytes(), rows.tobytes()
    at = raw.find(wanted)
    while at >= 0 and at % rows.itemsize:
        at = raw.find(wanted, at + 1)
    return at // rows.itemsize if at >= 0 else None
