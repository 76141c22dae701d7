"""Decides whether the computer is to be kept awake, and sees to it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from score_gui.model.settings import StayAwake
from score_gui.power.awake import Hold


class Wakefulness:
    """`want` says what is known, at once; `apply` acts on the newest word and may block. Any thread may call."""

    def __init__(self, hold: Hold, is_plugged_in: Callable[[], bool]) -> None:
        self._hold = hold
        self._is_plugged_in = is_plugged_in
        self._lock = threading.Lock()
        self._is_needed = False
        self._choice = StayAwake.NEVER

    def want(self, *, is_needed: bool, choice: StayAwake) -> None:
        """`is_needed`: files arrive or are checked now."""
        self._is_needed, self._choice = is_needed, choice

    def apply(self) -> bool:
        """Keep awake or let go. True if the computer is kept awake now."""
        with self._lock:
            if self._is_wanted():
                return self._hold.begin()
            self._hold.end()
            return False

    def _is_wanted(self) -> bool:
        if not self._is_needed or self._choice is StayAwake.NEVER:
            return False
        return self._choice is StayAwake.ALWAYS or self._is_plugged_in()
