"""The columns of the preview table: what stands in each of a row."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from score_gui.model.language import mark
from score_gui.model.text import bytes_text
from score_gui.ui.preview_columns import Facet, project_of
from score_gui.ui.preview_rows import Row


class Column(IntEnum):
    """The columns of the table, left to right as long as nobody moves them."""

    TICK = 0
    LINE = 1
    NAME = 2
    TYPE = 3
    DONOR = 4
    PROJECT = 5
    STUDY = 6
    REPOSITORY = 7
    SAMPLES = 8
    ANALYSIS = 9
    OBJECT_ID = 10
    FILE_ID = 11
    MD5 = 12
    SIZE = 13
    REMARK = 14


HEADERS = (
    "",
    mark("Line"),
    mark("Name"),
    mark("Type"),
    mark("Donor"),
    mark("Project"),
    mark("Study"),
    mark("Repository"),
    mark("Samples"),
    mark("Analysis"),
    mark("Object ID"),
    mark("File ID"),
    "MD5",
    mark("Size"),
    mark("Remark"),
)
FIXED = frozenset({Column.TICK, Column.NAME, Column.REMARK})
"""Columns that always stand in the table."""
USUAL = frozenset(
    {Column.TICK, Column.LINE, Column.NAME, Column.TYPE, Column.DONOR, Column.SIZE, Column.REMARK}
)
"""Columns that stand in it as long as nobody chooses."""
NUMBERS = frozenset({Column.LINE, Column.SIZE})
"""Columns of numbers, which stand at the right."""
FACETS = {
    Column.TYPE: Facet.TYPE,
    Column.DONOR: Facet.DONOR,
    Column.PROJECT: Facet.PROJECT,
    Column.STUDY: Facet.STUDY,
    Column.REPOSITORY: Facet.REPOSITORY,
}
"""Columns of few values, each of which a facet tells too."""
_TEXTS: dict[Column, Callable[[Row], str]] = {
    Column.LINE: lambda row: "" if row.line is None else str(row.line),
    Column.NAME: lambda row: row.name,
    Column.TYPE: lambda row: row.file_type,
    Column.DONOR: lambda row: row.donor,
    Column.SIZE: lambda row: "" if row.size is None else bytes_text(row.size),
    Column.REMARK: lambda row: row.remark,
    Column.PROJECT: lambda row: project_of(row.entry) if row.entry else "",
    Column.STUDY: lambda row: (row.entry.study or "") if row.entry else "",
    Column.REPOSITORY: lambda row: ", ".join(row.entry.repos) if row.entry else "",
    Column.SAMPLES: lambda row: ", ".join(row.entry.samples) if row.entry else "",
    Column.ANALYSIS: lambda row: (row.entry.analysis_id or "") if row.entry else "",
    Column.OBJECT_ID: lambda row: row.entry.object_id if row.entry else "",
    Column.FILE_ID: lambda row: (row.entry.file_id or "") if row.entry else "",
    Column.MD5: lambda row: (row.entry.md5 or "") if row.entry else "",
}


def text_of(row: Row, column: Column) -> str:
    """What a column says of a row; nothing for the tick box."""
    return _TEXTS[column](row) if column in _TEXTS else ""
