"""The files of a batch, each with what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter

from score_gui.model.language import mark, tr
from score_gui.model.text import number_text
from score_gui.ui.icons import Icons
from score_gui.ui.preview_rowtable import RowTable
from score_gui.ui.slice_facts import BatchLine, LineState
from score_gui.ui.slice_lines import Index, LineDelegate, Lines, LineTable
from score_gui.ui.slice_words import batch_line, size_text
from score_gui.ui.theme import Role, Theme

_STATE = 1
"""The column of a batch that holds a sign and a word."""
_STATES = {
    LineState.WAITING: ("clock", "state-rest", mark("Waiting")),
    LineState.WORKING: ("circle-arrow-down", "state-work", mark("At work")),
    LineState.DONE: ("circle-check", "state-good", mark("Saved")),
    LineState.STOPPED: ("triangle-alert", "state-need", mark("Needs you")),
    LineState.LEFT: ("square-check", "state-rest", mark("Left out")),
}


class BatchModel(Lines):
    """One row per file of a batch."""

    titles = (mark("File"), mark("State"), mark("Reads"), mark("Size"), mark("What happened"))

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[BatchLine, ...] = ()

    def set_lines(self, lines: Sequence[BatchLine]) -> None:
        """The files do not change, only what becomes of them."""
        before, self.lines = self.lines, tuple(lines)
        if len(before) != len(self.lines):
            self.beginResetModel()
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(before, self.lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.titles) - 1))

    def count(self) -> int:
        return len(self.lines)

    def texts(self, row: int) -> Sequence[str]:
        line = self.lines[row]
        saved = line.saved
        reads, size = ("", "") if saved is None else (number_text(saved.reads), size_text(saved.size))
        told = saved.path.name if saved is not None else batch_line(line)
        return line.target.name, tr(_STATES[line.state][2]), reads, size, told

    def said(self, row: int) -> str:
        line = self.lines[row]
        return f"{line.target.name}: {tr(_STATES[line.state][2])}. {batch_line(line)}".strip()

    def is_figure(self, column: int) -> bool:
        return column in (2, 3)

    def is_whole(self, column: int) -> bool:
        return column == _STATE or self.is_figure(column)

    def is_bold(self, column: int) -> bool:
        return column == _STATE


class _BatchDelegate(LineDelegate):
    def __init__(self, theme: Theme, icons: Icons, table: RowTable, model: BatchModel) -> None:
        super().__init__(theme, table, model)
        self._icons, self._lines = icons, model

    def paint_cell(self, painter: QPainter, box: QRect, index: Index) -> None:
        if index.column() == _STATE:
            icon, color, word = _STATES[self._lines.lines[index.row()].state]
            top = box.top() + (box.height() - self._theme.px(16)) // 2
            painter.drawPixmap(box.left(), top, self._icons.pixmap(icon, color))
            words = box.adjusted(self._theme.px(23), 0, 0, 0)
            self.text(painter, words, tr(word), Role.STRONG, "text" if color == "state-rest" else color)
        elif index.column() == 4:
            self.text(painter, box, str(index.data()), Role.BODY, "text-2")
        else:
            super().paint_cell(painter, box, index)


class BatchTable(LineTable):
    """The files of a batch.

    Signals:
        line_chosen: the `BatchLine` of the current row.
    """

    line_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self.lines = BatchModel()
        super().__init__(theme, self.lines, (0.25, 0.17, 0.09, 0.10, 0.39), 32)
        self.setAccessibleName(tr("Files"))
        self.setItemDelegate(_BatchDelegate(theme, icons, self, self.lines))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.line_chosen.emit(self.lines.lines[current.row()])
