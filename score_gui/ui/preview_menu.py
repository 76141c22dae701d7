"""The menu of the selected rows of a preview."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from score_gui.ui.icons import Icons
from score_gui.ui.preview_content import PreviewContent
from score_gui.ui.preview_rows import Row

_SLICEABLE = frozenset({"BAM", "CRAM"})


class RowMenu(QMenu):
    """Made anew whenever it is wanted, for the rows that are selected then.

    Signals:
        slice_asked: the entries of which a slice is wanted (a tuple of `Entry`).
    """

    slice_asked = Signal(object)

    def __init__(self, parent: QWidget, icons: Icons, content: PreviewContent) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._icons = icons
        self._model, self._table = content.model, content.table
        self._rows = content.table.selected_rows()
        self._entries = tuple(row.entry for row in self._rows if row.entry is not None)
        self._add_ticks()
        self._add_going_on()
        self.addSeparator()
        self._add_copying()

    def _add_ticks(self) -> None:
        for words, ticked in (("Tick", True), ("Untick", False)):
            action = self._add(words, has_use=bool(self._entries))
            action.triggered.connect(lambda _=False, on=ticked: self._tick(on=on))
        self._add("Tick only these", has_use=bool(self._entries)).triggered.connect(self._tick_only)
        self.addSeparator()

    def _add_going_on(self) -> None:
        twin = self._rows[0].twin if len(self._rows) == 1 else None
        if twin is not None:
            line = self._model.preview[twin].line
            self._add(f"Go to line {line}").triggered.connect(lambda: self._table.choose(twin))
        sliceable = all(row.file_type in _SLICEABLE for row in self._rows if row.entry is not None)
        action = self._add("Slice…", "scissors", has_use=bool(self._entries) and sliceable)
        action.triggered.connect(lambda: self.slice_asked.emit(self._entries))

    def _add_copying(self) -> None:
        names = "\n".join(row.name for row in self._rows if row.name)
        self._add("Copy names", "copy", has_use=bool(names)).triggered.connect(lambda: _copy(names))
        ids = "\n".join(entry.object_id for entry in self._entries)
        self._add("Copy object IDs", has_use=bool(ids)).triggered.connect(lambda: _copy(ids))
        remarks = "\n".join(_remark_of(row) for row in self._rows if row.remark)
        self._add("Copy remarks", has_use=bool(remarks)).triggered.connect(lambda: _copy(remarks))

    def _add(self, words: str, icon: str = "", *, has_use: bool = True) -> QAction:
        action = self.addAction(words)
        action.setEnabled(has_use)
        if icon:
            self._icons.bind(action, icon)
        return action

    def _tick(self, *, on: bool) -> None:
        self._model.set_ticks(self._table.selected_places(), ticked=on)

    def _tick_only(self) -> None:
        self._model.tick_only([row.number for row in self._rows])


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _remark_of(row: Row) -> str:
    return row.remark if row.line is None else f"Line {row.line}: {row.remark}"
