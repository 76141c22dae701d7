"""The calm page for a list that cannot be used: what it is not, what it looks like, and another try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.model.manifest import Manifest
from score_gui.ui.icons import Icons
from score_gui.ui.preview_text import refusal, refusal_lines
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Sign, button, fill, paragraph


class RefusedView(QWidget):
    """Says why nothing can be downloaded from this file.

    Signals:
        choose_asked: the person wants to choose another file.
    """

    choose_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, manifest: Manifest) -> None:
        super().__init__()
        fill(self, theme, "surface")
        sign = Sign(theme, icons, "file-text", "text-3", 32)
        sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.choose = button(theme, tr("Choose another file…"), Kind.PRIMARY)
        self.choose.clicked.connect(self.choose_asked)
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        column.addStretch(2)
        for widget in (sign, *self._words(theme, manifest)):
            column.addWidget(widget)
        column.addSpacing(theme.px(8))
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(column, 3)
        row.addStretch(1)

    @staticmethod
    def _words(theme: Theme, manifest: Manifest) -> list[QWidget]:
        title, rest = refusal(manifest)
        told = [paragraph(theme, title, Role.HEADING)]
        if rest:
            told.append(paragraph(theme, rest, Role.BODY, "text-2"))
        if manifest.remarks:
            told.append(paragraph(theme, refusal_lines(manifest), Role.SMALL, "text-2"))
        for words in told:
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return list(told)
