"""The strip above the table: one sentence about what holds the queue up, one button, and a way to close it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.model.transfer import Status
from score_gui.ui.banner_words import BannerWords
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Kind, button, fill, icon_button, label


class Banner(QWidget):
    """Shows at most one `BannerWords`. It pushes the table down and never covers it.

    Signals:
        pressed: the button, with the state it is about.
    """

    pressed = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._words: BannerWords | None = None
        self._closed_key: tuple[str, ...] | None = None
        self._icon = label(theme)
        self._bold = label(theme, role=Role.STRONG)
        self._plain = ElidedLabel(theme, mode=Qt.TextElideMode.ElideRight)
        self._button = button(theme, "", Kind.SMALL)
        self._button.setAccessibleName(tr("What to do about it"))
        close = icon_button(theme, icons, "x", tr("Close this message"))
        fill(self, theme, "tint-wait")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(theme.px(side) for side in (12, 5, 8, 6)))
        layout.setSpacing(theme.px(8))
        for widget in (self._icon, self._bold, self._plain, self._button, close):
            layout.addWidget(widget)
        layout.setStretch(2, 1)
        self.setMinimumHeight(theme.px(40))
        self.setAccessibleName(tr("Message"))
        self.hide()
        self._button.clicked.connect(self._on_pressed)
        close.clicked.connect(self._on_closed)
        theme.changed.connect(self._show)

    def set_words(self, words: BannerWords | None) -> None:
        """Show this banner, unless the person closed it and its facts are still the same."""
        if words is None:
            self._closed_key = None
        if words != self._words:
            self._words = words
            self._show()

    @property
    def status(self) -> Status | None:
        """What it is about, while it is shown."""
        return self._words.status if self._words is not None and not self.isHidden() else None

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("tint-wait-line"))
        painter.end()

    def _show(self) -> None:
        words = self._words
        if words is None or words.key == self._closed_key:
            self.hide()
            return
        self._icon.setPixmap(self._icons.pixmap(words.icon, "state-wait", 17))
        self._bold.setText(words.bold)
        self._plain.setText(words.plain)
        self._button.setText(words.button)
        self._button.setAccessibleName(words.button)
        self.setAccessibleDescription(f"{words.bold} {words.plain}")
        self.show()

    def _on_pressed(self) -> None:
        if self._words is not None:
            self.pressed.emit(self._words.status)

    def _on_closed(self) -> None:
        if self._words is not None:
            self._closed_key = self._words.key
        self.hide()
