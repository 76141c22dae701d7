"""No test may leave a thread of ours running, daemon or not.

A thread that outlives its test works on in the next one, where its failure cannot be understood.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback

GRACE_SECONDS = 20.0
"""Spent only on a thread that stays, so long that one which is about to end does so on a busy computer too."""
# Timers of the test tools, and threads that Qt or a C library started and Python only met.
NOT_OURS = ("pytest_timeout", "Dummy-", "pydevd")


def leaked(before: set[threading.Thread]) -> list[str]:
    """Return one description per thread that is still alive after a short grace."""
    started = [thread for thread in threading.enumerate() if thread not in before and is_ours(thread)]
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in started:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [describe(thread) for thread in started if thread.is_alive()]


def is_ours(thread: threading.Thread) -> bool:
    """Say whether the program or the test started this thread."""
    return thread is not threading.current_thread() and not thread.name.startswith(NOT_OURS)


def describe(thread: threading.Thread) -> str:
    """Return the thread's name and the line where it is now."""
    frame = sys._current_frames().get(thread.ident or 0)
    where = traceback.format_stack(frame)[-1].strip() if frame else "nowhere any more"
    return f"leaked thread: {thread.name} (daemon: {thread.daemon}), now in {where}"
