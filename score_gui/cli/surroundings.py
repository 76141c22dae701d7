"""Opens what a command works with, and tells what was found out of order there."""

from __future__ import annotations

import os
from collections.abc import Mapping

from score_gui.cli.speech import problem_text, say
from score_gui.wiring import Wiring


def open_wiring(environ: Mapping[str, str] | None = None) -> Wiring:
    """The wiring of this run, to be closed; what a person has to know of the settings is said once."""
    wiring = Wiring(os.environ if environ is None else environ)
    for problem in wiring.remarks:
        say(problem_text(problem))
    return wiring
