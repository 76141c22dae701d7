"""Keeps the speed of the last hour while the window is open, and shows it to whoever looks."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer

from score_gui.model.messages import Ticked
from score_gui.ui.details import Details
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.side_rows import running_files
from score_gui.ui.speed_history import SpeedHistory, why_rest
from score_gui.ui.speed_page import Flow

_BEAT = 5000
"""Milliseconds after which the hour moves on while nothing is told."""


class SpeedDesk:
    """Call `tick` with each sample of the engine, and `look` whenever rows changed."""

    def __init__(self, rows: QueueRows, details: Details, clock: Callable[[], float] = time.time) -> None:
        self._rows = rows
        self._details = details
        self._clock = clock
        self._history = SpeedHistory()
        self._latest = 0.0
        self._limit: int | None = None
        self._beat = QTimer(details, interval=_BEAT)
        self._beat.timeout.connect(self.look)
        self._beat.start()

    def show_in(self, details: Details) -> None:
        """Go on in another panel."""
        self._details = details
        self._beat.setParent(details)
        self.look()

    def set_limit(self, limit: int | None) -> None:
        """The speed limit in bytes per second."""
        self._limit = limit

    def tick(self, event: Ticked) -> None:
        """A sample: bytes come as long as any file has a connection."""
        now = self._now()
        connections = sum(sample.connections for sample in event.samples)
        if connections:
            self._history.moved(now, event.received)
        else:
            self._history.rested(now, why_rest(self._rows.totals))
        self._show(now, Flow(event.speed, connections, self._limit))

    def look(self) -> None:
        """Without running files no sample comes, and the reason for that may be another one now."""
        if not running_files(self._rows.totals):
            now = self._now()
            self._history.rested(now, why_rest(self._rows.totals))
            self._show(now, Flow())

    def _show(self, now: float, flow: Flow) -> None:
        self._details.show_flow(self._history.stretches(), now, flow)

    def _now(self) -> float:
        # A clock that was set back must not turn the hour around.
        self._latest = max(self._latest, self._clock())
        return self._latest
