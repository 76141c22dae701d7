"""Remembers which objects a list has named, in little memory: a set of a million ids would take a hundred MiB."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from score_gui.model.entries import EntryList

_FREE = -1
_FIRST_SLOTS = 1 << 10
_BITS = 31
_MASK = (1 << _BITS) - 1


class SeenIds:
    """Finds the entry of an object id. Only hashes and places are kept here; the ids stand in the entries."""

    def __init__(self, entries: EntryList) -> None:
        self._entries = entries
        self._slots = array("q", (_FREE,)) * _FIRST_SLOTS
        self._count = 0

    def note(self, object_id: str) -> int:
        """The place of the entry with this id; if there is none yet, that of the entry which is to be added now."""
        place = len(self._entries)
        found = self._find(object_id)
        if found is None:
            self._put(hash(object_id) & _MASK, place)
        return place if found is None else found

    def add_new(self, object_ids: Sequence[str]) -> bool:
        """Remember the ids of entries that are to be added now; False, with nothing done, if one of them is known."""
        if len(set(object_ids)) < len(object_ids) or any(self._find(each) is not None for each in object_ids):
            return False
        for place, object_id in enumerate(object_ids, len(self._entries)):
            self._put(hash(object_id) & _MASK, place)
        return True

    def _find(self, object_id: str) -> int | None:
        slots, code = self._slots, hash(object_id) & _MASK
        last = len(slots) - 1
        at = code & last
        while (slot := slots[at]) != _FREE:
            if slot >> _BITS == code and self._entries.object_id(slot & _MASK) == object_id:
                return slot & _MASK
            at = (at + 1) & last
        return None

    def _put(self, code: int, place: int) -> None:
        slots = self._slots
        last = len(slots) - 1
        at = code & last
        while slots[at] != _FREE:
            at = (at + 1) & last
        slots[at] = code << _BITS | place
        self._count += 1
        if 2 * self._count > len(slots):
            self._grow()

    def _grow(self) -> None:
        """Twice the room; slot by slot, so that other threads get their turn meanwhile."""
        slots = array("q", (_FREE,)) * (2 * len(self._slots))
        last = len(slots) - 1
        for slot in self._slots:
            if slot != _FREE:
                at = slot >> _BITS & last
                while slots[at] != _FREE:
                    at = (at + 1) & last
                slots[at] = slot
        self._slots = slots
