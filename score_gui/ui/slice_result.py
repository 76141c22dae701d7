"""The page after a slice: what it holds, how deep its regions are, where it is, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr, trn
from score_gui.model.text import number_text
from score_gui.ui.actions import SHOW_WORDS
from score_gui.ui.facts_form import FactsForm
from score_gui.ui.icons import Icons
from score_gui.ui.slice_bars import FootBar, HeadBar, Page, icon_push
from score_gui.ui.slice_depth import DepthChart
from score_gui.ui.slice_depth_table import DepthTable
from score_gui.ui.slice_facts import RegionDepth, Saved
from score_gui.ui.slice_words import (
    MATES,
    covered_title,
    depth_note,
    lowest_words,
    saved_head,
    saved_rest,
    share_words,
    times,
)
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Label, Line, Sign, button, fill, label, paragraph

_NARROW = 880
_ROWS_OF_A_SCROLLED_PAGE = 6
_FACTS = (mark("Saved"), mark("Index"), "MD5", mark("From"))


class DepthPanel(QWidget):
    """The plot of one region, its figures and a note."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._title = label(theme, "", Role.STRONG)
        self._step = label(theme, "", Role.SMALL, "text-2")
        self.chart = DepthChart(theme)
        self._figures: list[Label] = []
        self._note = paragraph(theme, "", Role.SMALL, "text-2")
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._step)
        figures = QHBoxLayout()
        figures.setSpacing(theme.px(28))
        for name in _figures():
            column = QVBoxLayout()
            column.setSpacing(theme.px(2))
            value = label(theme, "", Role.HEADING)
            self._figures.append(value)
            column.addWidget(label(theme, name, Role.SMALL, "text-2"))
            column.addWidget(value)
            figures.addLayout(column)
        figures.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.px(n) for n in (20, 14, 20, 14)])
        outer.setSpacing(theme.px(10))
        outer.addLayout(head)
        outer.addWidget(self.chart, 1)
        outer.addWidget(Line(theme))
        outer.addLayout(figures)
        outer.addLayout(_noted(theme, icons, self._note))

    def show_depth(self, depth: RegionDepth) -> None:
        """Another region."""
        span = depth.region.end - depth.region.begin
        self._title.setText(tr("Depth over {region}", region=depth.name or depth.region.contig))
        step = max(1, round(span / max(1, len(depth.bins))))
        each = tr("each base")
        if step > 1:
            each = trn("{count} base per step", "{count} bases per step", step)
        self._step.setText(f"{depth.region.contig}, {each}")
        words = (
            times(depth.mean),
            lowest_words(depth),
            share_words(depth.covered),
            number_text(depth.reads),
        )
        for name, value, text in zip(_figures(), self._figures, words, strict=True):
            value.setText(text)
            value.setAccessibleName(f"{name}: {text}")
        self._note.setText(depth_note(depth))
        self.chart.show_depth(depth)


def _figures() -> tuple[str, str, str, str]:
    return tr("Mean"), tr("Lowest"), tr("Bases at {depth}", depth=covered_title()), tr("Reads")


class ResultPage(QWidget):
    """One slice.

    Signals:
        reveal_asked, igv_asked, command_asked, receipt_asked, new_asked, done_asked: what the buttons say.
    """

    reveal_asked = Signal()
    igv_asked = Signal()
    command_asked = Signal()
    receipt_asked = Signal()
    new_asked = Signal()
    done_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.reveal = icon_push(theme, icons, tr(SHOW_WORDS), "folder-open")
        self.igv = icon_push(theme, icons, tr("Open in IGV"), "external-link")
        self.head = HeadBar(theme, icons, [self.reveal, self.igv], large=True)
        self.table = DepthTable(theme)
        self.form = FactsForm(theme, _FACTS, label_width=76, mono=("MD5",))
        self.panel = DepthPanel(theme, icons)
        self.copy = icon_push(theme, icons, tr("Copy as command"), "copy")
        self.receipt = icon_push(theme, icons, tr("Save receipt…"), "receipt-text")
        self.new = button(theme, tr("New slice"))
        self.done = button(theme, tr("Done"), Kind.PRIMARY)
        self.foot = FootBar(theme, icons, [self.new, self.done], left=[self.copy, self.receipt])
        self._build(theme, icons)
        self._connect()

    def show_saved(self, saved: Saved, *, source: str, is_local: bool) -> None:
        """Tell all about a slice; `source` says what it was made of."""
        self.head.set_sign(*(("circle-check", "state-good") if saved.reads else ("info", "state-wait")))
        self.head.say(saved_head(saved), saved_rest(saved, is_local=is_local))
        self.form.set_values(
            {
                "Saved": str(saved.path),
                "Index": "" if saved.index is None else saved.index.name,
                "MD5": saved.md5,
                "From": source,
            }
        )
        self.table.lines.set_depths(saved.depths)
        self.table.fit_height()
        has_depths = bool(saved.depths)
        self.panel.setVisible(has_depths)
        self._edge.setVisible(has_depths)
        self._fit_table()
        self.table.setVisible(has_depths)
        self.igv.setEnabled(saved.index is not None)
        why = tr("IGV needs an index, which SAM does not have")
        self.igv.setToolTip("" if saved.index is not None else why)
        self.foot.say("")
        if has_depths:
            self.table.selectRow(0)
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)
        self.done.setDefault(True)

    @property
    def chosen(self) -> RegionDepth | None:
        """The region that is shown."""
        return self.panel.chart.shown

    def _build(self, theme: Theme, icons: Icons) -> None:
        facts = QWidget()
        fill(facts, theme, "surface")
        column = QVBoxLayout(facts)
        column.setContentsMargins(*[theme.px(n) for n in (20, 12, 20, 14)])
        column.setSpacing(theme.px(10))
        column.addWidget(self.form)
        column.addLayout(_noted(theme, icons, paragraph(theme, tr(MATES), Role.SMALL, "text-2")))
        left = QWidget()
        fill(left, theme, "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1000)
        column.addWidget(facts)
        column.addStretch(1)
        self._body = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(left, 50)
        self._edge = Line(theme, Qt.Orientation.Vertical)
        self._row.addWidget(self._edge)
        self._row.addWidget(self.panel, 52)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._body)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(Page(theme, self.head, scroll, self.foot))

    def _connect(self) -> None:
        self.table.depth_chosen.connect(self.panel.show_depth)
        for made, asked in (
            (self.reveal, self.reveal_asked),
            (self.igv, self.igv_asked),
            (self.copy, self.command_asked),
            (self.receipt, self.receipt_asked),
            (self.new, self.new_asked),
            (self.done, self.done_asked),
        ):
            made.clicked.connect(asked)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._row.setDirection(
            QBoxLayout.Direction.TopToBottom if self._is_narrow else QBoxLayout.Direction.LeftToRight
        )
        self._fit_table()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < self._theme.px(_NARROW)

    def _fit_table(self) -> None:
        """Where the page scrolls, the table does not as well, unless it is long."""
        rows = _ROWS_OF_A_SCROLLED_PAGE if self._is_narrow else 2
        wanted = self._theme.px(28 + rows * 48)
        self.table.setMinimumHeight(min(wanted, self.table.maximumHeight()))


def _noted(theme: Theme, icons: Icons, words: Label) -> QHBoxLayout:
    sign = Sign(theme, icons, "info")
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row
