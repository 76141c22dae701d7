"""Sorts the rows of a preview by a column, step by step.

Sorting a million rows in one go, or letting go of a million keys, keeps all other threads waiting for too long.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from score_gui.model.entries import Part, split_samples
from score_gui.ui import preview_flags as flags
from score_gui.ui.preview_columns import FacetColumn
from score_gui.ui.preview_keys import FACETS, Column, text_of
from score_gui.ui.preview_rows import PreviewRows

_RUN = 1 << 14
"""Rows that are sorted in one go."""
_BLOCK = 1 << 12
"""Texts that are made, and let go, in one go."""
_PARTS = {
    Column.NAME: Part.FILE_NAME,
    Column.ANALYSIS: Part.ANALYSIS_ID,
    Column.FILE_ID: Part.FILE_ID,
    Column.SAMPLES: Part.SAMPLES,
}
Key = Callable[[int], Any]


def sorted_rows(
    preview: PreviewRows, rows: array[int], column: Column, *, descending: bool = False
) -> array[int]:
    """These rows by what the column tells of them; equal ones stay in their order."""
    with _key_of(preview, column) as key:
        return _sorted(rows, key, descending=descending)


def _sorted(rows: array[int], key: Key, *, descending: bool = False) -> array[int]:
    runs = [
        sorted(rows[start:stop], key=key, reverse=descending) for start, stop in flags.steps(len(rows), _RUN)
    ]
    if len(runs) < 2:
        return array("i", *runs)
    return array("i", heapq.merge(*runs, key=key, reverse=descending))


@contextmanager
def _key_of(preview: PreviewRows, column: Column) -> Iterator[Key]:
    """What the rows are sorted by, given their number; no row is made for it."""
    if column in _PARTS:
        with _texts(preview, column) as key:
            yield key
    elif column in FACETS:
        yield _ranks(preview.columns[FACETS[column]])
    elif column in _NUMBERED:
        yield _NUMBERED[column](preview)
    else:
        yield lambda number: text_of(preview[number], column)


def _ranks(values: FacetColumn) -> Key:
    """Numbers in place of words: the place of each set of values in their alphabetical order."""
    ranks = array("i", bytes(4 * len(values.sets)))
    for rank, code in enumerate(_sorted(array("i", range(len(ranks))), values.sets.__getitem__)):
        ranks[code] = rank
    codes = values.codes
    return lambda number: ranks[codes[number]]


def _lines(preview: PreviewRows) -> Key:
    lines = array("i", (preview[number].line or number for number in range(preview.left_out)))
    lines += preview.entries.lines
    for place, entry in preview.entries.whole.items():
        lines[preview.left_out + place] = entry.line or 0
    return lines.__getitem__


def _digits_of(digits: Callable[[int], str], preview: PreviewRows) -> Key:
    first = preview.left_out
    return lambda number: digits(number - first) if number >= first else ""


_NUMBERED: dict[Column, Callable[[PreviewRows], Key]] = {
    Column.SIZE: lambda preview: preview.sizes.__getitem__,
    Column.LINE: _lines,
    Column.REMARK: lambda preview: preview.remark,
    Column.OBJECT_ID: lambda preview: _digits_of(preview.entries.id_digits, preview),
    Column.MD5: lambda preview: _digits_of(preview.entries.md5_digits, preview),
}


@contextmanager
def _texts(preview: PreviewRows, column: Column) -> Iterator[Key]:
    """The texts of all rows as long as somebody sorts by them."""
    entries, first = preview.entries, preview.left_out
    before = [_folded(preview, number, column) for number in range(first)]
    blocks = [_cells(preview, column, start, stop) for start, stop in flags.steps(len(entries), _BLOCK)]
    for place in entries.whole:
        blocks[place // _BLOCK][place % _BLOCK] = _folded(preview, first + place, column)

    def key(number: int) -> str:
        place = number - first
        return blocks[place // _BLOCK][place % _BLOCK] if place >= 0 else before[number]

    try:
        yield key
    finally:
        while blocks:
            blocks.pop()


def _cells(preview: PreviewRows, column: Column, start: int, stop: int) -> list[str]:
    entries = preview.entries
    if column is Column.NAME:
        return [name.casefold() for name in entries.names(start, stop)]
    cells = entries.parts(_PARTS[column], start, stop)
    return [", ".join(split_samples(cell)) for cell in cells] if column is Column.SAMPLES else cells


def _folded(preview: PreviewRows, number: int, column: Column) -> str:
    text = text_of(preview[number], column)
    return text.casefold() if column is Column.NAME else text
