"""Where the file of a transfer may go. Two files of one name are told apart, never dropped or mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from score_gui.files.layout import relative_path
from score_gui.files.names import with_id
from score_gui.model.transfer import Layout
from score_gui.transfer.record import Record


def is_placed_early(record: Record) -> bool:
    """Whether its place is known without asking the site; then the first in the queue gets the plain name."""
    is_named = record.entry is not None and record.entry.file_name is not None
    match record.transfer.layout:
        case Layout.ID:
            return True
        case Layout.BUNDLE:
            return False
        case Layout.PORTAL:
            return is_named and record.transfer.project is not None
        case _:
            return is_named


def needs_analysis(record: Record) -> bool:
    """Whether the site has to tell where the file belongs before its place is known."""
    row = record.transfer
    return row.layout is Layout.BUNDLE or (row.layout is Layout.PORTAL and row.project is None)


def places(record: Record) -> Iterator[Path]:
    """Paths for the file, best first: the place it had, the plain name, then with the object id, then numbered."""
    had = record.transfer.target
    if had is not None:
        yield had
    yield from (path for path in _new_places(record) if path != had)


def plain_place(record: Record) -> Path:
    """Where the file goes as long as nothing else is in the way."""
    return next(_new_places(record))


def _new_places(record: Record) -> Iterator[Path]:
    row = record.transfer
    name = None if row.layout is Layout.ID else row.name
    analysis = record.entry.analysis_id if record.entry is not None else None
    below = relative_path(row.layout, row.object_id, name, analysis, row.donor, row.project)
    first = row.folder / below
    yield first
    second = with_id(first.name, row.object_id)
    yield first.with_name(second)
    for number in range(2, 1000):
        yield first.with_name(f"{number} {second}")
