"""Two rows of the profiles dialog: when the new token ends, and how long it is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from score_gui.access.life import TokenEnd, full_day_text, read_day, token_facts, usual_end
from score_gui.model.language import mark, tr, trn
from score_gui.model.profile import SiteKind
from score_gui.model.secret import Secret
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import paragraph

_ASKED = mark("The token does not say its end. Write it if you know it.")
_USUAL = mark("The token does not say its end. ARGO tokens last 30 days.")
_ENTERED = mark("You entered this.")


def _read_note(ends: datetime, now: datetime) -> str:
    """`Read from the token, 30 days from now`."""
    if ends <= now:
        return tr("Read from the token: it has ended.")
    days = (ends.astimezone().date() - now.astimezone().date()).days
    if not days:
        return tr("Read from the token, later today")
    return trn(
        "Read from the token, {count} day from now", "Read from the token, {count} days from now", days
    )


class EndRow(QWidget):
    """A day as people write it, with where it comes from. It is read from the token where that tells it.

    Signals:
        edited: the person changed the day.
    """

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName(tr("Ends"))
        self.field.setPlaceholderText(full_day_text(date(2026, 12, 21)))
        self.field.setFixedWidth(theme.px(150))
        self.field.textEdited.connect(self._on_edited)
        self._note = paragraph(theme, "", Role.BODY, "text-2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.field)
        row.addWidget(self._note, 1)
        self.show_kept(None)

    def show_kept(self, end: TokenEnd | None) -> None:
        """Show what is known of the kept token; nothing to write until there is a new one."""
        words = "" if end is None else end.words(datetime.now(UTC))
        self._show(end.ends.astimezone().date() if end is not None else None, words, is_open=False)

    def show_new(self, token: Secret, kind: SiteKind) -> None:
        """Show what a new token tells of its end, or what its site tells of all tokens."""
        now = datetime.now(UTC)
        facts = token_facts(token)
        if facts is not None and facts.ends is not None:
            self._show(facts.ends.astimezone().date(), _read_note(facts.ends, now), is_open=False)
        elif (usual := usual_end(kind, now)) is not None:
            self._show(usual, tr(_USUAL), is_open=True)
        else:
            self._show(None, tr(_ASKED), is_open=True)

    @property
    def note(self) -> str:
        return self._note.text()

    @property
    def typed(self) -> date | None:
        """The day in the field; None if there is none. Raises ValueError if the text is no day."""
        return read_day(self.field.text()) if self.field.text().strip() else None

    def _show(self, day: date | None, note: str, *, is_open: bool) -> None:
        self.field.setText("" if day is None else full_day_text(day))
        self.field.setEnabled(is_open)
        self._note.setText(note)

    def _on_edited(self) -> None:
        self._note.setText(tr(_ENTERED))
        self.edited.emit()


class KeepRow(QWidget):
    """The keyring, unless the person wants the token gone at the end of this run."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._keyring = QRadioButton()
        self.until_quit = QRadioButton(tr("Until I quit"))
        self._theme = theme
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(18))
        for choice in (self._keyring, self.until_quit):
            self._group.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        theme.changed.connect(self._paint)
        self._paint()
        self.show_where("")

    def show_where(self, where: str) -> None:
        """Name the keyring."""
        self._keyring.setText(tr("In {where}", where=where) if where else "")
        self._keyring.setAccessibleName(tr("Keep in {where}", where=where) if where else "")

    def begin(self) -> None:
        """The keyring is what most people want."""
        self._keyring.setChecked(True)

    def _paint(self) -> None:
        """The style's own rings can hardly be seen on a dark ground."""
        color = {name: self._theme.color(name).name() for name in ("outline", "surface", "accent")}
        size = self._theme.px(14)
        thick = size // 3
        self.setStyleSheet(
            f"QRadioButton::indicator {{ width: {size}px; height: {size}px; border: 1px solid {color['outline']};"
            f" border-radius: {size // 2 + 1}px; background: {color['surface']}; }}"
            f"QRadioButton::indicator:checked {{ width: {size + 2 - 2 * thick}px; height: {size + 2 - 2 * thick}px;"
            f" border: {thick}px solid {color['accent']}; }}"
            f"QRadioButton::indicator:focus {{ border-color: {color['accent']}; }}"
        )
