"""Starts the reading process, listens to it, and ends it when it is cancelled or says nothing for too long."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

import score_gui
from score_gui.files.space import free_bytes
from score_gui.model import disk_problems
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.depth import REGIONS, Depth
from score_gui.slicing.fetch import CancelledError
from score_gui.slicing.orders import Answer, Order

STALL = 900.0
"""Seconds without a word. Writing the index of a large slice is the longest silent step."""
MEMORY = 2 << 30
_LISTEN = 0.02
"""Seconds between two looks at whether the person wants out; that is to be over within 50 ms."""
_LONGEST_WORD = 65_536
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")

_log = logging.getLogger(__name__)


def allowed_seconds(planned: int) -> int:
    """Computing time for `planned` bytes of a file: generous, and yet an end for a loop without one."""
    return 900 + planned // 100_000


def carry_out(
    order: Order, folder: Path, name: str, cancel: threading.Event, tell: Callable[[int], None]
) -> Answer:
    """Run `order` in a process of its own; `tell` hears the reads so far. `folder` is empty and its own.

    The answer is `done` or names what is `damaged`. Raises ProblemError or CancelledError.
    """
    complaints = folder / "complaints"
    (folder / "room").mkdir()
    with complaints.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "score_gui.slicing.reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=folder / "room",
            env=_environment(folder),
        )
    try:
        answer = _Listener(process).converse(order, cancel, tell)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
    _log.info("the reader said: %s", complaints.read_bytes()[-2000:].decode("utf-8", "replace").strip())
    if answer is None:
        raise ProblemError(troubles.reader_stopped(name, _ending(process.returncode)))
    if answer.full:
        folder_of_output = Path(order.output).parent
        raise ProblemError(disk_problems.no_space(folder_of_output, 0, free_bytes(folder_of_output)))
    if not answer.done and answer.damaged is None:
        raise ProblemError(troubles.read_trouble(name, answer.detail or "no reason was given"))
    return answer


def _environment(folder: Path) -> dict[str, str]:
    """Nothing but what a process needs to run: no token, no proxy; htslib looks for references nowhere."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    package = str(Path(score_gui.__file__).resolve().parents[1])
    private = str(folder / "room")
    return {
        **kept,
        "PYTHONPATH": package,
        "HOME": private,
        "TMPDIR": private,
        "REF_PATH": ":",
        "REF_CACHE": str(folder / "references" / "%s"),
    }


class _Listener:
    """Hears the lines of the process on a thread, so that waiting for one can end."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()

    def converse(self, order: Order, cancel: threading.Event, tell: Callable[[int], None]) -> Answer | None:
        """The last word of the process; None if it came to none."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the process has no pipes")
        thread = threading.Thread(
            target=self._listen, args=(self._process.stdout,), name="slice-reader", daemon=True
        )
        thread.start()
        try:
            _say(self._process.stdin, order)
            return self._until_last_word(cancel, tell)
        finally:
            self._process.kill()
            thread.join()

    def _until_last_word(self, cancel: threading.Event, tell: Callable[[int], None]) -> Answer | None:
        heard = time.monotonic()
        depths: list[Depth] = []
        while time.monotonic() - heard < STALL:
            if cancel.is_set():
                raise CancelledError
            try:
                line = self._lines.get(timeout=_LISTEN)
            except Empty:
                continue
            if line is None:
                return None
            answer, heard = Answer.from_json(line.decode("utf-8")), time.monotonic()
            if answer.done or answer.detail is not None:
                return replace(answer, depths=tuple(depths))
            depths += answer.depths[: REGIONS - len(depths)]
            if not answer.depths:
                tell(answer.reads)
        return None

    def _listen(self, stdout: IO[bytes]) -> None:
        while line := stdout.readline(_LONGEST_WORD):
            self._lines.put(line)
        self._lines.put(None)


def _say(stdin: IO[bytes], order: Order) -> None:
    """The process may have ended already; then its exit tells more than a broken pipe."""
    try:
        stdin.write(order.to_json().encode() + b"\n")
        stdin.flush()
    except BrokenPipeError:
        return


def _ending(code: int) -> str:
    if code >= 0:
        return f"it ended with status {code}"
    known = {number.value: number.name for number in signal.Signals}
    return f"it was ended by {known.get(-code, -code)}"
