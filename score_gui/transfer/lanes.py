"""How many connections a site takes at once, learnt from what it refuses.

A server may allow fewer connections than a person chose. It then closes some while it serves others, which is no
reason to give anything up: fewer are used, and one more is tried after a while.
"""

from __future__ import annotations

RAISE_AFTER = 8
"""Ranges that have to arrive whole in a row before one more connection is tried."""


class Lanes:
    """Owned by the engine's thread. Sites are told apart by their profile."""

    def __init__(self) -> None:
        self._most: dict[str, int] = {}
        self._refusals: dict[str, int] = {}
        self._whole: dict[str, int] = {}

    def most(self, profile_id: str) -> int | None:
        """Connections that the site takes at once; None if it has refused none so far."""
        return self._most.get(profile_id)

    def refused(self, profile_id: str, others: int) -> None:
        """A connection came to nothing while `others` (at least one) went on. Once may be chance."""
        self._refusals[profile_id] = self._refusals.get(profile_id, 0) + 1
        self._whole[profile_id] = 0
        if self._refusals[profile_id] > 1:
            self._lower(profile_id, others)

    def busy(self, profile_id: str, running: int) -> None:
        """The site said that it has too much to do: half as many are enough for now."""
        self._lower(profile_id, running // 2)

    def arrived(self, profile_id: str) -> None:
        """A range arrived whole."""
        self._whole[profile_id] = self._whole.get(profile_id, 0) + 1
        if self._whole[profile_id] < RAISE_AFTER:
            return
        self._whole[profile_id] = self._refusals[profile_id] = 0
        if profile_id in self._most:
            self._most[profile_id] += 1

    def _lower(self, profile_id: str, most: int) -> None:
        before = self._most.get(profile_id, most)
        self._most[profile_id] = max(1, min(before, most))
        self._whole[profile_id] = 0
