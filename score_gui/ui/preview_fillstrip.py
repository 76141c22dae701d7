"""The strip above the preview's table that tells how a site fills the list, and lets a person end that."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.ui.preview_progress import Progress
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Line, button, fill, paragraph


class FillingStrip(QWidget):
    """Hidden while there is nothing to say.

    Signals:
        stop_asked: ask no more.
        again_asked: go on asking.
        leave_out_asked: untick what the site does not know.
    """

    stop_asked = Signal()
    again_asked = Signal()
    leave_out_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        fill(self, theme, "surface-2")
        self._words = paragraph(theme, "", Role.BODY, "text-2")
        self._stop = button(theme, tr("Stop"), Kind.SMALL)
        self._again = button(theme, tr("Ask again"), Kind.SMALL)
        self._leave_out = button(theme, tr("Leave out"), Kind.SMALL)
        self._stop.clicked.connect(self.stop_asked)
        self._again.clicked.connect(self.again_asked)
        self._leave_out.clicked.connect(self.leave_out_asked)
        px = theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px(12), px(6), px(12), px(6))
        row.setSpacing(px(12))
        row.addWidget(self._words, 1)
        for each in (self._stop, self._leave_out, self._again):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Line(theme))
        self.hide()

    @property
    def said(self) -> str:
        return self._words.text()

    def show_progress(self, progress: Progress, site: str) -> None:
        """Tell how far it has come."""
        sentence = progress.sentence(site)
        self._words.setText(sentence)
        self._stop.setVisible(not progress.is_over)
        self._again.setVisible(progress.can_go_on)
        self._leave_out.setVisible(progress.is_over and bool(progress.strange))
        self.setVisible(bool(sentence))
