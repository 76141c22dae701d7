"""Notices that the computer slept or the program stood still: every connection is dead then, and none says so."""

from __future__ import annotations

from collections.abc import Callable

LONG = 60.0
"""Seconds. A shorter pause is left to the connections' own limits."""
LONGEST_WORK = 600.0
"""Seconds that may pass between two waits: the computer may fall asleep in the middle of work, but work takes time."""


class Sleep:
    """Owned by the engine's thread. `now` is monotonic, `wall` that of the calendar.

    Monotonic clocks stand still while some systems sleep and go on while others do, so both are watched.
    """

    def __init__(self, now: Callable[[], float], wall: Callable[[], float]) -> None:
        self._now = now
        self._wall = wall
        self._expected: float | None = None
        self._seen = now()
        self._is_late = False
        self._apart = wall() - now()

    def expect(self, moment: float | None) -> None:
        """The engine is about to wait, until `moment` (monotonic) at most; None if only a message ends it."""
        now = self._now()
        self._is_late = now - self._seen > LONGEST_WORK
        self._seen, self._expected = now, moment

    def has_passed(self) -> bool:
        """Whether a long time went by that the engine did not wait for. Ask after every wait."""
        self._seen = now = self._now()
        apart = self._wall() - now
        jumped, self._apart = apart - self._apart > LONG, apart
        late = self._expected is not None and now - self._expected > LONG
        return jumped or late or self._is_late
