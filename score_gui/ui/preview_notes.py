"""The strip above the preview's table: what was said of the list as a whole, and what a comparison brought."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_gui.model.language import trn
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Line, Sign, fill, paragraph, tip

_MOST_LINES, _MOST_IN_TIP = 3, 20


class NoteStrip(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, theme: Theme, icons: Icons, notes: Sequence[str]) -> None:
        super().__init__()
        fill(self, theme, "tint-info")
        self._notes = tuple(notes)
        self._words = paragraph(theme)
        px = theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(8))
        sign = Sign(theme, icons, "info", "accent")
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Line(theme))
        self.say("")

    def say(self, sentence: str) -> None:
        """Tell this first, and then the notes; a long tale is cut, and its rest is in the tool tip."""
        told = [each for each in (sentence, *self._notes) if each]
        shown = told
        if len(told) > _MOST_LINES:
            rest = len(told) - _MOST_LINES + 1
            more = trn("{count} more remark on this list.", "{count} more remarks on this list.", rest)
            shown = [*told[: _MOST_LINES - 1], more]
        self._words.setText("\n".join(shown))
        self._words.setToolTip(tip("\n".join(told[:_MOST_IN_TIP])) if len(told) > _MOST_LINES else "")
        self.setVisible(bool(told))
