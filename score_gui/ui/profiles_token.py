"""Looks at a pasted token before it goes anywhere, and says in words what was done to it, never repeating it."""

from __future__ import annotations

from dataclasses import dataclass

from score_gui.access.vault import clean_token
from score_gui.model.language import tr, trn
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret

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
        return Pasted(fault=f"{tr(error.problem.cause)} {tr(error.problem.next_step)}")


def _note(text: str) -> str:
    words = text.split()
    had_scheme = words[0].rstrip(":").lower() == _SCHEME
    # The blank behind the word belongs to it.
    blanks = sum(character.isspace() for character in text) - had_scheme
    if had_scheme and blanks:
        return trn(
            "“Bearer” and {count} space were taken off.",
            "“Bearer” and {count} spaces were taken off.",
            blanks,
        )
    if had_scheme:
        return tr("“Bearer” was taken off.")
    return trn("{count} space was taken off.", "{count} spaces were taken off.", blanks) if blanks else ""
