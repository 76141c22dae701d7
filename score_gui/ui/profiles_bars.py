"""Parts of the profiles dialog: the buttons below its list, the sentence below a token, and the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from score_gui.access.probe import Verdict
from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.preview_facts import Mark
from score_gui.ui.profiles_desk import ProfileLine
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Kind, button, fill, label, paragraph

_LOOKS = {
    Mark.FITS: ("circle-check", "state-good"),
    Mark.LOOK: ("info", "state-wait"),
    Mark.STOPS: ("triangle-alert", "state-need"),
}


MARKS: Mapping[Verdict, Mark] = MappingProxyType(
    {
        Verdict.ACCEPTED: Mark.FITS,
        Verdict.UNKNOWN: Mark.LOOK,
        Verdict.NOT_THIS_FILE: Mark.LOOK,
        Verdict.NOT_ACCEPTED: Mark.STOPS,
    }
)
"""How it looks what a site says of a token."""


class ListBar(QWidget):
    """What can be done with the list of profiles."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._theme = theme
        self.new = self._button(f" {tr('New profile…')}", icons, "plus")
        self.take = self._button(f" {tr('Import from score-client…')}", icons, "upload")
        self.test_all = button(theme, tr("Test all"), Kind.SMALL)
        self.remove_token = button(theme, tr("Remove token…"), Kind.SMALL)
        self.remove_profile = button(theme, tr("Remove profile…"), Kind.SMALL)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(n) for n in (16, 8, 16, 8)])
        row.setSpacing(theme.px(8))
        row.addWidget(self.new)
        row.addWidget(self.take)
        row.addStretch()
        for each in (self.test_all, self.remove_token, self.remove_profile):
            row.addWidget(each)
        self._whole_width = self.sizeHint().width()
        self._short_width = self._whole_width - _narrowed(self.take, f" {tr('Import…')}")

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(400), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the words do not fit, the longest give way."""
        super().resizeEvent(event)
        room = event.size().width()
        words = "" if room < self._short_width else tr("Import…")
        words = words if room < self._whole_width else tr("Import from score-client…")
        self.take.setText(f" {words}".rstrip())
        self.take.setToolTip("" if words else tr("Import from score-client…"))

    def allow(self, chosen: ProfileLine | None, lines: Sequence[ProfileLine], *, is_free: bool) -> None:
        """Offer what can be done now with the chosen profile and with all."""
        has_token = chosen is not None and chosen.has_token
        for each in (self.new, self.take):
            each.setEnabled(is_free)
        self.test_all.setEnabled(is_free and any(line.has_token for line in lines))
        self.remove_token.setEnabled(is_free and has_token)
        self.remove_token.setToolTip("" if has_token else tr("This profile has no token"))
        self.remove_profile.setEnabled(is_free and chosen is not None)

    def _button(self, words: str, icons: Icons, icon: str) -> QPushButton:
        made = button(self._theme, words, Kind.SMALL)
        made.setIconSize(QSize(self._theme.px(14), self._theme.px(14)))
        made.setAccessibleName(words.strip())
        icons.bind(made, icon, "text-2")
        return made


def _narrowed(made: QPushButton, words: str) -> int:
    """How many pixels narrower it is with these words."""
    before, whole = made.text(), made.sizeHint().width()
    made.setText(words)
    narrow = made.sizeHint().width()
    made.setText(before)
    return whole - narrow


class SaveBar(QWidget):
    """The foot: where a token is sent, Close and Save.

    Signals:
        close_asked: leave the dialog.
    """

    close_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.note = ElidedLabel(theme, "", Role.SMALL, "text-2", mode=Qt.TextElideMode.ElideMiddle)
        self.save = button(theme, tr("Save"), Kind.PRIMARY)
        self.save.setDefault(True)
        close = button(theme, tr("Close"))
        close.clicked.connect(self.close_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(n) for n in (16, 12, 16, 12)])
        row.setSpacing(theme.px(8))
        row.addWidget(self.note, 1)
        row.addWidget(close)
        row.addWidget(self.save)


class Said(QWidget):
    """One sentence with a sign before it; nothing at all until something is said."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._mark: Mark | None = None
        self._sign = label(theme)
        self._words = paragraph(theme, "", color="text-2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        theme.changed.connect(self._paint)
        self.quiet()

    def say(self, mark: Mark, text: str) -> None:
        self._mark = mark
        self._words.setText(text)
        self._words.set_color(_LOOKS[mark][1] if mark is Mark.FITS else "text")
        self._paint()
        self.show()

    def quiet(self) -> None:
        self._mark = None
        self._words.setText("")
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def _paint(self) -> None:
        if self._mark is not None:
            self._sign.setPixmap(self._icons.pixmap(*_LOOKS[self._mark]))


class FileTest(QWidget):
    """Where a site does not tell whether a token is good, a controlled file does.

    Signals:
        test_asked: test the token with the file of the field.
    """

    test_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Object ID of a controlled file"))
        self.field.setAccessibleName(tr("Object ID of a controlled file"))
        self.go = button(theme, tr("Test with this file"))
        self.go.clicked.connect(self.test_asked)
        self.field.returnPressed.connect(self.test_asked)
        more = tr(
            "A controlled file that you may read shows whether the token is good. No link is asked for."
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(paragraph(theme, more, Role.SMALL, "text-2"))
        self.hide()

    @property
    def object_id(self) -> str | None:
        """The id in the field, while it is asked for."""
        text = self.field.text().strip()
        return text if text and not self.isHidden() else None
