"""What the command line says, and with which status it ends.

Results go to standard output, words for people to standard error. Names come from strangers: control characters
in them are made visible, so that none can steer a terminal.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from enum import IntEnum
from pathlib import Path

from score_gui.model.problem import Problem, Recovery

_ESCAPE = "backslashreplace"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_ACCESS = frozenset({"access-denied", "token-unusable"})
_SPACE = frozenset({"not-kept-disk-full"})
_LATER = "Run the same command again later."
_ONCE = {
    Recovery.RETRY: _LATER,
    Recovery.RENEW: _LATER,
    Recovery.REFETCH: _LATER,
    Recovery.DESCRIBE: _LATER,
    Recovery.WAIT_NETWORK: _LATER,
    Recovery.WAIT_SERVER: _LATER,
    Recovery.WAIT_TOKEN: "Keep a token with `score-gui token set`, or name it in ACCESSTOKEN, and run the same again.",
    Recovery.WAIT_SPACE: "Make room, or choose another disk, and run the same command again.",
    Recovery.WAIT_DRIVE: "When that has changed, run the same command again; or choose another folder.",
}
"""The next step once the run is over, when nothing goes on by itself any more."""


class Exit(IntEnum):
    """Exit statuses; a contract."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    ACCESS = 3
    SPACE = 4
    INTERRUPTED = 130


class EndError(Exception):
    """End the run with `status`, having said `text`."""

    def __init__(self, status: Exit, text: str) -> None:
        super().__init__(text)
        self.status = status


def visible(text: str) -> str:
    """Foreign text as it may be shown on a terminal: control and direction characters become escapes."""
    return "".join(
        char if unicodedata.category(char) not in _UNSEEN else f"\\u{ord(char):04x}" for char in text
    )


def say(text: str) -> None:
    """A line for people; whatever foreign text it quotes cannot steer their terminal."""
    sys.stderr.write(f"{visible(text)}\n")
    sys.stderr.flush()


def give(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def give_json(value: object) -> None:
    """One line of JSON, plain ASCII so that no terminal's encoding can stand in the way."""
    give(json.dumps(value))


def problem_text(problem: Problem) -> str:
    """Title, cause and next step in one line."""
    return f"{problem.title}. {problem.cause} {problem.next_step}"


def once_text(problem: Problem) -> str:
    """Title, cause and what to do after a run that this problem ended."""
    return f"{problem.title}. {problem.cause} {once_step(problem)}"


def once_step(problem: Problem) -> str:
    """What is left to do when nothing waits or tries again."""
    return _ONCE.get(problem.recovery, problem.next_step)


def status_of(problem: Problem) -> Exit:
    """The exit status of a run that `problem` ends."""
    if problem.recovery is Recovery.WAIT_TOKEN or problem.code in _ACCESS:
        return Exit.ACCESS
    is_full = problem.recovery is Recovery.WAIT_SPACE or problem.code in _SPACE
    return Exit.SPACE if is_full else Exit.SOME_FAILED


def prepare_streams() -> None:
    """Text that a console cannot show or that is no text must not end the program, nor that there is no console."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # started without a console on Windows, or with its streams closed
            open_to_the_end = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the program
            setattr(sys, name, open_to_the_end)
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, _ESCAPE), (sys.stderr, _ESCAPE)):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=errors)
