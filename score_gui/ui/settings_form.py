"""The shape of a page of settings: sections of rows, a word at the left and fields at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeGuard

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QSpacerItem, QWidget

from score_gui.model.language import tr
from score_gui.ui.flow import FlowLayout
from score_gui.ui.icons import Icons
from score_gui.ui.marks import Tick
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Label, Line, fill, label, paragraph

_LABELS = 150
_GAP = 8
_FIRST_LINE = 6


class _Words(Label):
    """Words beside a field: in one line, unless the page is narrower than that."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(theme, text, Role.BODY, "text-2")
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 1
        return QSize(width, self.heightForWidth(width))


class SettingsForm(QWidget):
    """Filled from top to bottom by `section`, `row`, `tick` and `note`."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._theme = theme
        self._icons = icons
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*(theme.px(side) for side in (24, 20, 24, 20)))
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(10))
        self._grid.setColumnMinimumWidth(0, theme.px(_LABELS))
        self._grid.setColumnStretch(1, 1)
        self._next = 0
        self._last: FlowLayout

    def section(self, title: str) -> None:
        """Begin a section, parted from the one before by a line."""
        if self._next:
            self._add_wide(Line(self._theme))
        self._add_wide(label(self._theme, title, Role.STRONG))

    def row(self, name: str, *fields: QWidget | str, note: str = "", at_top: bool = False) -> Label | None:
        """A row of fields and words. The first field gets `name` for its accessible name. Returns the note.

        The name stands beside the first line of what may have several; `at_top` says it of a single field.
        """
        self._name(name, [field for field in fields if isinstance(field, QWidget)])
        box = fields[0] if len(fields) == 1 and _grows(fields[0]) else self._line(fields)
        head = label(self._theme, name, color="text-2")
        first = next((field for field in fields if isinstance(field, QWidget)), None)
        if first is not None:
            head.setBuddy(first)
        if at_top or box is not fields[0]:
            head.setContentsMargins(0, self._theme.px(_FIRST_LINE), 0, 0)
            self._grid.addWidget(head, self._next, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._grid.addWidget(head, self._next, 0)
        self._grid.addWidget(box, self._next, 1)
        self._next += 1
        return self.note(note) if note else None

    @staticmethod
    def _name(name: str, fields: Sequence[QWidget]) -> None:
        for number, field in enumerate(fields):
            if not field.accessibleName():
                field.setAccessibleName(tr("{name}, more", name=name) if number else name)

    def _line(self, fields: Sequence[QWidget | str]) -> QWidget:
        """One line of fields and words, or several where the page is too narrow for the size of the text."""
        box = QWidget()
        self._last = FlowLayout(box, self._theme.px(_GAP))
        self._last.setContentsMargins(0, 0, 0, 0)
        for field in fields:
            self._last.addWidget(self._widget(field))
        self._last.addItem(QSpacerItem(0, 0))
        return box

    def note(self, text: str) -> Label:
        """A quiet sentence below the row before it."""
        made = paragraph(self._theme, text, Role.SMALL, "text-2")
        self._grid.addWidget(made, self._next, 1)
        self._next += 1
        return made

    def text(self, text: str) -> Label:
        """A paragraph over the whole width."""
        made = paragraph(self._theme, text, color="text-2")
        self._add_wide(made)
        return made

    def tick(self, text: str, on_change: Callable[[bool], None], name: str = "") -> Tick:
        """A tick box with its words, in the column of the fields; `name` stands at its left."""
        made = Tick(self._theme, self._icons, text)
        made.toggled.connect(on_change)
        self.row(name, made)
        made.setAccessibleName(text)
        return made

    def append(self, *fields: QWidget | str) -> None:
        """More fields and words in the row that was made last."""
        for field in fields:
            self._last.insert_before_last(self._widget(field))

    def _widget(self, field: QWidget | str) -> QWidget:
        return _Words(self._theme, field) if isinstance(field, str) else field

    @staticmethod
    def show_tick(box: Tick, on: bool) -> None:  # noqa: FBT001 - as `setChecked`, but quiet
        """Set a tick without telling anybody."""
        with QSignalBlocker(box):
            box.setChecked(on)

    def end(self) -> None:
        """Leave the rest of the page empty."""
        self._grid.setRowStretch(self._next, 1)

    def _add_wide(self, widget: QWidget) -> None:
        self._grid.addWidget(widget, self._next, 0, 1, 2)
        self._next += 1


def _grows(field: QWidget | str) -> TypeGuard[QWidget]:
    return (
        isinstance(field, QWidget) and field.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
    )
