"""Which files of the preview are ticked, the facets that tick whole sets, and the sums of what is ticked."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import overload

from score_gui.model.entries import EntryList
from score_gui.model.manifest import Entry
from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_columns import TOLD, Facet, FacetColumn, learned
from score_gui.ui.preview_rows import PreviewRows

MOST_VALUES = 200
"""Of a facet with more values, such as ten thousand donors, only the commonest are offered; search finds the rest."""
HERE, VERIFIED, NOT_HERE = "Here", "Here, verified", "Not here"
NEW, CHANGED, SAME = "New", "Changed", "As before"
REFUSED, OPENS, NOT_ASKED = "Refused", "Opens", "Not asked"
USUAL = frozenset({NOT_HERE, SAME, OPENS, NOT_ASKED})
"""Values of learned facets that are not worth a word in the row."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One tick box of a facet: how many files have the value, and their known bytes."""

    facet: Facet
    value: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What is ticked. `unsized` counts the files still to fetch whose size the manifest does not tell.

    `here` and `bytes_here` are those of the ticked files that are on the disk already; `verified` those of them
    that the queue has verified. `largest` is the size of the largest file, ticked and not here.
    """

    files: int
    bytes: int
    unsized: int
    largest: int
    here: int = 0
    bytes_here: int = 0
    verified: int = 0

    @property
    def files_to_fetch(self) -> int:
        return self.files - self.here

    @property
    def bytes_to_fetch(self) -> int:
        return self.bytes - self.bytes_here


@dataclass(frozen=True, slots=True)
class Picked:
    """The ticks of one moment, for threads that count: nothing in it changes."""

    ticked: bytes
    here: bytes
    verified: bytes
    sizes: Sequence[int]

    @property
    def numbers(self) -> Iterator[int]:
        """The ticked rows, in the order of the manifest."""
        return compress(range(len(self.ticked)), self.ticked)

    def sums(self) -> Sums:
        here = flags.both(self.here, self.ticked)
        to_fetch = flags.without(self.ticked, self.here)
        bytes_here, _, _ = self._weigh(here)
        bytes_to_fetch, unsized, largest = self._weigh(to_fetch)
        return Sums(
            files=flags.count(self.ticked),
            bytes=bytes_here + bytes_to_fetch,
            unsized=unsized,
            largest=largest,
            here=flags.count(here),
            bytes_here=bytes_here,
            verified=flags.count(flags.both(self.verified, here)),
        )

    def over(self, limit: int) -> int:
        """How many files that are still to be fetched are larger than `limit` bytes."""
        to_fetch = flags.without(self.ticked, self.here)
        return sum(size > limit for size in compress(self.sizes, to_fetch))

    def _weigh(self, rows: bytes) -> tuple[int, int, int]:
        """Known bytes, how many have no known size, and the largest."""
        known = unsized = largest = 0
        if not flags.count(rows):
            return known, unsized, largest
        for start, stop in flags.steps(len(rows)):
            sizes = list(compress(self.sizes[start:stop], rows[start:stop]))
            missing = sizes.count(-1)
            unsized += missing
            known += sum(sizes) + missing
            largest = max(largest, max(sizes, default=0))
        return known, unsized, largest


class TickedEntries(Sequence[Entry]):
    """The entries of the ticked rows, made one by one when somebody asks; equal to a tuple of the same."""

    def __init__(self, entries: EntryList, ticked: bytes) -> None:
        """`ticked` has a flag for each entry."""
        self._entries = entries
        self._places = flags.places(ticked)

    def __len__(self) -> int:
        return len(self._places)

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


@dataclass(frozen=True, slots=True)
class LearnedFacet:
    """A facet that no manifest tells: its column, and the values it offers. Slow to make for long lists."""

    facet: Facet
    column: FacetColumn
    offered: tuple[FacetValue, ...]

    @classmethod
    def of(cls, preview: PreviewRows, facet: Facet, values: Mapping[str, bytes]) -> LearnedFacet:
        """From the rows of each value; of two values the later one counts."""
        column = learned(values, preview.wanted)
        tally = column.tally(preview.sizes)
        return cls(
            facet,
            column,
            tuple(FacetValue(facet, value, *tally[value]) for value in values if value in tally),
        )


class Ticks:
    """The ticks of a preview. All files that can be fetched are ticked at first.

    A facet value that is off unticks its files; a tick set by hand on a row wins until one of the row's facet
    values is touched again, so that every click has a visible effect.
    """

    def __init__(self, preview: PreviewRows) -> None:
        self._preview = preview
        self._wanted = preview.wanted
        self._nothing = flags.none(len(preview))
        self._columns: dict[Facet, FacetColumn] = dict(preview.columns)
        self._offered: dict[Facet, tuple[FacetValue, ...]] = {}
        self._off: dict[Facet, set[str]] = {facet: set() for facet in Facet}
        self._passes: dict[Facet, bytes] = {}
        self._by_facets = self._wanted
        self._by_hand_on = self._by_hand_off = self._nothing
        self._here = self._verified = self._nothing
        self._ticked = self._wanted

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
        rows = flags.both(rows, self._wanted)
        on, off = flags.without(self._by_hand_on, rows), flags.without(self._by_hand_off, rows)
        if ticked:
            on = flags.either(on, flags.without(rows, self._by_facets))
        else:
            off = flags.either(off, flags.both(rows, self._by_facets))
        self._by_hand_on, self._by_hand_off = on, off
        self._settle()

    def is_on(self, facet: Facet, value: str) -> bool:
        return value not in self._off[facet]

    def values(self, number: int, facet: Facet) -> tuple[str, ...]:
        """A row's values of a facet; none for a row that cannot be fetched."""
        column = self._columns.get(facet)
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
        self._ticked = flags.either(flags.without(self._by_facets, self._by_hand_off), self._by_hand_on)

    def why_not(self, number: int) -> str:
        """The facet values that untick a row, as `VCF`; empty if none does."""
        if self._ticked[number] or self._by_hand_off[number] or not self._wanted[number]:
            return ""
        off = (facet for facet in Facet if facet in self._passes and not self._passes[facet][number])
        return ", ".join("/".join(self.values(number, facet)) for facet in off)

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


def facet_values(preview: PreviewRows) -> tuple[FacetValue, ...]:
    """The values of the facets that part the files: those with one value for all are left out.

    Within a facet the value with most files stands first.
    """
    tallies = {facet: preview.columns[facet].tally(preview.sizes) for facet in TOLD}
    if tallies[Facet.STUDY] == tallies[Facet.PROJECT]:
        del tallies[Facet.STUDY]
    if 2 * len(tallies[Facet.DONOR]) > len(preview.entries):
        del tallies[
            Facet.DONOR
        ]  # a donor for nearly each file parts nothing that a tick on the file would not
    found: list[FacetValue] = []
    for facet, tally in tallies.items():
        if len(tally) > 1:
            first = heapq.nsmallest(MOST_VALUES, tally.items(), key=lambda item: (-item[1][0], item[0]))
            found.extend(FacetValue(facet, value, *sums) for value, sums in first)
    return tuple(found)
