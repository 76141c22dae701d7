"""Works out what a slice costs, each time the choices have rested for a moment, and shows it in the editor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from score_gui.model.language import tr
from score_gui.ui.background import Runner, while_alive
from score_gui.ui.slice_editor import SliceEditor
from score_gui.ui.slice_facts import SliceFile, Weighed
from score_gui.ui.slice_work import Ended, ended

TYPING_PAUSE = 200
"""Milliseconds that the choices rest before their cost is worked out."""


class SliceWeighing(QObject):
    """`file` and `editor` are those of the moment; an answer to former choices is dropped.

    Signals:
        save_due: somebody wanted to save before the cost was known; it is now, and nothing is in the way.
    """

    save_due = Signal()

    def __init__(
        self,
        window: QWidget,
        run: Runner,
        file: Callable[[], SliceFile | None],
        editor: Callable[[], SliceEditor],
    ) -> None:
        super().__init__(window)
        self._run, self._file, self._editor = run, file, editor
        self._asked = 0
        self._saves_when_known = False
        self._weighed: Weighed | None = None
        self.pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self.pause.timeout.connect(self._weigh)

    @property
    def weighed(self) -> Weighed | None:
        """What the choices of the moment cost, once it is known."""
        return self._weighed

    def begin_anew(self) -> None:
        """The choices are others: what is being worked out is no more of use."""
        self.drop_answers()
        self._weighed = None
        self.pause.start()

    def save_when_known(self) -> None:
        """Do not wait for the choices to rest."""
        self._saves_when_known = True
        self.pause.start(0)

    def drop_answers(self) -> None:
        """Whatever is being worked out is of a file or of choices that nobody asks about any more."""
        self._asked += 1

    def _weigh(self) -> None:
        file, draft = self._file(), self._editor().draft
        if file is not None and self._editor().facts is not None:
            asked = self._asked
            weighing = ended(lambda: file.weigh(draft))
            self._run(weighing, while_alive(self, lambda found: self._on_weighed(asked, found)))

    def _on_weighed(self, asked: int, found: Ended[Weighed]) -> None:
        if asked != self._asked:
            return
        saves, self._saves_when_known = self._saves_when_known, False
        editor = self._editor()
        if found.problem is not None:
            editor.cost.say(tr("The cost is not known"))
            editor.complain(found.problem)
            return
        self._weighed = found.value
        editor.show_weighed(found.value)
        if saves and editor.save.isEnabled():
            self.save_due.emit()
