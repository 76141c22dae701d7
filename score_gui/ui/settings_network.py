"""The page of the settings on the way to the servers: a proxy, its password, and further authorities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.net.proxy import read_exceptions, read_proxy
from score_gui.ui.background import Outcome, Runner, attempt, while_alive
from score_gui.ui.icons import Icons
from score_gui.ui.settings_fields import ChoiceField, PathField
from score_gui.ui.settings_pages import SettingsPage
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Label, button
from score_gui.ui.words import shown

_USES = MappingProxyType(
    {
        ProxyUse.SYSTEM: "As the system says",
        ProxyUse.NONE: "None",
        ProxyUse.EXPLICIT: "This one",
    }
)
_HINTS = MappingProxyType(
    {
        ProxyUse.SYSTEM: "The environment (HTTPS_PROXY and its like) and the settings of the system are heeded.",
        ProxyUse.NONE: "Servers are reached directly, whatever the system says.",
        ProxyUse.EXPLICIT: "Address and user name are kept in the settings, the password in the keyring only.",
    }
)
_NO_CA = "Nothing beside the authorities of the system"

ChooseFile = Callable[[QWidget], Path | None]


@dataclass(frozen=True, slots=True)
class NetworkDeeds:
    """What the page asks for; both may block. `authorities` names those in a file, `keep_password` says where.

    Both raise ProblemError.
    """

    authorities: Callable[[Path], Sequence[str]]
    keep_password: Callable[[str, Secret], str]


class NetworkPage(SettingsPage):
    """Only what can be used becomes a setting; what is in the way stands below its field."""

    names = ("proxy", "ca_file")

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        settings: Settings,
        deeds: NetworkDeeds,
        run: Runner,
        choose_file: ChooseFile,
    ) -> None:
        self._deeds = deeds
        self._run = run
        self._choose_file = choose_file
        super().__init__(theme, icons, settings)

    def _build(self) -> None:
        self.section("Proxy")
        self._use = ChoiceField(self._theme, self._icons, _USES, self._on_use)
        self.row("Proxy", self._use)
        self._hint = self.note("")
        self._address = _line("http://me@proxy.example.org:3128")
        self._exceptions = _line("localhost, .example.org, 10.0.0.0/8")
        self._password = _line("kept in the keyring once you press Keep")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._keep = button(self._theme, "Keep")
        self.row("Address", self._address)
        self.row("Not for", self._exceptions)
        self.row("Password", self._password, self._keep)
        self._trouble = self.note("")
        self._address.editingFinished.connect(self._on_address)
        self._exceptions.editingFinished.connect(self._on_address)
        self._keep.clicked.connect(self._on_keep)
        self.section("Certificates")
        self._ca = PathField(self._theme, _NO_CA, removable=True)
        self._ca.choose_asked.connect(self._on_ca)
        self._ca.removed.connect(lambda: self._choose(ca_file=None))
        self.row("Trust also", self._ca)
        self._ca_words = self.note(
            "A file of your organisation (PEM), for a proxy that opens connections. Certificates are always checked."
        )

    def _show(self) -> None:
        proxy = self._settings.proxy
        self._use.show_choice(proxy.use)
        self._hint.setText(_HINTS[proxy.use])
        is_own = proxy.use is ProxyUse.EXPLICIT
        if is_own:
            self._address.setText(proxy.address)
            self._exceptions.setText(", ".join(proxy.exceptions))
        for field in (self._address, self._exceptions, self._password, self._keep):
            field.setEnabled(is_own)
        self._say(self._trouble, "")
        self._ca.show_path(self._settings.ca_file)

    # --- proxy ---

    def _on_use(self, use: ProxyUse) -> None:
        if use is not ProxyUse.EXPLICIT:
            self._choose(proxy=ProxyChoice(use))
        elif self._address.text().strip():
            self._on_address()
        else:  # nothing to keep yet: let an address be typed
            self._use.show_choice(use)
            self._hint.setText(_HINTS[use])
            for field in (self._address, self._exceptions):
                field.setEnabled(True)
            self._address.setFocus()

    def _on_address(self) -> None:
        address = self._address.text().strip()
        if not address:
            return
        try:
            read_proxy(address, "The address")
            hosts = read_exceptions(self._exceptions.text())
            choice = ProxyChoice(ProxyUse.EXPLICIT, address, hosts)
        except ProblemError as error:
            self._say(self._trouble, error.problem.cause)
            return
        except ValueError:
            self._say(self._trouble, "Leave the password out of the address; it has a field of its own.")
            return
        self._choose(proxy=choice)

    def _on_keep(self) -> None:
        secret = Secret(self._password.text())
        self._password.setText("")
        address = self._settings.proxy.address
        if not secret:
            return

        def tell(outcome: Outcome[str]) -> None:
            problem = outcome.problem
            self._say(self._trouble, problem.cause if problem is not None else outcome.value or "")

        self._run(attempt(lambda: self._deeds.keep_password(address, secret)), while_alive(self, tell))

    # --- authorities ---

    def _on_ca(self) -> None:
        path = self._choose_file(self)
        if path is None:
            return

        def take(outcome: Outcome[Sequence[str]]) -> None:
            if outcome.problem is not None:
                self._say(self._ca_words, f"{outcome.problem.cause} {outcome.problem.next_step}")
                return
            names = ", ".join(filter(None, outcome.value or ()))
            self._choose(ca_file=path)
            self._say(self._ca_words, f"Trusted beside the system's own: {shown(names)}." if names else "")

        self._run(attempt(lambda: self._deeds.authorities(path)), while_alive(self, take))

    @staticmethod
    def _say(line: Label, text: str) -> None:
        line.setText(text)
        line.setVisible(bool(text))


def _line(hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(hint)
    return made


def choose_ca_file(parent: QWidget) -> Path | None:
    """The file that a person chooses in the system's dialog; None when it is closed."""
    name, _ = QFileDialog.getOpenFileName(
        parent, "Authorities to trust", "", "Certificates (*.pem *.crt *.cer)"
    )
    return Path(name) if name else None
