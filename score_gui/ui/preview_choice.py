"""Which columns of the preview a person wants to see, in which order and how wide; remembered as one line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from score_gui.ui.preview_keys import FIXED, USUAL, Column

MEMORY = "preview-columns"
"""The key under which the window remembers it."""
_WIDTHS: Mapping[Column, int] = {
    Column.TICK: 36,
    Column.LINE: 48,
    Column.NAME: 150,
    Column.TYPE: 60,
    Column.DONOR: 92,
    Column.PROJECT: 92,
    Column.STUDY: 100,
    Column.REPOSITORY: 112,
    Column.SAMPLES: 112,
    Column.ANALYSIS: 270,
    Column.OBJECT_ID: 270,
    Column.FILE_ID: 92,
    Column.MD5: 250,
    Column.SIZE: 76,
    Column.REMARK: 112,
}
_LEAST, _MOST = 30, 2000


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """`order` holds all columns as they stand from left to right; `widths` those that a person made wider or smaller.

    Widths in units of a 13 px font.
    """

    order: tuple[Column, ...] = tuple(Column)
    shown: frozenset[Column] = USUAL
    widths: Mapping[Column, int] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> ColumnChoice:
        """The choice that `write` wrote. What is not understood is as it usually is."""
        order: list[Column] = []
        widths: dict[Column, int] = {}
        for word in text.split():
            name, _, width = word.partition(":")
            column = Column.__members__.get(name)
            if column is None or column in order:
                continue
            order.append(column)
            if width.isascii() and width.isdigit() and len(width) < 5:
                widths[column] = min(_MOST, max(_LEAST, int(width)))
        if not order:
            return cls()
        shown = FIXED.union(order)
        rest = [column for column in Column if column not in order]
        return cls(
            (Column.TICK, *(each for each in (*order, *rest) if each is not Column.TICK)), shown, widths
        )

    def write(self) -> str:
        """The shown columns, as `NAME SIZE:90`."""
        shown = (column for column in self.order if column in self.shown)
        return " ".join(
            f"{each.name}:{self.widths[each]}" if each in self.widths else each.name for each in shown
        )

    def width(self, column: Column) -> int:
        return self.widths.get(column, _WIDTHS[column])

    def show(self, column: Column, *, shown: bool) -> ColumnChoice:
        """With or without a column."""
        return replace(self, shown=self.shown | {column} if shown else self.shown - {column} | FIXED)

    def widen(self, column: Column, width: int) -> ColumnChoice:
        return replace(self, widths={**self.widths, column: min(_MOST, max(_LEAST, width))})

    def reorder(self, order: Sequence[Column]) -> ColumnChoice:
        return replace(self, order=tuple(order))
