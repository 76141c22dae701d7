"""Notices that a disk does not answer: a call that never returns is no error, and nobody can take it back.

A server that went away with its shared folder may keep a write waiting for hours. Its file is then let go with the
reason told, and neither its worker nor its place among the files at once is missing to the others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path

from score_gui.transfer.active import Active
from score_gui.transfer.roster import Roster


class Hanging:
    """Owned by the engine's thread. `now` is monotonic; `patience` in seconds."""

    def __init__(self, roster: Roster, now: Callable[[], float], patience: float) -> None:
        self._roster = roster
        self._now = now
        self._patience = patience
        self._since: dict[Hashable, float] = {}
        self._silent: frozenset[Path] = frozenset()

    def look(self, actives: Iterable[Active]) -> list[Active]:
        """Mark those that wait for their disk for too long; returns the ones that were not marked before."""
        now, begun, hanging, new = self._now(), {}, [], []
        for active in actives:
            waits = {wait: self._since.get(wait, now) for wait in _waits(active)}
            begun.update(waits)
            was_marked, active.is_hanging = active.is_hanging, _is_late(waits.values(), now - self._patience)
            hanging += [active] if active.is_hanging else []
            new += [active] if active.is_hanging and not was_marked else []
        self._since = begun
        self._silent = frozenset(self._roster[active.id].transfer.folder for active in hanging)
        return new

    def forget(self) -> None:
        """Time went by that nobody waited: begin to count anew."""
        self._since = {}

    def is_silent(self, folder: Path) -> bool:
        """Whether something that was asked of this folder's disk has not come back."""
        return folder in self._silent


def _is_late(begun: Iterable[float], limit: float) -> bool:
    return any(since <= limit for since in begun)


def _waits(active: Active) -> Iterator[Hashable]:
    """What a transfer waits for that only its disk can end; the same as long as it is the same call."""
    yield from ((id(job), job.position) for job in active.jobs if job.is_writing)
    if active.syncing:
        yield active.id, "sync", active.synced_at
    if active.settling:
        yield active.id, "settle"
    if active.finishing:
        yield active.id, "publish"
    if active.closed:
        yield active.id, "close"
