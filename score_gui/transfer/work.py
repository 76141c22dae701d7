"""The transfers that are being worked on: how work on one begins, what is done for it on threads, how it ends.

A transfer leaves its way only through `let_go`: work is asked to end, and when the last worker has reported, what
arrived is recorded and the file is closed. Until then nothing new can begin on it, so two writers never meet in
one range.
"""

from __future__ import annotations

import logging
import stat
from collections.abc import Callable
from pathlib import Path

from score_gui.model import problems
from score_gui.model.byterange import RangeSet
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.transfer import Status, TransferId
from score_gui.transfer import errands
from score_gui.transfer.active import Active, Leaving
from score_gui.transfer.checkpoints import Checkpoints
from score_gui.transfer.connections import Connections
from score_gui.transfer.crew import Crew
from score_gui.transfer.disk import disk_problem
from score_gui.transfer.errands import Closed, Report, Troubled
from score_gui.transfer.follower import Follower
from score_gui.transfer.gate import Gate
from score_gui.transfer.inbox import Advanced, Message, Reported
from score_gui.transfer.outside import Outside
from score_gui.transfer.roster import Roster

log = logging.getLogger(__name__)

ERRANDS = 64
"""Threads for errands at most; the few files at once need a handful."""


class Work:
    """Owned by the engine's thread; `post` carries messages from workers back to it."""

    def __init__(
        self, roster: Roster, outside: Outside, connections: int, post: Callable[[Message], None]
    ) -> None:
        self.actives: dict[TransferId, Active] = {}
        self.connections = Connections(self.actives, roster, outside, connections, post)
        self.checkpoints = Checkpoints(roster, outside.now, self.errand)
        self.rechecks: set[TransferId] = set()
        self._roster = roster
        self._now = outside.now
        self._post = post
        self._errands = Crew("errand", ERRANDS)
        self._hashes: dict[TransferId, Follower] = {}

    def begin(self, transfer: TransferId) -> Active:
        active = Active(transfer, Gate(lambda: self._post(Advanced(transfer))))
        active.follower = self._hashes.pop(transfer, active.follower)
        active.synced_at = self._now()
        self.actives[transfer] = active
        return active

    def is_working_on(self, transfer: TransferId) -> bool:
        """Somebody works on it and was not asked to end."""
        active = self.actives.get(transfer)
        return active is not None and not active.is_leaving

    def files_under_way(self) -> int:
        """Files that need connections; those that are only hashed and published leave theirs to as many others."""
        at_work = [active for active in self.actives.values() if not active.is_hanging]
        complete = sum(active.is_complete for active in at_work)
        return max(len(at_work) - complete, len(at_work) // 2)

    @property
    def is_at_rest(self) -> bool:
        """Nothing is being worked on, but for what hangs in a call of the system."""
        return all(active.is_hanging for active in self.actives.values())

    def room_needed(self, besides: Active) -> int:
        """Bytes that the files under way will still take on their disks."""
        others = [a for a in self.actives.values() if a is not besides and a.is_fetching]
        return sum(active.size - active.arrived.total for active in others)

    def shut(self, timeout: float) -> bool:
        """End the threads. False if some still hang in a system call after `timeout` seconds."""
        workers_ended = self.connections.close(timeout)
        return self._errands.close(timeout) and workers_ended

    # --- errands ---

    def errand(self, active: Active, task: Callable[[], Report]) -> None:
        """Run `task` on a thread; its report, or the Problem it met, comes back as a message."""
        active.errands += 1
        path = active.part.path if active.part is not None else active.target

        def guarded() -> Report:
            try:
                return task()
            except ProblemError as error:
                return Troubled(error.problem)
            except OSError as error:
                return Troubled(
                    disk_problem(error, path) if path else problems.internal(type(error).__name__)
                )
            except Exception as error:
                log.exception("an errand ended unexpectedly")
                return Troubled(problems.internal(type(error).__name__))

        self._errands.submit(lambda: self._post(Reported(active.id, guarded())))

    def discard(self, path: Path, size: int | None = None) -> None:
        """Delete a file of ours; if the system refuses, it stays and the log says so.

        With `size` it must still be a plain file of so many bytes: another one in its place is somebody else's.
        """

        def delete() -> None:
            try:
                if size is None or _is_plain_file(path, size):
                    path.unlink(missing_ok=True)
            except OSError as error:
                log.info("%s could not be deleted: %s", path.name, error.strerror)

        self._errands.submit(delete)

    # --- ending ---

    def let_go(self, transfer: TransferId, status: Status, problem: Problem | None = None) -> None:
        """End work on a transfer. Its row says `status` at once; the bytes that still come in are kept.

        For want of a token nothing is cut off: links that are good without one bring what they were asked for.
        """
        self._roster.change(transfer, status=status, problem=problem)
        active = self.actives.get(transfer)
        if active is None or active.was_cut:
            return
        active.leaving = active.leaving or Leaving(status, problem)
        if active.is_doubted:
            self._roster.doubt(transfer)
        if status is not Status.WAITING_TOKEN:
            self.connections.cut(active)
        self.close_if_idle(active)

    def close_if_idle(self, active: Active) -> None:
        """When the last worker of a leaving transfer has reported, sync and close its file."""
        if not active.is_leaving or not active.is_idle or active.closed:
            return
        active.closed = True
        part, trusted, sync = active.part, active.done, not active.sync_failed
        if active.sync_failed:
            trusted = active.done.minus(active.done.minus(active.synced))
        self.errand(active, lambda: errands.close(part, trusted, sync=sync))

    def closed(self, active: Active, report: Closed) -> None:
        """Nobody works on it any more; what its bytes were hashed to is good for the next time."""
        self.drop(active)
        if active.forgotten:
            return
        if active.part is not None:  # else its bytes were never looked at, and the ledger knows best
            self.checkpoints.closed(active, report)
        if active.follower.position:
            self._hashes[active.id] = active.follower

    def drop(self, active: Active) -> None:
        """Forget a transfer that is closed or published."""
        del self.actives[active.id]

    def forget_hash(self, transfer: TransferId) -> None:
        self._hashes.pop(transfer, None)

    def forget(self, transfer: TransferId) -> None:
        """What is on the disk of a transfer no longer counts."""
        self._hashes.pop(transfer, None)
        self.checkpoints.record(transfer, RangeSet())
        if transfer in self.actives:
            self.actives[transfer].forgotten = True  # it is being closed: its last report is still to come


def _is_plain_file(path: Path, size: int) -> bool:
    """Raises OSError (FileNotFoundError if there is nothing)."""
    seen = path.lstat()
    return stat.S_ISREG(seen.st_mode) and seen.st_size == size
