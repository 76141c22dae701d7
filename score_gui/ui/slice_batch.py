"""The page of a batch: what became of each file, while it runs and at its end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from score_gui.model.language import tr, trn
from score_gui.ui.actions import SHOW_WORDS
from score_gui.ui.icons import Icons
from score_gui.ui.slice_bars import FootBar, HeadBar, Page, icon_push
from score_gui.ui.slice_batch_table import BatchTable
from score_gui.ui.slice_facts import BatchLine, LineState, SliceBatch
from score_gui.ui.slice_strips import CostStrip
from score_gui.ui.slice_words import batch_head, batch_line, batch_rest, progress_words
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Kind, button, fill

_AT_WORK = frozenset({LineState.WAITING, LineState.WORKING})


class BatchPage(QWidget):
    """A table of files; the chosen one says in the foot what happened to it.

    Signals:
        cancelled: stop after what is finished.
        reveal_asked: show the folder.
        new_asked: the same files, other regions.
        done_asked: close.
    """

    cancelled = Signal()
    reveal_asked = Signal()
    new_asked = Signal()
    done_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.reveal = icon_push(theme, icons, tr(SHOW_WORDS), "folder-open")
        self.head = HeadBar(theme, icons, [self.reveal], large=True)
        self.table = BatchTable(theme, icons)
        self.cost = CostStrip(theme)
        self.cancel = button(theme, tr("Cancel"))
        self.new = button(theme, tr("New slice"))
        self.done = button(theme, tr("Done"), Kind.PRIMARY)
        self.foot = FootBar(theme, icons, [self.cancel, self.new, self.done])
        body = QWidget()
        fill(body, theme, "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        strip = QVBoxLayout()
        strip.setContentsMargins(*[theme.px(n) for n in (20, 0, 20, 14)])
        strip.addWidget(self.cost)
        column.addLayout(strip)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(Page(theme, self.head, body, self.foot))
        self.table.line_chosen.connect(self._on_line)
        self.cancel.clicked.connect(self.cancelled)
        self.reveal.clicked.connect(self.reveal_asked)
        self.new.clicked.connect(self.new_asked)
        self.done.clicked.connect(self.done_asked)

    def show_batch(self, batch: SliceBatch) -> None:
        """How far the batch is now."""
        lines = batch.lines
        self.table.lines.set_lines(lines)
        finished = sum(line.state not in _AT_WORK for line in lines)
        self.head.set_sign("scissors", "accent")
        self.head.say(
            trn("{done:,} of {count} file done", "{done:,} of {count} files done", len(lines), done=finished),
            tr("One that cannot be sliced does not stop the others."),
        )
        progress = batch.progress
        share = progress.fetched / progress.planned if progress.planned else 0.0
        words, after = progress_words(progress)
        self.cost.show_share(words, after, share)
        self._set_running(running=True)

    def show_end(self, batch: SliceBatch, folder: Path) -> None:
        """What became of all."""
        lines = batch.lines
        self.table.lines.set_lines(lines)
        good = all(line.state is LineState.DONE for line in lines)
        self.head.set_sign(*(("circle-check", "state-good") if good else ("info", "state-wait")))
        self.head.say(batch_head(lines), batch_rest(lines, folder))
        self._set_running(running=False)
        first = next((row for row, line in enumerate(lines) if line.problem is not None), None)
        if first is not None:
            self.table.selectRow(first)
            self._on_line(lines[first])
        self.done.setDefault(True)
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_running(self, *, running: bool) -> None:
        self.cost.setVisible(running)
        self.cancel.setVisible(running)
        for made in (self.new, self.done, self.reveal):
            made.setVisible(not running)

    def _on_line(self, line: BatchLine) -> None:
        if line.problem is None:
            self.foot.say("")
            return
        self.foot.say(f"{batch_line(line)} {tr(line.problem.next_step)}", "triangle-alert", "state-need")
