"""What a test can do to a running site: hold bodies back, flip a byte, answer the next requests wrongly."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from score_gui.demo.record import Service
from score_gui.demo.wire import Response

_NO_LIMIT = 1 << 62


class Gate:
    """Holds the bodies of the store back at a known byte, so that tests need no sleep."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._after: int | None = None
        self._waiting: list[int] = []

    def hold(self, after: int) -> None:
        """Let each body pass up to `after` bytes and keep the rest back."""
        with self._changed:
            self._after = after
            self._changed.notify_all()

    def release(self) -> None:
        """Let all bodies pass."""
        with self._changed:
            self._after = None
            self._changed.notify_all()

    def wait_held(self, connections: int, timeout: float) -> bool:
        """Wait until so many bodies are kept back. False if that took longer than `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._held() >= connections, timeout)

    def allowance(self, sent: int) -> int:
        """Return how many more bytes may go after `sent` of a body: 0 where the gate keeps the rest back."""
        with self._changed:
            return _NO_LIMIT if self._after is None else max(0, self._after - sent)

    @contextmanager
    def queue(self, sent: int) -> Iterator[None]:
        """Count as kept back after `sent` bytes for a while."""
        with self._changed:
            self._waiting.append(sent)
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._waiting.remove(sent)

    def _held(self) -> int:
        """Not those that may go on by now and have not found out yet."""
        after = self._after
        return 0 if after is None else sum(sent >= after for sent in self._waiting)

    def wait_open(self, sent: int, timeout: float) -> bool:
        """Wait until bytes after `sent` may go. False after `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._after is None or self._after > sent, timeout)


class Corruption:
    """Bytes to spoil, each once, when they are served the next time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: set[tuple[str, int]] = set()

    def add(self, object_id: str, offset: int) -> None:
        with self._lock:
            self._due.add((object_id, offset))

    def take(self, object_id: str, start: int, end: int) -> tuple[int, ...]:
        """Return the offsets to spoil in [start, end) of an object, and forget them."""
        with self._lock:
            taken = {mark for mark in self._due if mark[0] == object_id and start <= mark[1] < end}
            self._due -= taken
        return tuple(offset for _, offset in taken)


class PreparedAnswers:
    """Answers to give instead of the true ones, in the order they were prepared."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: dict[Service, deque[Response]] = defaultdict(deque)

    def add(self, service: Service, answer: Response, times: int) -> None:
        with self._lock:
            self._queues[service].extend([answer] * times)

    def take(self, service: Service) -> Response | None:
        with self._lock:
            queue = self._queues[service]
            return queue.popleft() if queue else None
