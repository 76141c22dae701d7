"""`--receipt`: the same receipt as the window writes, for each list whose files are all here.

It is written only where somebody asks for it: scripts count on what is in their output folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from score_gui.cli.places import named_path
from score_gui.cli.running import Watch
from score_gui.cli.speech import Exit, once_text, say
from score_gui.model.problem import ProblemError
from score_gui.wiring import Wiring

_UNNAMED = "objects"
"""What a receipt is called whose files came from no list."""


@dataclass(frozen=True, slots=True)
class Where:
    """The folder of the receipts; without one they lie beside the files."""

    folder: Path | None = None


def into(text: str) -> Where:
    """The value of the option."""
    return Where(named_path(text).absolute())


def save_all(wiring: Wiring, done: Watch, where: Where) -> Exit:
    """Write them, and tell where they lie. A receipt that cannot be written is told, and is a file that is missing."""
    status = Exit.DONE
    for add, rows in done.results():
        name = add.manifest or _UNNAMED
        if not rows or not all(row.status.is_done for row in rows):
            say(f"{name}: no receipt yet, since not all of its files are here.")
            continue
        try:
            page = wiring.save_receipt(name, rows, where.folder)
        except ProblemError as error:
            say(f"{name}: there is no receipt. {once_text(error.problem)}")
            status = Exit.SOME_FAILED
        else:
            say(f"Receipt: {page}")
    return status
