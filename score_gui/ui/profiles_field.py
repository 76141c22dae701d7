"""The field for a token: dots, no way to copy it out, and nothing left in it once it is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from score_gui.model.language import tr
from score_gui.ui.field import Field
from score_gui.ui.icons import Icons
from score_gui.ui.profiles_token import Pasted, look_at
from score_gui.ui.theme import Theme

_NO_WAY_OUT = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


class TokenField(Field):
    """A masked line. The eye shows it for a look only: it closes when the focus leaves.

    Signals:
        looked_at: another text stands in the field; carries what it comes to, a `Pasted`.
    """

    looked_at = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons)
        self._pasted = Pasted()
        self.setAccessibleName(tr("Token"))
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setDragEnabled(False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._eye = self.add_button("eye", tr("Show token"))
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye)
        self._on_eye(shown=False)
        self.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._mark)

    @property
    def pasted(self) -> Pasted:
        """The token in the field, if it can be one."""
        return self._pasted

    @property
    def is_shown(self) -> bool:
        return self._eye.isChecked()

    def show_token(self, *, shown: bool) -> None:
        self._eye.setChecked(shown)

    def empty(self) -> None:
        """Take the token out for good; `clear` would leave it to undo."""
        self.setText("")
        self.show_token(shown=False)

    def paste_token(self) -> None:
        """Put the clipboard's text in the place of what is here; blanks around it go away visibly."""
        pasted = look_at(QGuiApplication.clipboard().text())
        if pasted.token is not None:
            self.setText(pasted.token.reveal())
            self._tell(pasted)
        else:
            self.setText(" ".join(QGuiApplication.clipboard().text().split()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_token()
        elif not any(event.matches(key) for key in _NO_WAY_OUT):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No menu: it would offer to copy what the eye shows."""
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.show_token(shown=False)
        super().focusOutEvent(event)

    def _on_eye(self, shown: bool) -> None:  # noqa: FBT001 - a slot of Qt's toggled
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        words = tr("Hide token") if shown else tr("Show token")
        self._eye.setAccessibleName(words)
        self._eye.setToolTip(words)
        self._icons.bind(self._eye, "eye-off" if shown else "eye", "text-2")

    def _on_text_changed(self, text: str) -> None:
        self._tell(look_at(text))

    def _tell(self, pasted: Pasted) -> None:
        self._pasted = pasted
        self._mark()
        self.looked_at.emit(pasted)

    def _mark(self) -> None:
        """A crimson edge while the text cannot be a token."""
        color = self._theme.color("state-need").name()
        self.setStyleSheet(f"QLineEdit {{ border-color: {color}; }}" if self._pasted.fault else "")
