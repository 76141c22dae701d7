"""How far writing may run ahead of what the ledger knows.

The promise "after a crash at most 8 MiB per connection is fetched twice" is kept here and nowhere else: a writer
that is further ahead waits for the next checkpoint.
"""

from __future__ import annotations

import threading

AHEAD_PER_CONNECTION = 8 * 1024 * 1024
"""Bytes that one connection may have on the disk and not yet in the ledger."""


class Gate:
    """Counts the bytes of one transfer that are written, and those that a checkpoint has covered."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._written = 0
        self._covered = 0
        self._connections = 1
        self._open = False

    @property
    def written(self) -> int:
        return self._written

    @property
    def ahead(self) -> int:
        """Bytes written that the ledger does not know yet."""
        return self._written - self._covered

    def set_connections(self, count: int) -> None:
        with self._changed:
            self._connections = max(1, count)
            self._changed.notify_all()

    def wrote(self, count: int) -> None:
        """Count `count` bytes and wait while too much is uncovered. Called by a range job after each write."""
        with self._changed:
            self._written += count
            while not self._open and self.ahead > AHEAD_PER_CONNECTION * self._connections:
                self._changed.wait()

    def cover(self, written: int) -> None:
        """A checkpoint has recorded everything up to the moment when `written` was read."""
        with self._changed:
            self._covered = max(self._covered, written)
            self._changed.notify_all()

    def open_wide(self) -> None:
        """Let every writer through: the transfer is about to stop, and what arrived is to be kept."""
        with self._changed:
            self._open = True
            self._changed.notify_all()
