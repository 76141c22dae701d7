"""The page that browses a site: studies at the left, their files in the middle, what is ticked at the foot.

A view only: it asks nobody and keeps nothing but what is on it. `BrowseFlow` fills it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from score_gui.model.language import tr
from score_gui.model.problem import Problem, Recovery
from score_gui.ui.browse_bars import Act, FootBar, HeaderBar, Message, Strip
from score_gui.ui.browse_choice import Choice
from score_gui.ui.browse_ids import IdsBox
from score_gui.ui.browse_lines import BrowseLines
from score_gui.ui.browse_model import BrowseModel
from score_gui.ui.browse_side import SidePanel
from score_gui.ui.browse_table import BrowseTable
from score_gui.ui.browse_words import problem_sentence
from score_gui.ui.icons import Icons
from score_gui.ui.profiles_body import ScrollingForm
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import TINT_TEXT, Line, Tint, fill
from score_gui.ui.words import shown


class BrowsePage(QWidget):
    """The page as a whole.

    Signals:
        left: back to the queue.
        profile_chosen: the id of another site.
        place_chosen: a study, or None for the way by ids.
        look_up_asked: ids to look up, a `Typed`.
        acted: the button of the strip or the message was pressed; carries its `Act`.
        review_asked: show what is ticked in the preview.
    """

    left = Signal()
    profile_chosen = Signal(str)
    place_chosen = Signal(object)
    look_up_asked = Signal(object)
    acted = Signal(Act)
    review_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, choice: Choice) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._theme = theme
        self.model = BrowseModel(choice, self)
        self.header = HeaderBar(theme, icons)
        self.side = SidePanel(theme, icons)
        self.ids = IdsBox(theme, icons)
        self.strip = Strip(theme, icons)
        self.table = BrowseTable(theme, icons, self.model)
        self.message = Message(theme, icons)
        self.foot = FootBar(theme, icons)
        self._said = ScrollingForm(self.message)
        self._middle = QStackedWidget()
        self._build()
        self._connect()
        self.show_choice()

    # --- what it shows --------------------------------------------------------------------------------------

    def show_lines(self, lines: BrowseLines, choice: Choice, *, by_ids: bool) -> None:
        """Show a study, or what was found by ids."""
        self.model.show_lines(lines, choice)
        self.ids.setVisible(by_ids)
        self._ids_line.setVisible(by_ids)
        self.strip.say("")
        self.header.search.clear()
        self._middle.setCurrentWidget(self.table)
        self.show_choice()

    def show_table(self) -> None:
        self._middle.setCurrentWidget(self.table)

    def show_message(
        self, icon: str, title: str, text: str, act: Act | None = None, *, color: str = "text-3"
    ) -> None:
        """Say something in the place of the table."""
        self.message.say(icon, title, text, act, color=color)
        self._middle.setCurrentWidget(self._said)

    def show_problem(self, problem: Problem) -> None:
        """In the strip beside what is here, or in the middle of an empty page; with a button to try again."""
        tint = Tint.WAIT if problem.recovery is Recovery.WAIT_NETWORK else Tint.NEED
        title, words = tr(problem.title), problem_sentence(problem)
        if self.model.rowCount():
            self.strip.say(f"{title}. {words}", Act.RETRY, tint)
            return
        self.strip.say("")
        icon = "wifi-off" if tint is Tint.WAIT else "triangle-alert"
        self.show_message(icon, title, words, Act.RETRY, color=TINT_TEXT[tint])

    @property
    def shows_message(self) -> bool:
        return self._middle.currentWidget() is self._said

    def show_choice(self) -> None:
        self.foot.show_sums(self.model.choice.sums())

    # --- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        px = self._theme.px
        self._ids_line = Line(self._theme)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._said)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for above in (self.ids, self._ids_line, self.strip):
            column.addWidget(above)
        column.addWidget(self._middle, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.side)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([px(236), px(1044)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(Line(self._theme))
        whole.addWidget(split, 1)
        whole.addWidget(Line(self._theme))
        whole.addWidget(self.foot)
        self.setFocusProxy(self.side.list)

    def _connect(self) -> None:
        self.header.back_asked.connect(self.left)
        self.header.profile_chosen.connect(self.profile_chosen)
        self.header.search_changed.connect(self._on_search)
        self.side.list.chosen.connect(self.place_chosen)
        self.ids.look_up_asked.connect(self.look_up_asked)
        self.strip.acted.connect(self.acted)
        self.message.acted.connect(self.acted)
        self.model.ticks_changed.connect(self.show_choice)
        self.table.review_asked.connect(self._on_review)
        self.foot.review_asked.connect(self.review_asked)
        self.foot.clear_asked.connect(self.model.untick_all)

    def _on_search(self, text: str) -> None:
        self.model.search(text)
        if not self.model.analyses:
            return  # the message that is there says why
        if self.model.rowCount():
            self.show_table()
        else:
            self.show_message(
                "search", tr("No file matches “{text}”", text=shown(text)), tr("Esc clears the search.")
            )

    def _on_review(self) -> None:
        if self.foot.go.isEnabled():
            self.review_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.header.search.text():
            self.header.search.clear()
        else:
            self.left.emit()
