"""What follows when a thread at work has something to say: a range has ended, an errand is done, bytes were written."""

from __future__ import annotations

from collections.abc import Callable

from score_gui.model.language import phrase
from score_gui.model.transfer import Status
from score_gui.transfer.active import Active
from score_gui.transfer.inbox import Advanced, Looking, RangeEnded, Reported
from score_gui.transfer.patience import Patience
from score_gui.transfer.reporter import Reporter
from score_gui.transfer.retry import Again, after_problem
from score_gui.transfer.roster import Roster
from score_gui.transfer.stages import Stages
from score_gui.transfer.turns import Turns
from score_gui.transfer.work import Work


class Reports:
    """Owned by the engine's thread. `jitter(a, b)` draws from [a, b]."""

    def __init__(
        self,
        roster: Roster,
        work: Work,
        patience: Patience,
        stages: Stages,
        turns: Turns,
        reporter: Reporter,
        jitter: Callable[[float, float], float],
    ) -> None:
        self._roster = roster
        self._work = work
        self._patience = patience
        self._stages = stages
        self._turns = turns
        self._reporter = reporter
        self._jitter = jitter

    def reported(self, message: Reported) -> None:
        """An errand is done: the next step, or what its problem asks for."""
        problem = self._stages.take(message.id, message.report)
        if problem is None:
            return
        tries = self._patience.tries(self._roster[message.id].transfer)
        verdict = after_problem(problem, tries, self._jitter)
        if isinstance(verdict, Again):
            self._turns.hold(message.id, Status.WAITING_SERVER, problem)
        else:
            self._turns.hold(message.id, verdict.status, verdict.problem)

    def range_ended(self, message: RangeEnded) -> None:
        """Count what came, and go on with the rest, or not."""
        looks = self._patience.looks(message.id)
        leaving = self._work.connections.range_ended(message, looks)
        active = self._work.actives[message.id]
        if message.job.arrived.length:
            self._patience.got_on(message.id)
        self._note_renewals(active)
        if leaving is not None and leaving.problem is not None:
            self._turns.hold(message.id, leaving.status, leaving.problem)
        self._stages.advance(active)

    def advanced(self, message: Advanced) -> None:
        """Enough was written that a checkpoint is due."""
        active = self._work.actives.get(message.id)
        if active is not None:
            self._work.checkpoints.begin_if_due(active)

    def looking(self, message: Looking) -> None:
        """A file that is here already is being compared: the row says so."""
        active = self._work.actives.get(message.id)
        if active is None:
            return
        active.settling = False  # it reads from here on, and that takes its time
        if not active.is_leaving:
            self._roster.change(message.id, status=Status.CHECKING)

    def _note_renewals(self, active: Active) -> None:
        if active.book is None or active.book.renewals == active.renewals_told:
            return
        news, active.renewals_told = active.book.renewals - active.renewals_told, active.book.renewals
        row = self._roster[active.id].transfer
        self._roster.change(active.id, renewals=row.renewals + news)
        self._reporter.note(active.id, "link-renewed", phrase("Link renewed, 0 bytes lost."))
