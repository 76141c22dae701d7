"""Who computes first: the thread of the window, before those that compute for it.

Python lets one thread compute at a time, and the window's thread lets go of that right at every call into Qt, of which
painting a table takes hundreds. Whoever counts a million rows meanwhile takes the right each time, and keeps it until
the interpreter asks for it back or a long step of C is through: a page that takes 5 ms alone then takes 50. So while
the window is at work, long computations stand still at their next step and leave the right alone.

Like the lock that it goes around there is one of it in a process, so everybody finds it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from threading import Event, get_ident
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 0.05
"""Seconds after which a step is done although the window is still at work: a busy one must not hold it up for ever."""
BATCH = 1 << 10
"""Items that are worked on between two looks."""


class RightOfWay:
    """One thread takes it again and again, for some milliseconds; all others give way between their steps."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._is_free = Event()
        self._is_free.set()
        self._holder: int | None = None

    @property
    def is_taken(self) -> bool:
        return not self._is_free.is_set()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Whoever gives way waits meanwhile, so never wait for a person in it. A turn within a turn is part of it."""
        if self._holder == get_ident():
            yield
            return
        self._holder = get_ident()
        self._is_free.clear()
        try:
            yield
        finally:
            self._holder = None
            self._is_free.set()

    def give(self) -> None:
        """To be called between the steps of a long computation. Who holds the right of way goes on at once."""
        if self.is_taken and self._holder != get_ident():
            self._is_free.wait(self._patience)

    def giving(self, items: Iterable[T]) -> Iterator[T]:
        """The items one by one, for a loop over many of them that gives way now and then."""
        source = iter(items)
        while batch := list(islice(source, BATCH)):
            self.give()
            yield from batch


RIGHT_OF_WAY = RightOfWay()
