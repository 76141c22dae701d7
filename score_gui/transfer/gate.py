"""How far writing may run ahead of what the ledger knows.

The promise "after a crash at most 8 MiB per connection is fetched twice" is kept here and nowhere else: a writer
that is further ahead waits for the next checkpoint. Long before that the gate says that one is due, once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

AHEAD_PER_CONNECTION = 8 * 1024 * 1024
"""Bytes that one connection may have on the disk and not yet in the ledger."""
DUE_PER_CONNECTION = 2 * 1024 * 1024
"""Bytes per connection after which a checkpoint is due: often enough that writers never wait on an ordinary disk,
seldom enough that its cost does not show."""


class Gate:
    """Counts the bytes of one transfer that are written, and those that a checkpoint has captured and covered.

    `tell_due` is called once for each checkpoint that becomes due, in the thread of a writer; it must not block.
    """

    def __init__(self, tell_due: Callable[[], None] = lambda: None) -> None:
        self._changed = threading.Condition()
        self._tell_due = tell_due
        self._is_told = False
        self._written = 0
        self._captured = 0
        self._covered = 0
        self._connections = 1
        self._is_held = False
        self._open = False

    @property
    def ahead(self) -> int:
        """Bytes written that the ledger does not know yet."""
        return self._written - self._covered

    @property
    def has_news(self) -> bool:
        """Something was written since the last checkpoint began."""
        return self._written > self._captured

    @property
    def is_due(self) -> bool:
        """So much that the next one should begin."""
        return self._written - self._captured >= DUE_PER_CONNECTION * self._connections

    def set_connections(self, count: int) -> None:
        with self._changed:
            self._connections = max(1, count)
            self._changed.notify_all()

    def wrote(self, count: int) -> None:
        """Count `count` bytes and wait while too much is uncovered. Called by a range job after each write."""
        with self._changed:
            self._written += count
            if self.is_due and not self._is_told:
                self._is_told = True
                self._tell_due()
            while not self._open and (self._is_held or self._is_too_far_ahead):
                self._changed.wait()

    @property
    def _is_too_far_ahead(self) -> bool:
        return self.ahead > AHEAD_PER_CONNECTION * self._connections

    def hold(self, is_held: bool) -> None:  # noqa: FBT001 - the name says it
        """Whether writers wait for the hash, which is far behind: what they would write is better hashed first."""
        if is_held != self._is_held:
            with self._changed:
                self._is_held = is_held
                self._changed.notify_all()

    def capture(self) -> int:
        """A checkpoint begins: the bytes written so far. What it records must be looked up after this call."""
        with self._changed:
            self._captured, self._is_told = self._written, False
            return self._written

    def cover(self, written: int) -> None:
        """A checkpoint has recorded everything up to the moment when `capture` gave `written`."""
        with self._changed:
            self._covered = max(self._covered, written)
            self._changed.notify_all()

    def open_wide(self) -> None:
        """Let every writer through: the transfer is about to stop, and what arrived is to be kept."""
        with self._changed:
            self._open = True
            self._changed.notify_all()
