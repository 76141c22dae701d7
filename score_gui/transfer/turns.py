"""Whose turn it is: what waits begins, what cannot go on is held up, and what was held up waits again."""

from __future__ import annotations

from score_gui.model import disk_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem
from score_gui.model.transfer import Status, TransferId
from score_gui.transfer.hanging import Hanging
from score_gui.transfer.orders import Orders
from score_gui.transfer.patience import Patience
from score_gui.transfer.record import Record
from score_gui.transfer.reporter import Reporter
from score_gui.transfer.roster import Roster
from score_gui.transfer.stages import Stages
from score_gui.transfer.work import Work

MOST_AT_ONCE = 200
"""Rows that begin, or are held up, in one round at most: what else happens must not wait for a long queue."""


class Turns:
    """Owned by the engine's thread. At most `files_at_once` are fetched; what is urgent runs besides them."""

    def __init__(
        self,
        roster: Roster,
        work: Work,
        patience: Patience,
        orders: Orders,
        stages: Stages,
        reporter: Reporter,
        hanging: Hanging,
    ) -> None:
        self.files_at_once = 1
        self._roster = roster
        self._work = work
        self._patience = patience
        self._orders = orders
        self._stages = stages
        self._reporter = reporter
        self._hanging = hanging

    def wake(self) -> None:
        """Let those wait for their turn whose time to look again has come."""
        for transfer in self._patience.due():
            if transfer not in self._roster or not self._roster[transfer].transfer.status.is_held_up:
                continue
            row = self._roster[transfer].transfer
            if self._hanging.is_silent(row.folder):
                self._patience.look_later(transfer, row.status)
            else:
                self._roster.change(transfer, status=Status.WAITING)

    def begin(self) -> None:
        """Take up what may run now."""
        for urgent in self._orders.urgent():
            self._start(urgent)
        for _ in range(MOST_AT_ONCE):
            if self._work.files_under_way() >= self.files_at_once:
                return
            record = self._roster.next_waiting(self._patience.may_ask, self._orders.may_start)
            if record is None:
                return
            self._start(record)

    def _start(self, record: Record) -> None:
        row = record.transfer
        if self._hanging.is_silent(row.folder):
            self.hold(row.id, Status.WAITING_DRIVE, disk_problems.drive_silent(row.folder))
        else:
            self._stages.start(record)

    def look_at_disks(self) -> None:
        """Let go of what waits for a disk that does not answer."""
        for active in self._hanging.look(self._work.actives.values()):
            if not active.is_leaving:
                folder = self._roster[active.id].transfer.folder
                self.hold(active.id, Status.WAITING_DRIVE, disk_problems.drive_silent(folder))

    def hold(self, transfer: TransferId, status: Status, problem: Problem) -> None:
        """Stop work on a transfer because of `problem`; the program comes back to it by itself if it can."""
        if problem.code == "disk-error" and self._patience.takes_it_once(transfer):
            status, problem = Status.WAITING_DRIVE, disk_problems.disk_tried_again(problem)
        self._patience.hold(self._roster[transfer].transfer, status, problem)
        self._work.let_go(transfer, status, problem)
        self._reporter.note(
            transfer, problem.code, phrase("{title}. {cause}", title=problem.title, cause=problem.cause)
        )
        self._orders.leave_out_if_so(transfer)

    def hold_all(self, status: Status, problem: Problem) -> None:
        """The same for everything that runs."""
        for transfer, active in list(self._work.actives.items()):
            if not active.is_leaving:
                self.hold(transfer, status, problem)
