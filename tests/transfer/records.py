"""Rows for tests: a plain one that a test changes where it matters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from score_gui.model.manifest import Entry
from score_gui.model.transfer import Layout, Status, Transfer, TransferId
from score_gui.transfer.record import Record

FOLDER = Path("out")


def record(number: int, *, part: Path | None = None, listed: bool = True, **fields: Any) -> Record:
    """The record of object `o{number}`, waiting at place `number`; `fields` are those of its transfer."""
    row = Transfer(
        TransferId(number),
        object_id=f"o{number}",
        name=f"{number}.bam",
        folder=FOLDER,
        layout=Layout.FILENAME,
        profile_id="p",
        status=Status.WAITING,
        order=number,
    )
    row = replace(row, **fields)
    return Record(row, Entry(row.object_id, file_name=row.name), part=part, listed=listed)
