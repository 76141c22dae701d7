"""Reads single cells: ids, sizes, lists, and the many ways in which portals write nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from score_gui.model.language import tr

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

_ACCIDENTS = frozenset({"undefined", "null", "nan", "none", "n/a"})
_NOTHING = _ACCIDENTS | {"", "-", "--"}
_LONGEST_NOTHING = max(map(len, _NOTHING))
_UUID_BEGUN = re.compile(r"[0-9a-f][0-9a-f-]{3,34}")
_ROUNDED = re.compile(r"[+-]?\d+(?:[.,]\d+)?e[+-]?\d+|\d+\.\d+", re.IGNORECASE)
_COUNT = re.compile(r"(\d{1,9}) (?:donors|projects)")
_LIST = re.compile(r"[|,;]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PACKED = frozenset({"gz", "bgz", "bz2", "xz", "zip"})
_LONGEST_TYPE = 6
MOST_DIGITS = 18
_AROUND_AN_ID = " \t{}\u00a0\u200b\u200e\u200f\u2060\ufeff"
"""What copying from a table or a web page leaves around an id."""


def object_id_of(cell: str) -> str | None:
    """The id in lower case, or None. Blanks of all kinds and braces around it do not count."""
    if UUID.fullmatch(cell):
        return cell
    text = cell.strip(_AROUND_AN_ID).lower()
    return text if UUID.fullmatch(text) else None


def why_no_object_id(cell: str) -> str:
    """What a person reads about a cell that holds no object id."""
    text = cell.strip().lower()
    if _UUID_BEGUN.fullmatch(text) and "-" in text:
        return tr("Object ID is cut off")
    return tr("Object ID is not a UUID")


def told(cell: str) -> str:
    """The cell without blanks around it; empty if it says nothing in one of the known ways."""
    text = cell.strip()
    return "" if len(text) <= _LONGEST_NOTHING and text.lower() in _NOTHING else text


def all_told(cells: Sequence[str]) -> bool:
    """Each of these cells says something, and there are no blanks around any."""
    return _NOTHING.isdisjoint(map(str.lower, cells)) and all(map(str.__eq__, cells, map(str.strip, cells)))


def is_accident(cell: str) -> bool:
    """A program wrote down that it had no value (`undefined`), rather than leaving the cell empty."""
    return cell.strip().lower() in _ACCIDENTS


def size_of(cell: str) -> int | None:
    """Bytes, if the cell is a plain whole number; a rounded or human size is worth nothing."""
    text = cell.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def is_rounded(cell: str) -> bool:
    """A spreadsheet turned the number into something like `1.04858E+06`."""
    return _ROUNDED.fullmatch(cell.strip()) is not None


def count_of(cell: str) -> int | None:
    """`3 donors` is 3; anything else is None."""
    found = _COUNT.fullmatch(cell)
    return int(found[1]) if found else None


def list_of(cell: str) -> tuple[str, ...]:
    """The distinct members of a list joined with `|`, `,` or `;`, in their order."""
    if not cell:
        return ()
    if _LIST.search(cell) is None:
        item = told(cell)
        return (item,) if item else ()
    return tuple(dict.fromkeys(item for piece in _LIST.split(cell) if (item := told(piece))))


def type_of(name: str | None) -> str | None:
    """The file type by the ending of its name, compression left aside: `VCF` for `a.vcf.gz`."""
    endings = (name or "").lower().split(".")[1:]
    while len(endings) > 1 and endings[-1] in _PACKED:
        endings.pop()
    ending = endings[-1] if endings else ""
    return ending.upper() if ending.isalnum() and len(ending) <= _LONGEST_TYPE else None


def is_plain(text: str) -> bool:
    """Nothing but tabs and the printable characters of ASCII."""
    return text.isascii() and text.replace("\t", "").isprintable()


def without_unseen(text: str) -> str:
    """Control, bidirectional and other invisible characters as `_`; tabs stay."""
    return (
        text
        if is_plain(text)
        else "".join("_" if c != "\t" and unicodedata.category(c) in _UNSEEN else c for c in text)
    )


def shown(text: str, longest: int = 60) -> str:
    """A foreign text for a message: invisible characters made visible, long ones cut."""
    visible = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: 2 * longest]
    )
    return visible if len(visible) <= longest else f"{visible[:longest]}…"
