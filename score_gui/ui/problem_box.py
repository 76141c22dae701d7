"""What stands in the way of one file: cause, next step, the buttons for it, and the code a help desk asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.model.transfer import Transfer, TransferId
from score_gui.ui.deeds import Deed, is_about_the_name
from score_gui.ui.preview_paint import TickBox
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, button, label, paragraph


class ProblemBox(QWidget):
    """The first of several buttons is what helps most often.

    Signals:
        deed_asked: a button was pressed (`Deed`); whether it holds for the whole manifest.
    """

    deed_asked = Signal(object, bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._deeds: tuple[Deed, ...] = ()
        self._shown: TransferId | None = None
        self.buttons: list[QPushButton] = []
        self.for_all = TickBox(theme, tr("The same for all of this manifest"))
        self._cause = paragraph(theme)
        self._next = paragraph(theme, color="text-2")
        self._trace = label(theme, role=Role.SMALL, color="text-3")
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px(8))
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._cause)
        column.addWidget(self._next)
        column.addLayout(self._row)
        column.addWidget(self.for_all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._trace)
        column.addStretch(1)

    def show_trouble(self, trouble: Transfer, trace: str, deeds: Sequence[Deed]) -> None:
        """Tell the problem of `trouble`, with a button for each of `deeds`."""
        problem = trouble.problem
        self._cause.setText(tr(problem.cause) if problem else "")
        self._next.setText(tr(problem.next_step) if problem else "")
        self._trace.setText(trace)
        if tuple(deeds) != self._deeds:
            self._deeds = tuple(deeds)
            self._make_buttons()
        if trouble.id != self._shown:
            self._shown = trouble.id
            self.for_all.setChecked(False)
        self.for_all.setVisible(is_about_the_name(trouble) and trouble.manifest is not None)

    def _make_buttons(self) -> None:
        for old in self.buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self.buttons = []
        for place, deed in enumerate(self._deeds):
            made = button(self._theme, tr(deed.value), Kind.PLAIN if place else Kind.PRIMARY)
            made.setAccessibleName(tr(deed.value))
            made.clicked.connect(lambda _=False, chosen=deed: self._on_clicked(chosen))
            self._row.insertWidget(place, made)
            self.buttons.append(made)

    def _on_clicked(self, deed: Deed) -> None:
        self.deed_asked.emit(deed, self.for_all.isVisibleTo(self) and self.for_all.isChecked())
