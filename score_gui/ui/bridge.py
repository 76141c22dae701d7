"""The one crossing between the engine's thread and the window's: commands go in, events come out as one signal."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from score_gui.model.messages import Changed, Command, Event, Gone, Stopped

PORTION = 1000
"""Rows that the window takes in at once, in some 20 ms."""


class EngineBridge(QObject):
    """Carries messages in their order. An event of many rows comes in portions, between which the window has a turn.

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
        self._waiting: deque[Event] = deque()
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._hand_over)
        self._sent.connect(self._on_sent, Qt.ConnectionType.QueuedConnection)

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

    def _on_sent(self, event: Event) -> None:
        if isinstance(event, Stopped):  # nobody looks any more
            self._waiting.clear()
        self._waiting.extend(portions(event))
        if not self._turn.isActive():
            self._hand_over()

    def _hand_over(self) -> None:
        self.happened.emit(self._waiting.popleft())
        if self._waiting:
            self._turn.start()


def portions(event: Event) -> Iterator[Event]:
    """The same, told in events of at most `PORTION` rows."""
    match event:
        case Changed(transfers) if len(transfers) > PORTION:
            # The window shows an index file in the row of its main file, which has to be there by then.
            mains_first = sorted(transfers, key=lambda row: row.companion_of is not None)
            yield from (Changed(tuple(mains_first[first : first + PORTION])) for first in _firsts(transfers))
        case Gone(ids) if len(ids) > PORTION:
            yield from (Gone(ids[first : first + PORTION]) for first in _firsts(ids))
        case _:
            yield event


def _firsts(rows: tuple[object, ...]) -> range:
    return range(0, len(rows), PORTION)
