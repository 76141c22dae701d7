"""The first tab of the details: where a file stands in one sentence, its bar, its facts, or what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.messages import Sample
from score_gui.model.transfer import Status
from score_gui.ui.bar_painter import BarWidget
from score_gui.ui.deeds import deeds_for, troubled
from score_gui.ui.facts_form import FactsForm
from score_gui.ui.icons import Icons
from score_gui.ui.overview_words import (
    LEFT_NAMES,
    RIGHT_NAMES,
    SUM_NAMES,
    left_facts,
    problem_trace,
    right_facts,
    several_facts,
    several_title,
    trouble_title,
)
from score_gui.ui.part_legend import BarLegend
from score_gui.ui.problem_box import ProblemBox
from score_gui.ui.queue_rows import Row
from score_gui.ui.state_looks import LOOKS
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, label
from score_gui.ui.words import heading

_LEGEND = (
    ("bar-disk", mark("On disk")),
    ("bar-checked", mark("Checked against MD5")),
    ("bar-flight", mark("Arriving")),
    ("bar-again", mark("Again")),
)

_TWO_COLUMNS = 660
_LABELS, _WIDE_LABELS = 84, 116


class Overview(QWidget):
    """One row or several.

    Signals:
        deed_asked: a button of the state was pressed (`Deed`); whether it holds for the whole manifest.
    """

    deed_asked = Signal(object, bool)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._rows: Sequence[Row] = ()
        self._is_compact = False
        self._icon = label(theme)
        self._title = label(theme, role=Role.HEADING)
        self._second = ElidedLabel(theme, color="text-2", mode=Qt.TextElideMode.ElideRight)
        self._bar = BarWidget(theme)
        self._legend = BarLegend(theme, _LEGEND)
        self._left = FactsForm(theme, LEFT_NAMES, label_width=_LABELS, mono=("Object ID",))
        self._right = FactsForm(
            theme, RIGHT_NAMES, label_width=_WIDE_LABELS, mono=("MD5 expected", "MD5 seen")
        )
        self._sums = FactsForm(theme, SUM_NAMES, label_width=_WIDE_LABELS)
        self._problem = ProblemBox(theme)
        self._facts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._problem.deed_asked.connect(self.deed_asked)
        theme.changed.connect(self._on_theme_changed)

    def set_compact(self, *, compact: bool) -> None:
        """Without the legend, where the panel is low."""
        self._is_compact = compact
        self._legend.setVisible(not compact and self._has_legend())

    def _has_legend(self) -> bool:
        at_work = {Status.DOWNLOADING, Status.REPAIRING, Status.VERIFYING}
        return len(self._rows) == 1 and self._rows[0].status in at_work

    def show_rows(self, rows: Sequence[Row], sites: dict[str, str]) -> None:
        """Show one file, or the sums of several."""
        self._rows = rows
        several = len(rows) > 1
        self._sums.setVisible(several)
        self._left.setVisible(not several)
        if several:
            self._show_several(rows)
        elif rows:
            self._show_one(rows[0], sites.get(rows[0].transfer.profile_id, ""))
        else:
            self._show_none()

    def _show_none(self) -> None:
        self._icon.clear()
        self._title.setText("")
        self._second.setText(tr("No file is selected."))
        for part in (self._bar, self._legend, self._left, self._right, self._problem):
            part.hide()

    def _show_several(self, rows: Sequence[Row]) -> None:
        title, states = several_title(rows)
        self._set_head("layers", "text-2", title, states)
        self._right.hide()
        self._bar.set_row(_joint(rows))
        self._bar.show()
        self._legend.hide()
        self._sums.set_values(several_facts(rows))
        self._problem.hide()

    def _show_one(self, row: Row, site: str) -> None:
        look = LOOKS[row.status]
        trouble = troubled(row)
        title, second = heading(row)
        if trouble is not None:
            look = LOOKS[trouble.status]
            title, second = trouble_title(trouble), look.word
        self._set_head(look.icon, look.color, title, second)
        self._bar.set_row(row)
        self._bar.setVisible(row.status is not Status.NEEDS_YOU)
        self._legend.setVisible(not self._is_compact and self._has_legend())
        self._left.set_values(left_facts(row, site))
        self._right.set_values(right_facts(row))
        self._right.setVisible(trouble is None)
        self._problem.setVisible(trouble is not None)
        if trouble is not None:
            self._problem.show_trouble(trouble, problem_trace(row, trouble), deeds_for(row))

    def _set_head(self, icon: str, color: str, title: str, second: str) -> None:
        self._icon.setPixmap(self._icons.pixmap(icon, color, 20))
        self._title.setText(title)
        self._second.setText(second)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(self._theme.px(9))
        for widget in (self._icon, self._title, self._second):
            head.addWidget(widget)
        head.setStretch(2, 1)
        self._facts.setSpacing(self._theme.px(24))
        for part in (self._problem, self._left, self._right, self._sums):
            self._facts.addWidget(part, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(self._theme.px(side) for side in (16, 12, 16, 8)))
        layout.setSpacing(self._theme.px(8))
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self._legend)
        layout.addLayout(self._facts)
        layout.addStretch(1)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Where two columns would cut every value, they stand below one another."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._theme.px(_TWO_COLUMNS)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._facts.setDirection(way)
        self._facts.setSpacing(self._theme.px(6 if narrow else 24))
        self._left.set_label_width(_WIDE_LABELS if narrow else _LABELS)

    def _on_theme_changed(self) -> None:
        if len(self._rows) == 1:
            look = LOOKS[self._rows[0].status]
            self._icon.setPixmap(self._icons.pixmap(look.icon, look.color, 20))


def _joint(rows: Sequence[Row]) -> Row:
    """All rows as if they were one file, for the joint bar."""
    status = Status.DOWNLOADING if any(row.status.is_active for row in rows) else Status.WAITING_SERVER
    if all(row.status.is_done for row in rows):
        status = Status.VERIFIED
    size, done, checked = (
        sum(values) for values in zip(*((r.size, r.done, r.checked) for r in rows), strict=True)
    )
    joint = replace(rows[0].transfer, status=status, size=size, kept=done, companion_of=None)
    return Row(joint, Sample(joint.id, done, checked))
