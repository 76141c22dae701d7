"""A run of the program in a process of its own, with somebody at it; how it ends is up to whoever listens."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from tests.guards.surroundings import ROOT

LAB = "lab"
"""The profile of the site."""
PATIENCE = 60.0
"""Seconds after which a program that says nothing hangs."""
CALM_PATIENCE = 180.0


class Order(StrEnum):
    """What comes after a step."""

    GO_ON = "go on"
    QUIT = "quit"
    """Close what is open and then the window."""
    END = "end"
    TERM = "term"
    """A log-out, whatever is open."""
    KILL = "kill"


class Child:
    """`hung` says where it stood still; `report` is what it said of itself at its end, None after a kill."""

    def __init__(self, wish: dict[str, Any], environ: Mapping[str, str], place: Path, errors: Path) -> None:
        self.report: dict[str, Any] | None = None
        self.hung = ""
        self.words = ""
        self.status: int | None = None
        self._errors = errors
        self._is_doomed = False
        self._patience = CALM_PATIENCE if wish["is_calm"] else PATIENCE
        with errors.open("ab") as told:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", "tests.monkey.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                env={**os.environ, **environ, "PYTHONPATH": str(ROOT)},
                cwd=place,
            )
        self._say(wish)

    def listen(self, on_told: Callable[[dict[str, Any]], None], on_step: Callable[[str], Order]) -> None:
        """Until it has ended. A complaint ends it at once."""
        try:
            for told in self._lines():
                if "end" in told:
                    self.report = told["end"]
                elif "did" in told:
                    self._obey(on_step(told["did"]))
                else:
                    on_told(told)
        except BaseException:
            self._process.kill()
            raise
        finally:
            self._end()

    def _obey(self, order: Order) -> None:
        match order:
            case Order.KILL:
                self._is_doomed = True
                self._say({"do": Order.GO_ON})
            case Order.TERM:
                self._process.terminate()
                self._say({"do": Order.GO_ON})
            case _:
                self._say({"do": order})

    def _say(self, words: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it has ended by itself, as its settings may say
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
            self._process.stdin.flush()

    def _lines(self) -> Iterator[dict[str, Any]]:
        assert self._process.stdout is not None
        pipe, held = self._process.stdout.fileno(), b""
        while True:
            ready, _, _ = select.select([pipe], [], [], self._patience)
            if not ready:
                self._tell_where_it_hangs()
                return
            more = os.read(pipe, 1 << 16)
            if not more:
                return
            if self._is_doomed:  # it has spoken again: it is amid the work that the last step began
                self._process.kill()
            *lines, held = (held + more).split(b"\n")
            for line in lines:
                yield json.loads(line)

    def _tell_where_it_hangs(self) -> None:
        self._process.send_signal(signal.SIGUSR1)  # it tells where each thread stands, and ends
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        self._process.kill()
        self._process.wait()
        self.hung = self._errors.read_text("utf-8", "replace")[-6000:]

    def _end(self) -> None:
        try:
            self.status = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._tell_where_it_hangs()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self.words = self._errors.read_text("utf-8", "replace")
