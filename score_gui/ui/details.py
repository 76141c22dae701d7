"""The panel under the table: tabs about the selected rows. It asks the engine for parts only while they are seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr, trn
from score_gui.model.messages import Noted, PartsSeen
from score_gui.model.transfer import Status, TransferId
from score_gui.ui.activity import Activity, Journal
from score_gui.ui.icons import Icons
from score_gui.ui.links_page import LinksPage
from score_gui.ui.overview import Overview
from score_gui.ui.part_cells import at_rest
from score_gui.ui.parts_page import PartsPage
from score_gui.ui.queue_rows import Row
from score_gui.ui.speed_history import Stretch
from score_gui.ui.speed_page import Flow, SpeedPage
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, fill, icon_button
from score_gui.ui.words import shown


class Tab(IntEnum):
    """In the order in which they stand."""

    OVERVIEW = 0
    PARTS = 1
    ACTIVITY = 2
    SPEED = 3
    LINKS = 4


_TAB_WORDS = (mark("Overview"), mark("Parts"), mark("Activity"), mark("Speed"), mark("Links and IDs"))


class Details(QWidget):
    """What is known of the selection; the notes of `journal` may be older than the panel.

    Signals:
        closed: the person does not want the panel.
        deed_asked: a button of a state was pressed (`Deed`); whether it holds for the whole manifest.
        watched: the parts of this transfer (`TransferId`), or of none (None), are looked at now.
        copied: text for the clipboard.
    """

    closed = Signal()
    deed_asked = Signal(object, bool)
    watched = Signal(object)
    copied = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, journal: Journal | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._rows: Sequence[Row] = ()
        self._sites: dict[str, str] = {}
        self._watching: TransferId | None = None
        self._seen: PartsSeen | None = None
        self._seen_in: Status | None = None
        self._journal = journal or Journal()
        self._overview = Overview(theme, icons)
        self._parts = PartsPage(theme, icons)
        self._activity = Activity(theme, icons)
        self._speed = SpeedPage(theme)
        self._links = LinksPage(theme)
        self._tabs = QTabBar()
        self._name = ElidedLabel(theme, role=Role.SMALL, color="text-3")
        self._close = icon_button(theme, icons, "x", tr("Close the details (F4)"))
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def tabs(self) -> QTabBar:
        return self._tabs

    def set_sites(self, names: Mapping[str, str]) -> None:
        self._sites = dict(names)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(136))

    def set_compact(self, *, compact: bool) -> None:
        """Leave out what a low panel has no room for."""
        self._overview.set_compact(compact=compact)

    def show_tab(self, tab: Tab) -> None:
        self._tabs.setCurrentIndex(tab)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Another selection, or the same with new figures."""
        same = [row.id for row in rows] == [row.id for row in self._rows]
        self._rows = rows
        self._overview.show_rows(rows, self._sites)
        if not same:
            self._seen = None
            self._parts.clear()
            self._show_name()
            self._show_notes()
        single = rows[0] if len(rows) == 1 else None
        if not same or single is not None:
            self._links.show_row(single)
        if single is not None and self._seen is not None and single.transfer.status is not self._seen_in:
            self.show_parts(self._seen)
        self._update_watch()

    def show_parts(self, seen: PartsSeen) -> None:
        """Parts of the watched transfer; those of another came too late and are dropped."""
        if len(self._rows) == 1 and seen.id == self._rows[0].id:
            transfer = self._rows[0].transfer
            self._seen, self._seen_in = seen, transfer.status
            shown = at_rest(seen, transfer.status)
            self._parts.show_parts(shown.parts, shown.link_seconds, transfer.renewals)

    def show_flow(self, stretches: Sequence[Stretch], now: float, flow: Flow) -> None:
        """The last hour of all files, whatever is selected."""
        self._speed.show_flow(stretches, now, flow)

    def add_note(self, note: Noted) -> None:
        self._journal.add(note)
        if len(self._rows) == 1 and note.id in self._rows[0].ids:
            self._show_notes()

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        self._update_watch()

    def hideEvent(self, event: QHideEvent, /) -> None:
        super().hideEvent(event)
        self._update_watch()

    def _show_name(self) -> None:
        if len(self._rows) > 1:
            self._name.setText(trn("{count} file", "{count} files", len(self._rows)))
        else:
            self._name.setText(shown(self._rows[0].transfer.title) if self._rows else "")

    def _show_notes(self) -> None:
        self._activity.show_notes(self._journal.of(self._rows[0].ids) if len(self._rows) == 1 else [])

    def _update_watch(self) -> None:
        seen = self.isVisible() and self._tabs.currentIndex() == Tab.PARTS and len(self._rows) == 1
        wanted = self._rows[0].id if seen else None
        if wanted != self._watching:
            self._watching = wanted
            self.watched.emit(wanted)

    def _lay_out(self) -> None:
        for word in _TAB_WORDS:
            self._tabs.addTab(tr(word))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.setAccessibleName(tr("Details"))
        self._name.setAlignment(Qt.AlignmentFlag.AlignRight)
        strip = QWidget()
        fill(strip, self._theme, "chrome")
        head = QHBoxLayout(strip)
        head.setContentsMargins(*(self._theme.px(side) for side in (8, 0, 8, 0)))
        head.addWidget(self._tabs)
        head.addWidget(self._name, 1)
        head.addWidget(self._close)
        overview, links = _scrolled(self._overview), _scrolled(self._links)
        for page in (overview, self._parts, self._activity, self._speed, links):
            self._pages.addWidget(page)
        fill(self._pages, self._theme, "surface")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(strip)
        layout.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._close.clicked.connect(self.closed)
        self._overview.deed_asked.connect(self.deed_asked)
        self._activity.copied.connect(self.copied)
        self._links.copied.connect(self.copied)

    def _on_tab_changed(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self._update_watch()


def _scrolled(page: QWidget) -> QScrollArea:
    """A page that scrolls where the panel is too low for it."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    page.setAutoFillBackground(False)
    return area
