"""A small memory of recent answers, so that the same question is not asked for each of a thousand files."""

from __future__ import annotations

import threading
import time
from typing import Generic, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")


class Recent(Generic[_K, _V]):
    """Keeps at most `most` values, each for `seconds`; the oldest goes first. May be used from any thread."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._kept: dict[_K, tuple[float, _V]] = {}
        self._lock = threading.Lock()

    def put(self, key: _K, value: _V) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (time.monotonic(), value)
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]

    def get(self, key: _K) -> _V | None:
        with self._lock:
            return self._if_recent(self._kept.get(key))

    def take(self, key: _K) -> _V | None:
        """Get a value and forget it."""
        with self._lock:
            return self._if_recent(self._kept.pop(key, None))

    def _if_recent(self, kept: tuple[float, _V] | None) -> _V | None:
        if kept is None or time.monotonic() - kept[0] > self._seconds:
            return None
        return kept[1]
