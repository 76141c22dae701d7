"""Tells what the threads did while an event loop was kept from its work: whom to ask when a gap is too long.

It looks on from a thread of its own, so that it sees Python's stacks only where Python lets threads change; a look that
came late itself says that somebody held the lock.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from types import FrameType

_EVERY = 0.005
"""Seconds between two looks, and of a gap that are not looked at."""
_DEEP = 8
"""Functions of each stack."""


class Onlooker:
    """Writes the looks at each gap of at least so many milliseconds to a file; to be told of every beat of the loop."""

    def __init__(self, path: Path, least_ms: float) -> None:
        self._path, self._least_ms = path, least_ms
        self._looks: list[str] = []
        self._last = time.monotonic()
        threading.Thread(target=self._look_on, daemon=True).start()

    def beat(self, gap_ms: float) -> None:
        """The loop works again, after so long."""
        looks, self._looks, self._last = self._looks, [], time.monotonic()
        if gap_ms >= self._least_ms:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"=== a gap of {gap_ms:.0f} ms\n{''.join(looks)}")

    def _look_on(self) -> None:
        while True:
            before = time.monotonic()
            time.sleep(_EVERY)
            now = time.monotonic()
            if now - self._last > 2 * _EVERY:
                late = 1000 * (now - before - _EVERY)
                self._looks.append(f"after {1000 * (now - self._last):.0f} ms ({late:.0f} late)\n{_stacks()}")


def _stacks() -> str:
    """A line for each thread but the own one, innermost function first."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    frames = sys._current_frames().items()
    others = ((ident, frame) for ident, frame in frames if ident != threading.get_ident())
    return "".join(f"  {names.get(ident, ident)}: {_stack(frame)}\n" for ident, frame in others)


def _stack(frame: FrameType | None) -> str:
    told: list[str] = []
    while frame is not None and len(told) < _DEEP:
        code = frame.f_code
        told.append(f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return " < ".join(told)
