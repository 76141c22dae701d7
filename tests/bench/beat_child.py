"""A process that does nothing but wake up 60 times a second, and notes how late: what this computer makes of anybody.

`python -m tests.bench.beat_child`, until its input is closed; then it tells all its beats as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time

BEAT = 0.016
"""Seconds."""


def main() -> int:
    over = threading.Event()
    beats: list[tuple[float, float]] = []

    def beat() -> None:
        due = time.monotonic() + BEAT
        while not over.is_set():
            time.sleep(max(0.0, due - time.monotonic()))
            now = time.monotonic()
            beats.append((now, (now - due) * 1000))
            due = now + BEAT

    thread = threading.Thread(target=beat)
    thread.start()
    sys.stdin.read()
    over.set()
    thread.join()
    sys.stdout.write(json.dumps(beats) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
