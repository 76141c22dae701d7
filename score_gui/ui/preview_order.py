"""The order of the preview table: three groups that fold, sorting inside a group, and search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from score_gui.model.text import count_text
from score_gui.ui.preview_rows import Group, PreviewRows, Row


class Column(IntEnum):
    """The columns of the table, left to right."""

    TICK = 0
    LINE = 1
    NAME = 2
    TYPE = 3
    DONOR = 4
    SIZE = 5
    REMARK = 6


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The heading of a group; `files` counts its rows that the search lets through."""

    group: Group
    files: int
    is_folded: bool

    @property
    def title(self) -> str:
        return _TITLES[self.group]

    @property
    def sentence(self) -> str:
        if self.group is Group.LEFT_OUT:
            return f"{count_text(self.files, 'line')} cannot be read as a file"
        if self.group is Group.WORTH_A_LOOK:
            return f"{count_text(self.files, 'file')}, will be downloaded"
        return count_text(self.files, "file")


TableLine = GroupLine | Row
_TITLES = {Group.LEFT_OUT: "Left out", Group.WORTH_A_LOOK: "Worth a look", Group.GOOD: "Good"}
_KEYS: dict[Column, Callable[[Row], Any]] = {
    Column.LINE: lambda row: row.number if row.line is None else row.line,
    Column.NAME: lambda row: row.name.casefold(),
    Column.TYPE: lambda row: row.file_type,
    Column.DONOR: lambda row: row.donor,
    Column.SIZE: lambda row: -1 if row.size is None else row.size,
    Column.REMARK: lambda row: row.remark,
}


@dataclass(frozen=True, slots=True)
class Order:
    """How the table is looked at. `column` None is the order of the manifest."""

    search: str = ""
    column: Column | None = None
    descending: bool = False
    folded: frozenset[Group] = frozenset()

    def fold(self, group: Group) -> Order:
        """The same with this group folded, or unfolded if it was."""
        return replace(self, folded=self.folded ^ {group})

    def apply(self, preview: PreviewRows) -> list[TableLine]:
        """The lines of the table, group headings included; a group without rows is missing."""
        rows = self._found(preview)
        if self.column in _KEYS:
            rows.sort(key=_KEYS[self.column], reverse=self.descending)
        lines: list[TableLine] = []
        for group in Group:
            members = [row for row in rows if row.group is group]
            if members:
                lines.append(GroupLine(group, len(members), group in self.folded))
                lines.extend(() if group in self.folded else members)
        return lines

    def _found(self, preview: PreviewRows) -> list[Row]:
        words = self.search.casefold().split()
        return [row for row in preview.rows if all(word in row.haystack for word in words)]
