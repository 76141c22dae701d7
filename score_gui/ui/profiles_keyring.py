"""What is said in the form of a profile where the system has no keyring."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.profiles_words import KEYRING_HELP
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Sign, button, fill, label, paragraph


class NoKeyringBox(QWidget):
    """Where the token stays instead, and how to get a keyring. Hidden at first."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "tint-wait")
        px = theme.px
        self._what = tr(
            "Keep the token until you quit, or set up GNOME Keyring or KWallet. "
            "score_gui will not write it to a file."
        )
        self._more = paragraph(theme, self._what)
        self._how = button(theme, tr("How to set one up"), Kind.SMALL)
        self._how.clicked.connect(self._on_how)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addWidget(label(theme, tr("Your system has no keyring running"), Role.STRONG))
        words.addWidget(self._more)
        words.addWidget(self._how, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(12), px(14), px(12))
        row.setSpacing(px(12))
        row.addWidget(Sign(theme, icons, "lock", "state-wait", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    def _on_how(self) -> None:
        self._more.setText(f"{self._what} {tr(KEYRING_HELP)}")
        self._how.hide()
