"""The line at the foot: speed, files at once, what is left, and what the disk will have after the queue."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStatusBar, QToolButton, QWidget

from score_gui.model.text import bytes_text, speed_text, time_left_text
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Line, fill, label, tip
from score_gui.ui.words import shown

CHOICES_AT_ONCE = (1, 2, 3, 4, 6, 8)
"""How many files may run together, as the menu offers it."""


def left_text(left: int, speed: float) -> str:
    """`1.9 TB left, about 5 h 50 min`; without a time while nothing moves; empty when nothing is left."""
    if not left:
        return ""
    time_left = time_left_text(left / speed) if speed >= 1 else ""
    return ", ".join(filter(None, (f"{bytes_text(left)} left", time_left)))


def disk_text(place: str, free_after: int) -> str:
    """`D: 1.5 TB free after this queue`, or how much is short. `free_after` in bytes, negative when short."""
    if free_after < 0:
        return f"{shown(place)} {bytes_text(-free_after)} short for this queue"
    return f"{shown(place)} {bytes_text(free_after)} free after this queue"


class StatusBar(QStatusBar):
    """Text informs, flat buttons open menus.

    Signals:
        files_at_once_chosen: how many files may run together (`int`).
    """

    files_at_once_chosen = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, files_at_once: int) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._speed_icon = label(theme)
        self._speed = label(theme, "Nothing to do", Role.SMALL)
        self._left = label(theme, "", Role.SMALL, "text-2")
        self._disk_icon = label(theme)
        self._disk = ElidedLabel(theme, "", Role.SMALL, "text-2", mode=Qt.TextElideMode.ElideRight)
        self._at_once = self._make_menu_button(files_at_once)
        self._left_parts = self._group(self._left)
        self._disk_parts = self._group(self._disk_icon, self._disk)
        self.setSizeGripEnabled(False)
        fill(self, theme, "chrome")
        self._lay_out()
        self.show_work(0.0, 0)
        self._paint_icons()
        theme.changed.connect(self._paint_icons)

    def show_work(self, speed: float, left: int, *, running: bool = False) -> None:
        """`speed` in bytes per second over all files, `left` in bytes."""
        self._speed.setText(speed_text(speed) or ("Starting" if running else "Nothing to do"))
        self._speed.setFont(self._theme.font(Role.STRONG if speed >= 1 else Role.SMALL))
        self._left.setText(left_text(left, speed))
        self._left_parts.setVisible(bool(left))

    def show_disk(self, place: str, free_after: int | None) -> None:
        """What `place` will have free; None hides it."""
        self._disk_parts.setVisible(free_after is not None)
        if free_after is not None:
            self._disk.setText(disk_text(place, free_after))
            self._disk.set_color("state-need" if free_after < 0 else "text-2")

    def show_files_at_once(self, count: int) -> None:
        self._at_once.setText(f"{count} at once")
        for action in self._at_once.menu().actions():
            action.setChecked(action.data() == count)

    def _make_menu_button(self, files_at_once: int) -> QToolButton:
        made = QToolButton()
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setFont(self._theme.font(Role.SMALL))
        made.setIconSize(QSize(self._theme.px(12), self._theme.px(12)))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName("Files at once")
        made.setToolTip(tip("How many files run together"))
        self._icons.bind(made, "chevron-down", "text-2")
        menu = QMenu(made)
        group = QActionGroup(menu)
        for count in CHOICES_AT_ONCE:
            action = menu.addAction("1 file at once" if count == 1 else f"{count} files at once")
            action.setCheckable(True)
            action.setData(count)
            group.addAction(action)
        group.triggered.connect(lambda action: self.files_at_once_chosen.emit(action.data()))
        made.setMenu(menu)
        self._at_once = made
        self.show_files_at_once(files_at_once)
        return made

    def _group(self, *widgets: QWidget) -> QWidget:
        """Widgets with the separator that follows them, shown and hidden together."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(6))
        for widget in widgets:
            row.addWidget(widget)
        line = Line(self._theme, Qt.Orientation.Vertical)
        line.setFixedHeight(self._theme.px(16))
        row.addSpacing(self._theme.px(4))
        row.addWidget(line)
        return made

    def _lay_out(self) -> None:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(self._theme.px(8), 0, self._theme.px(8), 0)
        row.setSpacing(self._theme.px(10))
        speed = self._group(self._speed_icon, self._speed)
        at_once = self._group(self._at_once)
        for part in (speed, at_once, self._left_parts, self._disk_parts):
            row.addWidget(part)
        row.addStretch(1)
        self._disk_parts.hide()
        self.addWidget(content, 1)
        self.setFixedHeight(self._theme.px(28))

    def _paint_icons(self) -> None:
        self._speed_icon.setPixmap(self._icons.pixmap("arrow-down", "accent", 14))
        self._disk_icon.setPixmap(self._icons.pixmap("hard-drive", "text-2", 14))
