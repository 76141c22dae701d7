"""When to look again after something that is away: a network, a server, a drive, room on a disk.

A site that is away is away for all its files: while one of them waits for it, no other of that profile begins, so
an outage costs one request per look and not one per file.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from score_gui.model.problem import Problem, Recovery
from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.transfer.retry import PROBES, TRIES, probe_pause

_TIMED = frozenset(
    {Status.WAITING_NETWORK, Status.WAITING_SERVER, Status.WAITING_SPACE, Status.WAITING_DRIVE}
)
_SITE_WIDE = frozenset({Status.WAITING_NETWORK, Status.WAITING_SERVER})
_PROMISING = frozenset({Status.WAITING_NETWORK, Status.WAITING_SERVER})
"""What usually ends soon, so that a command-line run waits for it instead of ending."""
_AILING = 3
"""Files of a site that meet its errors at the same time: then it is the site that ails, and not these files."""
_LONGEST_AILMENT = 40
"""Looks at a site that ails, about twenty minutes, before its files are given up one by one."""


class Patience:
    """Owned by the engine's thread. `now` is monotonic."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._due: dict[TransferId, tuple[float, Status]] = {}
        self._looks: dict[TransferId, int] = {}
        self._closed_until: dict[str, float] = {}
        self._ailing: dict[str, set[TransferId]] = {}
        self._disk_errors: set[TransferId] = set()

    def looks(self, transfer: TransferId) -> int:
        """How often a transfer was held up since it last got on."""
        return self._looks.get(transfer, 0)

    def tries(self, row: Transfer) -> int:
        """The number of the look that was just taken, as it counts towards giving up."""
        looks = self.looks(row.id) + 1
        if self._ails(row.profile_id) and looks < _LONGEST_AILMENT:
            return min(looks, TRIES - 1)
        return looks

    def _ails(self, profile_id: str) -> bool:
        return len(self._ailing.get(profile_id, ())) >= _AILING

    def _is_about_the_site(self, row: Transfer, problem: Problem) -> bool:
        if problem.recovery is Recovery.DESCRIBE:
            return False
        if problem.code == "server-error":
            self._ailing.setdefault(row.profile_id, set()).add(row.id)
            return self._ails(row.profile_id)
        return True

    def hold(self, row: Transfer, status: Status, problem: Problem) -> None:
        """Note that `row` was held up; if that can end by itself, the next look is planned."""
        looks = self.looks(row.id)
        self._looks[row.id] = looks + 1
        if status not in _TIMED:
            return
        moment = self._now() + probe_pause(problem, looks)
        self._due[row.id] = (moment, status)
        if status in _SITE_WIDE and self._is_about_the_site(row, problem):
            self._closed_until[row.profile_id] = moment

    def takes_it_once(self, transfer: TransferId) -> bool:
        """Whether this is the first error that the disk reports of a transfer; one more try is worth it."""
        is_first = transfer not in self._disk_errors
        self._disk_errors.add(transfer)
        return is_first

    def due(self) -> list[TransferId]:
        """Transfers whose time has come; each is told once."""
        now = self._now()
        ready = [transfer for transfer, (moment, _) in self._due.items() if moment <= now]
        for transfer in ready:
            del self._due[transfer]
        return ready

    def look_later(self, transfer: TransferId, status: Status) -> None:
        """What is waited for is not back, as is known without a look."""
        self._due[transfer] = (self._now() + PROBES[-1], status)

    def got_on(self, transfer: TransferId) -> None:
        """Bytes arrived: the next hold-up is counted as the first."""
        self._looks.pop(transfer, None)
        self._ailing.clear()

    def forget(self, transfer: TransferId) -> None:
        """A person took the matter into their own hands."""
        self._due.pop(transfer, None)
        self._looks.pop(transfer, None)
        self._disk_errors.discard(transfer)

    def look_now(self) -> None:
        """Whatever is waited for may be back: the computer slept, or is somewhere else now."""
        self._due = {transfer: (self._now(), status) for transfer, (_, status) in self._due.items()}
        self._closed_until.clear()

    def allow(self, profile_id: str) -> None:
        """Ask this site again at once."""
        self._closed_until.pop(profile_id, None)

    def may_ask(self, profile_id: str) -> bool:
        # Where a monotonic clock begins is the system's affair; it may well be below zero.
        return self._closed_until.get(profile_id, -math.inf) <= self._now()

    def next_moment(self) -> float | None:
        """When `due` will have something, or a site may be asked again (monotonic seconds)."""
        now = self._now()
        moments = [moment for moment, _ in self._due.values()]
        moments += [moment for moment in self._closed_until.values() if moment > now]
        return min(moments, default=None)

    @property
    def is_waiting(self) -> bool:
        """Something that usually ends soon is being waited for."""
        return any(status in _PROMISING for _, status in self._due.values())
