"""How long a connection may keep its reader waiting: overall deadlines, silence, and servers that only trickle."""

from __future__ import annotations

import time

_STALL_SECONDS = 30.0
_STALL_BYTES = 30 * 1024


class StalledError(TimeoutError):
    """Bytes came, but fewer than 1 KiB/s over 30 seconds of waiting."""


class Pace:
    """The clock of one connection, and what went wrong if it ended amid a body."""

    def __init__(self) -> None:
        self.silence = 30.0
        self.is_in_body = False
        self.failure: OSError | None = None
        self.ended = False
        self._deadline: float | None = None
        self._began = 0.0
        self._patience = 0.0
        self._waited = 0.0
        self._came = 0

    def start_headers(self, silence: float, deadline: float) -> None:
        """From here no read waits longer than `silence` seconds, nor beyond `deadline` (monotonic)."""
        self.silence, self._deadline = silence, deadline
        self.is_in_body = self.ended = False
        self._waited, self._came, self.failure = 0.0, 0, None

    def start_body(self, deadline: float | None) -> None:
        self._deadline = deadline
        self.is_in_body = True

    def start_read(self, patience: float) -> None:
        """One read, which is to return what it has after `patience` seconds. Raises TimeoutError at the deadline."""
        self._began, self._patience = time.monotonic(), patience
        if self._deadline is not None and self._began >= self._deadline:
            raise TimeoutError("the answer took too long as a whole")

    def seconds_to_wait(self, filled: int) -> float:
        """Seconds until one has to look again; 0 if `filled` bytes are to be handed on now. Raises TimeoutError."""
        now = time.monotonic()
        soon = self._began + self._patience - now
        if filled:
            return max(0.0, soon)
        left = self._began + self.silence - now
        if self._deadline is not None:
            left = min(left, self._deadline - now)
        if left <= 0:
            raise TimeoutError("nothing came in time")
        return min(left, self._patience) if self._patience else left

    def end_read(self, came: int) -> None:
        """Raises StalledError. Only time spent in reads counts: a reader may pause as long as it likes."""
        self._waited += time.monotonic() - self._began
        self._came += came
        if self._waited < _STALL_SECONDS:
            return
        if self._came < _STALL_BYTES and came:
            raise StalledError("the server only trickles")
        self._waited, self._came = 0.0, 0
