"""The tool bar: the actions of the queue, the search, and the side bar as a menu where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from score_gui.model.language import tr
from score_gui.model.text import number_text
from score_gui.ui.actions import Actions
from score_gui.ui.field import Field
from score_gui.ui.icons import Icons
from score_gui.ui.queue_columns import WidthClass
from score_gui.ui.queue_filter import Group
from score_gui.ui.side_rows import Part, SideRow
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import WordedButton, action_button, menu_text, tip
from score_gui.ui.words import shown

_TYPING_PAUSE_MS = 200
"""Typing rests this long before the table is searched."""


class ToolBar(QToolBar):
    """Not movable.

    Signals:
        searched: the text to look for.
        group_chosen: a state from the menu that stands in for the side bar (`Group`).
    """

    searched = Signal(str)
    group_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, actions: Actions) -> None:
        super().__init__(tr("Tools"))
        self._theme = theme
        self._icons = icons
        self.setMovable(False)
        self.setFloatable(False)
        self.setIconSize(QSize(theme.px(20), theme.px(16)))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._groups = self._make_groups()
        self._groups_action = self.addWidget(self._groups)
        self._add = action_button(theme, actions.add, outlined=True)
        self.addWidget(self._add)
        actions.slice.setIconText(tr("Slice…"))  # Qt takes the dots away, and a dialog follows
        self._buttons = [self._add_button(actions.slice)]
        self.addSeparator()
        self._buttons += [self._add_button(item) for item in (actions.resume, actions.pause, actions.retry)]
        self.addSeparator()
        self._buttons.append(self._add_button(actions.show))
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spring)
        self._search = self._make_search()
        self.addWidget(self._search)
        gear = action_button(theme, actions.settings)
        gear.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.addWidget(gear)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._on_typed)
        self._search.textChanged.connect(lambda _: self._typing.start())
        self._search.returnPressed.connect(self._on_typed)

    @property
    def search(self) -> QLineEdit:
        return self._search

    def show_search(self, text: str) -> None:
        """Show what is looked for already."""
        with QSignalBlocker(self._search):
            self._search.setText(text)

    def clear_search(self) -> None:
        """Empty the field and show everything at once."""
        self._search.clear()
        self._on_typed()

    def fit(self, width_class: WidthClass) -> None:
        """Text beside the icons only where there is room for all of it."""
        roomy = width_class >= WidthClass.WIDE
        style = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if roomy else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        for made in self._buttons:
            made.setToolButtonStyle(style)
        # Where it is tightest, the search has to have its room.
        self._add.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if width_class is WidthClass.TINY
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        self._groups_action.setVisible(width_class < WidthClass.MEDIUM)
        units = {WidthClass.WIDE: 230, WidthClass.MEDIUM: 190}.get(width_class, 140)
        self._search.setFixedWidth(self._theme.px(units))
        self._search.setPlaceholderText(tr("Search name, donor, ID") if roomy else tr("Search"))

    def show_groups(self, rows: list[SideRow], group: Group) -> None:
        """The states with their counts, for the menu that stands in for the side bar."""
        menu = self._groups.menu()
        menu.clear()
        for row in rows:
            if row.part is not Part.GROUP:
                continue
            text = menu_text(f"{shown(row.text)} {number_text(row.count or 0)}")
            action = menu.addAction(self._icons.icon(row.icon, "text-2"), text)
            action.setData(row.key)
            if row.key == group:
                self._groups.setText(f"{text} \N{BLACK DOWN-POINTING SMALL TRIANGLE}")

    def _add_button(self, action: QAction) -> QToolButton:
        made = action_button(self._theme, action)
        self.addWidget(made)
        return made

    def _make_groups(self) -> QToolButton:
        made = WordedButton()
        made.setProperty("kind", "outlined")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setFont(self._theme.font(Role.STRONG))
        made.setFixedHeight(self._theme.px(30))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(tr("Files to show"))
        self._icons.bind(made, "list")
        menu = QMenu(made)
        menu.triggered.connect(lambda action: self.group_chosen.emit(Group(action.data())))
        made.setMenu(menu)
        return made

    def _make_search(self) -> QLineEdit:
        made = Field(self._theme, self._icons, "search", color="text-2", clearable=True)
        made.setAccessibleName(tr("Search"))
        made.setToolTip(tip(tr("Search name, donor, ID ({key})", key="Ctrl+F")))
        made.setFixedHeight(self._theme.px(30))
        return made

    def _on_typed(self) -> None:
        self._typing.stop()
        self.searched.emit(self._search.text())
