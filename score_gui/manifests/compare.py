"""Compares a manifest with an earlier one: what is new in it, what changed, and what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from score_gui.model.manifest import Entry, Manifest


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of the later manifest a flag for each entry; of the earlier one the entries that are no longer there."""

    earlier: str
    new: bytes
    changed: bytes
    gone: tuple[Entry, ...]


def compare(earlier: Manifest, later: Manifest) -> Comparison:
    """What became of the earlier list.

    An object is the same by its id; it changed where size, MD5 or name are told otherwise. A site that publishes a
    file anew gives it another id, so a file of the same name and analysis, or donor, is a change and not a new one.
    """
    known = {entry.object_id: place for place, entry in enumerate(earlier.entries)}
    names = {_name_key(entry): place for place, entry in enumerate(earlier.entries) if entry.file_name}
    found = bytearray(len(earlier.entries))
    new, changed = bytearray(len(later.entries)), bytearray(len(later.entries))
    unknown: list[tuple[int, Entry]] = []
    for place, entry in enumerate(later.entries):
        before = known.get(entry.object_id)
        if before is None:
            unknown.append((place, entry))
            continue
        found[before] = 1
        changed[place] = _differs(earlier.entries[before], entry)
    for place, entry in unknown:
        before = names.get(_name_key(entry)) if entry.file_name else None
        if before is None or found[before]:
            new[place] = 1
        else:
            found[before] = changed[place] = 1
    return Comparison(earlier.name, bytes(new), bytes(changed), _gone(earlier.entries, found))


def _gone(entries: Sequence[Entry], found: bytearray) -> tuple[Entry, ...]:
    return tuple(entries[place] for place, is_found in enumerate(found) if not is_found)


def _name_key(entry: Entry) -> tuple[str | None, str | None]:
    return entry.file_name, entry.analysis_id or entry.donor


def _differs(before: Entry, now: Entry) -> bool:
    """One of the two says otherwise; silence is no difference."""
    told = ((before.size, now.size), (before.md5, now.md5), (before.file_name, now.file_name))
    return any(one is not None and other is not None and one != other for one, other in told)
