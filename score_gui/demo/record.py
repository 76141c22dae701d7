"""The site's own account of what it was asked and what it sent: the witness for claims about a client."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

from score_gui.demo.wire import Endpoint, Request, Response

_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Service(Enum):
    """The servers of a site. The one for keys is there only where a site is made with it."""

    SCORE = "score"
    SONG = "song"
    STORE = "store"
    KEYS = "keys"


class Record:
    """Counts requests, answers and bytes. Safe to use from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._requests: Counter[Service] = Counter()
        self._quiet = threading.Condition(self._lock)
        self._bodies = 0
        self._most_bodies = 0

    def counted(self, service: Service, answer: Endpoint) -> Endpoint:
        """`answer`, with each request counted by the status it got; ids in its path are written as `{id}`."""

        def counted(request: Request) -> Response:
            response = answer(request)
            with self._lock:
                self._requests[service] += 1
                self._calls[f"{service.value} {request.method} {_ID.sub('{id}', request.path)}"] += 1
                self._statuses[f"{service.value} {response.status}"] += 1
            return response

        return counted

    def count_bytes(self, object_id: str, count: int) -> None:
        """Add bytes of an object's body; a negative count takes back what could not be sent."""
        with self._lock:
            self._bytes[object_id] += count

    @contextmanager
    def body_on_its_way(self) -> Iterator[None]:
        """Count a body of the store as being sent for a while."""
        with self._lock:
            self._bodies += 1
            self._most_bodies = max(self._most_bodies, self._bodies)
        try:
            yield
        finally:
            with self._lock:
                self._bodies -= 1
                self._quiet.notify_all()

    def wait_quiet(self, timeout: float) -> bool:
        """Wait until no body is being sent. False after `timeout` seconds."""
        with self._lock:
            return self._quiet.wait_for(lambda: self._bodies == 0, timeout)

    @property
    def most_bodies(self) -> int:
        """The largest number of bodies that were on their way at once."""
        with self._lock:
            return self._most_bodies

    def bytes_served(self, object_id: str) -> int:
        with self._lock:
            return self._bytes[object_id]

    def requests(self, service: Service) -> int:
        with self._lock:
            return self._requests[service]

    def answers(self, service: Service, status: int) -> int:
        with self._lock:
            return self._statuses[f"{service.value} {status}"]

    def calls(self, service: Service, call: str) -> int:
        """Return how often `GET /download/{id}` or the like was asked, whatever the answer was."""
        with self._lock:
            return self._calls[f"{service.value} {call}"]

    def stats(self) -> dict[str, Any]:
        """Return all counts as plain values that can be written as JSON."""
        with self._lock:
            return {
                "bytes_served": {key: count for key, count in self._bytes.items() if count},
                "requests": {service.value: self._requests[service] for service in Service},
                "calls": dict(self._calls),
                "statuses": dict(self._statuses),
                "bodies": self._bodies,
                "most_bodies": self._most_bodies,
            }
