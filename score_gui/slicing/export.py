"""An order for the reading process: lets it read what has been fetched, listens to it, and judges what it says.

It works while the rest is still on its way: fetching waits for the network and reading for the processor.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from score_gui.files.space import free_bytes
from score_gui.model import disk_problems
from score_gui.model.language import tr
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.child import Child, SilentError
from score_gui.slicing.depth import REGIONS, Depth
from score_gui.slicing.fetch import LOOK_EVERY, CancelledError
from score_gui.slicing.orders import Answer, Order

STALL = 900.0
"""Seconds without a word. Writing the index of a large slice is the longest silent step."""


def allowed_seconds(planned: int) -> int:
    """Computing time for `planned` bytes of a file: a thousand times what they take, and an end for a loop without."""
    return 120 + planned // 50_000


class Reader:
    """An order at work. `folder` is empty and its own. Used by one thread, as a context.

    The process waits before each question until `permit` has said that its bytes are there.
    """

    def __init__(self, order: Order, folder: Path, name: str) -> None:
        self._order, self._name = order, name
        self._child = Child("score_gui.slicing.reader", folder)
        self._permitted = 0
        self._depths: list[Depth] = []
        self._last: Answer | None = None
        self.is_over = False
        self.reads = 0

    def __enter__(self) -> Self:
        self._child.__enter__()
        self._child.say(self._order.to_json())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.__exit__(kind, error, trace)

    def permit(self, count: int) -> None:
        """The bytes of the first `count` questions are there; opening the file is the first of all."""
        if count > self._permitted:
            self._permitted = count
            self._child.say(str(count))

    def hear(self) -> None:
        """Take in what the process has said by now, without waiting."""
        while not self.is_over and self._hear_one():
            continue

    def last_word(self, cancel: threading.Event, tell: Callable[[int], None]) -> Answer:
        """Wait for the end; `tell` hears the reads so far.

        The answer is `done` or names what is `damaged`. Raises ProblemError or CancelledError.
        """
        heard = time.monotonic()
        if self.reads:  # it said so while the last bytes came
            tell(self.reads)
        while not (cancel.is_set() or self.is_over) and time.monotonic() - heard < STALL:
            if self._hear_one(LOOK_EVERY):
                heard = time.monotonic()
                tell(self.reads)
        if cancel.is_set():
            raise CancelledError
        return self._judged(self._last)

    def _hear_one(self, wait: float = 0.0) -> bool:
        try:
            line = self._child.next_line(wait)
        except SilentError:
            return False
        answer = None if line is None else _understood(line)
        if answer is None:
            self.is_over = True
            return True
        self.reads = answer.reads
        self._depths += answer.depths[: REGIONS - len(self._depths)]
        if answer.done or answer.detail is not None:
            self._last, self.is_over = replace(answer, depths=tuple(self._depths)), True
        return True

    def _judged(self, answer: Answer | None) -> Answer:
        if answer is None:
            raise ProblemError(troubles.reader_stopped(self._name, self._child.ending()))
        if answer.full:
            folder = Path(self._order.output).parent
            raise ProblemError(disk_problems.no_space(folder, 0, free_bytes(folder)))
        if not answer.done and answer.damaged is None:
            raise ProblemError(troubles.read_trouble(self._name, answer.detail or tr("no reason was given")))
        return answer


def _understood(line: str) -> Answer | None:
    """None for words that are no answer: then a file of a stranger has taken the process over, or broken it."""
    try:
        return Answer.from_json(line)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
