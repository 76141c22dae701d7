"""A process of our own that looks at files of strangers: an empty folder, no secrets, no network, and an end to it.

It is told lines and answers with lines. Whatever becomes of it, the program goes on.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Self

import score_gui
from score_gui.model.language import tr

MEMORY = 2 << 30
_LONGEST_WORD = 65_536
_KEPT = 2000
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")

_log = logging.getLogger(__name__)


class SilentError(Exception):
    """Nothing was said in time."""


class Child:
    """`module` at work. `folder` is empty and its own. Used by one thread, as a context."""

    def __init__(self, module: str, folder: Path) -> None:
        self._module, self._folder = module, folder
        self._complaints = b""

    def __enter__(self) -> Self:
        (self._folder / "room").mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._folder / "room",
            env=environment(self._folder),
        )
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=target, name="slice-reader", daemon=True)
            for target in (self._listen, self._take_complaints)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with suppress(OSError):  # what was not said any more cannot be flushed
                    stream.close()
        _log.info("%s said: %s", self._module, self._complaints.decode("utf-8", "replace").strip())

    def say(self, line: str) -> None:
        """The process may have ended already; then its exit tells more than a broken pipe."""
        stdin = _pipe(self._process.stdin)
        with suppress(BrokenPipeError):
            stdin.write(line.encode() + b"\n")
            stdin.flush()

    def next_line(self, wait: float = 0.0) -> str | None:
        """What it says next; None once it says nothing any more. Raises SilentError after `wait` seconds."""
        try:
            line = self._lines.get(timeout=wait) if wait else self._lines.get_nowait()
        except Empty:
            raise SilentError from None
        return None if line is None else line.decode("utf-8")

    def ending(self) -> str:
        """How it came to its end, which it is brought to if it has not; in words for people, without a full stop."""
        self._process.kill()
        code = self._process.wait()
        if code >= 0:
            return tr("it ended with status {code}", code=code)
        known = {number.value: number.name for number in signal.Signals}
        return tr("it was ended by {signal}", signal=known.get(-code, -code))

    def _listen(self) -> None:
        stdout = _pipe(self._process.stdout)
        while line := stdout.readline(_LONGEST_WORD):
            self._lines.put(line)
        self._lines.put(None)

    def _take_complaints(self) -> None:
        """Only the last of them are kept: a hostile file may make htslib complain without end."""
        stderr = _pipe(self._process.stderr)
        while words := stderr.readline(_LONGEST_WORD):
            self._complaints = (self._complaints + words)[-_KEPT:]


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the process has no pipes")
    return stream


def environment(folder: Path) -> dict[str, str]:
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


def limit(memory: int, seconds: int) -> None:
    """In the process itself: most address space in bytes and computing time, where the system knows such limits."""
    if sys.platform != "win32":
        import resource

        wanted = [(resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)]
        if sys.platform == "linux":  # macOS refuses it
            wanted.append((resource.RLIMIT_AS, memory))
        for kind, value in wanted:
            _, hard = resource.getrlimit(kind)
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (most, most))
