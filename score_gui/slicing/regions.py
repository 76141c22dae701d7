"""Regions as people type them, checked against the contigs of a file.

Nothing is ever guessed: a text that could mean two things, or a contig that is not there, is an error that says
what to type instead. An empty slice of a misspelt name would look like a result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from score_gui.model.language import tr
from score_gui.model.text import or_text
from score_gui.slicing.contig_names import alike, beginning, near

Contigs = Mapping[str, int]
"""Names to lengths in bases, in the order of the file's header."""

UNPLACED = "*"
"""What selects the reads without a position."""

LONGEST_TEXT = 1000

_RANGE = re.compile(r"([0-9][0-9,]*)(?:-([0-9][0-9,]*)?)?")
_BRACES = re.compile(r"\{([^{}]+)\}(?::(.*))?")


@dataclass(frozen=True, slots=True)
class Region:
    """Bases [begin, end) of a contig, counted from 0."""

    contig: str
    begin: int
    end: int

    @property
    def text(self) -> str:
        """As people write it, counted from 1 with both ends."""
        return f"{self.contig}:{self.begin + 1:,}-{self.end:,}"


@dataclass(frozen=True, slots=True)
class RegionSet:
    """Regions in the order of the header, none touching another; `unplaced` adds the reads without a position."""

    regions: tuple[Region, ...] = ()
    unplaced: bool = False

    @property
    def bases(self) -> int:
        return sum(region.end - region.begin for region in self.regions)


class RegionError(ValueError):
    """A region that cannot be meant; `suggestions` are texts that can, `cause` is the sentence without them.

    With `no_contig` the file has no contig of this name.
    """

    def __init__(self, cause: str, suggestions: tuple[str, ...] = (), *, no_contig: bool = False) -> None:
        hint = f" {tr('Did you mean {names}?', names=or_text(suggestions))}" if suggestions else ""
        super().__init__(f"{cause}{hint}")
        self.cause = cause
        self.suggestions = suggestions
        self.no_contig = no_contig


def parse_region(text: str, contigs: Contigs) -> Region | None:
    """One region; None stands for `*`. Raises RegionError."""
    text = text.strip(" \t\r\n")
    if not text or len(text) > LONGEST_TEXT:
        raise RegionError(tr("A region is written like chr1:1,000-2,000."))
    if text == UNPLACED:
        return None
    braces = _BRACES.fullmatch(text)
    if braces:
        return _region(braces[1], braces[2], text, contigs)
    name, colon, span = text.rpartition(":")
    if text in contigs:
        if colon and name in contigs and _RANGE.fullmatch(span):
            ways = (f"{{{text}}}", f"{{{name}}}:{span}")
            raise RegionError(tr("{text} can be read in two ways.", text=text), ways)
        return Region(text, 0, contigs[text])
    if not colon:
        return _region(text, None, text, contigs)
    return _region(name, span, text, contigs)


def _region(name: str, span: str | None, text: str, contigs: Contigs) -> Region:
    if name not in contigs:
        raise _unknown(name, span, text, contigs)
    length = contigs[name]
    if span is None:
        return Region(name, 0, length)
    found = _RANGE.fullmatch(span)
    if found is None:
        raise RegionError(tr("{text}: after the colon stands a range like 1,000-2,000.", text=text))
    begin = int(found[1].replace(",", ""))
    end = int(found[2].replace(",", "")) if found[2] else length
    if begin < 1:
        raise RegionError(tr("{text}: bases are counted from 1.", text=text))
    if begin > length:
        raise RegionError(
            tr(
                "{text} starts past the end of {name}, which has {length:,} bases.",
                text=text,
                name=name,
                length=length,
            )
        )
    if end < begin:
        raise RegionError(tr("{text} ends before it starts.", text=text))
    return Region(name, begin - 1, min(end, length))


def _unknown(name: str, span: str | None, text: str, contigs: Contigs) -> RegionError:
    whole = alike(text, contigs) or beginning(text, contigs)
    if whole:
        return RegionError(tr("This file has no contig {name}.", name=text), whole, no_contig=True)
    tail = "" if span is None else f":{span}"
    names = tuple(found + tail for found in alike(name, contigs) or near(name, contigs))
    return RegionError(tr("This file has no contig {name}.", name=name), names, no_contig=True)


def parse_regions(texts: Iterable[str], contigs: Contigs) -> RegionSet:
    """Several texts, each with one region or several between blanks. Raises RegionError at the first bad one."""
    words = [word for text in texts for word in re.split(r"[ \t\r\n]+", text) if word]
    if not words:
        raise RegionError(tr("A region is written like chr1:1,000-2,000."))
    found = [parse_region(word, contigs) for word in words]
    return normalise((region for region in found if region), contigs, unplaced=None in found)


def normalise(regions: Iterable[Region], contigs: Contigs, *, unplaced: bool = False) -> RegionSet:
    """Sorted by header order and start; what overlaps or abuts becomes one."""
    order = {name: number for number, name in enumerate(contigs)}
    joined: list[Region] = []
    for region in sorted(regions, key=lambda r: (order[r.contig], r.begin, r.end)):
        last = joined[-1] if joined else None
        if last and last.contig == region.contig and region.begin <= last.end:
            joined[-1] = Region(last.contig, last.begin, max(last.end, region.end))
        else:
            joined.append(region)
    return RegionSet(tuple(joined), unplaced)
