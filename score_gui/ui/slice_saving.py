"""Makes one slice behind the editor: shows how far it is, and tells what became of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from score_gui.model.language import tr
from score_gui.ui.background import Runner, while_alive
from score_gui.ui.slice_batch_work import LOOK
from score_gui.ui.slice_draft import Draft
from score_gui.ui.slice_editor import Mode, SliceEditor
from score_gui.ui.slice_facts import Progress, Saved, SliceFile, Weighed
from score_gui.ui.slice_words import CANCELLED
from score_gui.ui.slice_work import Ended, ended


class SliceSaving(QObject):
    """One slice at a time; `editor` is the one of the moment.

    Signals:
        made: the slice is there (its `Draft`, its `Saved`).
    """

    made = Signal(object, object)

    def __init__(self, window: QWidget, run: Runner, editor: Callable[[], SliceEditor]) -> None:
        super().__init__(window)
        self._run, self._editor = run, editor
        self._file: SliceFile | None = None
        self.progress: Progress | None = None
        self.looking = QTimer(self, interval=LOOK)
        self.looking.timeout.connect(self.look)

    def start(self, file: SliceFile, weighed: Weighed) -> None:
        """Make the slice that the editor tells of."""
        draft = self._editor().draft
        self._file, self.progress = file, file.begin()
        progress = self.progress
        self._editor().set_mode(Mode.SAVING)
        self.look()
        self.looking.start()
        saving = ended(lambda: file.save(draft, weighed, progress))
        self._run(saving, while_alive(self, lambda found: self._on_saved(progress, draft, found)))

    def cancel(self) -> bool:
        """Say so at once; the threads end behind it. False if nothing is on its way."""
        if self._file is None:
            return False
        self._file.cancel()
        self.leave()
        self._editor().set_mode(Mode.CHOOSING)
        self._editor().say(tr(CANCELLED))
        return True

    def leave(self) -> None:
        """Whatever becomes of it, nobody looks at it any more."""
        self.looking.stop()
        self._file = self.progress = None

    def look(self) -> None:
        """Show how far it is, if anything is on its way."""
        if self.progress is not None:
            self._editor().show_progress(self.progress)

    def _on_saved(self, progress: Progress, draft: Draft, found: Ended[Saved]) -> None:
        if progress is not self.progress:
            return  # cancelled, and said so already
        self.leave()
        if found.value is not None:
            self.made.emit(draft, found.value)
            return
        self._editor().set_mode(Mode.CHOOSING)
        if found.problem is not None:
            self._editor().complain(found.problem)
