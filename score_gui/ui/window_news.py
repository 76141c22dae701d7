"""What the engine says, put where it is seen: rows, sums, speeds, the details of the selection."""

from __future__ import annotations

from collections.abc import Callable

from score_gui.model.messages import Added, Changed, Event, Gone, Idle, Noted, PartsSeen, Stopped, Ticked
from score_gui.ui.queue_rows import Delta
from score_gui.ui.speed_desk import SpeedDesk
from score_gui.ui.sums_board import SumsBoard
from score_gui.ui.window_body import Shown, WindowBody


class News:
    """`body` is the one of the moment; `changed` is called when rows, or the state of some, are others now."""

    def __init__(
        self,
        shown: Shown,
        sums: SumsBoard,
        speed: SpeedDesk,
        body: Callable[[], WindowBody],
        changed: Callable[[], None],
    ) -> None:
        self._shown, self._sums, self._speed = shown, sums, speed
        self._body, self._changed = body, changed

    def take(self, event: Event) -> None:
        """Show it."""
        match event:
            case Changed(transfers):
                self._apply(self._shown.rows.change(transfers))
            case Gone(ids):
                self._apply(self._shown.rows.drop(ids))
            case Ticked():
                self._tick(event)
            case PartsSeen():
                self._body().page.details.show_parts(event)
            case Noted():
                self._body().page.details.add_note(event)
            case Added(ids):
                self._body().page.view.lead_to(ids)
            case Idle() | Stopped():
                self._sums.rest()

    def _apply(self, delta: Delta) -> None:
        self._shown.model.apply(delta)
        self._body().desk.refresh(delta)
        self._sums.show()
        self._speed.look()
        self._changed()

    def _tick(self, event: Ticked) -> None:
        delta = self._shown.rows.tick(event.samples)
        self._shown.model.refresh(delta)
        self._body().desk.refresh(delta)
        self._sums.set_speed(event.speed)
        self._speed.tick(event)
