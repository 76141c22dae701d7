"""Runs a program and says what it needed: seconds, processor time, memory, and what it told of itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, Self

from tests.bench.site import memory_folder

PATIENCE = 600.0
"""Seconds after which a program that does not end is ended."""
_LOOK_EVERY = 0.1


@dataclass(frozen=True)
class Outcome:
    """One run of a program with all that it started. `told` is the JSON object that it printed, if it did."""

    seconds: float
    cpu: float
    peak_mib: float
    told: dict[str, Any]


@contextmanager
def empty_folder() -> Iterator[Path]:
    """A folder for what is fetched, in memory where the system has that."""
    with TemporaryDirectory(prefix="bench-out-", dir=memory_folder()) as name:
        yield Path(name)


def run(command: Sequence[str], given: str = "", environ: dict[str, str] | None = None) -> Outcome:
    """Run it to its end; `given` is its input. Raises CalledProcessError if it did not do its work."""
    with TemporaryFile("w+") as source, TemporaryFile("w+") as output:
        source.write(given)
        source.seek(0)
        began = time.monotonic()
        child = subprocess.Popen(command, stdin=source, stdout=output, env={**os.environ, **(environ or {})})
        timer = threading.Timer(PATIENCE, child.kill)
        timer.start()
        with _MemoryWatch(child.pid) as watch:
            _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - began
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)
        output.seek(0)
        told = _json_of(output.read())
    return Outcome(seconds, usage.ru_utime + usage.ru_stime, watch.peak_mib, told)


def run_python(module: str, wish: object, environ: dict[str, str] | None = None) -> Outcome:
    """Run one of our own children with its wish as JSON."""
    return run([sys.executable, "-m", module], json.dumps(wish), environ)


def _json_of(text: str) -> dict[str, Any]:
    last = text.strip().rpartition("\n")[2]
    if not last.startswith("{"):
        return {}
    found: dict[str, Any] = json.loads(last)
    return found


class _MemoryWatch:
    """Looks ten times a second at the peak memory of a process and of its children, summed."""

    def __init__(self, pid: int) -> None:
        self.peak_mib = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_EVERY):
            self.peak_mib = max(self.peak_mib, _peak(self._pid) / 1024)


def _peak(pid: int) -> int:
    """KiB; 0 where the system does not tell."""
    process = Path("/proc") / str(pid)
    try:
        status = (process / "status").read_text()
        children = (process / "task" / str(pid) / "children").read_text().split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return own + sum(_peak(int(child)) for child in children)


def settle() -> None:
    """Let a server write down what it still holds back."""
    time.sleep(1.5)
