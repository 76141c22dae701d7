"""The practice site as a command: one line of JSON that says how to use it, then service until a signal."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from score_gui.demo.data import make_practice_data
from score_gui.demo.site import DAY_SECONDS, PracticeSite

_INTERRUPTED = 130
# On Windows a wait without a limit cannot be interrupted from the keyboard.
_NAP_SECONDS = 0.5


def run_demo_site(port: int | None, expiry: float | None, data_folder: Path, out: TextIO) -> int:
    """Make the data if need be, serve it, and return the exit status once a signal has come.

    `port` None or 0 takes a free one; `expiry` is the life of links in seconds, None for a day. Prints one
    line of JSON to `out` when the site answers: storage_url, metadata_url, token, manifest and
    manifest_25k (paths), reference (a path or null). Returns 130 after SIGINT, 0 after SIGTERM. Must be
    called in the main thread. Raises OSError if the port is taken or the folder cannot be written.
    """
    with _signals() as received:
        data = make_practice_data(data_folder)
        life = DAY_SECONDS if expiry is None else expiry
        with PracticeSite(data, port=port or 0, expiry_seconds=life) as site:
            print(json.dumps(_introduction(site)), file=out, flush=True)
            received.wait()
    return received.status


def _introduction(site: PracticeSite) -> dict[str, str | None]:
    reference = site.data.reference
    return {
        "storage_url": site.storage_url,
        "metadata_url": site.metadata_url,
        "token": site.token,
        "manifest": str(site.data.manifest),
        "manifest_25k": str(site.data.manifest_25k),
        "reference": None if reference is None else str(reference),
    }


class _Received:
    """Remembers the first signal."""

    def __init__(self) -> None:
        self.status = 0
        self._came = threading.Event()

    def on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.status = _INTERRUPTED if number == signal.SIGINT else 0
        self._came.set()

    def wait(self) -> None:
        while not self._came.wait(_NAP_SECONDS):
            pass


@contextmanager
def _signals() -> Iterator[_Received]:
    received = _Received()
    former = {number: signal.signal(number, received.on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
