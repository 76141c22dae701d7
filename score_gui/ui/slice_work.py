"""The end of a piece of work of the slice desk, as a value: what came of it, the problem, or that it was cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from score_gui.model.problem import Problem, ProblemError
from score_gui.slicing.fetch import CancelledError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """Without a value and a problem it was cancelled, or had nothing to give."""

    value: T | None = None
    problem: Problem | None = None


def ended(work: Callable[[], T]) -> Callable[[], Ended[T]]:
    """`work` with its problem and its being cancelled as values, so that the dialog can tell them where it is."""

    def guarded() -> Ended[T]:
        try:
            return Ended(value=work())
        except ProblemError as error:
            return Ended(problem=error.problem)
        except CancelledError:
            return Ended()

    return guarded
