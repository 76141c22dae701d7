"""The values that facets offer: of facets that the manifest tells, and of those that somebody has to look for."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from score_gui.model.language import mark, markc
from score_gui.ui.preview_columns import TOLD, Facet, FacetColumn, learned
from score_gui.ui.preview_rows import PreviewRows

MOST_VALUES = 200
"""Of a facet with more values, such as ten thousand donors, only the commonest are offered; search finds the rest."""
HERE, VERIFIED, NOT_HERE = mark("Here"), mark("Here, verified"), mark("Not here")
NEW, CHANGED, SAME = mark("New"), mark("Changed"), mark("As before")
REFUSED, OPENS, NOT_ASKED = mark("Refused"), markc("access", "Opens"), mark("Not asked")
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
