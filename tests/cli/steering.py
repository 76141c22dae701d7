"""Does something to a site while the program runs in the test's own thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def steering(deed: Callable[[], object]) -> Iterator[None]:
    """Run `deed` in a thread beside the block; what it raises is raised at the end of the block."""
    failures: list[Exception] = []

    def run() -> None:
        try:
            deed()
        except Exception as failure:  # noqa: BLE001 - raised again where the test sees it
            failures.append(failure)

    thread = threading.Thread(target=run, name="steering")
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if failures:
        raise failures[0]
