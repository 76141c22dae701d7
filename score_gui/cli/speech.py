"""What the command line says, and with which status it ends.

Results go to standard output, words for people to standard error. Names come from strangers: control characters
in them are made visible, so that none can steer a terminal.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from enum import IntEnum

from score_gui.model.problem import Problem


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
        char if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else f"\\u{ord(char):04x}"
        for char in text
    )


def say(text: str) -> None:
    """A line for people."""
    sys.stderr.write(f"{text}\n")
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


def prepare_streams() -> None:
    """A name that a console cannot show must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
