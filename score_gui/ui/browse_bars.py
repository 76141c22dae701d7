"""The edges of the page that browses a site: where one is, how far the reading is, and what is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.ui.browse_choice import Sums
from score_gui.ui.browse_words import chosen_more, chosen_words, review_words
from score_gui.ui.field import Field
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import Choice
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import (
    TINT_TEXT,
    ElidedLabel,
    Kind,
    Line,
    Tint,
    button,
    fill,
    label,
    menu_text,
    paragraph,
    tint_fill,
    tint_line,
    tip,
)


class Act(Enum):
    """What the one button of a strip or a message does."""

    STOP = mark("Stop")
    GO_ON = mark("Read on")
    RETRY = mark("Try again")


class HeaderBar(QWidget):
    """Back, the site, and the search.

    Signals:
        back_asked: leave the page.
        profile_chosen: the id of another site.
        search_changed: the words in the search field.
    """

    back_asked = Signal()
    profile_chosen = Signal(str)
    search_changed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "chrome")
        self._theme = theme
        self._subtitle = ElidedLabel(theme, "", Role.SMALL, "text-2", mode=Qt.TextElideMode.ElideRight)
        self.profiles = Choice(theme, icons, tr("Site to browse"))
        self.profiles.setMinimumWidth(theme.px(150))
        self.profiles.activated.connect(
            lambda place: self.profile_chosen.emit(str(self.profiles.itemData(place)))
        )
        self.search = self._make_search(icons)
        self.setMinimumHeight(theme.px(52))
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(side) for side in (12, 5, 12, 5)))
        row.setSpacing(theme.px(14))
        edge = Line(theme, Qt.Orientation.Vertical)
        edge.setFixedHeight(theme.px(32))
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(ElidedLabel(theme, tr("Browse a site"), Role.HEADING))
        title.addWidget(self._subtitle)
        row.addWidget(self._make_back(icons))
        row.addWidget(edge)
        row.addLayout(title, 1)
        row.addWidget(self.profiles)
        row.addWidget(self.search, 1)

    def show_profiles(self, profiles: Sequence[tuple[str, str]], chosen: str, host: str) -> None:
        """(id, name) pairs; `host` is where the questions go."""
        self.profiles.clear()
        for profile_id, name in profiles:
            self.profiles.addItem(name, profile_id)
        self.profiles.setCurrentIndex(max(0, self.profiles.findData(chosen)))
        self._subtitle.setText(tr("Published files, from {host}", host=host) if host else "")

    def _make_back(self, icons: Icons) -> QToolButton:
        back = QToolButton()
        back.setText(f" {tr('Queue')}")
        back.setAccessibleName(tr("Back to the queue"))
        back.setToolTip(tip(tr("Back to the queue (Esc); your ticks are kept")))
        back.setFont(self._theme.font(Role.STRONG))
        back.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
        back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.bind(back, "arrow-left", "text-2")
        back.clicked.connect(self.back_asked)
        return back

    def _make_search(self, icons: Icons) -> QLineEdit:
        search = Field(self._theme, icons, "search", color="text-3", clearable=True)
        search.setPlaceholderText(tr("Search name, type, donor, ID"))
        search.setAccessibleName(tr("Search name, type, donor, ID"))
        search.setMinimumWidth(self._theme.px(110))
        words = QFontMetrics(self._theme.font(Role.BODY)).horizontalAdvance(search.placeholderText())
        search.setMaximumWidth(max(self._theme.px(230), words + self._theme.px(66)))
        search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        search.textChanged.connect(self.search_changed)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(search.setFocus)
        return search


class Strip(QWidget):
    """One line above the table: how far the reading is, with one button.

    Signals:
        acted: the button was pressed; carries its `Act`.
    """

    acted = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons, self._icon = icons, label(theme)
        self._words = ElidedLabel(theme, "", Role.BODY, mode=Qt.TextElideMode.ElideRight)
        self._button = button(theme, "", Kind.SMALL)
        self._button.clicked.connect(self._on_clicked)
        self._act: Act | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(side) for side in (12, 4, 8, 4)))
        row.setSpacing(theme.px(8))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self.setMinimumHeight(theme.px(34))
        self.setAccessibleName(tr("Progress"))
        self._tint = Tint.INFO
        theme.changed.connect(self._paint)
        self.hide()

    def say(self, text: str, act: Act | None = None, tint: Tint = Tint.INFO) -> None:
        """Show a line; nothing at all for an empty one. The tint says whether it is worth a look or needs somebody."""
        self._act, self._tint = act, tint
        self._words.setText(text)
        self.setAccessibleDescription(text)
        self._button.setVisible(act is not None)
        self._button.setText(tr(act.value) if act else "")
        self._paint()
        self.setVisible(bool(text))

    @property
    def said(self) -> str:
        return self._words.text() if not self.isHidden() else ""

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(tint_fill(self._tint)))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color(tint_line(self._tint)))
        painter.end()

    def _paint(self) -> None:
        icon = "triangle-alert" if self._tint is Tint.NEED else "info"
        self._icon.setPixmap(self._icons.pixmap(icon, TINT_TEXT[self._tint], 16))
        self.update()

    def _on_clicked(self) -> None:
        if self._act is not None:
            self.acted.emit(self._act)


class Message(QWidget):
    """In the place of a table that has nothing to show: a sign, a heading, a sentence, perhaps one button.

    Signals:
        acted: the button was pressed; carries its `Act`.
    """

    acted = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._icons, self._icon = icons, label(theme)
        self._look = ("info", "text-3")
        self._title = paragraph(theme, "", Role.HEADING)
        self._words = paragraph(theme, "", Role.BODY, "text-2")
        self._button = button(theme, "")
        self._act: Act | None = None
        self._button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (32, 24, 32, 24)))
        column.setSpacing(theme.px(8))
        column.addStretch(2)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._icon)
        for words in (self._title, self._words):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setMaximumWidth(theme.px(520))
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            centred = QHBoxLayout()
            centred.addStretch(1)
            centred.addWidget(words, 100)
            centred.addStretch(1)
            column.addLayout(centred)
        column.addSpacing(theme.px(4))
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        theme.changed.connect(self._paint)

    def say(self, icon: str, title: str, text: str, act: Act | None = None, *, color: str = "text-3") -> None:
        self._look, self._act = (icon, color), act
        self._title.setText(title)
        self._words.setText(text)
        self._button.setVisible(act is not None)
        self._button.setText(tr(act.value) if act else "")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._paint()

    @property
    def said(self) -> str:
        return self._title.text()

    def _paint(self) -> None:
        self._icon.setPixmap(self._icons.pixmap(*self._look, 24))

    def _on_clicked(self) -> None:
        if self._act is not None:
            self.acted.emit(self._act)


class FootBar(QWidget):
    """What is ticked over all studies, and the one primary button.

    Signals:
        review_asked: show what is ticked in the preview.
        clear_asked: untick everything.
    """

    review_asked = Signal()
    clear_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "chrome")
        self._sums = ElidedLabel(theme, "", Role.STRONG, mode=Qt.TextElideMode.ElideRight)
        self._more = ElidedLabel(theme, "", Role.BODY, "text-2", mode=Qt.TextElideMode.ElideRight)
        self.clear = button(theme, tr("Untick all"))
        self.clear.clicked.connect(self.clear_asked)
        self.go = button(theme, "", Kind.PRIMARY)
        self.go.setIconSize(QSize(theme.px(16), theme.px(16)))
        icons.bind(self.go, "list", "on-accent")
        self.go.clicked.connect(self.review_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(side) for side in (16, 10, 16, 10)))
        row.setSpacing(theme.px(8))
        row.addWidget(self._sums)
        row.addWidget(self._more, 1)
        row.addWidget(self.clear)
        row.addWidget(self.go)
        self.show_sums(Sums())

    def show_sums(self, sums: Sums) -> None:
        self._sums.setText(chosen_words(sums))
        self._sums.setMaximumWidth(self._sums.sizeHint().width() + 2)
        self._more.setText(chosen_more(sums))
        words = review_words(sums)
        self.go.setText(f" {menu_text(words)}")
        self.go.setAccessibleName(words)
        for one in (self.go, self.clear):
            one.setEnabled(sums.files > 0)
            one.setToolTip("" if sums.files else tr("Tick a file first"))
