"""Fields of the settings: each shows a value quietly and tells when a person changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, QTime, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.marks import Clock, Combo, Spin
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import ElidedLabel, button

_Choice = TypeVar("_Choice", bound=str | int)
_MEGA = 1_000_000


class CountField(Spin):
    """A whole number within bounds.

    Signals:
        chosen: the number a person set.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, least: int, most: int, width: int = 72) -> None:
        super().__init__(theme, icons)
        self.setRange(least, most)
        self.setMinimumWidth(theme.px(width))
        self.valueChanged.connect(self.chosen)

    def show_value(self, value: int) -> None:
        with QSignalBlocker(self):
            self.setValue(value)


class RateField(CountField):
    """A speed in whole MB/s; with `or_none`, 0 stands for no limit.

    Signals:
        rate_chosen: bytes per second, or None.
    """

    rate_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, *, or_none: bool) -> None:
        super().__init__(theme, icons, 0 if or_none else 1, 100_000, 120)
        self.setSuffix(f" {tr('MB/s')}")
        if or_none:
            self.setSpecialValueText(tr("No limit"))
        self.chosen.connect(lambda value: self.rate_chosen.emit(value * _MEGA if value else None))

    def show_rate(self, rate: int | None) -> None:
        """A rate below 1 MB/s, which the command line allows, is shown as 1."""
        self.show_value(0 if rate is None else max(1, round(rate / _MEGA)))


def said(words: Mapping[_Choice, str]) -> dict[_Choice, str]:
    """Constants of messages in the language of the moment."""
    return {choice: tr(word) for choice, word in words.items()}


class ChoiceField(Combo, Generic[_Choice]):
    """One of a few, in words."""

    def __init__(
        self, theme: Theme, icons: Icons, words: Mapping[_Choice, str], on_chosen: Callable[[_Choice], None]
    ) -> None:
        super().__init__(theme, icons)
        self._choices = tuple(words)
        self.addItems(list(words.values()))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda place: on_chosen(self._choices[place]))

    def show_choice(self, choice: _Choice) -> None:
        """A choice that is not offered shows nothing."""
        self.setCurrentIndex(self._choices.index(choice) if choice in self._choices else -1)


class ClockField(Clock):
    """A time of the day.

    Signals:
        time_chosen: a `datetime.time`.
    """

    time_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons)
        self.setFixedWidth(theme.px(80))
        self.timeChanged.connect(lambda now: self.time_chosen.emit(time(now.hour(), now.minute())))

    def show_time(self, value: time) -> None:
        with QSignalBlocker(self):
            self.setTime(QTime(value.hour, value.minute))


class PathField(QWidget):
    """A path with the buttons that change it. `nothing` is what stands there without one.

    Signals:
        choose_asked: let the person choose one.
        removed: the person wants none.
    """

    choose_asked = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, nothing: str = "", *, removable: bool = False) -> None:
        super().__init__()
        self._nothing = nothing
        self._words = ElidedLabel(theme, nothing)
        choose = button(theme, tr("Choose…"))
        choose.clicked.connect(self.choose_asked)
        self._remove = button(theme, tr("Remove"))
        self._remove.clicked.connect(self.removed)
        self._is_removable = removable
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._words, 1)
        row.addWidget(choose)
        row.addWidget(self._remove)
        self.setFocusProxy(choose)
        self.show_path(None)

    def show_path(self, path: Path | None) -> None:
        self._words.setText(self._nothing if path is None else str(path))
        self._remove.setVisible(self._is_removable and path is not None)
