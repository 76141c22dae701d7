"""Tables of files that lack a column of object ids: nobody guesses which column they might be in.

Ids of samples, analyses and files look all the same; a download of the wrong ones would not even be noticed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from score_gui.manifests.columns import names_files
from score_gui.manifests.header import first_rows
from score_gui.manifests.named import Refusal
from score_gui.manifests.values import object_id_of, shown, told
from score_gui.model.language import tr
from score_gui.model.manifest import Kind
from score_gui.model.text import and_text

_ROWS_LOOKED_AT = 40
_MOST_NAMED = 3
_REASON = "no-object-id-column"


def table_without_ids(first: Sequence[str]) -> Refusal | None:
    """Why a table is not read whose header calls no column by a name for object ids; None if this is none."""
    rows = list(islice(first_rows(first), _ROWS_LOOKED_AT))
    if len(rows) < 2 or len(rows[0]) < 2 or any(object_id_of(cell) for cell in rows[0]):
        return None
    header, body = rows[0], [row for row in rows[1:] if len(row) > 1]
    named = [f'"{shown(name.strip())}"' for place, name in enumerate(header) if _holds_ids(body, place, name)]
    if named:
        return Refusal(Kind.UNKNOWN, _REASON, _which(named[:_MOST_NAMED]))
    if names_files(header):
        advice = tr(
            "This list names files without their object IDs. Save it again with the column object_id."
        )
        return Refusal(Kind.UNKNOWN, _REASON, advice)
    return None


def _holds_ids(body: list[list[str]], place: int, name: str) -> bool:
    cells = [row[place] for row in body if place < len(row) and told(row[place])]
    return bool(name.strip() and cells) and all(object_id_of(cell) for cell in cells)


def _which(named: list[str]) -> str:
    if len(named) == 1:
        return tr(
            "No column is called object_id. {name} holds IDs of that kind: if they are object IDs, call the column "
            "object_id and open the list again.",
            name=named[0],
        )
    return tr(
        "No column is called object_id. {names} hold IDs of that kind: call the one with the object IDs object_id "
        "and open the list again.",
        names=and_text(named),
    )
