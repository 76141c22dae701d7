"""The field of a profile that lets its token travel, encrypted, to the servers of the data; off at first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.secret import Secret
from score_gui.model.token_header import HeaderName, TokenHeader
from score_gui.net.token_header import read_public_key, why_not_sent
from score_gui.ui.background import Latest, Runner
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import UnusableError
from score_gui.ui.preview_facts import Mark
from score_gui.ui.preview_paint import Choice, TickBox
from score_gui.ui.profiles_bars import Said
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import paragraph

_WHOM_FOR = mark(
    "Only a site whose data stand behind a door of their own needs this; it tells you its public key."
)


class HeaderField(QWidget):
    """A tick; with it, the name of the header, the public key of the site, and what is in the way of it.

    Signals:
        edited: anything was typed or chosen.
    """

    edited = Signal()

    def __init__(self, theme: Theme, icons: Icons, run: Runner) -> None:
        super().__init__()
        self.tick = TickBox(theme, tr("Send it, encrypted, to the servers of the data too"))
        self.names = Choice(theme, icons, tr("Name of the header"))
        for name in HeaderName:
            self.names.addItem(name.value, name.value)
        self.names.setMinimumContentsLength(max(len(name.value) for name in HeaderName) + 1)
        self.key = QLineEdit()
        self.key.setAccessibleName(tr("Public key"))
        self.key.setPlaceholderText(tr("Public key of the site, in base64 or PEM"))
        self._words = paragraph(theme, tr(_WHOM_FOR), Role.SMALL, "text-2")
        self._said = Said(theme, icons)
        self._more = QWidget()
        self._kept_words = ""
        self._pasted: Secret | None = None
        self._look: Latest[str] = Latest(self, run, self._tell)
        self._build(theme)
        self.tick.toggled.connect(self._on_edited)
        self.names.currentIndexChanged.connect(self._on_edited)
        self.key.textEdited.connect(self._on_edited)
        self._refresh()

    def show_header(self, header: TokenHeader | None, unsent: str = "") -> None:
        """Show that of another profile, quietly. `unsent`: why its kept token does not travel so."""
        self._kept_words, self._pasted = unsent, None
        shown = header or TokenHeader("")
        for part in (self.tick, self.names, self.key):
            part.blockSignals(True)
        self.tick.setChecked(shown.is_on)
        self.names.setCurrentIndex(self.names.findData(shown.name.value))
        self.key.setText(shown.public_key)
        self.key.setCursorPosition(0)
        for part in (self.tick, self.names, self.key):
            part.blockSignals(False)
        self._refresh()

    def look_at(self, pasted: Secret | None) -> None:
        """Another token is about to be kept."""
        self._pasted = pasted
        self._refresh()

    def header(self) -> TokenHeader | None:
        """Raises UnusableError while it is on without a key."""
        key, name = "".join(self.key.text().split()), HeaderName(self.names.currentData())
        if self.tick.isChecked() and not key:
            raise UnusableError(tr("Paste the public key that the site gives out."))
        return TokenHeader(self.key.text().strip(), name, self.tick.isChecked()) if key else None

    @property
    def said(self) -> str:
        return self._said.text

    def _build(self, theme: Theme) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.names)
        row.addWidget(self.key, 1)
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(theme.px(4))
        more.addLayout(row)
        more.addWidget(self._words)
        more.addWidget(self._said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.tick)
        column.addWidget(self._more)

    def _on_edited(self) -> None:
        self._kept_words = ""
        self._refresh()
        self.edited.emit()

    def _refresh(self) -> None:
        self._more.setVisible(self.tick.isChecked())
        key, pasted, kept = self.key.text().strip(), self._pasted, self._kept_words
        if not self.tick.isChecked() or not key:
            self._tell("")
            return
        name = HeaderName(self.names.currentData())
        self._look.ask(lambda: _trouble(key, name, pasted) or ("" if pasted else kept))

    def _tell(self, trouble: str) -> None:
        self._words.setVisible(not trouble)
        if trouble:
            self._said.say(Mark.LOOK, trouble)
        else:
            self._said.quiet()


def _trouble(key: str, name: HeaderName, pasted: Secret | None) -> str:
    """What is wrong with a key, or with the token for it. Loads a library: not for the GUI thread."""
    try:
        header = TokenHeader(read_public_key(key), name)
    except ValueError as error:
        return tr(error.args[0])
    return tr(why_not_sent(header, pasted)) if pasted is not None else ""
