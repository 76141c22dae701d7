"""A line to type in with a sign before its text and small buttons behind it, all as large as the text.

Qt's own actions in a line of text keep 16 pixels whatever the text is like, and so does its cross that empties it.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Sign, icon_button

_ICON = 16
_BUTTON = 22
_INSET = 8
"""Units from the edge to a sign; the text of a field begins as far from its edge, or from its sign."""


class Field(QLineEdit):
    """`sign` is an icon; with `clearable` a cross appears beside what is typed and takes it away."""

    def __init__(
        self, theme: Theme, icons: Icons, sign: str = "", *, color: str = "text", clearable: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._sign = Sign(theme, icons, sign, color, _ICON) if sign else None
        self._buttons: dict[QToolButton, bool] = {}
        if self._sign is not None:
            self._sign.setParent(self)
            self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if clearable:
            cross = self.add_button("x", tr("Clear"))
            cross.clicked.connect(self.clear)
            self.textChanged.connect(lambda text: self._offer(cross, wanted=bool(text)))
            self._offer(cross, wanted=False)
        self._make_room()

    def add_button(self, icon: str, name: str) -> QToolButton:
        """A button behind the text; the keyboard stays with the text."""
        made = icon_button(self._theme, self._icons, icon, name)
        made.setParent(self)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setCursor(Qt.CursorShape.ArrowCursor)
        self._offer(made, wanted=True)
        return made

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._place()

    def _offer(self, made: QToolButton, *, wanted: bool) -> None:
        made.setVisible(wanted)
        self._buttons[made] = wanted
        self._make_room()

    def _make_room(self) -> None:
        before = self._theme.px(_ICON + _INSET) if self._sign is not None else 0
        behind = sum(self._buttons.values()) * self._theme.px(_BUTTON)
        self.setTextMargins(before, 0, behind, 0)
        self._place()

    def _place(self) -> None:
        if self._sign is not None:
            side = self._theme.px(_ICON)
            self._sign.setGeometry(self._theme.px(_INSET) + 1, (self.height() - side) // 2, side, side)
        size = QSize(*(self._theme.px(_BUTTON),) * 2)
        right = self.width() - self._theme.px(3)
        for made, is_wanted in reversed(self._buttons.items()):
            right -= size.width() if is_wanted else 0
            made.setGeometry(right, (self.height() - size.height()) // 2, size.width(), size.height())
