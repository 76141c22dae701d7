"""Fields with the marks that a style sheet cannot draw in the colours of the theme: arrows and ticks.

The wheel turns the number or the choice of a field only where the person is in it; over any other it scrolls
the page, so that nothing is changed in passing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QTimeEdit,
    QWidget,
)

from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme

_LEFT = 6
_RIGHT = 7
_ARROW = 12
_TICK = 12


class _WheelGuard(QObject):
    """Leaves the wheel to the page unless the person is in the field."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() is QEvent.Type.Wheel and not self._field.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Combo(QComboBox):
    """A choice with an arrow."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        _WheelGuard(self)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        _paint_arrow(self, self._theme, self._icons, "chevron-down")


class Spin(QSpinBox):
    """A number with arrows. It tells a number once it is typed, not each digit of it."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.lineEdit().setTextMargins(theme.px(_LEFT), 0, 0, 0)
        _WheelGuard(self)
        self.setKeyboardTracking(False)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        _paint_arrow(self, self._theme, self._icons, "chevrons-up-down")


class Clock(QTimeEdit):
    """A time of the day with arrows."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.lineEdit().setTextMargins(theme.px(_LEFT), 0, 0, 0)
        self.setDisplayFormat("HH:mm")
        _WheelGuard(self)
        self.setKeyboardTracking(False)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        _paint_arrow(self, self._theme, self._icons, "chevrons-up-down")


class Tick(QCheckBox):
    """A tick box."""

    def __init__(self, theme: Theme, icons: Icons, text: str = "") -> None:
        super().__init__(text)
        self._theme, self._icons = theme, icons

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        if self.checkState() is Qt.CheckState.Unchecked:
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        color = "on-accent" if self.isEnabled() else "text-off"
        _paint_icon(self, self._theme, self._icons, "check", color, box, _TICK)


def _paint_arrow(field: QWidget, theme: Theme, icons: Icons, icon: str) -> None:
    color = "text-2" if field.isEnabled() else "text-off"
    side, right = theme.px(_ARROW), theme.px(_RIGHT)
    box = QRect(field.width() - right - side, 0, side, field.height())
    _paint_icon(field, theme, icons, icon, color, box, _ARROW)


def _paint_icon(
    field: QWidget, theme: Theme, icons: Icons, icon: str, color: str, box: QRect, size: int
) -> None:
    side = theme.px(size)
    place = QPoint(box.left() + (box.width() - side + 1) // 2, box.top() + (box.height() - side + 1) // 2)
    painter = QPainter(field)
    painter.drawPixmap(place, icons.pixmap(icon, color, size))
    painter.end()
