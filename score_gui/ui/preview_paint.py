"""What the preview's lists have in common on the canvas: rows, tick boxes, the ring of the focus.

Item views are painted here and not by the style sheet, so that a list of many rows stays smooth and looks the
same on every system.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy

from score_gui.model.language import mark, tr
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme

_EDGE = 3
_RING = 2
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row stands out: `whole` is its rectangle over all columns, `has_ring` its focus by the keyboard."""

    whole: QRect
    is_selected: bool = False
    is_hovered: bool = False
    has_ring: bool = False
    ground: str = "surface"


def paint_row(painter: QPainter, theme: Theme, look: RowLook, cell: QRect, *, window_active: bool) -> None:
    """The ground of one cell, the line below it, the edge of a selection and the ring of the focus."""
    painter.fillRect(cell, theme.color(_ground(look, window_active=window_active)))
    painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), theme.color("line"))
    if look.is_selected:
        painter.fillRect(
            QRect(look.whole.left(), look.whole.top(), _EDGE, look.whole.height() - 1), _accent(theme)
        )
    if look.has_ring:
        _ring(painter, theme, look.whole)


def _ground(look: RowLook, *, window_active: bool) -> str:
    if look.is_selected:
        return "select" if window_active else "select-off"
    return "hover" if look.is_hovered else look.ground


def _ring(painter: QPainter, theme: Theme, whole: QRect) -> None:
    painter.setPen(QPen(_accent(theme), _RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(whole.adjusted(1, 1, -1, -2))


def _accent(theme: Theme) -> QColor:
    return theme.color("accent")


def paint_tick(
    painter: QPainter, theme: Theme, box: QRect, state: Qt.CheckState, *, enabled: bool = True
) -> None:
    """A tick box in the colours of the theme, 16 units wide."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    if state is Qt.CheckState.Unchecked or not enabled:
        painter.setPen(theme.color("outline" if enabled else "line-strong"))
        painter.setBrush(theme.color("surface"))
    else:
        painter.setPen(theme.color("accent"))
        painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(inner, 3, 3)
    if enabled:
        _paint_sign(painter, theme, QRectF(box), state)
    painter.restore()


def _paint_sign(painter: QPainter, theme: Theme, box: QRectF, state: Qt.CheckState) -> None:
    unit = box.width() / 16
    pen = QPen(theme.color("on-accent"), 1.75 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y = box.left(), box.top()
    if state is Qt.CheckState.Checked:
        corners = ((4, 8.3), (6.9, 11.2), (12, 5.4))
        painter.drawPolyline([QPointF(x + a * unit, y + b * unit) for a, b in corners])
    elif state is Qt.CheckState.PartiallyChecked:
        painter.drawLine(QPointF(x + 4.5 * unit, y + 8 * unit), QPointF(x + 11.5 * unit, y + 8 * unit))


def tick_rect(theme: Theme, cell: QRect) -> QRect:
    """The tick box in the middle of a cell."""
    side = theme.px(16)
    return QRect(cell.center().x() - side // 2 + 1, cell.center().y() - side // 2, side, side)


GO_TO = mark("Go to")
_GO_TO_WIDTH, _GO_TO_HEIGHT = 54, 24
_LEAST_WITH_GO_TO = 190


def goto_rect(theme: Theme, cell: QRect) -> QRect | None:
    """Where the small button of a row stands that speaks of another row; None where it would cover the words."""
    if cell.width() < theme.px(_LEAST_WITH_GO_TO):
        return None
    words = QFontMetrics(theme.font(Role.SMALL)).horizontalAdvance(tr(GO_TO)) + theme.px(16)
    width, height = max(theme.px(_GO_TO_WIDTH), words), min(theme.px(_GO_TO_HEIGHT), cell.height() - 4)
    return QRect(cell.right() - width - theme.px(8), cell.center().y() - height // 2, width, height)


def paint_goto(painter: QPainter, theme: Theme, box: QRect) -> None:
    """The button that leads to the other row."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("line-strong")))
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    painter.setFont(theme.font(Role.SMALL))
    painter.setPen(theme.color("text"))
    paint_text(painter, box, tr(GO_TO), Qt.AlignmentFlag.AlignHCenter, Qt.TextElideMode.ElideNone)
    painter.restore()


def paint_text(
    painter: QPainter, box: QRect, text: str, align: Qt.AlignmentFlag, elide: Qt.TextElideMode
) -> None:
    """One line of plain text, elided to the box; the pen and font are the painter's."""
    shown = painter.fontMetrics().elidedText(text, elide, box.width())
    painter.drawText(box, int(align | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine), shown)


class TickBox(QCheckBox):
    """A check box that looks like the tick boxes of the tables and breaks its words over lines."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self._theme = theme
        self._shown = text
        self._has_ring = False
        self.setFont(theme.font(Role.BODY))
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font()).horizontalAdvance(self._shown)
        return QSize(self._words_left() + words + 2, self.heightForWidth(10_000))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(96), self.heightForWidth(10_000))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self._words_left()), 10_000)
        words = QFontMetrics(self.font()).boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._shown)
        return max(words.height(), self._theme.px(16)) + self._theme.px(6)

    def hitButton(self, _pos: QPoint) -> bool:
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self._theme.px(16)
        box = QRect(2, self._box_top(side), side, side)
        paint_tick(painter, self._theme, box, self.checkState(), enabled=self.isEnabled())
        painter.setPen(self._theme.color("text" if self.isEnabled() else "text-off"))
        words = self.rect().adjusted(self._words_left(), 0, 0, 0)
        painter.drawText(words, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter), self._shown)
        if self.hasFocus() and self._has_ring:
            _ring(painter, self._theme, self.rect().adjusted(0, 0, 0, 1))
        painter.end()

    def _box_top(self, side: int) -> int:
        """Beside the first line of the words."""
        words = self.heightForWidth(self.width()) - self._theme.px(6)
        first_line = (self.height() - words) // 2
        return first_line + (min(words, QFontMetrics(self.font()).height()) - side + 1) // 2

    def _words_left(self) -> int:
        return self._theme.px(16 + 8)


class Choice(QComboBox):
    """A combo box with the chevron of the theme; the style sheet takes the system's arrow away."""

    def __init__(self, theme: Theme, icons: Icons, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._theme.px(14)
        chevron = self._icons.pixmap("chevron-down", "text-2", 14)
        painter.drawPixmap(self.width() - side - self._theme.px(9), (self.height() - side) // 2, chevron)
        painter.end()


def by_keyboard(event: QFocusEvent) -> bool:
    """Whether the focus came by a key; only then its ring is shown."""
    return event.reason() in _KEYBOARD
