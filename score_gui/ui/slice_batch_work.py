"""Runs a batch behind its page: shows how far it is, and what became of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from score_gui.ui.background import Runner, while_alive
from score_gui.ui.slice_batch import BatchPage
from score_gui.ui.slice_facts import SliceBatch
from score_gui.ui.slice_words import batch_head
from score_gui.ui.slice_work import Ended, ended
from score_gui.ui.telling import announce

LOOK = 100
"""Milliseconds between two looks at the progress."""


class BatchWork(QObject):
    """One batch at a time.

    Signals:
        reveal_asked: show the folder of the slices in the system's file manager.
    """

    reveal_asked = Signal(object)

    def __init__(self, window: QWidget, page: BatchPage, run: Runner) -> None:
        super().__init__(window)
        self._window, self._page, self._run = window, page, run
        self._batch: SliceBatch | None = None
        self._folder = Path()
        self.looking = QTimer(self, interval=LOOK)
        self.looking.timeout.connect(self._look)
        self._connect()

    def _connect(self) -> None:
        self._page.cancelled.connect(self.cancel)
        self._page.reveal_asked.connect(lambda: self.reveal_asked.emit(self._folder))

    def show_in(self, page: BatchPage) -> None:
        """Go on in another page."""
        self._page = page
        self._connect()
        if self.looking.isActive():
            self._look()
        elif self._batch is not None:
            page.show_end(self._batch, self._folder)

    def start(self, batch: SliceBatch, folder: Path) -> None:
        """`folder` is where the slices go."""
        self._batch, self._folder = batch, folder
        self._look()
        self.looking.start()
        self._run(ended(batch.run), while_alive(self, lambda found: self._on_ended(batch, found)))

    def cancel(self) -> None:
        """Stop after what is finished; the page shows the rest as left out."""
        if self._batch is not None:
            self._batch.cancel()

    def _look(self) -> None:
        if self._batch is not None:
            self._page.show_batch(self._batch)

    def _on_ended(self, batch: SliceBatch, _found: Ended[None]) -> None:
        if batch is self._batch:
            self.looking.stop()
            self._page.show_end(batch, self._folder)
            announce(self._window, batch_head(batch.lines))
