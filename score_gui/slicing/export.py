"""Starts the reading process, lets it read what has been fetched, listens to it, and ends it.

It works while the rest is still on its way: fetching waits for the network and reading for the processor.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Self

import score_gui
from score_gui.files.space import free_bytes
from score_gui.model import disk_problems
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.depth import REGIONS, Depth
from score_gui.slicing.fetch import LOOK_EVERY, CancelledError
from score_gui.slicing.orders import Answer, Order

STALL = 900.0
"""Seconds without a word. Writing the index of a large slice is the longest silent step."""
MEMORY = 2 << 30
_LONGEST_WORD = 65_536
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")

_log = logging.getLogger(__name__)


def allowed_seconds(planned: int) -> int:
    """Computing time for `planned` bytes of a file: a thousand times what they take, and an end for a loop without."""
    return 120 + planned // 50_000


class Reader:
    """An order at work in a process of its own. `folder` is empty and its own. Used by one thread, as a context.

    The process waits before each question until `permit` has said that its bytes are there.
    """

    def __init__(self, order: Order, folder: Path, name: str) -> None:
        self._order, self._folder, self._name = order, folder, name
        self._complaints = folder / "complaints"
        self._permitted = 0
        self._depths: list[Depth] = []
        self._last: Answer | None = None
        self.is_over = False
        self.reads = 0

    def __enter__(self) -> Self:
        (self._folder / "room").mkdir()
        with self._complaints.open("wb") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "score_gui.slicing.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                cwd=self._folder / "room",
                env=_environment(self._folder),
            )
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._listen, name="slice-reader", daemon=True)
        self._thread.start()
        self._say(self._order.to_json())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was not said any more cannot be flushed
                    stream.close()
        said = self._complaints.read_bytes()[-2000:].decode("utf-8", "replace").strip()
        _log.info("the reader said: %s", said)

    def permit(self, count: int) -> None:
        """The bytes of the first `count` questions are there; opening the file is the first of all."""
        if count > self._permitted:
            self._permitted = count
            self._say(str(count))

    def hear(self) -> None:
        """Take in what the process has said by now, without waiting."""
        while not self.is_over and not self._lines.empty():
            self._take(self._lines.get())

    def last_word(self, cancel: threading.Event, tell: Callable[[int], None]) -> Answer:
        """Wait for the end; `tell` hears the reads so far.

        The answer is `done` or names what is `damaged`. Raises ProblemError or CancelledError.
        """
        heard = time.monotonic()
        while not self.is_over and time.monotonic() - heard < STALL:
            if cancel.is_set():
                raise CancelledError
            with suppress(Empty):
                self._take(self._lines.get(timeout=LOOK_EVERY))
                heard = time.monotonic()
                tell(self.reads)
        return self._judged(self._last)

    def _take(self, line: bytes | None) -> None:
        if line is None:
            self.is_over = True
            return
        answer = Answer.from_json(line.decode("utf-8"))
        self.reads = answer.reads
        self._depths += answer.depths[: REGIONS - len(self._depths)]
        if answer.done or answer.detail is not None:
            self._last, self.is_over = replace(answer, depths=tuple(self._depths)), True

    def _judged(self, answer: Answer | None) -> Answer:
        if answer is None:
            self._process.kill()
            ending = _ending(self._process.wait())
            raise ProblemError(troubles.reader_stopped(self._name, ending))
        if answer.full:
            folder = Path(self._order.output).parent
            raise ProblemError(disk_problems.no_space(folder, 0, free_bytes(folder)))
        if not answer.done and answer.damaged is None:
            raise ProblemError(troubles.read_trouble(self._name, answer.detail or "no reason was given"))
        return answer

    def _listen(self) -> None:
        stdout = _pipe(self._process.stdout)
        while line := stdout.readline(_LONGEST_WORD):
            self._lines.put(line)
        self._lines.put(None)

    def _say(self, line: str) -> None:
        """The process may have ended already; then its exit tells more than a broken pipe."""
        stdin = _pipe(self._process.stdin)
        with suppress(BrokenPipeError):
            stdin.write(line.encode() + b"\n")
            stdin.flush()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the process has no pipes")
    return stream


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


def _ending(code: int) -> str:
    if code >= 0:
        return f"it ended with status {code}"
    known = {number.value: number.name for number in signal.Signals}
    return f"it was ended by {known.get(-code, -code)}"
