"""What the threads at work send to the engine: it comes in through the same inbox as a person's commands."""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.model.problem import Problem
from score_gui.model.transfer import TransferId
from score_gui.transfer.errands import Report
from score_gui.transfer.range_job import RangeJob


@dataclass(frozen=True, slots=True)
class RangeEnded:
    """A worker is done with its range; only now may others have what is left of it."""

    id: TransferId
    job: RangeJob
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Reported:
    """An errand's outcome."""

    id: TransferId
    report: Report


@dataclass(frozen=True, slots=True)
class Advanced:
    """Enough was written that a checkpoint is due."""

    id: TransferId


@dataclass(frozen=True, slots=True)
class Looking:
    """An errand compares a file that is already there."""

    id: TransferId


Message = RangeEnded | Reported | Advanced | Looking
