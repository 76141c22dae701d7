"""The page where a file is named, and the one for a file that cannot be sliced."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, Recovery
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import Choice
from score_gui.ui.slice_bars import FootBar, HeadBar, Page, icon_push
from score_gui.ui.slice_draft import SliceTarget
from score_gui.ui.slice_words import next_step, problem_cause, problem_line
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Line, Sign, button, fill, label, paragraph

_NO_ID = mark("That is not an object ID. It looks like 5c1f9d2e-0b7a-4d53-9f0e-6f2a8c1b3d47.")


class StartPage(QWidget):
    """An object id of a site, or a file on this computer.

    Signals:
        chosen: a `SliceTarget`.
        file_asked: the person wants to look for a file.
        cancelled: leave.
    """

    chosen = Signal(object)
    file_asked = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.object_id = QLineEdit()
        self.object_id.setAccessibleName(tr("Object ID"))
        self.object_id.setFont(theme.font(Role.MONO))
        self.object_id.setPlaceholderText("5c1f9d2e-0b7a-4d53-9f0e-6f2a8c1b3d47")
        self.profile = Choice(theme, icons, tr("Site"))
        self.file = icon_push(theme, icons, tr("Choose file…"), "folder-open")
        self.cancel = button(theme, tr("Cancel"))
        self.go = button(theme, tr("Open"), Kind.PRIMARY)
        self.go.setDefault(True)
        head = HeadBar(theme, icons)
        head.say(
            tr("Slice a file"), tr("The reads of some regions of a BAM or CRAM, without the whole file.")
        )
        self.foot = FootBar(theme, icons, [self.cancel, self.go])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(Page(theme, head, self._body(theme), self.foot))
        self.object_id.textChanged.connect(lambda _: self._refresh())
        self.file.clicked.connect(self.file_asked)
        self.cancel.clicked.connect(self.cancelled)
        self.go.clicked.connect(self._on_go)
        self._refresh()

    def take_over(self, former: StartPage) -> None:
        """Show what was typed and chosen on another page."""
        kept = former.profile
        self.set_profiles([(str(kept.itemData(at)), kept.itemText(at)) for at in range(kept.count())])
        self.profile.setCurrentIndex(kept.currentIndex())
        self.object_id.setText(former.object_id.text())

    def set_profiles(self, profiles: Sequence[tuple[str, str]]) -> None:
        """(id, name) of the sites."""
        chosen = self.profile.currentData()
        self.profile.clear()
        for profile_id, name in profiles:
            self.profile.addItem(name, profile_id)
        self.profile.setCurrentIndex(max(0, self.profile.findData(chosen)))
        self._refresh()

    def _body(self, theme: Theme) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(*[theme.px(n) for n in (20, 20, 20, 20)])
        grid.setVerticalSpacing(theme.px(12))
        grid.setColumnMinimumWidth(0, theme.px(96))
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(theme, tr("An object of a site"), Role.STRONG), 0, 0, 1, 2)
        grid.addWidget(label(theme, tr("Object ID"), color="text-2"), 1, 0)
        grid.addWidget(self.object_id, 1, 1)
        grid.addWidget(label(theme, tr("Site"), color="text-2"), 2, 0)
        grid.addWidget(self.profile, 2, 1)
        grid.addWidget(Line(theme), 3, 0, 1, 2)
        grid.addWidget(label(theme, tr("A file on this computer"), Role.STRONG), 4, 0, 1, 2)
        words = paragraph(theme, tr("A BAM or CRAM with its index beside it."), color="text-2")
        grid.addWidget(words, 5, 0, 1, 2)
        grid.addWidget(self.file, 6, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        tip = tr("In the queue and in the preview of a manifest, Slice… is in the menu of a row.")
        grid.addWidget(paragraph(theme, tip, Role.SMALL, "text-2"), 7, 0, 1, 2)
        grid.setRowStretch(8, 1)
        self.setFocusProxy(self.object_id)
        return made

    def _refresh(self) -> None:
        self.go.setEnabled(bool(self.object_id.text().strip()) and self.profile.count() > 0)
        self.foot.say("")

    def _on_go(self) -> None:
        try:
            object_id = str(uuid.UUID(self.object_id.text().strip()))
        except ValueError:
            self.foot.say(tr(_NO_ID), "triangle-alert", "state-need")
            return
        site = self.profile.currentText()
        self.chosen.emit(SliceTarget(Entry(object_id), str(self.profile.currentData()), site))


class RefusedPage(QWidget):
    """Title, cause, next step, and one thing to do.

    Signals:
        whole_asked, again_asked, token_asked, other_asked, cancelled: what the buttons say.
    """

    whole_asked = Signal()
    again_asked = Signal()
    token_asked = Signal()
    other_asked = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._title = paragraph(theme, "", Role.HEADING)
        self._cause = paragraph(theme, "")
        self._next = paragraph(theme, "", color="text-2")
        self._code = label(theme, "", Role.SMALL, "text-3")
        sign = Sign(theme, icons, "triangle-alert", "state-need", 24)
        self.head = HeadBar(theme, icons)
        self.other = button(theme, tr("Other file…"))
        self.again = button(theme, tr("Try again"))
        self.token = button(theme, tr("Add new token"), Kind.PRIMARY)
        self.whole = button(theme, tr("Whole file instead"), Kind.PRIMARY)
        self.close_button = button(theme, tr("Close"))
        foot = FootBar(theme, icons, [self.other, self.again, self.close_button, self.token, self.whole])
        words = QVBoxLayout()
        words.setSpacing(theme.px(6))
        for widget in (self._title, self._cause, self._next, self._code):
            words.addWidget(widget)
        words.addStretch(1)
        body = QWidget()
        fill(body, theme, "surface")
        row = QHBoxLayout(body)
        row.setContentsMargins(*[theme.px(n) for n in (28, 28, 28, 20)])
        row.setSpacing(theme.px(14))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(Page(theme, self.head, body, foot))
        for made, asked in (
            (self.other, self.other_asked),
            (self.again, self.again_asked),
            (self.token, self.token_asked),
            (self.whole, self.whole_asked),
            (self.close_button, self.cancelled),
        ):
            made.clicked.connect(asked)

    def show_problem(self, target: SliceTarget, problem: Problem) -> None:
        """Why this file cannot be sliced now."""
        self.head.say(target.name, "")
        self._title.setText(tr(problem.title))
        self._cause.setText(problem_cause(problem))
        self._next.setText(next_step(problem))
        self._code.setText(problem.code)
        is_local = target.path is not None
        needs_token = problem.recovery is Recovery.WAIT_TOKEN
        self.token.setVisible(needs_token)
        self.whole.setVisible(not is_local and not needs_token)
        self.again.setVisible(problem.code != "slice-no-reader")
        first = self.token if needs_token else self.whole if not is_local else self.again
        first.setDefault(True)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setAccessibleName(f"{tr(problem.title)}. {problem_line(problem)}")
