"""Which files of the preview are ticked, by hand and by the facets that tick whole sets."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import overload

from score_gui.model.entries import EntryList
from score_gui.model.manifest import Entry
from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_columns import Facet, FacetColumn
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_sums import Picked, Sums
from score_gui.ui.preview_values import USUAL, FacetValue, LearnedFacet


class TickedEntries(Sequence[Entry]):
    """The entries of the ticked rows, made one by one when somebody asks; equal to a tuple of the same."""

    def __init__(self, entries: EntryList, ticked: bytes) -> None:
        """`ticked` has a flag for each entry."""
        self._entries, self._ticked = entries, ticked
        self._count = flags.count(ticked)

    @cached_property
    def _places(self) -> array[int]:
        """Found by whoever looks at the entries first, for the window has no time for it."""
        return flags.places(self._ticked)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Entry: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...

    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(place, slice):
            return tuple(self._entries[each] for each in self._places[place])
        return self._entries[self._places[place]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | TickedEntries) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class Ticks:
    """The ticks of a preview. All files that can be fetched are ticked at first.

    A facet value that is off unticks its files; a tick set by hand on a row wins until one of the row's facet
    values is touched again, so that every click has a visible effect.
    """

    def __init__(self, preview: PreviewRows, offered: Iterable[FacetValue] | None = None) -> None:
        """With `offered` only these values, and those of learned facets, are ever switched."""
        self._preview = preview
        self._wanted = preview.wanted
        self._nothing = flags.none(len(preview))
        self._columns: dict[Facet, FacetColumn] = dict(preview.columns)
        if offered is not None:
            values = {(each.facet, each.value) for each in offered}
            for facet, column in preview.columns.items():
                self._columns[facet] = column.narrowed({value for of, value in values if of is facet})
        self._offered: dict[Facet, tuple[FacetValue, ...]] = {}
        self._off: dict[Facet, set[str]] = {facet: set() for facet in Facet}
        self._passes: dict[Facet, bytes] = {}
        self._by_facets = self._wanted
        self._by_hand_on = self._by_hand_off = self._nothing
        self._here = self._verified = self._nothing
        self._ticked = self._wanted

    def go_on(self, former: Ticks) -> None:
        """Take over what a person did and what was looked for, from the same rows of which less was known."""
        for facet, offered in former._offered.items():
            self._columns[facet], self._offered[facet] = former._columns[facet], offered
        self._off = former._off
        self._by_hand_on, self._by_hand_off = former._by_hand_on, former._by_hand_off
        self._here, self._verified = former._here, former._verified
        for facet in Facet:
            self._sift(facet)

    def is_ticked(self, number: int) -> bool:
        return bool(self._ticked[number])

    @property
    def ticked(self) -> bytes:
        """A flag for each row."""
        return self._ticked

    @property
    def are_touched(self) -> bool:
        """Something differs from how the preview began."""
        return 1 in self._by_hand_on or 1 in self._by_hand_off or any(self._off.values())

    def set_rows(self, numbers: Iterable[int], *, ticked: bool) -> None:
        """Tick or untick rows by hand; rows that cannot be fetched stay as they are."""
        self.set_flagged(flags.of(len(self._wanted), numbers), ticked=ticked)

    def set_flagged(self, rows: bytes, *, ticked: bool) -> None:
        """Tick or untick by hand the rows that have a flag here."""
        touched = flags.as_number(rows) & flags.as_number(self._wanted)
        by_facets, count = flags.as_number(self._by_facets), len(self._wanted)
        on = flags.as_number(self._by_hand_on) & ~touched
        off = flags.as_number(self._by_hand_off) & ~touched
        if ticked:
            on |= touched & ~by_facets
        else:
            off |= touched & by_facets
        self._by_hand_on, self._by_hand_off = flags.from_number(on, count), flags.from_number(off, count)
        self._ticked = flags.from_number(by_facets & ~off | on, count)

    def is_on(self, facet: Facet, value: str) -> bool:
        return value not in self._off[facet]

    def values(self, number: int, facet: Facet) -> tuple[str, ...]:
        """A row's values of a facet; none for a row that cannot be fetched."""
        column = self._preview.columns.get(facet) or self._columns.get(facet)
        return column.values(number) if column is not None else ()

    def column(self, facet: Facet) -> FacetColumn | None:
        """The values of a facet, once they are known."""
        return self._columns.get(facet)

    def learn(self, found: LearnedFacet) -> None:
        """Take in a facet that somebody looked for. What was switched off stays so."""
        self._columns[found.facet] = found.column
        self._offered[found.facet] = found.offered
        self._sift(found.facet)

    def set_here(self, here: bytes, verified: bytes) -> None:
        """Learn which rows are on the disk already, and which of them are verified."""
        self._here, self._verified = here, verified

    def set_value(self, facet: Facet, value: str, *, on: bool) -> None:
        """Switch all files with this value of a facet on or off."""
        off = self._off[facet]
        if on:
            off.discard(value)
        else:
            off.add(value)
        touched = self._columns[facet].having(value)
        self._by_hand_on = flags.without(self._by_hand_on, touched)
        self._by_hand_off = flags.without(self._by_hand_off, touched)
        self._sift(facet)

    def _sift(self, facet: Facet) -> None:
        """Work out anew which rows a facet lets pass, and what is ticked then."""
        if self._off[facet]:
            self._passes[facet] = self._columns[facet].passing(self._off[facet])
        else:
            self._passes.pop(facet, None)
        self._by_facets = flags.all_of((self._wanted, *self._passes.values()))
        self._settle()

    def _settle(self) -> None:
        ticked = flags.without(self._by_facets, self._by_hand_off)
        self._ticked = flags.either(ticked, self._by_hand_on) if 1 in self._by_hand_on else ticked

    def why_not(self, number: int) -> list[tuple[str, ...]]:
        """The values of each facet that unticks a row; empty if none does."""
        if self._ticked[number] or self._by_hand_off[number] or not self._wanted[number]:
            return []
        off = (facet for facet in Facet if facet in self._passes and not self._passes[facet][number])
        return [self.values(number, facet) for facet in off]

    def learned(self, number: int) -> list[str]:
        """What is worth telling of a row and no manifest tells: changed, refused, here."""
        found = (self._columns.get(facet) for facet in (Facet.CHANGE, Facet.ACCESS, Facet.DISK))
        values = (value for column in found if column is not None for value in column.values(number))
        return [value for value in values if value not in USUAL]

    def first_learned(self, number: int) -> str:
        """What of that weighs most; empty if there is nothing."""
        return next(iter(self.learned(number)), "")

    def picked(self) -> Picked:
        """The ticks of this moment."""
        return Picked(self._ticked, self._here, self._verified, self._preview.sizes)

    @property
    def numbers(self) -> list[int]:
        """The ticked rows, in the order of the manifest."""
        return list(self.picked().numbers)

    def entries(self, without: bytes | None = None) -> TickedEntries:
        """The ticked entries, less the rows that have a flag in `without`."""
        ticked = self._ticked if without is None else flags.without(self._ticked, without)
        return TickedEntries(self._preview.entries, ticked[self._preview.left_out :])

    def sums(self) -> Sums:
        return self.picked().sums()

    def offered(self, facet: Facet) -> tuple[FacetValue, ...]:
        """What a learned facet offers: nothing while all files are alike, unless one value is off."""
        values = self._offered.get(facet, ())
        return values if len(values) > 1 or self._off[facet] else ()
