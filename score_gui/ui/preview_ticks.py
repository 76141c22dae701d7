"""Which files of the preview are ticked, the facets that tick whole sets, and the sums of what is ticked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import compress

from score_gui.model.manifest import Entry
from score_gui.ui.preview_rows import TOLD, Facet, PreviewRows

HERE, NOT_HERE = "Here", "Not here"


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

    `here` and `bytes_here` are those of the ticked files that are on the disk already.
    """

    files: int
    bytes: int
    unsized: int
    largest: int
    here: int = 0
    bytes_here: int = 0

    @property
    def files_to_fetch(self) -> int:
        return self.files - self.here

    @property
    def bytes_to_fetch(self) -> int:
        return self.bytes - self.bytes_here


class Ticks:
    """The ticks of a preview. All files that can be fetched are ticked at first.

    A facet value that is off unticks its files; a tick set by hand on a row wins until one of the row's facet
    values is touched again, so that every click has a visible effect. Flags are kept one byte per row, for a
    click must not be felt on a manifest of fifty thousand lines.
    """

    def __init__(self, preview: PreviewRows) -> None:
        self._rows = preview.rows
        self._sizes = [row.size or 0 for row in self._rows]
        self._unsized = bytes(row.size is None for row in self._rows)
        self._off: dict[Facet, set[str]] = {facet: set() for facet in Facet}
        self._passes = [bytes(row.entry is not None for row in self._rows)] * len(Facet)
        self._by_facets = self._passes[0]
        self._by_hand: dict[int, bool] = {}
        self._here = bytes(len(self._rows))
        self._ticked = bytearray(self._by_facets)

    def is_ticked(self, number: int) -> bool:
        return bool(self._ticked[number])

    @property
    def are_touched(self) -> bool:
        """Something differs from how the preview began."""
        return bool(self._by_hand) or any(self._off.values())

    def set_rows(self, numbers: Iterable[int], *, ticked: bool) -> None:
        """Tick or untick rows by hand; rows that cannot be fetched stay as they are."""
        rows, by_facets, by_hand = self._rows, self._by_facets, self._by_hand
        for number in numbers:
            if rows[number].entry is None:
                continue
            self._ticked[number] = ticked
            if ticked == by_facets[number]:
                by_hand.pop(number, None)
            else:
                by_hand[number] = ticked

    def is_on(self, facet: Facet, value: str) -> bool:
        return value not in self._off[facet]

    def values(self, number: int, facet: Facet) -> tuple[str, ...]:
        """A row's values of a facet; none for a row that cannot be fetched."""
        if facet is not Facet.DISK:
            return self._rows[number].values[facet]
        if self._rows[number].entry is None:
            return ()
        return (HERE,) if self._here[number] else (NOT_HERE,)

    def set_here(self, numbers: Collection[int]) -> None:
        """Learn which rows are on the disk already; a switched-off value of that facet stays switched off."""
        flags = bytearray(len(self._rows))
        for number in numbers:
            flags[number] = True
        self._here = bytes(flags)
        self._sift(Facet.DISK)

    def set_value(self, facet: Facet, value: str, *, on: bool) -> None:
        """Switch all files with this value of a facet on or off."""
        off = self._off[facet]
        if on:
            off.discard(value)
        else:
            off.add(value)
        touched = [number for number in self._by_hand if value in self.values(number, facet)]
        for number in touched:
            del self._by_hand[number]
        self._sift(facet)

    def _sift(self, facet: Facet) -> None:
        """Work out anew which rows a facet lets pass, and what is ticked then."""
        off = self._off[facet]
        self._passes[facet] = bytes(
            row.entry is not None and not (off and off.issuperset(self.values(row.number, facet)))
            for row in self._rows
        )
        self._by_facets = _all_of(self._passes)
        self._ticked = bytearray(self._by_facets)
        for number, ticked in self._by_hand.items():
            self._ticked[number] = ticked

    def why_not(self, number: int) -> str:
        """The facet values that untick a row, as `VCF`; empty if none does."""
        row = self._rows[number]
        if row.entry is None or self._ticked[number] or number in self._by_hand:
            return ""
        off = (facet for facet in Facet if not self._passes[facet][number])
        return ", ".join("/".join(self.values(number, facet)) for facet in off)

    @property
    def numbers(self) -> list[int]:
        """The ticked rows, in the order of the manifest."""
        return list(compress(range(len(self._rows)), self._ticked))

    def entries(self) -> tuple[Entry, ...]:
        return tuple(row.entry for row in compress(self._rows, self._ticked) if row.entry is not None)

    def sums(self) -> Sums:
        here = _both(self._here, self._ticked)
        return Sums(
            files=sum(self._ticked),
            bytes=sum(compress(self._sizes, self._ticked)),
            unsized=sum(compress(self._unsized, self._ticked)) - sum(compress(self._unsized, here)),
            largest=max(compress(self._sizes, self._ticked), default=0),
            here=sum(here),
            bytes_here=sum(compress(self._sizes, here)),
        )

    def disk_values(self) -> tuple[FacetValue, ...]:
        """What the facet of the disk offers: nothing while all files are alike, unless one value is off."""
        wanted = bytes(row.entry is not None for row in self._rows)
        here = _both(self._here, wanted)
        files, size = sum(wanted), sum(self._sizes)
        found = (
            FacetValue(Facet.DISK, NOT_HERE, files - sum(here), size - sum(compress(self._sizes, here))),
            FacetValue(Facet.DISK, HERE, sum(here), sum(compress(self._sizes, here))),
        )
        return found if 0 < sum(here) < files or self._off[Facet.DISK] else ()


def _both(one: bytes, other: bytes | bytearray) -> bytes:
    """Byte by byte: set where both are set."""
    return _all_of((one, bytes(other)))


def _all_of(flags: Iterable[bytes]) -> bytes:
    """Byte by byte: set where all are set."""
    first, *others = flags
    joined = int.from_bytes(first, "little")
    for other in others:
        joined &= int.from_bytes(other, "little")
    return joined.to_bytes(len(first), "little")


def facet_values(rows: PreviewRows) -> tuple[FacetValue, ...]:
    """The values of the facets that part the files: those with one value for all are left out.

    Within a facet the value with most files stands first.
    """
    found: list[FacetValue] = []
    for facet in TOLD:
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
