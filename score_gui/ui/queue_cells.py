"""What the cells of the queue say of a row, in the window's words and as a screen reader hears it. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from score_gui.model.text import bytes_text, number_text, short_time_text, speed_text, time_left_text
from score_gui.ui import priorities
from score_gui.ui.queue_columns import Column
from score_gui.ui.queue_rows import QueueRows, Row
from score_gui.ui.words import (
    Context,
    bar_tip,
    moment_text,
    row_text,
    short_row_text,
    shown,
    spoken_row,
    state_line,
    state_tip,
)

_LONG = 3600 - 30
"""Seconds from which a time is told in hours."""


class Cells:
    """`sites` are the names of the profiles by id; `is_short` says times in the short form, for narrow columns."""

    def __init__(self, rows: QueueRows) -> None:
        self.sites: Mapping[str, str] = {}
        self.is_short = False
        self._rows = rows
        self._texts: Mapping[Column, Callable[[Row], str]] = self._make_texts()

    def text(self, row: Row, column: Column) -> str:
        return self._texts[column](row)

    def state_text(self, row: Row) -> str:
        """The words beside the state."""
        return (short_row_text if self.is_short else row_text)(row, self.context(row))

    def tip(self, row: Row, column: Column) -> str:
        if column is Column.NAME:
            return "\n".join(filter(None, (shown(row.transfer.title), priorities.tip(row))))
        if column is Column.PROGRESS:
            return bar_tip(row)
        return state_tip(row, self.context(row)) if column is Column.STATE else ""

    def spoken(self, row: Row, number: int, count: int) -> str:
        """The whole row, the `number`th of `count` in the table."""
        return spoken_row(row, number, count, self.context(row))

    def context(self, row: Row) -> Context:
        return Context(self._rows.place(row), self.sites.get(row.transfer.profile_id, ""))

    def _make_texts(self) -> Mapping[Column, Callable[[Row], str]]:
        return {
            Column.NUMBER: lambda row: number_text(self._rows.number(row)),
            Column.NAME: lambda row: shown(row.transfer.title),
            Column.TYPE: lambda row: shown(row.transfer.file_type or ""),
            Column.DONOR: lambda row: shown(row.transfer.donor or ""),
            Column.SIZE: lambda row: bytes_text(row.size) if row.transfer.size is not None else "",
            Column.PROGRESS: _progress_text,
            Column.SPEED: lambda row: speed_text(row.speed),
            Column.TIME_LEFT: self._time_text,
            Column.STATE: lambda row: state_line(row, self.context(row)),
            Column.PROJECT: lambda row: shown(row.transfer.project or ""),
            Column.MANIFEST: lambda row: shown(row.transfer.manifest or ""),
            Column.PROFILE: lambda row: shown(self.sites.get(row.transfer.profile_id, "")),
            Column.OBJECT_ID: lambda row: shown(row.transfer.object_id),
            Column.MD5: lambda row: shown(row.transfer.md5 or ""),
            Column.ADDED: lambda row: moment_text(row.transfer.added),
            Column.FINISHED: lambda row: moment_text(row.transfer.finished),
            Column.RENEWALS: lambda row: number_text(row.transfer.renewals) if row.transfer.renewals else "",
            Column.FOLDER: lambda row: shown(str(row.transfer.folder)),
            Column.PRIORITY: priorities.word,
        }

    def _time_text(self, row: Row) -> str:
        """Hours and minutes have the short words everywhere: with others they would not fit the column."""
        left = row.seconds_left
        is_short = self.is_short or (left is not None and left >= _LONG)
        return short_time_text(left) if is_short else time_left_text(left)


def _progress_text(row: Row) -> str:
    if row.percent:
        return f"{row.percent} %"
    return bytes_text(row.done) if row.done and not row.size else ""
