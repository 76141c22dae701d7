"""Which files of the preview are ticked, the facets that tick whole sets, and the sums of what is ticked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from score_gui.model.manifest import Entry
from score_gui.ui.preview_rows import Facet, PreviewRows, Row


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One tick box of a facet: how many files have the value, and their known bytes."""

    facet: Facet
    value: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What is ticked. `unsized` counts the ticked files whose size the manifest does not tell."""

    files: int
    bytes: int
    unsized: int
    largest: int


class Ticks:
    """The ticks of a preview. All files that can be fetched are ticked at first.

    A facet value that is off unticks its files; a tick set by hand on a row wins until one of the row's facet
    values is touched again, so that every click has a visible effect.
    """

    def __init__(self, rows: PreviewRows) -> None:
        self._rows = rows.rows
        self._off: set[tuple[Facet, str]] = set()
        self._by_hand: dict[int, bool] = {}
        self._ticked = bytearray(len(self._rows))
        self._refresh()

    def is_ticked(self, number: int) -> bool:
        return bool(self._ticked[number])

    @property
    def are_touched(self) -> bool:
        """Something differs from how the preview began."""
        return bool(self._off or self._by_hand)

    def set_rows(self, numbers: Iterable[int], *, ticked: bool) -> None:
        """Tick or untick rows by hand; rows that cannot be fetched stay as they are."""
        for number in numbers:
            row = self._rows[number]
            if row.entry is None:
                continue
            if ticked == self._by_facets(row):
                self._by_hand.pop(number, None)
            else:
                self._by_hand[number] = ticked
            self._ticked[number] = ticked

    def is_on(self, facet: Facet, value: str) -> bool:
        return (facet, value) not in self._off

    def set_value(self, facet: Facet, value: str, *, on: bool) -> None:
        """Switch all files with this value of a facet on or off."""
        if on:
            self._off.discard((facet, value))
        else:
            self._off.add((facet, value))
        touched = [n for n in self._by_hand if value in self._rows[n].values[facet]]
        for number in touched:
            del self._by_hand[number]
        self._refresh()

    def why_not(self, number: int) -> str:
        """The facet values that untick a row, as `VCF`; empty if none does."""
        row = self._rows[number]
        if row.entry is None or self._ticked[number] or number in self._by_hand:
            return ""
        return ", ".join("/".join(row.values[facet]) for facet in Facet if not self._passes(row, facet))

    @property
    def numbers(self) -> list[int]:
        """The ticked rows, in the order of the manifest."""
        return [number for number, ticked in enumerate(self._ticked) if ticked]

    def entries(self) -> tuple[Entry, ...]:
        chosen = (self._rows[number].entry for number in self.numbers)
        return tuple(entry for entry in chosen if entry is not None)

    def sums(self) -> Sums:
        sizes = [self._rows[number].size for number in self.numbers]
        known = [size for size in sizes if size is not None]
        return Sums(len(sizes), sum(known), len(sizes) - len(known), max(known, default=0))

    def _refresh(self) -> None:
        for row in self._rows:
            self._ticked[row.number] = self._wanted(row)

    def _wanted(self, row: Row) -> bool:
        return row.entry is not None and self._by_hand.get(row.number, self._by_facets(row))

    def _by_facets(self, row: Row) -> bool:
        return not self._off or all(self._passes(row, facet) for facet in Facet)

    def _passes(self, row: Row, facet: Facet) -> bool:
        return any((facet, value) not in self._off for value in row.values[facet])


def facet_values(rows: PreviewRows) -> tuple[FacetValue, ...]:
    """The values of the facets that part the files: those with one value for all are left out.

    Within a facet the value with most files stands first.
    """
    found: list[FacetValue] = []
    for facet in Facet:
        values = _values_of(rows, facet)
        if len(values) > 1:
            found.extend(values)
    return tuple(found)


def _values_of(rows: PreviewRows, facet: Facet) -> list[FacetValue]:
    files: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for row in rows.rows:
        for value in row.values[facet]:
            files[value] += 1
            size[value] += row.size or 0
    ordered = sorted(files, key=lambda value: (-files[value], value))
    return [FacetValue(facet, value, files[value], size[value]) for value in ordered]
