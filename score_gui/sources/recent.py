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
            at, value = self._kept.get(key, (0.0, None))
            if value is None or time.monotonic() - at > self._seconds:
                return None
            return value

    def drop(self, key: _K) -> None:
        with self._lock:
            self._kept.pop(key, None)
