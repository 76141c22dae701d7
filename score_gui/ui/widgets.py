"""Small parts every page uses, made in one place so that foreign text is plain text everywhere.

A label in Qt reads text that looks like HTML as HTML, and would open files named in it. So no room of this
program makes a `QLabel` by itself: it calls `label` or `ElidedLabel` here, and `tip` for every tool tip.
"""

from __future__ import annotations

import html
from enum import StrEnum

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme


class Kind(StrEnum):
    """Looks of a button; one `PRIMARY` per view."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"
    SMALL = "small"
    LINK = "link"


class Tint(StrEnum):
    """Kinds of badge and strip, by what they mean."""

    GOOD = "good"
    WAIT = "wait"
    NEED = "need"
    INFO = "info"
    NEUTRAL = "neutral"


TINT_TEXT = {
    Tint.GOOD: "state-good",
    Tint.WAIT: "state-wait",
    Tint.NEED: "state-need",
    Tint.INFO: "accent",
    Tint.NEUTRAL: "text-2",
}
"""The token of the text on a tint."""


def tint_fill(tint: Tint) -> str:
    """The token of a tint's surface."""
    return "select-off" if tint is Tint.NEUTRAL else f"tint-{tint}"


def tint_line(tint: Tint) -> str:
    """The token of a tint's edge."""
    return "line" if tint is Tint.NEUTRAL else f"tint-{tint}-line"


def tip(text: str) -> str:
    """`text` as a tool tip that shows it letter by letter, whatever it looks like."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text or "&" in text else text


def menu_text(text: str) -> str:
    """`text` for an action, button or tab, where a single ampersand would vanish into a mnemonic."""
    return text.replace("&", "&&")


class Label(QLabel):
    """A plain-text label in a role of type and the colour of a token."""

    def __init__(self, theme: Theme, text: str = "", role: Role = Role.BODY, color: str = "text") -> None:
        super().__init__()
        self._theme = theme
        self._color = color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setOpenExternalLinks(False)
        self.setFont(theme.font(role))
        self.setText(text)
        self._paint_text()
        theme.changed.connect(self._paint_text)

    def set_color(self, color: str) -> None:
        """Take the colour of another token."""
        self._color = color
        self._paint_text()

    def _paint_text(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._color))
        self.setPalette(palette)


class ElidedLabel(Label):
    """A one-line label that gives way: it elides instead of widening the window, and tells all in a tip."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: Role = Role.BODY,
        color: str = "text",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__(theme, text, role, color)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def setText(self, text: str, /) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._refresh_tip()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), QFontMetrics(self.font()).horizontalAdvance("MMMM…")), hint.height())

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._refresh_tip()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = painter.fontMetrics().elidedText(self.text(), self._mode, self.width())
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def _refresh_tip(self) -> None:
        fits = QFontMetrics(self.font()).horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else tip(self.text()))


class Sign(Label):
    """An icon that stands by itself, in the colour of a token whatever the scheme."""

    def __init__(self, theme: Theme, icons: Icons, icon: str, color: str = "text-2", size: int = 16) -> None:
        super().__init__(theme)
        self._icons = icons
        self._look = (icon, color, size)
        self._draw()
        # A method of the label itself: Qt forgets the connection when the label goes.
        theme.changed.connect(self._draw)

    def _draw(self) -> None:
        self.setPixmap(self._icons.pixmap(*self._look))


class Badge(Label):
    """A few letters on a tint: days of a token, a kind of file."""

    def __init__(self, theme: Theme, text: str = "", tint: Tint = Tint.NEUTRAL) -> None:
        super().__init__(theme, text, Role.BADGE, TINT_TEXT[tint])
        self._tint = tint
        self.setContentsMargins(theme.px(6), theme.px(2), theme.px(6), theme.px(2))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_badge(self, text: str, tint: Tint) -> None:
        self._tint = tint
        self.setText(text)
        self.set_color(TINT_TEXT[tint])

    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(tint_fill(self._tint)))
        painter.drawRoundedRect(self.rect(), 3, 3)
        painter.end()
        super().paintEvent(event)


class Line(QFrame):
    """A flat separator, one pixel thick."""

    def __init__(self, theme: Theme, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        super().__init__()
        self._theme = theme
        self.setAutoFillBackground(True)
        if orientation is Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)
        self._paint_line()
        theme.changed.connect(self._paint_line)

    def _paint_line(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.color("line"))
        self.setPalette(palette)


def label(theme: Theme, text: str = "", role: Role = Role.BODY, color: str = "text") -> Label:
    """A plain-text label on one line."""
    return Label(theme, text, role, color)


def paragraph(theme: Theme, text: str = "", role: Role = Role.BODY, color: str = "text") -> Label:
    """A plain-text label that breaks its lines."""
    made = Label(theme, text, role, color)
    made.setWordWrap(True)
    return made


def button(theme: Theme, text: str, kind: Kind = Kind.PLAIN) -> QPushButton:
    """A push button. It takes the focus from the keyboard only, so that the ring shows where it is needed."""
    made = QPushButton(menu_text(text))
    made.setProperty("kind", kind.value)
    made.setFont(theme.font(Role.BODY if kind is Kind.LINK else Role.STRONG))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAutoDefault(False)
    if kind is Kind.LINK:
        made.setFlat(True)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def icon_button(theme: Theme, icons: Icons, icon: str, name: str, *, color: str = "text-2") -> QToolButton:
    """A small flat button with an icon only; `name` is its accessible name and its tool tip."""
    made = QToolButton()
    made.setProperty("kind", "small")
    made.setIconSize(QSize(theme.px(16), theme.px(16)))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(name)
    made.setToolTip(tip(name))
    icons.bind(made, icon, color)
    return made


class WordedButton(QToolButton):
    """A tool button with a gap between its icon and its words, where Qt leaves two pixels."""

    def initStyleOption(self, option: QStyleOptionToolButton, /) -> None:
        super().initStyleOption(option)
        if option.toolButtonStyle is Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            option.text = f" {option.text}"


def action_button(theme: Theme, action: QAction, *, outlined: bool = False) -> QToolButton:
    """A tool bar button for an action, its text beside its icon."""
    made = WordedButton()
    made.setDefaultAction(action)
    made.setFont(theme.font(Role.STRONG))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setFixedHeight(theme.px(30))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if outlined:
        made.setProperty("kind", "outlined")
    return made


class _Fill(QObject):
    """Keeps the background of its parent in the colour of a token."""

    def __init__(self, widget: QWidget, theme: Theme, token: str) -> None:
        super().__init__(widget)
        self._widget = widget
        self._theme = theme
        self._token = token
        widget.setAutoFillBackground(True)
        self._paint()
        theme.changed.connect(self._paint)

    def _paint(self) -> None:
        palette = QPalette(self._widget.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.color(self._token))
        self._widget.setPalette(palette)


def fill(widget: QWidget, theme: Theme, token: str) -> None:
    """Give `widget` a flat background in the colour of a token, now and in every other scheme."""
    _Fill(widget, theme, token)
