"""Search in the rows of the preview as somebody types: names, donors, ids and remarks of a hundred thousand rows.

Whole blocks of the manifest's columns are looked at; no row and no entry is made for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from score_gui.model.entries import END, EntryList
from score_gui.model.manifest import Entry
from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_columns import donor_of

_BLOCK = 4096
_DIGITS_OF_ID = 32
_PART_OF_ID = re.compile(r"[0-9a-f]{4,32}")
"""Shorter pieces of an id would be found in nearly every row."""


class Search:
    """Looks for words. `left_out` and `remarks` are texts of rows; the entries follow after the left-out rows."""

    def __init__(self, entries: EntryList, left_out: Sequence[str], remarks: Mapping[int, str]) -> None:
        self._entries = entries
        self._left_out = [text.casefold() for text in left_out]
        self._remarks = {row: text.casefold() for row, text in remarks.items()}
        self._donors = [
            donor_of(Entry("", donor=name, donor_count=n)).casefold() for name, n in entries.donors.values
        ]
        self._whole = {place: _text_of(entry) for place, entry in entries.whole.items()}

    def find(self, text: str) -> bytes:
        """Flags of the rows in which every word of `text` stands, whatever its case."""
        words = text.casefold().split()
        if not words:
            return b"\1" * (len(self._left_out) + len(self._entries))
        return flags.all_of(self._with_word(word) for word in words)

    def _with_word(self, word: str) -> bytes:
        blocks = [bytes(word in text for text in self._left_out)]
        donors = bytes(word in donor for donor in self._donors)
        steps = flags.steps(len(self._entries), _BLOCK)
        blocks += [self._in_block(word, donors, start, stop) for start, stop in steps]
        found = bytearray(b"".join(blocks))
        for row, remark in self._remarks.items():
            found[row] |= word in remark
        first = len(self._left_out)
        for place, text in self._whole.items():
            found[first + place] = word in text or word in self._remarks.get(first + place, "")
        return bytes(found)

    def _in_block(self, word: str, donors: bytes, start: int, stop: int) -> bytes:
        found = bytes(stop - start)
        text = self._entries.text(start, stop).casefold()
        if word in text:
            found = bytes(word in each for each in text.split(END)[:-1])
        if 1 in donors:
            codes = self._entries.donors.codes[start:stop]
            found = flags.either(found, bytes(map(donors.__getitem__, codes)))
        digits = word.replace("-", "")
        if _PART_OF_ID.fullmatch(digits):
            found = flags.either(
                found, _with_digits(self._entries.hex_ids(start, stop), digits, stop - start)
            )
        return found


def _with_digits(ids: str, digits: str, count: int) -> bytes:
    """The ids, written one after the other, that hold these digits."""
    found = bytearray(count)
    at = ids.find(digits)
    while at >= 0:
        row, place = divmod(at, _DIGITS_OF_ID)
        if place + len(digits) <= _DIGITS_OF_ID:
            found[row] = 1
        at = ids.find(digits, at + 1)
    return bytes(found)


def _text_of(entry: Entry) -> str:
    parts = (
        entry.file_name,
        entry.object_id,
        donor_of(entry),
        entry.analysis_id,
        entry.file_id,
        *entry.samples,
    )
    return "\n".join(part for part in parts if part).casefold()
