"""Head and foot that the pages of the slice dialog share: who it is about, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Kind, Label, Line, button, fill, label, paragraph


def icon_push(
    theme: Theme, icons: Icons, text: str, icon: str, kind: Kind = Kind.PLAIN, *, color: str = "text"
) -> QPushButton:
    """A push button with an icon before its words."""
    made = button(theme, f" {text}", kind)
    made.setIconSize(QSize(theme.px(16), theme.px(16)))
    made.setAccessibleName(text)
    icons.bind(made, icon, color)
    return made


class HeadBar(QWidget):
    """Icon, a title and a line below it; buttons at the right."""

    def __init__(
        self, theme: Theme, icons: Icons, buttons: Sequence[QPushButton] = (), *, large: bool = False
    ) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._icons = icons
        self._sign: Label = label(theme)
        self._look = ("dna", "accent", 24 if large else 20)
        self.title: ElidedLabel = ElidedLabel(theme, "", Role.HEADING if large else Role.STRONG)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.rest: Label = paragraph(theme, "", Role.BODY if large else Role.SMALL, "text-2")
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self.title)
        words.addWidget(self.rest)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(n) for n in (20, 12 if large else 9, 20, 12 if large else 9)])
        row.setSpacing(theme.px(11))
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        for made in buttons:
            row.addWidget(made)
        self._paint()
        theme.changed.connect(self._paint)

    def say(self, title: str, rest: str) -> None:
        """The two lines; an empty second one takes no room."""
        self.title.setText(title)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))

    def set_sign(self, icon: str, color: str) -> None:
        self._look = (icon, color, self._look[2])
        self._paint()

    def _paint(self) -> None:
        self._sign.setPixmap(self._icons.pixmap(*self._look))


_LEAST_NOTE = 240
"""Units of width below which a note beside the buttons would be a column of single words."""


class FootBar(QWidget):
    """A note at the left, buttons at the right; the buttons keep their order on every system.

    Where the buttons leave it little room, the note stands above them.
    """

    def __init__(
        self, theme: Theme, icons: Icons, buttons: Sequence[QPushButton], left: Sequence[QPushButton] = ()
    ) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._buttons, self._left = (*left, *buttons), len(left)
        self._look = ("", "text-2")
        self._sign = label(theme)
        self._sign.hide()
        theme.changed.connect(self._paint)
        self.note: Label = paragraph(theme, "", Role.BODY, "text-2")
        self._noted = QWidget()
        noted = QHBoxLayout(self._noted)
        noted.setContentsMargins(0, 0, 0, 0)
        noted.setSpacing(theme.px(8))
        noted.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        noted.addWidget(self.note, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px(8))
        for made in left:
            self._row.addWidget(made)
        self._row.addWidget(self._noted, 1)
        self._row.addStretch()
        for made in buttons:
            self._row.addWidget(made)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme.px(n) for n in (16, 12, 16, 12)])
        self._column.setSpacing(theme.px(8))
        self._column.addLayout(self._row)
        self.setMinimumHeight(theme.px(56))

    def say(self, words: str, icon: str = "", color: str = "text-2") -> None:
        """A note with an icon before it; an empty one clears the place."""
        self.note.setText(words)
        self._look = (icon, color)
        self._sign.setVisible(bool(icon))
        self._paint()
        self._place_note()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._place_note()

    def _place_note(self) -> None:
        taken = sum(made.sizeHint().width() + self._theme.px(8) for made in self._buttons if made.isVisible())
        is_above = self._column.indexOf(self._noted) >= 0
        goes_above = bool(self.note.text()) and self.width() - taken < self._theme.px(_LEAST_NOTE)
        if goes_above and not is_above:
            self._column.insertWidget(0, self._noted)
        elif is_above and not goes_above:
            self._row.insertWidget(self._left, self._noted, 1)

    def _paint(self) -> None:
        icon, color = self._look
        if icon:
            self._sign.setPixmap(self._icons.pixmap(icon, color))


class Page(QWidget):
    """A page: head, line, body, line, foot."""

    def __init__(self, theme: Theme, head: QWidget, body: QWidget, foot: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Line(theme))
        column.addWidget(body, 1)
        column.addWidget(Line(theme))
        column.addWidget(foot)
