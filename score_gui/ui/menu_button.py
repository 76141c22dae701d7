"""A flat button that says what is chosen and opens the menu of the choices."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import menu_text, tip

_Choice = TypeVar("_Choice", bound=StrEnum | int)


class MenuButton(QToolButton, Generic[_Choice]):
    """`name` is its accessible name.

    Signals:
        chosen: what a person took.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, name: str, hint: str) -> None:
        super().__init__()
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The arrow stands behind the words.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setFont(theme.font(Role.SMALL))
        self.setIconSize(QSize(theme.px(12), theme.px(12)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setToolTip(tip(hint))
        icons.bind(self, "chevron-down", "text-2")
        self._menu = QMenu(self)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._group = QActionGroup(self._menu)
        # Only numbers go through Qt unchanged: it makes plain text of an enum's member.
        self._choices: tuple[_Choice, ...] = ()
        self._group.triggered.connect(lambda action: self.chosen.emit(self._choices[action.data()]))
        self.setMenu(self._menu)

    def set_choices(self, words: Mapping[_Choice, str]) -> None:
        """What the menu offers."""
        for action in self._group.actions():
            self._group.removeAction(action)
        self._menu.clear()
        self._choices = tuple(words)
        for number, word in enumerate(words.values()):
            action = self._menu.addAction(menu_text(word))
            action.setCheckable(True)
            action.setData(number)
            self._group.addAction(action)

    def show_choice(self, choice: _Choice, words: str) -> None:
        """Say `words`, and tick `choice` in the menu if it is offered."""
        self.setText(menu_text(words))
        for action in self._group.actions():
            action.setChecked(self._choices[action.data()] == choice)
