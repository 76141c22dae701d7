"""Reads the rows of a table about which nothing is to be said, a block at a time and column by column.

Nearly all rows of a long list are such: ids, names, sizes and MD5s as they should be, and no object named twice. That
takes a third of the time of one row after the other. A block with anything else in it is declined as a whole, and
`RowReader`, which knows what to say, reads its rows one by one; both make the same entries of a plain row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from score_gui.files.names import safe_name
from score_gui.manifests.collector import Collector
from score_gui.manifests.limits import MAX_LINE
from score_gui.manifests.rows import INDEX_ENDINGS, RowReader
from score_gui.manifests.values import MOST_DIGITS, all_told, is_plain, list_of, told, type_of
from score_gui.model.entry_columns import Block

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_UUIDS = re.compile(f"(?:{_UUID}\n)*")
_MD5S = re.compile("(?:[0-9a-f]{32}\n)*")
_LOST_MD5 = "0" * 32
_LOST_ID = "00000000-0000-0000-0000-000000000000"
_OF_INDEX = tuple(f"{ending}\n" for ending in INDEX_ENDINGS)
Cells = tuple[str, ...]


class _OddError(Exception):
    """Something in the block is to be looked at row by row."""


@dataclass(frozen=True, slots=True)
class PlainRows:
    """Adds whole blocks to a collector."""

    rows: RowReader
    separator: str
    collector: Collector

    def take(self, number: int, lines: Sequence[str]) -> bool:
        """Add the entries of these lines, the first of which has this number; False if that is not all there is."""
        if not _are_plain(lines):
            return False
        cells = [line.split(self.separator) for line in lines]
        if {len(row) for row in cells} != {self.rows.columns.width}:
            return False
        try:
            block, ids, names = self._block(number, [*zip(*cells, strict=True), ("",) * len(cells)])
        except _OddError:
            return False
        if not self.collector.add_block(block, ids, names):
            return False
        self.rows.nameless += 0 if names else len(ids)
        return True

    def _block(self, number: int, cells: Sequence[Cells]) -> tuple[Block, Cells, Cells]:
        """The columns, the object ids, and the names if there are any."""
        columns, rows = self.rows.columns, self.rows
        ids, count = cells[columns.object_id], len(cells[0])
        names = _names(cells[columns.file_name])
        index_ids = cells[columns.index]
        shared = zip(
            map(rows.repos.__getitem__, cells[columns.repo]),
            self._types(cells[columns.file_type], names),
            *zip(*map(rows.donor.__getitem__, cells[columns.project]), strict=True),
            map(rows.word.__getitem__, cells[columns.study]),
            map(rows.word.__getitem__, cells[columns.program]),
            strict=True,
        )
        block = Block(
            ids=_packed(_matching(_UUIDS, ids)),
            md5s=_packed(_md5s(cells[columns.md5])),
            index_ids=_packed(_index_ids(index_ids, ids, names)),
            sizes=_sizes(cells[columns.size]),
            lines=range(number, number + count),
            shared=tuple(shared),
            donors=tuple(map(rows.donor.__getitem__, cells[columns.donor])),
            names=names or ("",) * count,
            analysis_ids=_words(cells[columns.analysis]),
            file_ids=_words(cells[columns.file_id]),
            samples=tuple(map(list_of, cells[columns.samples])),
        )
        return block, ids, names

    def _types(self, cells: Cells, names: Cells) -> Iterable[str | None]:
        types = [self.rows.type[cell] for cell in cells]
        return [told or type_of(name) for told, name in zip(types, names, strict=True)] if names else types


def _are_plain(lines: Sequence[str]) -> bool:
    """No characters or quotes to be looked at, no comments, no line of excessive length."""
    text = "\n".join(lines)
    return (
        is_plain(text.replace("\n", ""))
        and '"' not in text
        and not text.startswith("#")
        and "\n#" not in text
        and max(map(len, lines)) <= MAX_LINE
    )


def _matching(pattern: re.Pattern[str], cells: Cells) -> Cells:
    if pattern.fullmatch("\n".join((*cells, ""))) is None:
        raise _OddError
    return cells


def _packed(cells: Cells) -> bytes:
    return bytes.fromhex("".join(cells).replace("-", ""))


def _names(cells: Cells) -> Cells:
    """Names that are stored as the list tells them; none if it tells none."""
    if not any(cells):
        return ()
    if not all_told(cells) or any(safe_name(cell, "") != cell for cell in cells):
        raise _OddError
    return cells


def _sizes(cells: Cells) -> Sequence[int]:
    if not any(cells):
        return (-1,) * len(cells)
    if not all(map(str.isdigit, cells)) or max(map(len, cells)) > MOST_DIGITS:
        raise _OddError
    return tuple(map(int, cells))


def _md5s(cells: Cells) -> Cells:
    if not any(cells):
        return (_LOST_MD5,) * len(cells)
    if _LOST_MD5 in cells:
        raise _OddError
    return _matching(_MD5S, cells)


def _index_ids(cells: Cells, ids: Cells, names: Cells) -> Cells:
    if not any(cells):
        return (_LOST_ID,) * len(cells)
    told_names = "\n".join((*names, "")).lower()
    if (
        _LOST_ID in cells
        or any(ending in told_names for ending in _OF_INDEX)
        or any(map(str.__eq__, cells, ids))
    ):
        raise _OddError
    return _matching(_UUIDS, cells)


def _words(cells: Cells) -> Cells:
    """The cells, empty where they say nothing in one of the known ways."""
    return cells if all_told(cells) else tuple(told(cell) if cell else "" for cell in cells)
