"""How long to wait before trying again, and when to stop trying: decided here without touching anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from score_gui.model import problems
from score_gui.model.problem import Problem, Recovery
from score_gui.model.transfer import Status

TRIES = 10
"""Tries of one range without progress before a person is asked."""
PROGRESS = 1024 * 1024
"""Bytes that count as progress: after them a range begins to count its tries anew."""
DESCRIPTIONS = 3
"""Times in a row that a site may call an object the same which its store gives otherwise."""
LONGEST_PAUSE = 60.0
PROBES = (3.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between looks at a network, server or drive that is away; the last one repeats."""

AWAY = frozenset(
    {"cannot-connect", "no-answer", "connection-lost", "answer-cut-off", "stalled", "secure-connection"}
    | {"server-unavailable"}
)
"""Problems of a server as a whole: nobody can help here, and it comes back one day. Waited for without end."""

_WAITS = {
    Recovery.WAIT_NETWORK: Status.WAITING_NETWORK,
    Recovery.WAIT_TOKEN: Status.WAITING_TOKEN,
    Recovery.WAIT_SPACE: Status.WAITING_SPACE,
    Recovery.WAIT_DRIVE: Status.WAITING_DRIVE,
    Recovery.WAIT_SERVER: Status.WAITING_SERVER,
}


@dataclass(frozen=True, slots=True)
class Again:
    """Try the same once more, `pause` seconds from now, as try number `tries`."""

    pause: float
    tries: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Stop working on the transfer; `status` says what for."""

    status: Status
    problem: Problem


def after_problem(problem: Problem, tries: int, jitter: Callable[[float, float], float]) -> Again | Hold:
    """What follows from `problem` at try number `tries` (from 1). `jitter(a, b)` draws from [a, b].

    Full jitter: many workers that were cut off together do not come back together.
    """
    if problem.recovery in _WAITS:
        return Hold(_WAITS[problem.recovery], problem)
    if problem.recovery is Recovery.PERSON:
        return Hold(Status.NEEDS_YOU, problem)
    if problem.recovery is Recovery.DESCRIBE:
        return _after_another_look(problem, tries)
    if tries >= TRIES and problem.code in AWAY:
        return Hold(Status.WAITING_SERVER, problem)
    if tries >= TRIES:
        return Hold(Status.NEEDS_YOU, problems.gave_up(problem, tries))
    return Again(jitter(0.05, min(LONGEST_PAUSE, 2.0 ** (tries - 1))), tries + 1)


def _after_another_look(problem: Problem, looks: int) -> Hold:
    if looks >= DESCRIPTIONS:
        return Hold(Status.NEEDS_YOU, problems.gave_up(problem, looks))
    return Hold(Status.WAITING_SERVER, problem)


def probe_pause(problem: Problem, looks: int) -> float:
    """Seconds until a held-up transfer is tried again, after `looks` looks; a server's own wish comes first."""
    if problem.retry_after is not None:
        return problem.retry_after
    return PROBES[min(looks, len(PROBES) - 1)]
