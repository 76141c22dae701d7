"""Bare lists: object ids one after another, and those other ids that are taken for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from score_gui.manifests.collector import Collector
from score_gui.manifests.decode import Text
from score_gui.manifests.header import first_rows
from score_gui.manifests.limits import MAX_LINE
from score_gui.manifests.named import DICOM_UIDS, DRS, EGA, UPLOAD, Refusal
from score_gui.manifests.values import object_id_of, why_no_object_id
from score_gui.model.entries import Fields
from score_gui.model.language import tr

_BETWEEN = re.compile(r"[\s,;\"']+")
_DRS_ID = re.compile(r"(?:drs://|dg\.\w+/)\S+", re.IGNORECASE)
_EGA_ID = re.compile(r"EGA[DF]\d{11}")
_UID = re.compile(r"\d+(?:\.\d+){4,}")
_TOKENS_LOOKED_AT = 100


def named_list(first: Sequence[str]) -> Refusal | None:
    """A list of ids that are no object ids, or are not meant for download, by its first lines."""
    if _is_upload(first):
        return UPLOAD
    tokens = _first_tokens(first)
    if _mostly(tokens, _DRS_ID):
        return DRS
    if _mostly(tokens, _EGA_ID) or _mostly([row[0] for row in first_rows(first)], _EGA_ID):
        return EGA
    return DICOM_UIDS if _mostly(tokens, _UID) else None


def is_id_list(first: Sequence[str]) -> bool:
    """At least every second word of the first lines is an object id."""
    tokens = _first_tokens(first)
    return 2 * sum(object_id_of(token) is not None for token in tokens) >= max(1, len(tokens))


def read_id_list(source: Text, collector: Collector, *, after: int = 0) -> None:
    """Read every word below the line `after`; `#` begins a comment."""
    for number, line in collector.watch.lines(source):
        if number <= after:
            continue
        if len(line) > MAX_LINE:
            message = tr("Line is longer than {limit} kB", limit=MAX_LINE // 1000)
            collector.remark(f"row-{number}-too-long", message, number, blocks=True)
            continue
        for token in _tokens(line):
            collector.lines += 1
            object_id = object_id_of(token)
            if object_id:
                collector.add(Fields(object_id, line=number))
            else:
                message = why_no_object_id(token)
                collector.remark(f"row-{number}-bad-object-id", message, number, blocks=True)


def _tokens(line: str) -> Iterator[str]:
    return (token for token in _BETWEEN.split(line.partition("#")[0]) if token)


def _first_tokens(first: Sequence[str]) -> list[str]:
    return list(islice((token for line in first for token in _tokens(line)), _TOKENS_LOOKED_AT))


def _mostly(tokens: list[str], pattern: re.Pattern[str]) -> bool:
    found = sum(pattern.fullmatch(token) is not None for token in tokens)
    return found > 0 and 2 * found >= len(tokens)


def _is_upload(first: Sequence[str]) -> bool:
    """Song writes `<analysis id>` and two tabs, then rows of object id, path and MD5."""
    rows = list(first_rows(first))
    if not rows or not _is_analysis(rows[0]):
        return False
    return len(rows[0]) == 3 or (len(rows) > 1 and all(_is_upload_row(row) for row in rows[1:]))


def _is_analysis(cells: list[str]) -> bool:
    return object_id_of(cells[0]) is not None and not any(cell.strip() for cell in cells[1:])


def _is_upload_row(cells: list[str]) -> bool:
    return len(cells) == 3 and object_id_of(cells[0]) is not None and bool(cells[1].strip())
