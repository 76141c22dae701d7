"""Fields for the way to the servers, shared by the settings and by the form of a profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from score_gui.access.vault import Where
from score_gui.model.language import mark, phrase, tr
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.net.proxy import Proxy, read_exceptions, read_proxy
from score_gui.net.tls import Authority, authorities
from score_gui.ui.background import Outcome, Runner, attempt, while_alive
from score_gui.ui.icons import Icons
from score_gui.ui.settings_fields import ChoiceField, PathField, said
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import button, label, paragraph

_NAMES = 72
ADDRESS_HINT = mark("http://proxy.example.org:3128, or http://me@proxy…")
_LEAVE_IT_OUT = mark("Leave the password out of the address; it has a field of its own.")


def choose_ca_file(parent: QWidget) -> Path | None:
    """The file that a person chooses in the system's dialog; None when it is closed."""
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("File of an authority"), "", tr("Certificates (*.pem *.crt *.cer);;All files (*)")
    )
    return Path(name) if name else None


def kept_words(where: Where, keyring: str | None) -> str:
    """Where a password now is, as a sentence."""
    if where is Where.KEYRING:
        return tr("Kept in {keyring}.", keyring=tr(keyring) if keyring else tr("the keyring"))
    return tr("Your system has no keyring running, so the password is kept until you quit.")


@dataclass(frozen=True, slots=True)
class NetworkDesk:
    """What the fields ask for. `keep_password` and `authorities` block and are called by `run`.

    `keep_password` takes the proxy's account and tells in a sentence where the password now is.
    """

    run: Runner
    keep_password: Callable[[str, Secret], str]
    authorities: Callable[[Path], tuple[Authority, ...]] = authorities
    choose_file: Callable[[QWidget], Path | None] = choose_ca_file


class Way(StrEnum):
    """The entries of the proxy's list."""

    FOLLOW = "follow"
    SYSTEM = ProxyUse.SYSTEM.value
    NONE = ProxyUse.NONE.value
    EXPLICIT = ProxyUse.EXPLICIT.value


_WORDS: Mapping[Way, str] = MappingProxyType(
    {Way.SYSTEM: mark("As the system says"), Way.NONE: mark("No proxy"), Way.EXPLICIT: mark("This proxy")}
)
_FOLLOW: Mapping[Way, str] = MappingProxyType({Way.FOLLOW: mark("As in the settings"), **_WORDS})


class UnusableError(ValueError):
    """What is typed cannot be used; the text is a sentence for people."""


class ProxyField(QWidget):
    """How a proxy is chosen; with `may_follow` also by following the settings, which None stands for.

    Signals:
        edited: anything was typed or chosen.
        settled: a choice that can be used (`ProxyChoice` or None), once the typing ends.
    """

    edited = Signal()
    settled = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, desk: NetworkDesk, *, may_follow: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(tr("Way over a proxy"))
        self._desk = desk
        self._way = Way.SYSTEM
        self._list = ChoiceField(theme, icons, said(_FOLLOW if may_follow else _WORDS), self._on_way)
        self._list.setAccessibleName(tr("Proxy"))
        self._address = self._line(tr("Address of the proxy"), tr(ADDRESS_HINT))
        self._exceptions = self._line(tr("Not for"), "localhost, .example.org, 10.0.0.0/8")
        self._password = self._line(tr("Password of the proxy"), tr("Kept in the keyring only"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._keep = button(theme, tr("Keep password"))
        self._keep.clicked.connect(self._on_keep)
        self._words = paragraph(theme, "", Role.SMALL, "text-2")
        self._not_for = _row(theme, tr("Not for"), self._exceptions)
        self._of_user = _row(theme, tr("Password"), self._password, self._keep)
        self._build(theme)
        self._password.textEdited.connect(lambda _text: self._refresh())
        self._refresh()
        self.show_choice(None if may_follow else ProxyChoice())

    def show_choice(self, choice: ProxyChoice | None) -> None:
        """Show a choice quietly. What somebody is typing stays while it means the same."""
        if self._shown_is(choice):
            return
        self._way = Way.FOLLOW if choice is None else Way(choice.use.value)
        self._address.setText("" if choice is None else choice.address)
        self._address.setCursorPosition(0)
        self._exceptions.setText("" if choice is None else ", ".join(choice.exceptions))
        self._password.clear()
        self._say("")
        self._refresh()

    def choice(self) -> ProxyChoice | None:
        """What is chosen. Raises UnusableError."""
        if self._way is Way.FOLLOW:
            return None
        if self._way is not Way.EXPLICIT:
            return ProxyChoice(ProxyUse(self._way.value))
        self._proxy()
        address, exceptions = self._address.text().strip(), read_exceptions(self._exceptions.text())
        return ProxyChoice(ProxyUse.EXPLICIT, address, exceptions)

    @property
    def said(self) -> str:
        return self._words.text()

    def _proxy(self) -> Proxy:
        try:
            proxy = read_proxy(self._address.text(), phrase("What is written here"))
        except ProblemError as error:
            raise UnusableError(tr(error.problem.cause)) from None
        if proxy.password is not None:
            raise UnusableError(tr(_LEAVE_IT_OUT))
        return proxy

    def _shown_is(self, choice: ProxyChoice | None) -> bool:
        try:
            return self.choice() == choice
        except UnusableError:
            return False

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        return made

    def _build(self, theme: Theme) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._list, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._address)
        for part in (self._not_for, self._of_user, self._words):
            column.addWidget(part)
        self._words.hide()
        for field in (self._address, self._exceptions):
            field.textEdited.connect(self._on_typed)
            field.editingFinished.connect(self._settle)

    def _on_way(self, way: Way) -> None:
        self._way = way
        self._say("")
        self._refresh()
        self.edited.emit()
        if way is Way.EXPLICIT and not self._address.text():
            self._address.setFocus()
        else:
            self._settle()

    def _on_typed(self, _text: str) -> None:
        self._say("")
        self._refresh()
        self.edited.emit()

    def _settle(self) -> None:
        try:
            choice = self.choice()
        except UnusableError as error:
            self._say(str(error))
            return
        self._say("")
        self.settled.emit(choice)

    def _refresh(self) -> None:
        explicit = self._way is Way.EXPLICIT
        self._list.show_choice(self._way)
        self._address.setVisible(explicit)
        self._not_for.setVisible(explicit)
        self._of_user.setVisible(explicit and self._has_user())
        self._keep.setEnabled(bool(self._password.text()))

    def _has_user(self) -> bool:
        try:
            return bool(self._proxy().user)
        except UnusableError:
            return False

    def _on_keep(self) -> None:
        account, password = self._proxy().account, Secret(self._password.text())
        self._password.clear()
        self._refresh()
        work = attempt(lambda: self._desk.keep_password(account, password))
        self._desk.run(work, while_alive(self, self._on_kept))

    def _on_kept(self, outcome: Outcome[str]) -> None:
        self._say(outcome.value if outcome.problem is None else tr(outcome.problem.cause))

    def _say(self, text: str | None) -> None:
        self._words.setText(text or "")
        self._words.setVisible(bool(text))


def _row(theme: Theme, name: str, *fields: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    head = label(theme, name, color="text-2")
    head.setFixedWidth(theme.px(_NAMES))
    row.addWidget(head)
    for field in fields:
        row.addWidget(field, 1 if isinstance(field, QLineEdit) else 0)
    return made


class CaField(QWidget):
    """A file of authorities that are trusted beside the system's, with their names and fingerprints.

    Signals:
        chosen: the file, after a look into it, or None (`Path | None`).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, desk: NetworkDesk) -> None:
        super().__init__()
        self._desk = desk
        self._path: Path | None = None
        self._field = PathField(theme, tr("Only those that the system trusts"), removable=True)
        self._field.choose_asked.connect(self._on_choose)
        self._field.removed.connect(lambda: self._take(None))
        self._words = paragraph(theme, "", Role.SMALL, "text-2")
        # Not fixed in height: the names of authorities go on in more lines where the page is narrow.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setFocusProxy(self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self._field)
        column.addWidget(self._words)
        self._words.hide()

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def said(self) -> str:
        return self._words.text()

    def show_path(self, path: Path | None) -> None:
        """Show a file quietly, and look up whom it makes trusted."""
        if path == self._path and self._words.text():
            return
        self._path = path
        self._field.show_path(path)
        self._say("")
        if path is not None:
            self._look(path, lambda outcome: self._tell(path, outcome))

    def _on_choose(self) -> None:
        path = self._desk.choose_file(self)
        if path is not None:
            self._look(path, lambda outcome: self._on_looked(path, outcome))

    def _look(self, path: Path, on_done: Callable[[Outcome[tuple[Authority, ...]]], None]) -> None:
        self._desk.run(attempt(lambda: self._desk.authorities(path)), while_alive(self, on_done))

    def _on_looked(self, path: Path, outcome: Outcome[tuple[Authority, ...]]) -> None:
        if outcome.problem is None:
            self._take(path)
        self._tell(self._path, outcome)

    def _take(self, path: Path | None) -> None:
        self._path = path
        self._field.show_path(path)
        self._say("")
        self.chosen.emit(path)

    def _tell(self, path: Path | None, outcome: Outcome[tuple[Authority, ...]]) -> None:
        if path != self._path:
            return
        if outcome.value is None:
            self._say(tr(outcome.problem.cause) if outcome.problem else "")
            return
        self._say("\n".join(authority_text(one) for one in outcome.value[:_MOST_NAMED]))

    def _say(self, text: str) -> None:
        self._words.setText(text)
        self._words.setVisible(bool(text))


_MOST_NAMED = 3


def authority_text(one: Authority) -> str:
    """A name and the beginning and end of the fingerprint, which is what people compare."""
    pairs = [one.fingerprint[at : at + 2].upper() for at in range(0, len(one.fingerprint), 2)]
    return f"{one.name or tr('Without a name')} · SHA-256 {':'.join(pairs[:8])} … {':'.join(pairs[-4:])}"
