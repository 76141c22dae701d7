"""What a person is told when something stands in the way, and what the program does about it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Recovery(StrEnum):
    """What happens next without anybody's help; `PERSON` is the only one that needs somebody."""

    RETRY = "retry"
    """Try the same again after a growing pause."""
    RENEW = "renew"
    """Ask for a new ticket and go on at the same byte."""
    REFETCH = "refetch"
    """Fetch only the bad bytes again."""
    DESCRIBE = "describe"
    """Ask the site again what the object is, and go on if it is still the same."""
    WAIT_NETWORK = "wait-network"
    WAIT_TOKEN = "wait-token"  # noqa: S105 - a state, not a password
    WAIT_SPACE = "wait-space"
    WAIT_DRIVE = "wait-drive"
    WAIT_SERVER = "wait-server"
    PERSON = "person"


NAME_TAKEN, NAME_SHARED = "name-taken", "name-shared"


@dataclass(frozen=True, slots=True)
class Problem:
    """Title, cause and next step in plain words, under a stable code. Never holds a secret.

    `retry_after` is the pause in seconds that a server asked for.
    """

    code: str
    title: str
    cause: str
    next_step: str
    recovery: Recovery
    retry_after: float | None = None

    @property
    def is_about_the_way(self) -> bool:
        """Other settings of the network may end it."""
        known = {"certificate-not-trusted", "ca-file-unusable"}
        return self.code in known or self.code.startswith("proxy-")

    @property
    def is_about_the_name(self) -> bool:
        """A person is to say what becomes of two files that want one name."""
        return self.code in {NAME_TAKEN, NAME_SHARED}


def for_person(code: str, title: str, cause: str, next_step: str) -> Problem:
    """A problem that stays until a person does something."""
    return Problem(code, title, cause, next_step, Recovery.PERSON)


class ProblemError(Exception):
    """An exception that carries a Problem across a call; raised at the edges only."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.title}")
        self.problem = problem
