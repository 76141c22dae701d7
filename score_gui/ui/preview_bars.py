"""The upper and lower edge of the preview: what this list is, and what will be done with it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from score_gui.model.language import tr, trn
from score_gui.model.manifest import Manifest
from score_gui.ui.field import Field
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import TickBox
from score_gui.ui.preview_sums import Sums
from score_gui.ui.preview_text import go_words, kind_badge, more_sentence, ticked_sentence
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Badge, ElidedLabel, Kind, Line, button, fill, icon_button, menu_text, tip

_NARROW = 1000
_TINY = 720
_LEAST_MORE = 110


class HeaderBar(QWidget):
    """Back, the manifest's name and kind, the comparison, the search, and the saving of lists.

    Signals:
        back_asked: leave the preview.
        search_changed: the words in the search field.
        compare_asked: compare with an earlier list.
        save_asked: save what is ticked as a list of its own.
        save_left_out_asked: save the lines that cannot be read.
        columns_asked: choose columns, or what the table is sorted by, without a mouse.
    """

    back_asked = Signal()
    compare_asked = Signal()
    save_asked = Signal()
    save_left_out_asked = Signal()
    columns_asked = Signal()
    search_changed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, manifest: Manifest) -> None:
        super().__init__()
        fill(self, theme, "chrome")
        self._theme = theme
        self._subtitle = ElidedLabel(theme, "", Role.SMALL, "text-2", mode=Qt.TextElideMode.ElideRight)
        self.search = self._make_search(icons)
        self.compare = button(theme, f" {tr('Compare with…')}")
        self.compare.setAccessibleName(tr("Compare with an earlier manifest…"))
        self.compare.setIconSize(QSize(theme.px(16), theme.px(16)))
        icons.bind(self.compare, "git-compare", "text-2")
        self.compare.setMinimumWidth(theme.px(34))
        self.compare.clicked.connect(self.compare_asked)
        self._saving = QMenu(self)
        self._save_ticked = self._saving.addAction(tr("Save the ticked files as a manifest…"))
        self._save_ticked.triggered.connect(self.save_asked)
        self._save_left_out = self._saving.addAction("")
        self._save_left_out.triggered.connect(self.save_left_out_asked)
        self._saving.addSeparator()
        self._saving.addAction(tr("Columns and sorting…")).triggered.connect(self.columns_asked)
        self.save = self._make_save(theme, icons)
        self.setMinimumHeight(theme.px(52))
        self._kind = kind_badge(manifest.kind)
        self._badge = Badge(theme, self._kind)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(5), theme.px(12), theme.px(5))
        row.setSpacing(theme.px(14))
        row.addWidget(self._make_back(icons))
        edge = Line(theme, Qt.Orientation.Vertical)
        edge.setFixedHeight(theme.px(32))
        row.addWidget(edge)
        self._title = self._make_title(manifest)
        row.addLayout(self._title)
        row.addWidget(self.compare)
        row.addWidget(self.search)
        row.addWidget(self.save)

    @property
    def search_text(self) -> str:
        return self.search.text()

    def clear_search(self) -> None:
        self.search.clear()

    def show_tools(self, *, shown: bool) -> None:
        """Search, comparison and saving, which mean nothing for a list that cannot be used."""
        for tool in (self.search, self.save, self.compare):
            tool.setVisible(shown)

    def allow_saving(self, *, ticked: int, left_out: int) -> None:
        """So many files are ticked, and so many lines cannot be read."""
        self._save_ticked.setEnabled(ticked > 0)
        words = trn("Save the {count} line left out…", "Save the {count} lines left out…", left_out)
        self._save_left_out.setText(words)
        self._save_left_out.setVisible(left_out > 0)

    def fit(self, width: int) -> None:
        """The words of the comparison give way first, then the kind of the list to its name."""
        self._badge.setVisible(bool(self._kind) and width >= self._theme.px(_TINY))
        is_narrow = width < self._theme.px(_NARROW)
        self.compare.setText("" if is_narrow else f" {tr('Compare with…')}")
        self.compare.setToolTip(tr("Compare with an earlier manifest…"))
        self._row.setStretchFactor(self._title, 3 if is_narrow else 1)
        self._row.setStretchFactor(self.search, 1 if is_narrow else 3)

    def _make_save(self, theme: Theme, icons: Icons) -> QToolButton:
        save = icon_button(theme, icons, "ellipsis", tr("Save as a manifest, columns"))
        save.setMenu(self._saving)
        save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return save

    def set_subtitle(self, text: str) -> None:
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def _make_back(self, icons: Icons) -> QToolButton:
        back = QToolButton()
        back.setText(f" {tr('Queue')}")
        back.setAccessibleName(tr("Back to the queue"))
        back.setFont(self._theme.font(Role.STRONG))
        back.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
        back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.bind(back, "arrow-left", "text-2")
        back.clicked.connect(self.back_asked)
        return back

    def _make_title(self, manifest: Manifest) -> QVBoxLayout:
        name = ElidedLabel(self._theme, manifest.name or tr("Manifest"), Role.HEADING)
        first = QHBoxLayout()
        first.setSpacing(self._theme.px(9))
        first.addWidget(name, 1)
        name.setMaximumWidth(name.sizeHint().width() + self._theme.px(2))
        first.addWidget(self._badge)
        first.addStretch()
        column = QVBoxLayout()
        column.setSpacing(0)
        column.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(first)
        column.addWidget(self._subtitle)
        return column

    def _make_search(self, icons: Icons) -> QLineEdit:
        search = Field(self._theme, icons, "search", color="text-3", clearable=True)
        search.setPlaceholderText(tr("Search name, donor, ID"))
        search.setAccessibleName(tr("Search name, donor, ID"))
        search.setMinimumWidth(self._theme.px(110))
        search.setMaximumWidth(self._theme.px(220))
        search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        search.textChanged.connect(self.search_changed)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(search.setFocus)
        return search


class FootBar(QWidget):
    """What is ticked, whether it starts at once, Cancel and the one primary button.

    Signals:
        cancel_asked: leave the preview.
        go_asked: download, or queue, what is ticked.
    """

    cancel_asked = Signal()
    go_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "chrome")
        self._sums = Sums(0, 0, 0, 0)
        self._ticked = ElidedLabel(theme, "", Role.STRONG, mode=Qt.TextElideMode.ElideRight)
        self._more = ElidedLabel(theme, "", Role.BODY, "text-2", mode=Qt.TextElideMode.ElideRight)
        self._more.setMinimumWidth(1)
        self._start = TickBox(theme, tr("Start now"))
        self._start.setChecked(True)
        self._start.toggled.connect(self._rename)
        self._go = self._make_go(theme, icons)
        self._theme = theme
        self._cancel = button(theme, tr("Cancel"))
        self._cancel.clicked.connect(self.cancel_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        row.setSpacing(theme.px(8))
        row.addWidget(self._ticked)
        row.addWidget(self._more, 1)
        row.addWidget(self._start)
        row.addSpacing(theme.px(8))
        row.addWidget(self._cancel)
        row.addWidget(self._go)

    def _make_go(self, theme: Theme, icons: Icons) -> QPushButton:
        made = button(theme, tr("Download"), Kind.PRIMARY)
        made.setIconSize(QSize(theme.px(16), theme.px(16)))
        icons.bind(made, "arrow-down-to-line", "on-accent")
        made.clicked.connect(self.go_asked)
        return made

    def follow(self, before: QWidget) -> None:
        """Take the keyboard after this control."""
        for one, other in pairwise((before, self._start, self._cancel, self._go)):
            QWidget.setTabOrder(one, other)

    @property
    def starts(self) -> bool:
        return self._start.isChecked()

    def set_starts(self, *, starts: bool) -> None:
        self._start.setChecked(starts)

    def show_sums(self, sums: Sums, rows: int, why_not: str) -> None:
        """Tell what is ticked; a reason in `why_not` switches the button off and is told there."""
        self._sums = sums
        self._ticked.setText(ticked_sentence(sums, rows))
        self._ticked.setMaximumWidth(self._ticked.sizeHint().width() + 2)
        self._go.setEnabled(not why_not)
        self._go.setToolTip(tip(why_not))
        self._go.setAccessibleDescription(why_not)
        self._rename()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the further words go, then the size on the button, before the words of the sum are cut."""
        room = self._room_with(go_words(self._sums, starts=self.starts))
        if room < 0:
            room = self._room_with(go_words(self._sums, starts=self.starts, with_size=False))
        self._more.setText(more_sentence(self._sums) if room >= self._theme.px(_LEAST_MORE) else "")

    def _room_with(self, words: str) -> int:
        """Put these words on the button; tells how much room is left then."""
        self._go.setText(f" {menu_text(words)}")
        others = (self._ticked, self._start, self._cancel, self._go)
        return self.width() - sum(each.sizeHint().width() for each in others) - self._theme.px(72)

    def _rename(self) -> None:
        self._go.setAccessibleName(go_words(self._sums, starts=self.starts))
        self._fit()
