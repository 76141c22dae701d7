"""The keys of a person at an EGO or a Keycloak: which there are, a new one, and the end of one. No key is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from score_gui.access.keys import IssuedKey
from score_gui.model.language import mark, tr
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.ui.background import Outcome, Runner, attempt, while_alive
from score_gui.ui.icons import Icons
from score_gui.ui.preview_facts import Mark
from score_gui.ui.preview_paint import TickBox
from score_gui.ui.profiles_bars import Said
from score_gui.ui.profiles_desk import KeyList, ProfileDesk, TokenState
from score_gui.ui.profiles_draft import host_of
from score_gui.ui.profiles_keys_table import KeysModel, KeysTable
from score_gui.ui.profiles_words import problem_words
from score_gui.ui.question import Question, ask
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Kind, Line, button, fill, label
from score_gui.ui.words import shown

T = TypeVar("T")
_MOST_TICKS = 12
SIGN_IN_FIRST = mark(
    "A bare key cannot list keys. Sign in on the token page, and paste the token (a JWT) that it shows."
)
_KEPT = {
    TokenState.KEPT: mark("The new key is kept as the token of this profile."),
    TokenState.UNTIL_QUIT: mark("The new key is kept as the token of this profile, until you quit."),
}
_HIDDEN = mark("Keycloak hides its keys: revoke this one on the token page of the site.")


class KeysDialog(QDialog):
    """Keys as their service lists them, and a line to make a new one.

    Signals:
        key_kept: a new key is the token of the profile now; carries a sentence on where it is kept.
    """

    key_kept = Signal(str)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        desk: ProfileDesk,
        run: Runner,
        profile: Profile,
        login: Secret | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        fill(self, theme, "chrome")
        self.setWindowTitle(tr("Keys of {name}", name=profile.name))
        self._theme, self._desk, self._run = theme, desk, run
        self._profile, self._login = profile, login
        self._scopes: tuple[str, ...] = ()
        self._is_busy = False
        self.model = KeysModel()
        self.table = KeysTable(theme, icons, self.model)
        self._revoke = button(theme, tr("Revoke…"), Kind.SMALL)
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("What it is for, such as laptop"))
        self.name.setAccessibleName(tr("Name of the new key"))
        self._ticks: list[TickBox] = []
        self._opens = QVBoxLayout()
        self.said = Said(theme, icons)
        self._make = button(theme, tr("Make a key and keep it"), Kind.PRIMARY)
        self._build()
        self.table.chosen.connect(self._refresh)
        self._revoke.clicked.connect(self._on_revoke)
        self._make.clicked.connect(self._on_make)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the list again."""
        self.said.say(Mark.LOOK, tr("Asking {site}…", site=host_of(self._profile.key_service or "")))
        self._work(lambda: self._desk.keys(self._profile, self._login), self._on_listed)

    # --- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(560), min(px(420), 720))
        self.table.setMinimumHeight(px(28 + 2 * 32))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(Line(self._theme))
        column.addWidget(self._list_bar())
        column.addWidget(Line(self._theme))
        column.addWidget(self._form())
        column.addWidget(Line(self._theme))
        column.addWidget(self._foot())
        self.resize(px(660), px(520))

    def _list_bar(self) -> QWidget:
        strip = QWidget()
        fill(strip, self._theme, "surface")
        row = QHBoxLayout(strip)
        row.setContentsMargins(*[self._theme.px(n) for n in (16, 8, 16, 8)])
        host = host_of(self._profile.key_service or "")
        row.addWidget(ElidedLabel(self._theme, tr("Told by {host}", host=host), Role.SMALL, "text-2"), 1)
        row.addWidget(self._revoke)
        return strip

    def _form(self) -> QWidget:
        px = self._theme.px
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(px(20), px(16), px(20), px(16))
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(10))
        grid.setColumnMinimumWidth(0, px(110))
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(self._theme, tr("New key"), Role.STRONG), 0, 0, 1, 2)
        grid.addWidget(label(self._theme, tr("Name"), color="text-2"), 1, 0)
        grid.addWidget(self.name, 1, 1)
        grid.addWidget(label(self._theme, tr("Opens"), color="text-2"), 2, 0)
        self._opens.setSpacing(px(2))
        grid.addLayout(self._opens, 2, 1)
        grid.addWidget(self.said, 3, 1)
        return form

    def _foot(self) -> QWidget:
        close = button(self._theme, tr("Close"))
        close.clicked.connect(self.reject)
        note = tr("The key goes to the keyring at once and is never shown.")
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(*[self._theme.px(n) for n in (16, 12, 16, 12)])
        row.setSpacing(self._theme.px(8))
        row.addWidget(ElidedLabel(self._theme, note, Role.SMALL, "text-2"), 1)
        row.addWidget(close)
        row.addWidget(self._make)
        return foot

    # --- what it shows --------------------------------------------------------------------------------------

    def _on_listed(self, found: KeyList) -> None:
        self.model.set_keys(found.keys)
        if found.scopes != self._scopes:
            self._show_scopes(found.scopes[:_MOST_TICKS])
        if found.keys:
            self.said.quiet()
        else:
            self.said.say(Mark.LOOK, tr("{host} has issued no key to you yet.", host=found.host))

    def _show_scopes(self, scopes: tuple[str, ...]) -> None:
        self._scopes = scopes
        for tick in self._ticks:
            tick.deleteLater()
        self._ticks = [TickBox(self._theme, shown(scope)) for scope in scopes]
        for tick in self._ticks:
            tick.setChecked(True)
            tick.toggled.connect(self._refresh)
            self._opens.addWidget(tick)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The scopes that are ticked for a new key."""
        return tuple(scope for scope, tick in zip(self._scopes, self._ticks, strict=True) if tick.isChecked())

    def _key(self) -> IssuedKey | None:
        row = self.table.currentIndex().row()
        return self.model.key(row) if row >= 0 else None

    def _refresh(self) -> None:
        key = self._key()
        can = key is not None and key.secret is not None and not key.is_revoked
        self._revoke.setEnabled(can and not self._is_busy)
        why = tr(_HIDDEN) if key is not None and key.secret is None and not key.is_revoked else ""
        self._revoke.setToolTip(why or ("" if can else tr("Select a key that is not revoked")))
        self._make.setEnabled(bool(self.wanted) and not self._is_busy)

    # --- work -----------------------------------------------------------------------------------------------

    def _work(self, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._is_busy = True
        self._refresh()

        def finished(outcome: Outcome[T]) -> None:
            self._is_busy = False
            if outcome.problem is not None:
                self.said.say(Mark.STOPS, problem_words(outcome.problem))
            else:
                on_done(outcome.value)  # type: ignore[arg-type] # without a problem there is a value
            self._refresh()

        self._run(attempt(work), while_alive(self, finished))

    def _on_make(self) -> None:
        wanted, name = self.wanted, self.name.text().strip()

        def made(state: TokenState) -> None:
            self.key_kept.emit(tr(_KEPT[state]))
            self.accept()

        self.said.say(Mark.LOOK, tr("Making the key…"))
        self._work(lambda: self._desk.issue_key(self._profile, self._login, wanted, name), made)

    def _on_revoke(self) -> None:
        key = self._key()
        if key is None or key.secret is None:
            return
        secret = key.secret
        name = shown(key.description or tr("without a name"))
        consequence = tr("Nobody can use it any more, on any computer. Files that are here stay.")
        text = tr("Revoke the key {name}?", name=name)
        question = Question(text, consequence, tr("Revoke key"), is_dangerous=True)
        ask(self, question, lambda: self._revoke_now(secret))

    def _revoke_now(self, secret: Secret) -> None:
        self._work(
            lambda: self._desk.revoke_key(self._profile, self._login, secret), lambda _nothing: self.refresh()
        )
