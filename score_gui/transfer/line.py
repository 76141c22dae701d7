"""The line of those who wait for their turn: the first of all sites that may be asked now.

Each site has a line of its own, so a site that is away costs one look per round, however many of its files wait.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

from score_gui.model.transfer import Place, Transfer


class Line:
    """Owned by the engine's thread. A row may stand in it more than once; whoever takes it out looks it up."""

    def __init__(self) -> None:
        self._sites: dict[str, list[Place]] = {}

    def join(self, row: Transfer) -> None:
        heapq.heappush(self._sites.setdefault(row.profile_id, []), row.place)

    def take(self, may_ask: Callable[[str], bool]) -> Place | None:
        """The lowest place of all sites that may be asked; it is no longer in the line."""
        open_sites = [places for profile_id, places in self._sites.items() if places and may_ask(profile_id)]
        if not open_sites:
            return None
        return heapq.heappop(min(open_sites, key=lambda places: places[0]))
