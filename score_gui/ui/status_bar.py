"""The line at the foot: speed, files at once, what is left, and what the disk will have after the queue."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from score_gui.model.language import mark, tr, trn
from score_gui.model.settings import Settings, StayAwake
from score_gui.model.speed_mode import SpeedMode
from score_gui.model.text import bytes_text, speed_text, time_left_text
from score_gui.ui.icons import Icons
from score_gui.ui.menu_button import MenuButton
from score_gui.ui.queue_columns import WidthClass
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Line, fill, label
from score_gui.ui.words import shown

CHOICES_AT_ONCE = (1, 2, 3, 4, 6, 8)
"""How many files may run together, as the menu offers it."""


def left_text(left: int, speed: float) -> str:
    """`1.9 TB left, about 5 h 50 min`; without a time while nothing moves; empty when nothing is left."""
    if not left:
        return ""
    time_left = time_left_text(left / speed) if speed >= 1 else ""
    return ", ".join(filter(None, (tr("{size} left", size=bytes_text(left)), time_left)))


def disk_text(place: str, free_after: int) -> str:
    """`D: 1.5 TB free after this queue`, or how much is short. `free_after` in bytes, negative when short.

    `place` is empty for the system's own disk.
    """
    if free_after < 0:
        said = tr("{size} short for this queue", size=bytes_text(-free_after))
    else:
        said = tr("{size} free after this queue", size=bytes_text(free_after))
    return f"{shown(place)} {said}".strip()


def mode_words(slow_rate: int) -> dict[SpeedMode, str]:
    """The speed modes as the menu offers them; `slow_rate` in bytes per second."""
    return {
        SpeedMode.FULL: tr("Full speed"),
        SpeedMode.SLOW: tr("Slow ({speed})", speed=speed_text(slow_rate)),
        SpeedMode.HOURS: tr("By hours"),
    }


AWAKE_WORDS = MappingProxyType(
    {
        StayAwake.ON_MAINS: mark("Keep awake while plugged in"),
        StayAwake.ALWAYS: mark("Keep awake, also on battery"),
        StayAwake.NEVER: mark("Let the computer sleep as usual"),
    }
)
LID_WORDS = mark("Lid closed: stops, goes on when opened")


class StatusBar(QStatusBar):
    """Text informs, flat buttons open menus.

    Signals:
        settings_chosen: the settings with what a person took from a menu (`Settings`).
    """

    settings_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, settings: Settings) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._speed_icon = label(theme)
        self._speed = label(theme, tr("Nothing to do"), Role.SMALL)
        self._left = label(theme, "", Role.SMALL, "text-2")
        self._disk_icon = label(theme)
        self._disk = ElidedLabel(theme, "", Role.SMALL, "text-2", mode=Qt.TextElideMode.ElideRight)
        self._settings = settings
        self._mode = MenuButton[SpeedMode](
            theme, icons, tr("Speed"), tr("How fast all files together may go")
        )
        self._at_once = MenuButton[int](theme, icons, tr("Files at once"), tr("How many files run together"))
        self._lid = MenuButton[StayAwake](theme, icons, tr("Sleep"), tr("When the computer is kept awake"))
        self._mode_icon = label(theme)
        self._lid_icon = label(theme)
        self._left_parts = self._group(self._left)
        self._disk_parts = self._group(self._disk_icon, self._disk)
        self._lid_parts = self._group(self._lid_icon, self._lid, is_last=True)
        self._free_after: int | None = None
        self._is_tiny = False
        self.setSizeGripEnabled(False)
        fill(self, theme, "chrome")
        self._lay_out()
        self._connect()
        self.show_settings(settings)
        self.show_work(0.0, 0)
        self._paint_icons()
        theme.changed.connect(self._paint_icons)

    def show_work(self, speed: float, left: int, *, running: bool = False) -> None:
        """`speed` in bytes per second over all files, `left` in bytes."""
        self._speed.setText(speed_text(speed) or (tr("Starting") if running else tr("Nothing to do")))
        self._speed.setFont(self._theme.font(Role.STRONG if speed >= 1 else Role.SMALL))
        self._left.setText(left_text(left, speed))
        self._left_parts.setVisible(bool(left))

    def show_disk(self, place: str, free_after: int | None) -> None:
        """What `place` will have free; None hides it."""
        self._free_after = free_after
        self._fit_disk()
        if free_after is not None:
            self._disk.setText(disk_text(place, free_after))
            self._disk.set_color("state-need" if free_after < 0 else "text-2")

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        self._mode.set_choices(mode_words(settings.slow_rate))
        self._mode.show_choice(settings.speed_mode, mode_words(settings.slow_rate)[settings.speed_mode])
        self._at_once.show_choice(settings.files_at_once, tr("{files} at once", files=settings.files_at_once))
        self._lid.show_choice(settings.stay_awake, tr(LID_WORDS))

    def fit(self, width_class: WidthClass) -> None:
        """Leave out what a narrow window has no room for."""
        self._lid_parts.setVisible(width_class >= WidthClass.WIDE)
        self._is_tiny = width_class is WidthClass.TINY
        self._fit_disk()

    def _fit_disk(self) -> None:
        free = self._free_after
        self._disk_parts.setVisible(free is not None and (free < 0 or not self._is_tiny))

    def _connect(self) -> None:
        self._at_once.set_choices(
            {n: trn("{count} file at once", "{count} files at once", n) for n in CHOICES_AT_ONCE}
        )
        self._lid.set_choices({awake: tr(words) for awake, words in AWAKE_WORDS.items()})
        self._mode.chosen.connect(lambda mode: self._choose(speed_mode=mode))
        self._at_once.chosen.connect(lambda count: self._choose(files_at_once=count))
        self._lid.chosen.connect(lambda awake: self._choose(stay_awake=awake))

    def _choose(self, **changes: Any) -> None:
        self.settings_chosen.emit(replace(self._settings, **changes))

    def _group(self, *widgets: QWidget, is_last: bool = False) -> QWidget:
        """Widgets with the separator that follows them, shown and hidden together."""
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(6))
        for widget in widgets:
            row.addWidget(widget)
        if is_last:
            return made
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
        mode = self._group(self._mode_icon, self._mode)
        at_once = self._group(self._at_once)
        for part in (speed, mode, at_once, self._left_parts, self._disk_parts):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._lid_parts)
        self._disk_parts.hide()
        self.addWidget(content, 1)
        self.setFixedHeight(self._theme.px(28))

    def _paint_icons(self) -> None:
        self._speed_icon.setPixmap(self._icons.pixmap("arrow-down", "accent", 14))
        self._disk_icon.setPixmap(self._icons.pixmap("hard-drive", "text-2", 14))
        self._mode_icon.setPixmap(self._icons.pixmap("gauge", "text-2", 14))
        self._lid_icon.setPixmap(self._icons.pixmap("laptop", "text-2", 14))
