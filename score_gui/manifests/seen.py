"""Remembers which objects a list has named, in little memory: a set of a million ids would take a hundred MiB."""

from __future__ import annotations

from array import array

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
        slots, code = self._slots, hash(object_id) & _MASK
        last = len(slots) - 1
        at = code & last
        while (slot := slots[at]) != _FREE:
            if slot >> _BITS == code and self._entries.object_id(slot & _MASK) == object_id:
                return slot & _MASK
            at = (at + 1) & last
        place = len(self._entries)
        slots[at] = code << _BITS | place
        self._count += 1
        if 2 * self._count > len(slots):
            self._grow()
        return place

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
