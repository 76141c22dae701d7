"""Short jobs off the GUI thread: reading a manifest, asking the keyring, testing a token."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from score_gui.model import problems
from score_gui.model.problem import Problem, ProblemError
from score_gui.transfer.crew import Crew

log = logging.getLogger(__name__)

T = TypeVar("T")
THREADS = 4
END_PATIENCE = 2.0
"""Seconds that jobs get to end when the program does; a keyring may hang for ever."""


class Pool(QObject):
    """A `Runner`: results are handed over in the thread that made the pool.

    Signals:
        stumbled: a `Problem`; a job ended in an exception that its owner did not expect.
    """

    stumbled = Signal(object)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crew = Crew("short-job", THREADS)
        self._has_ended = False
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def __call__(self, work: Callable[[], T], on_done: Callable[[T], None], /) -> None:
        if self._has_ended:  # a timer of a window that is about to go must not start a thread again
            return

        def job() -> None:
            outcome = self._attempt(work, on_done)
            if not self._has_ended:  # this object may be gone by then
                self._done.emit(outcome)

        self._crew.submit(job)

    def close(self) -> bool:
        """Let the threads end. False if one hangs; it is left behind, and what it comes to is dropped."""
        self._has_ended = True
        return self._crew.close(END_PATIENCE)

    def _attempt(self, work: Callable[[], T], on_done: Callable[[T], None]) -> Callable[[], None]:
        try:
            result = work()
        except ProblemError as error:
            return self._stumble(error.problem)
        except Exception as error:
            log.exception("a short job ended unexpectedly")
            return self._stumble(problems.internal(type(error).__name__))
        return lambda: on_done(result)

    def _stumble(self, problem: Problem) -> Callable[[], None]:
        return lambda: self.stumbled.emit(problem)

    def _on_done(self, deliver: Callable[[], None]) -> None:
        if not self._has_ended:  # after the end nobody is there to be told
            deliver()
