"""Opens what a command works with, and tells what was found out of order there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from score_gui.cli.speech import problem_text, say
from score_gui.wiring import Wiring

_VARIABLE = "ACCESSTOKEN"


@contextmanager
def environment_put_back() -> Iterator[None]:
    """Whoever calls this program as a part of their own finds the environment afterwards as it was."""
    token = os.environ.get(_VARIABLE)
    try:
        yield
    finally:
        if token is not None:
            os.environ[_VARIABLE] = token


def taken_environment() -> dict[str, str]:
    """The environment with its token, which is taken out: what this program starts would inherit it."""
    given = dict(os.environ)
    os.environ.pop(_VARIABLE, None)
    return given


def open_wiring(environ: Mapping[str, str] | None = None) -> Wiring:
    """The wiring of this run, to be closed; what a person has to know of the settings is said once."""
    wiring = Wiring(taken_environment() if environ is None else environ)
    for problem in wiring.remarks:
        say(problem_text(problem))
    return wiring
