"""The fit check: what can be told before the download about token, space, file system and names."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.ui.icons import Icons
from score_gui.ui.preview_facts import FitLine, Mark, Repair
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, button, label, paragraph

_ICONS = {
    Mark.FITS: ("circle-check", "state-good", mark("fits")),
    Mark.LOOK: ("info", "state-wait", mark("worth a look")),
    Mark.STOPS: ("triangle-alert", "state-need", mark("does not fit")),
    Mark.ASKING: ("clock", "text-3", mark("being asked")),
}


class FitCheck(QWidget):
    """A column of small lines: icon, title, sentence, and a button where something can be repaired.

    Signals:
        repair_asked: a `Repair`.
    """

    repair_asked = Signal(Repair)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._lines: tuple[FitLine, ...] = ()
        self._before: QWidget | None = None
        self._buttons: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        theme.changed.connect(self._rebuild)

    def follow(self, before: QWidget) -> None:
        """Its buttons, which come and go, take the keyboard after this control."""
        self._before = before

    @property
    def lines(self) -> tuple[FitLine, ...]:
        return self._lines

    def set_lines(self, lines: tuple[FitLine, ...]) -> None:
        """Show these lines; nothing is touched while they are the same."""
        if lines != self._lines:
            self._lines = lines
            self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons.clear()
        for line in self._lines:
            self._column.addWidget(self._line(line))
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        if self._before is None:
            return
        for one, other in pairwise((self._before, *self._buttons)):
            QWidget.setTabOrder(one, other)

    def _line(self, line: FitLine) -> QWidget:
        widget = QWidget()
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.px(9))
        grid.setVerticalSpacing(0)
        icon, color, word = _ICONS[line.mark]
        sign = label(self._theme)
        sign.setPixmap(self._icons.pixmap(icon, color))
        sign.setAccessibleName(f"{line.title}: {tr(word)}")
        grid.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(self._theme, line.title, Role.STRONG), 0, 1, Qt.AlignmentFlag.AlignTop)
        if line.repair is not None:
            repair = self._repair_button(line.repair, line)
            self._buttons.append(repair)
            grid.addWidget(repair, 0, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(paragraph(self._theme, line.sentence, Role.SMALL, "text-2"), 1, 1)
        grid.setColumnStretch(1, 1)
        return widget

    def _repair_button(self, repair: Repair, line: FitLine) -> QWidget:
        made = button(self._theme, line.words, Kind.SMALL)
        made.setFont(self._theme.font(Role.SMALL))
        made.setAccessibleName(f"{line.title}: {line.words}")
        made.setAccessibleDescription(line.sentence)
        made.clicked.connect(lambda: self.repair_asked.emit(repair))
        return made
