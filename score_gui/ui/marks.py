"""Fields with the marks that a style sheet cannot draw in the colours of the theme: arrows and ticks.

The wheel turns the number or the choice of a field only where the person is in it; over any other it scrolls
the page, so that nothing is changed in passing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QTimeEdit,
    QWidget,
)

from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme

_LEFT = 6
_LEAST = 120
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

    def minimumSizeHint(self) -> QSize:
        """Rather cut its words off than what stands beside it."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), self._theme.px(_LEAST)), least.height())

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
    """A tick box whose words go on in the next line where there is no room."""

    def __init__(self, theme: Theme, icons: Icons, text: str = "") -> None:
        super().__init__(text)
        self._theme, self._icons = theme, icons
        self._words = text
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        return self._words

    def setText(self, text: str, /) -> None:
        self._words = text
        super().setText(self._wrapped(self.width()))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().setText(self._wrapped(event.size().width()))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        return QSize(self._beside() + self.fontMetrics().horizontalAdvance(self._words), wanted.height())

    def minimumSizeHint(self) -> QSize:
        longest = max(map(self.fontMetrics().horizontalAdvance, self._words.split() or [""]))
        return QSize(self._beside() + longest, super().minimumSizeHint().height())

    def heightForWidth(self, width: int, /) -> int:
        more = self._wrapped(width).count("\n")
        return self._one_line() + more * self.fontMetrics().lineSpacing()

    def _one_line(self) -> int:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words = QSize(0, self.fontMetrics().height())
        return self.style().sizeFromContents(QStyle.ContentsType.CT_CheckBox, option, words, self).height()

    def _beside(self) -> int:
        """The width of everything but the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return (
            self.style().sizeFromContents(QStyle.ContentsType.CT_CheckBox, option, QSize(0, 1), self).width()
        )

    def _wrapped(self, width: int) -> str:
        room = width - self._beside()
        lines: list[str] = []
        for word in self._words.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.fontMetrics().horizontalAdvance(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return "\n".join(lines)

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
