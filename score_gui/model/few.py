"""A table with mostly one thing under each key, which costs a long queue no list and no tuple of its own for each."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Few(Generic[Key, Thing]):
    """Told in one thread, asked in any. The things under a key come in the order in which they were put there."""

    def __init__(self) -> None:
        self._one: dict[Key, Thing] = {}
        self._more: dict[Key, tuple[Thing, ...]] = {}

    def __getitem__(self, key: Key) -> tuple[Thing, ...]:
        """What is under the key; none where nothing is."""
        more = self._more.get(key)
        if more is not None:
            return more
        try:
            return (self._one[key],)
        except KeyError:
            return ()

    def add(self, key: Key, thing: Thing) -> None:
        """Put one more under a key, unless it is there already."""
        there = self[key]
        if thing not in there:
            self._put(key, (*there, thing))

    def drop(self, key: Key, is_meant: Callable[[Thing], bool]) -> None:
        """Take from under a key what is meant."""
        self._put(key, tuple(thing for thing in self[key] if not is_meant(thing)))

    def _put(self, key: Key, things: tuple[Thing, ...]) -> None:
        if len(things) > 1:
            self._more[key] = things
            self._one.pop(key, None)
            return
        if things:
            self._one[key] = things[0]
        else:
            self._one.pop(key, None)
        self._more.pop(key, None)
