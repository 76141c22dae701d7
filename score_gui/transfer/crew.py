"""Daemon threads that take tasks, started when needed and reused.

`concurrent.futures` is not used because its threads are joined when the interpreter ends: quitting would wait for
a blocked read. A crew's threads are daemons, and `close` waits for them only as long as it is told to.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

Task = Callable[[], None]


class Crew:
    """Runs tasks on at most `size` threads, besides those that hang.

    A task reports its own failure; it must not raise.
    """

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self.size = size
        self.hanging = 0
        """Threads that do not come back for now: as many others may be started for them."""
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._outstanding = 0

    def submit(self, task: Task) -> None:
        with self._lock:
            self._outstanding += 1
            if len(self._threads) < min(self._outstanding, self.size + self.hanging):
                self._start_thread()
        self._tasks.put(task)

    def close(self, timeout: float) -> bool:
        """Let the threads end after what they do now. False if some still run after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _start_thread(self) -> None:
        thread = threading.Thread(
            target=self._run, name=f"{self._name}-{len(self._threads) + 1}", daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
            with self._lock:
                self._outstanding -= 1
