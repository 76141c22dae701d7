"""Connections that take turns at the processor, a few milliseconds each.

Threads that read at the same time hand Python's lock to each other at every record of 16 KiB, and each time the
system has to put one to sleep and wake another: that costs more than the decryption. While one thread takes many
records and the others sleep, there is nobody to hand it to. Only connections whose bytes lie ready take turns.
"""

from __future__ import annotations

import threading
import time
from collections import deque

_TURN_SECONDS = 0.004
"""Long against the change to another thread, short against anything that a person or a server notices."""
_LOST_AFTER = 0.02
"""Whoever holds the turn for so long waits for something else, a disk for instance: it goes on to the next."""


class Relay:
    """Who is on, and who waits, in order. Nothing may depend on a turn for more than speed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: deque[Runner] = deque()

    def take(self, runner: Runner) -> None:
        """Wait until it is the turn of `runner`; it goes on at once while it lasts, and if nobody waits."""
        with self._lock:
            if self._is_on(runner) and (len(self._queue) == 1 or time.monotonic() < runner.until):
                return
            self._remove(runner)
            self._queue.append(runner)
            if not self._is_on(runner):
                runner.called.clear()
            else:
                runner.begin()
        while not runner.called.wait(_LOST_AFTER):
            self._pass_over()

    def leave(self, runner: Runner) -> None:
        """End the turn, or the wait for it. From any thread."""
        with self._lock:
            self._remove(runner)
        runner.called.set()

    def _pass_over(self) -> None:
        with self._lock:
            if self._queue and time.monotonic() > self._queue[0].until + _LOST_AFTER:
                self._remove(self._queue[0])

    def _remove(self, runner: Runner) -> None:
        was_on = self._is_on(runner)
        if runner in self._queue:
            self._queue.remove(runner)
        if was_on and self._queue:
            self._queue[0].begin()

    def _is_on(self, runner: Runner) -> bool:
        return bool(self._queue) and self._queue[0] is runner


class Runner:
    """One connection's."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.until = 0.0

    def begin(self) -> None:
        self.until = time.monotonic() + _TURN_SECONDS
        self.called.set()
