"""Finds the header of a table: which line, which separator, which columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from score_gui.manifests.columns import BY_POSITION, Columns, columns_of
from score_gui.manifests.decode import Text
from score_gui.manifests.values import object_id_of

_LINES_LOOKED_AT = 40
TAB = "\t"
_HEADER_25K = "repo_code\tfile_id\tobject_id\t"


@dataclass(frozen=True, slots=True)
class Header:
    """`line` 0: there is none, the columns go by position. `preamble` counts the lines of prose before it.

    `after_other_list`: what stands before it is a list for another kind of repository.
    """

    line: int
    separator: str
    columns: Columns
    preamble: int = 0
    after_other_list: bool = False


def split_row(text: str, separator: str) -> list[str]:
    """The cells of one line, quotes taken off cells that are quoted as a whole.

    Tabs always separate: ARGO writes stray quotes, which must not swallow the rest of the list.
    """
    if '"' not in text:
        return text.split(separator)
    if separator != TAB:
        try:
            return next(csv.reader([text], delimiter=separator), [""])
        except csv.Error:
            return text.split(separator)
    return [_unquoted(cell) for cell in text.split(TAB)]


def find_header(first: Sequence[str]) -> Header | None:
    """The header of a Score manifest within the first lines of a text, or None if this is no such table."""
    preamble = 0
    for number, line in enumerate(first[:_LINES_LOOKED_AT], 1):
        header = _header_of(number, line, preamble)
        if header:
            return header
        if number == 1 and _is_blank_header(line):
            return Header(number, TAB, BY_POSITION) if _third_is_id(first) else None
        if not line.strip():
            continue
        if _is_row_by_position(line):
            return Header(0, TAB, BY_POSITION)
        preamble += not line.startswith("#")
    return None


def find_glued_header(text: Text) -> Header | None:
    """The header of a 25K manifest anywhere: the portal glues lists for all repositories into one file."""
    found = text.find(_HEADER_25K)
    if found is None:
        return None
    number, line = found
    columns = columns_of(line.split(TAB))
    return Header(number, TAB, columns, after_other_list=True) if columns else None


def first_rows(first: Sequence[str]) -> Iterator[list[str]]:
    """The cells of the first lines, blank ones and comments left out, each by its most frequent separator."""
    for line in first[:_LINES_LOOKED_AT]:
        if line.strip() and not line.startswith("#"):
            yield split_row(line, max((TAB, ",", ";"), key=line.count))


def _header_of(number: int, line: str, preamble: int) -> Header | None:
    for separator in (TAB, ",", ";"):
        cells = split_row(line, separator)
        if len(cells) == 1 and separator != TAB:
            continue
        columns = columns_of(cells)
        if columns:
            return Header(number, separator, columns, preamble)
    return None


def _is_blank_header(line: str) -> bool:
    return not line.strip() and line.count(TAB) == BY_POSITION.width - 1


def _is_row_by_position(line: str) -> bool:
    """The one case in which columns are read by position: eleven of them, the third a UUID."""
    cells = split_row(line, TAB)
    return len(cells) == BY_POSITION.width and object_id_of(cells[BY_POSITION.object_id]) is not None


def _third_is_id(first: Sequence[str]) -> bool:
    rows = (split_row(line, TAB) for line in first[:_LINES_LOOKED_AT] if line.strip())
    cells = next(rows, [])
    place = BY_POSITION.object_id
    return place < len(cells) <= BY_POSITION.width and object_id_of(cells[place]) is not None


def _unquoted(cell: str) -> str:
    text = cell.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return cell
