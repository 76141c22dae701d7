"""The form of the profiles dialog: name, addresses and token of one profile, and what a test said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from score_gui.access.life import TokenEnd, token_facts
from score_gui.access.profiles import recognised_kind
from score_gui.model.language import mark, tr
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import NetworkDesk, UnusableError
from score_gui.ui.preview_facts import Mark
from score_gui.ui.profiles_advanced import AdvancedFold
from score_gui.ui.profiles_bars import FileTest, Said
from score_gui.ui.profiles_desk import ProfileLine
from score_gui.ui.profiles_draft import Draft, host_of
from score_gui.ui.profiles_field import TokenField
from score_gui.ui.profiles_keyring import NoKeyringBox
from score_gui.ui.profiles_life import EndRow, KeepRow
from score_gui.ui.profiles_token import Pasted
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Kind, button, fill, label, paragraph

T = TypeVar("T")
_FIELDS = (
    ("name", mark("Name"), ""),
    ("storage_url", mark("Storage URL"), "https://score.example.org"),
    ("metadata_url", mark("Metadata URL"), mark("https://song.example.org, if it is another one")),
    (
        "key_service",
        mark("Key service"),
        mark("The EGO or Keycloak realm that issues its keys, if you know it"),
    ),
)
_FOLDED = frozenset({"proxy", "ca_file", "connections", "token_header"})


class ProfileEditor(QWidget):
    """The fields of one profile. It knows nothing of where profiles are kept.

    Signals:
        edited: a field differs from how it was shown.
        test_asked: test the token in the field, or the kept one.
        page_asked: open the page of the site that shows the token.
        keys_asked: manage the keys of the site.
    """

    edited = Signal()
    test_asked = Signal()
    page_asked = Signal()
    keys_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, network: NetworkDesk) -> None:
        super().__init__()
        fill(self, theme, "chrome")
        self._theme = theme
        self._icons = icons
        self._shown = Draft()
        self._title = ElidedLabel(theme, "", Role.STRONG)
        self._fields = {key: self._field(words, hint) for key, words, hint in _FIELDS}
        self.token = TokenField(theme, icons)
        self._test = button(theme, tr("Test"))
        self._page = button(theme, f"{tr('Open token page')} ", Kind.LINK)
        self.keys = button(theme, tr("Manage keys…"), Kind.LINK)
        self._said = Said(theme, icons)
        self.file_test = FileTest(theme)
        self.ends = EndRow(theme)
        self._keep = label(theme, tr("Keep"), color="text-2")
        self.keep = KeepRow(theme)
        self._end: TokenEnd | None = None
        self._no_keyring = NoKeyringBox(theme, icons)
        self._waiting = paragraph(theme, "", Role.SMALL, "text-2")
        self.advanced = AdvancedFold(theme, icons, network)
        self._build()
        self.advanced.edited.connect(self.edited)
        self.token.looked_at.connect(self._on_looked_at)

    # --- what it shows --------------------------------------------------------------------------------------

    def show_draft(self, draft: Draft, line: ProfileLine | None = None) -> None:
        """Show another profile, with an empty token field and nothing said; `line` tells of its kept token."""
        self._shown, self._end = draft, line.end if line is not None else None
        self.keep.begin()
        for key, field in self._fields.items():
            field.setText(getattr(draft, key))
            field.setCursorPosition(0)
        self._title.setText(tr("New profile") if draft.is_new else draft.name)
        self._page.setVisible(bool(draft.base is not None and draft.base.token_page))
        self.advanced.header.show_header(draft.token_header, line.unsent if line is not None else "")
        self.advanced.show_way(draft.proxy, draft.ca_file, draft.connections)
        self._show_servers()
        self.keys.setVisible(bool(draft.key_service) and not draft.is_new)
        self.file_test.hide()
        self.token.empty()
        self.ends.show_kept(self._end)
        self.quiet()

    def draft(self) -> Draft:
        """The fields as they are now."""
        texts = {key: field.text() for key, field in self._fields.items()}
        proxy, proxy_trouble = _usable(self.advanced.proxy, self._shown.proxy)
        header, header_trouble = _usable(self.advanced.header.header, self._shown.token_header)
        return Draft(
            base=self._shown.base,
            is_new=self._shown.is_new,
            proxy=proxy,
            ca_file=self.advanced.ca_file,
            connections=self.advanced.connections,
            proxy_trouble=proxy_trouble,
            token_header=header,
            header_trouble=header_trouble,
            **texts,
        )

    @property
    def is_edited(self) -> bool:
        return self.draft() != self._shown or bool(self.token.text().strip())

    def show_where(self, where: str | None) -> None:
        """Say where the token will be kept; None stands for a system without a keyring."""
        self._no_keyring.setVisible(where is None)
        for widget in (self._keep, self.keep):
            widget.setVisible(where is not None)
        self.keep.show_where(where or "")

    @property
    def typed_end(self) -> date | None:
        """When the new token ends. Raises ValueError if what is written is no day."""
        return self.ends.typed

    def show_waiting(self, text: str) -> None:
        self._waiting.setText(text)
        self._waiting.setVisible(bool(text))

    def say(self, mark: Mark, text: str) -> None:
        """One sentence below the token."""
        self._said.say(mark, text)

    def quiet(self) -> None:
        self._said.quiet()

    @property
    def said(self) -> str:
        return self._said.text

    def offer_file_test(self, sample: str | None) -> None:
        """Let the token be tested with a file; `sample` is the id of one that somebody wants anyway."""
        if self.file_test.isHidden():
            self.file_test.field.setText(sample or "")
        self.file_test.show()

    def point_at(self, field: str) -> None:
        """Put the cursor where something is wrong."""
        if field in _FOLDED:
            self.advanced.open(field)
            return
        place = self.ends.field if field == "ends" else self._fields.get(field, self.token)
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, busy: bool) -> None:
        self._test.setEnabled(not busy)
        self.file_test.go.setEnabled(not busy)

    # --- building -------------------------------------------------------------------------------------------

    def _field(self, words: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(tr(words))
        made.setPlaceholderText(tr(hint) if hint else "")
        made.textEdited.connect(self._on_field)
        return made

    def _build(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addLayout(self._heading())
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(10))
        grid.setColumnMinimumWidth(0, px(110))
        grid.setColumnStretch(1, 1)
        for row, (key, words, _hint) in enumerate(_FIELDS):
            grid.addWidget(label(self._theme, tr(words), color="text-2"), row, 0)
            grid.addWidget(self._fields[key], row, 1)
        first = len(_FIELDS)
        grid.addWidget(label(self._theme, tr("Token"), color="text-2"), first, 0)
        grid.addLayout(self._token_row(), first, 1)
        grid.addWidget(self._said, first + 1, 1)
        grid.addWidget(self.file_test, first + 2, 1)
        grid.addWidget(label(self._theme, tr("Ends"), color="text-2"), first + 3, 0)
        grid.addWidget(self.ends, first + 3, 1)
        grid.addWidget(self._keep, first + 4, 0)
        grid.addWidget(self.keep, first + 4, 1)
        grid.addWidget(self._no_keyring, first + 5, 0, 1, 2)
        grid.addWidget(self._waiting, first + 6, 1)
        column.addLayout(grid)
        column.addWidget(self.advanced)
        column.addStretch(1)
        self._waiting.hide()
        self.quiet()

    def _heading(self) -> QHBoxLayout:
        self._page.setAccessibleName(tr("Open token page"))
        self._page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._page.setIconSize(QSize(self._theme.px(14), self._theme.px(14)))
        self._icons.bind(self._page, "external-link", "accent")
        self._page.clicked.connect(self.page_asked)
        self.keys.clicked.connect(self.keys_asked)
        self.file_test.test_asked.connect(self.test_asked)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self.keys)
        row.addWidget(self._page)
        return row

    def _token_row(self) -> QHBoxLayout:
        paste = button(self._theme, f" {tr('Paste')}")
        paste.setAccessibleName(tr("Paste token"))
        paste.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
        self._icons.bind(paste, "clipboard-paste", "text-2")
        paste.clicked.connect(self.token.paste_token)
        self._test.setAccessibleName(tr("Test token"))
        self._test.clicked.connect(self.test_asked)
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        row.addWidget(self.token, 1)
        row.addWidget(paste)
        row.addWidget(self._test)
        return row

    def _on_field(self, _text: str) -> None:
        self._tell_token(self.token.pasted)  # what was said of another address holds no more
        self._show_servers()
        self.edited.emit()

    def _show_servers(self) -> None:
        urls = [self._fields[key].text() for key in ("storage_url", "metadata_url", "key_service")]
        self.advanced.show_servers(tuple(dict.fromkeys(filter(None, map(host_of, urls)))))

    def _tell_token(self, pasted: Pasted) -> None:
        """What there is to say of what stands in the field."""
        if pasted.fault:
            self.say(Mark.STOPS, pasted.fault)
        elif told := _told(pasted):
            self.say(Mark.LOOK, told)
        else:
            self.quiet()

    def _on_looked_at(self, pasted: Pasted) -> None:
        self._tell_token(pasted)
        self.advanced.header.look_at(pasted.token)
        if pasted.token is None:
            self.ends.show_kept(self._end)
        else:
            self.ends.show_new(pasted.token, recognised_kind(self._fields["storage_url"].text().strip()))
        self.edited.emit()


def _usable(read: Callable[[], T], shown: T) -> tuple[T, str]:
    """What is in a field; or what was shown there, and why what is typed cannot be used."""
    try:
        return read(), ""
    except UnusableError as error:
        return shown, str(error)


def _told(pasted: Pasted) -> str:
    """What was taken off a token, and what it says of itself."""
    facts = token_facts(pasted.token) if pasted.token is not None else None
    return " ".join(text for text in (pasted.note, facts.sentence if facts else "") if text)
