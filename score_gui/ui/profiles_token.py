"""Cleans a pasted token and says what was wrong with it, in words that never repeat the token.

A token that passes through an editor or a mail picks up blanks, the word Bearer, or a dash that is not one;
HTTP headers carry ASCII only, so such a token cannot be right.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from score_gui.model.secret import Secret
from score_gui.model.text import count_text

_SCHEME = "bearer"
_DASHES = {
    "\N{HYPHEN}": "a hyphen sign",
    "\N{NON-BREAKING HYPHEN}": "a hard hyphen",
    "\N{EN DASH}": "a long dash",
    "\N{EM DASH}": "a long dash",
    "\N{MINUS SIGN}": "a minus sign",
}


@dataclass(frozen=True, slots=True)
class CleanToken:
    """What is left of a pasted text. `note` says what was taken off, `fault` why it cannot be a token."""

    token: Secret
    note: str = ""
    fault: str = ""

    @property
    def is_usable(self) -> bool:
        return bool(self.token) and not self.fault


def clean_token(text: str) -> CleanToken:
    """Take blanks and a leading `Bearer` off; refuse what no HTTP header can carry."""
    words = text.split()
    had_scheme = bool(words) and words[0].rstrip(":").lower() == _SCHEME
    body = "".join(words[1:] if had_scheme else words)
    blanks = sum(character.isspace() for character in text) - had_scheme * (len(words) > 1)
    return CleanToken(Secret(body), _note(blanks, had_scheme=had_scheme), _fault(body))


def _note(blanks: int, *, had_scheme: bool) -> str:
    parts = ["“Bearer”"] if had_scheme else []
    if blanks:
        parts.append(count_text(blanks, "space"))
    if not parts:
        return ""
    verb = "were" if len(parts) > 1 or blanks > 1 else "was"
    return f"{' and '.join(parts)} {verb} taken off."


def _fault(body: str) -> str:
    for place, character in enumerate(body, start=1):
        if not 0x21 <= ord(character) <= 0x7E:
            return f"Character {place} is {_named(character)}. Copy the token again from its page."
    return ""


def _named(character: str) -> str:
    if character in _DASHES:
        return f"“{character}”, {_DASHES[character]}, often put in by a text editor"
    if unicodedata.category(character)[0] in "CZ":
        return "a sign that cannot be seen, often put in by a text editor"
    return "not a plain letter, digit or sign, which no token holds"
