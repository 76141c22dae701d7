"""Makes everything of a preview that grows with the manifest; slow for long ones, so never in the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.model.manifest import Manifest
from score_gui.ui.preview_order import Lines, Order
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_ticks import Ticks
from score_gui.ui.preview_values import FacetValue, facet_values


@dataclass(frozen=True, slots=True)
class Loaded:
    """A manifest made ready to be shown. `ticks` belongs to the GUI thread from here on."""

    preview: PreviewRows
    ticks: Ticks
    facets: tuple[FacetValue, ...]
    lines: Lines

    @classmethod
    def of(cls, manifest: Manifest, order: Order) -> Loaded:
        preview = PreviewRows(manifest)
        facets = facet_values(preview)
        return cls(preview, Ticks(preview, facets), facets, order.apply(preview))
