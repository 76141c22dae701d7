"""Running sums over the queue: counts per state, bytes per manifest, what is held up and for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from score_gui.model.transfer import Status, Transfer

_Key = TypeVar("_Key")


class Counted(Protocol):
    """What a row must tell to be summed up."""

    @property
    def transfer(self) -> Transfer: ...
    @property
    def is_here(self) -> bool: ...
    @property
    def size(self) -> int: ...
    @property
    def done(self) -> int: ...
    @property
    def checked(self) -> int: ...


Figures = tuple[bool, int, int, int]
"""Of a row: nothing of it is missing, its size, what of it is on the disk, and what was checked."""


@dataclass(slots=True)
class Sums:
    """Files and bytes of a group: their whole size, those on the disk, those that were checked.

    `here` counts the files of which nothing is missing.
    """

    files: int = 0
    here: int = 0
    size: int = 0
    done: int = 0
    checked: int = 0

    def add(self, figures: Figures, sign: int) -> None:
        here, size, done, checked = figures
        self.files += sign
        self.here += sign * here
        self.size += sign * size
        self.done += sign * done
        self.checked += sign * checked


class Totals:
    """Sums of all rows, kept by telling what a row was and what it is now."""

    def __init__(self) -> None:
        self.all = Sums()
        self.to_come = Sums()
        self._by_status: dict[Status, Sums] = defaultdict(Sums)
        self._by_manifest: dict[str, Sums] = {}
        self._held: dict[tuple[Status, str], Sums] = {}

    @property
    def manifests(self) -> Mapping[str, Sums]:
        """Sums by manifest name, in the order in which the manifests came."""
        return self._by_manifest

    @property
    def held(self) -> Mapping[tuple[Status, str], Sums]:
        """Sums of what waits for something outside, by state and profile id."""
        return self._held

    @property
    def left(self) -> int:
        """Bytes still to fetch for files that can go on by themselves."""
        return max(0, self.to_come.size - self.to_come.done)

    def files(self, *statuses: Status) -> int:
        """How many files are in one of these states."""
        return sum(self._by_status[status].files for status in statuses if status in self._by_status)

    def replace(self, old: Counted | None, new: Counted | None) -> None:
        if old is not None:
            self._count(old, -1)
        if new is not None:
            self._count(new, 1)

    def _count(self, row: Counted, sign: int) -> None:
        transfer = row.transfer
        status = transfer.status
        figures = (row.is_here, row.size, row.done, row.checked)  # worked out once: there may be 100,000 rows
        self.all.add(figures, sign)
        self._by_status[status].add(figures, sign)
        if not status.is_done and status is not Status.NEEDS_YOU:
            self.to_come.add(figures, sign)
        if transfer.manifest is not None:
            _count_in(self._by_manifest, transfer.manifest, figures, sign)
        if status.is_held_up:
            _count_in(self._held, (status, transfer.profile_id), figures, sign)


def _count_in(groups: dict[_Key, Sums], key: _Key, figures: Figures, sign: int) -> None:
    sums = groups.setdefault(key, Sums())
    sums.add(figures, sign)
    if not sums.files:
        del groups[key]
