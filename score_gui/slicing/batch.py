"""The same regions out of several files, one after the other; one that cannot be sliced does not stop the others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from score_gui.model import problems
from score_gui.model.problem import Problem, ProblemError
from score_gui.slicing.fetch import CancelledError
from score_gui.slicing.job import Made
from score_gui.transfer.disk import disk_problem

Target = TypeVar("Target")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Target]):
    """What became of one file: a slice, or the problem that stopped it, or neither if it was cancelled."""

    target: Target
    made: Made | None = None
    problem: Problem | None = None


def run_batch(
    targets: Iterable[Target],
    make: Callable[[Target], Made | None],
    cancel: threading.Event,
    tell: Callable[[Outcome[Target]], None],
) -> list[Outcome[Target]]:
    """`make` each; `tell` hears of each as it is over. After `cancel` the rest is listed without a result.

    `make` gives None where nothing was to be written. KeyboardInterrupt goes through, and a closed pipe: then nobody
    listens any more.
    """
    outcomes: list[Outcome[Target]] = []
    for target in targets:
        outcome = Outcome(target) if cancel.is_set() else _one(target, make)
        outcomes.append(outcome)
        tell(outcome)
    return outcomes


def _one(target: Target, make: Callable[[Target], Made | None]) -> Outcome[Target]:
    try:
        return Outcome(target, make(target))
    except CancelledError:
        return Outcome(target)
    except BrokenPipeError:
        raise
    except ProblemError as error:
        return Outcome(target, problem=error.problem)
    except OSError as error:
        return Outcome(target, problem=disk_problem(error, Path(error.filename or ".")))
    except Exception as error:
        # The others are to be made whatever became of this one; the log tells where it was, the problem that it was.
        log.exception("a slice of a batch came to an end that nobody foresaw")
        return Outcome(target, problem=problems.internal(type(error).__name__))
