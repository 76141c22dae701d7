"""How a page asks for work off the GUI thread: the runner it is given, and answers that come too late.

A page hands a function and a slot to the runner; the slot is called in the GUI thread. Pages come and go, so
an answer for a page that is gone is dropped here, in one place.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer

from score_gui.model.problem import Problem, ProblemError
from score_gui.model.right_of_way import RIGHT_OF_WAY

T = TypeVar("T")


class Runner(Protocol):
    """Runs `work` in a thread of a pool and gives its result to `on_done` in the GUI thread."""

    def __call__(self, work: Callable[[], T], on_done: Callable[[T], None], /) -> None: ...


_BREATH = 30
"""Milliseconds, in which a page is laid out and painted."""
Turn = AbstractContextManager[object]
"""A lock that jobs hold while they compute."""
Later = Callable[[QObject, Callable[[], None]], None]
"""Calls a step in the GUI thread once the window has done what else there is to do, if its owner still lives."""


def at_once(_owner: QObject, step: Callable[[], None]) -> None:
    """A `Later` for those who have the time."""
    step()


def in_later_turn(owner: QObject, step: Callable[[], None]) -> None:
    """The `Later` of a window: many small steps leave it time to paint and to hear the person.

    Other threads give way to each of them, and to the slots that take their answers.
    """

    def turn() -> None:
        with RIGHT_OF_WAY.taken():
            step()

    QTimer.singleShot(_BREATH, owner, turn)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The end of a piece of work: its value, or the problem that stood in the way."""

    value: T | None = None
    problem: Problem | None = None


def attempt(work: Callable[[], T]) -> Callable[[], Outcome[T]]:
    """`work` with its problem as a value, so that a dialog can tell it where it happened."""

    def guarded() -> Outcome[T]:
        try:
            return Outcome(value=work())
        except ProblemError as error:
            return Outcome(problem=error.problem)

    return guarded


def while_alive(owner: QObject, on_done: Callable[[T], None]) -> Callable[[T], None]:
    """`on_done` for as long as `owner` lives; an answer for a widget that is gone is dropped."""

    def answer(result: T) -> None:
        if shiboken6.isValid(owner):
            with RIGHT_OF_WAY.taken():
                on_done(result)

    return answer


class Latest(Generic[T]):
    """Asks again and again for what changes quickly, as while somebody types: only the last answer counts.

    A question that was overtaken before its turn is not worked on at all. With a `turn` one is worked on at a time:
    several threads that compute leave too little to that of the window. Not for work that may hang.
    """

    def __init__(
        self, owner: QObject, run: Runner, on_done: Callable[[T], None], turn: Turn | None = None
    ) -> None:
        self._owner, self._run, self._on_done = owner, run, on_done
        self._number = 0
        self._turn: Turn = turn or nullcontext()

    def ask(self, work: Callable[[], T]) -> None:
        self._number += 1
        number = self._number

        def job() -> Outcome[T]:
            with self._turn:
                return Outcome(work()) if number == self._number else Outcome()

        def done(outcome: Outcome[T]) -> None:
            if number == self._number and outcome.value is not None:
                self._on_done(outcome.value)

        self._run(job, while_alive(self._owner, done))
