"""What is asked when two files want one name, in the words a person reads."""

from __future__ import annotations

from pathlib import Path

from score_gui.model.language import mark, phrase
from score_gui.model.problem import NAME_SHARED, NAME_TAKEN, Problem, Recovery


def name_taken(path: Path) -> Problem:
    """A file that this program did not make, and that holds something else, lies where the file is to go."""
    cause = phrase("{name} is on the disk already, and it is another file.", name=path.name)
    next_step = mark("Nothing was overwritten. Say which of them to keep.")
    return Problem(NAME_TAKEN, mark("Another file has this name"), cause, next_step, Recovery.PERSON)


def name_shared(path: Path, other_id: str) -> Problem:
    """Another file of the queue goes to the same place."""
    cause = phrase("Object {id} is fetched as {name}, too.", id=other_id, name=path.name)
    next_step = mark("Keep both under different names, or leave this one out.")
    return Problem(NAME_SHARED, mark("Two files share this name"), cause, next_step, Recovery.PERSON)
