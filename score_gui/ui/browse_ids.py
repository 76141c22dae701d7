"""The box for ids of objects and analyses, typed or pasted."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from score_gui.model.language import tr, trn
from score_gui.sources.song_ids import Typed, read_ids
from score_gui.ui.browse_words import IDS_HINT
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, button, fill

MOST_IDS = 10_000
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class IdsText(QPlainTextEdit):
    """A small text box: Tab leaves it, Ctrl+Enter looks up.

    Signals:
        entered: Ctrl+Enter was pressed.
    """

    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setPlaceholderText(tr(IDS_HINT))
        self.setAccessibleName(tr(IDS_HINT))
        self.setTabChangesFocus(True)
        self.setFont(theme.font(Role.MONO))
        # The style sheet of the window has a height for such boxes, and that goes before what is set otherwise.
        height = 3 * self.fontMetrics().lineSpacing() + theme.px(12)
        self.setStyleSheet(f"QPlainTextEdit {{ min-height: {height}px; max-height: {height}px; }}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURNS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class IdsBox(QWidget):
    """The text box, what stands in it in numbers, and the button.

    Signals:
        look_up_asked: carries the `Typed` of the text.
    """

    look_up_asked = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self.text = IdsText(theme)
        self._count = ElidedLabel(theme, "", Role.SMALL, "text-2", mode=Qt.TextElideMode.ElideRight)
        self.look_up = button(theme, f" {tr('Look up')}")
        self.look_up.setAccessibleName(tr("Look up"))
        self.look_up.setIconSize(QSize(theme.px(16), theme.px(16)))
        icons.bind(self.look_up, "search", "text-2")
        self._typed = Typed()
        self._is_busy = False
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self.look_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (12, 12, 12, 10)))
        column.setSpacing(theme.px(8))
        column.addWidget(self.text)
        column.addLayout(foot)
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self._on_text)
        self.text.entered.connect(self._on_asked)
        self.look_up.clicked.connect(self._on_asked)
        self._on_text()

    def set_busy(self, *, busy: bool) -> None:
        self._is_busy = busy
        self._refresh()

    def _on_text(self) -> None:
        self._typed = read_ids(self.text.toPlainText())
        self._refresh()

    def _refresh(self) -> None:
        count = len(self._typed.ids)
        too_many = count > MOST_IDS
        self._count.setText(_typed_words(self._typed))
        self.look_up.setEnabled(bool(count) and not too_many and not self._is_busy)
        self.look_up.setToolTip("" if count else tr("Type or paste an ID first"))

    def _on_asked(self) -> None:
        if self.look_up.isEnabled():
            self.look_up_asked.emit(self._typed)


def _typed_words(typed: Typed) -> str:
    """What stands in the box, in numbers."""
    count, wrong = len(typed.ids), len(typed.wrong)
    if count > MOST_IDS:
        return trn(
            "{count} ID: look up {most:,} at a time, or drop them as a list",
            "{count} IDs: look up {most:,} at a time, or drop them as a list",
            count,
            most=MOST_IDS,
        )
    told = [trn("{count} ID", "{count} IDs", count)] if count or wrong else []
    told += [trn("{count} word that can be none", "{count} words that can be none", wrong)] if wrong else []
    return ", ".join(told)
