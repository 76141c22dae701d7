"""What the engine needs from the rest of the world, named once so that tests can stand in for any of it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from score_gui.sources.base import Source
from score_gui.transfer.range_job import Fetch


@dataclass(frozen=True, slots=True)
class Outside:
    """`source` gives the source of a profile id, or raises ProblemError. `abort` ends the open requests of a group.

    `now` is monotonic and measures spans, `wall` dates what people read. A profile may have a way of its own to fetch,
    and a most of connections; the latter is asked for on the engine's thread. A disk that has not answered for
    `disk_patience` seconds is taken to hang.
    """

    source: Callable[[str], Source]
    fetch: Fetch
    abort: Callable[[Hashable], None]
    now: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    jitter: Callable[[float, float], float] = random.uniform
    own_fetch: Callable[[str], Fetch | None] = lambda _profile_id: None
    disk_patience: float = 60.0
    most_connections: Callable[[str], int | None] = lambda _profile_id: None

    def fetch_for(self, profile_id: str) -> Fetch:
        """How the bytes of a profile's objects are fetched."""
        return self.own_fetch(profile_id) or self.fetch
