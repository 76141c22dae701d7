"""The one crossing between the engine's thread and the window's: commands go in, events come out as one signal."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from score_gui.model.messages import Command, Event


class EngineBridge(QObject):
    """Carries messages; looks into none.

    The engine needs a callback before it exists, and the bridge needs the engine's inbox afterwards, so the
    inbox is given later with `attach`.

    Signals:
        happened: an `Event`, always in the thread in which the bridge was made.
    """

    happened = Signal(object)
    _sent = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inbox: Callable[[Command], None] | None = None
        self._sent.connect(self.happened, Qt.ConnectionType.QueuedConnection)

    def attach(self, inbox: Callable[[Command], None]) -> None:
        """Say where commands go; `inbox` may be called from the GUI thread and must not block."""
        self._inbox = inbox

    def post(self, command: Command) -> None:
        """Send a command. RuntimeError before `attach`: a wish must never vanish silently."""
        if self._inbox is None:
            raise RuntimeError("no engine is attached")
        self._inbox(command)

    def deliver(self, event: Event) -> None:
        """The engine's callback, for any thread. An engine that takes long to end may outlive the window."""
        if shiboken6.isValid(self):
            self._sent.emit(event)
