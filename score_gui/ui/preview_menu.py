"""The menu of the selected rows of a preview."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from score_gui.model.language import tr
from score_gui.model.manifest import Entry
from score_gui.ui import preview_flags as flags
from score_gui.ui.background import Runner
from score_gui.ui.icons import Icons
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_content import PreviewContent
from score_gui.ui.preview_rows import Group, Row

_SLICEABLE = ("BAM", "CRAM")


class RowMenu(QMenu):
    """Made anew whenever it is wanted, for the rows that are selected then.

    A million rows may be selected: what is to be said of each is worked out once somebody wants it, by `run`.

    Signals:
        slice_asked: the entries of which a slice is wanted (a tuple of `Entry`).
    """

    slice_asked = Signal(object)

    def __init__(self, parent: QWidget, icons: Icons, content: PreviewContent, run: Runner) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._icons, self._run = icons, run
        self._model, self._table = content.model, content.table
        self._preview = content.model.preview
        self._places = content.table.selected_places()
        self._numbers = array("i")
        for each in self._places:
            self._numbers += content.model.numbers(each)
        flagged = content.model.flagged(self._places)
        self._with_entry = flags.both(flagged, self._preview.wanted)
        self._add_ticks()
        self._add_going_on()
        self.addSeparator()
        self._add_copying(flagged)

    def _add_ticks(self) -> None:
        has_use = 1 in self._with_entry
        for words, ticked in ((tr("Tick"), True), (tr("Untick"), False)):
            action = self._add(words, has_use=has_use)
            action.triggered.connect(lambda _=False, on=ticked: self._tick(on=on))
        only = self._add(tr("Tick only these"), has_use=has_use)
        only.triggered.connect(lambda: self._model.tick_only(self._places))
        self.addSeparator()

    def _add_going_on(self) -> None:
        twin = self._preview[self._numbers[0]].twin if len(self._numbers) == 1 else None
        if twin is not None:
            line = self._preview[twin].line
            self._add(tr("Go to line {line}", line=line)).triggered.connect(lambda: self._table.choose(twin))
        action = self._add(tr("Slice…"), "scissors", has_use=self._are_sliceable())
        action.triggered.connect(lambda: self.slice_asked.emit(self._entries()))

    def _are_sliceable(self) -> bool:
        types = self._preview.columns[Facet.TYPE]
        rest = self._with_entry
        for each in _SLICEABLE:
            rest = flags.without(rest, types.having(each))
        return 1 in self._with_entry and 1 not in rest

    def _add_copying(self, flagged: bytes) -> None:
        has_entry, preview = 1 in self._with_entry, self._preview
        is_named = has_entry or any(preview[number].name for number in self._numbers)
        self._add_copy(tr("Copy names"), lambda row: row.name, has_use=is_named, icon="copy")
        self._add_copy(
            tr("Copy object IDs"), lambda row: row.entry.object_id if row.entry else "", has_use=has_entry
        )
        is_remarked = 1 in flags.without(flagged, preview.in_group(Group.GOOD))
        self._add_copy(tr("Copy remarks"), _remark_of, has_use=is_remarked)

    def _add_copy(self, words: str, text_of: Callable[[Row], str], *, has_use: bool, icon: str = "") -> None:
        preview, numbers = self._preview, self._numbers

        def gathered() -> str:
            return "\n".join(text for number in numbers if (text := text_of(preview[number])))

        self._add(words, icon, has_use=has_use).triggered.connect(lambda: self._run(gathered, _copy))

    def _add(self, words: str, icon: str = "", *, has_use: bool = True) -> QAction:
        action = self.addAction(words)
        action.setEnabled(has_use)
        if icon:
            self._icons.bind(action, icon)
        return action

    def _tick(self, *, on: bool) -> None:
        self._model.set_ticks(self._places, ticked=on)

    def _entries(self) -> tuple[Entry, ...]:
        rows = (self._preview[number] for number in self._numbers)
        return tuple(row.entry for row in rows if row.entry is not None)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _remark_of(row: Row) -> str:
    if not row.remark:
        return ""
    return row.remark if row.line is None else tr("Line {line}: {remark}", line=row.line, remark=row.remark)
