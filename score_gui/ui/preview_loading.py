"""Makes everything of a preview that grows with the manifest; slow for long ones, so never in the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.model.manifest import Manifest
from score_gui.model.transfer import Layout
from score_gui.ui.preview_places import PlaceTable
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_ticks import FacetValue, Ticks, facet_values


@dataclass(frozen=True, slots=True)
class Loaded:
    """A manifest made ready to be shown. `ticks` belongs to the GUI thread from here on."""

    preview: PreviewRows
    ticks: Ticks
    facets: tuple[FacetValue, ...]
    places: PlaceTable

    @classmethod
    def of(cls, manifest: Manifest, layout: Layout) -> Loaded:
        preview = PreviewRows.of(manifest)
        return cls(preview, Ticks(preview), facet_values(preview), PlaceTable(preview, layout))
