"""What the ledger of a program that has ended says, read from the file itself."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LedgerRow:
    """A row, and the byte ranges of its unfinished file `part` that are said to be on the disk."""

    id: int
    object_id: str
    profile_id: str
    status: str
    is_listed: bool
    part: Path | None
    problem: dict[str, str] | None
    ranges: tuple[tuple[int, int], ...]


def read_ledger(path: Path) -> list[LedgerRow]:
    """All rows, those that were taken off the list included."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        found = list(
            database.execute("SELECT id, object_id, profile_id, status, listed, part, problem FROM transfer")
        )
        spans = list(database.execute("SELECT transfer, start, stop FROM range"))
    return [
        LedgerRow(
            number,
            object_id,
            profile_id,
            status,
            bool(listed),
            Path(part) if part else None,
            json.loads(problem) if problem else None,
            tuple((start, stop) for owner, start, stop in spans if owner == number),
        )
        for number, object_id, profile_id, status, listed, part, problem in found
    ]
