"""Looks at a pasted token before it goes anywhere, and says in words what was done to it, never repeating it."""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.access.vault import clean_token
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.model.text import count_text

_SCHEME = "bearer"


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted text comes to. `note` says what was taken off, `fault` why it cannot be a token."""

    token: Secret | None = None
    note: str = ""
    fault: str = ""


def look_at(text: str) -> Pasted:
    """The token in a pasted text; nothing at all for blanks only."""
    if not text.strip():
        return Pasted()
    try:
        return Pasted(clean_token(text), _note(text))
    except ProblemError as error:
        return Pasted(fault=f"{error.problem.cause} {error.problem.next_step}")


def _note(text: str) -> str:
    words = text.split()
    had_scheme = words[0].rstrip(":").lower() == _SCHEME
    # The blank behind the word belongs to it.
    blanks = sum(character.isspace() for character in text) - had_scheme
    parts = ["“Bearer”"] if had_scheme else []
    parts += [count_text(blanks, "space")] if blanks else []
    if not parts:
        return ""
    verb = "were" if len(parts) > 1 or blanks > 1 else "was"
    return f"{' and '.join(parts)} {verb} taken off."
