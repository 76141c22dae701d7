"""Reads arguments, and says in one line what is wrong with them.

A token that somebody gave as an argument is not said again: what a run prints is kept in more places than its terminal.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from score_gui.cli.speech import Exit, say

_TAKE_SECRETS = frozenset({"token", "settings"})
"""Commands that read a secret from standard input, so that somebody may try to give it as an argument."""
_SHORTEST_SECRET = 8
_HIDDEN = "…"


class Parser(argparse.ArgumentParser):
    """One command, or all of them; those below are made of the same class."""

    _given: tuple[str, ...] = ()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As always, but no word is left over: each parser explains its own."""
        self._given = tuple(args or ())
        found, left = super().parse_known_args(args, namespace)
        if left:
            self.error(_too_many(left, self._option_string_actions, hides=self._hides()))
        return found, left

    def error(self, message: str) -> NoReturn:
        """Say it and end. An option that is not known comes first: what is missing may be what was meant by it."""
        said = self._unknown_option() or self._without_secrets(message)
        say(
            f"{self.prog}: {said.rstrip('.?')}{'?' if said.endswith('?') else '.'} `{self.prog} --help` tells more."
        )
        raise SystemExit(int(Exit.USAGE))

    def _unknown_option(self) -> str | None:
        if self._subparsers is not None:  # what follows the command is for its own parser
            return None
        known = self._option_string_actions
        for word in self._given:
            option = word.partition("=")[0]
            if option == "--":
                return None
            if option.startswith("--") and not any(name.startswith(option) for name in known):
                return _no_option(option, known)
        return None

    def _hides(self) -> bool:
        words = {*self.prog.split()[1:2], *self._given[:1]}
        return bool(words & _TAKE_SECRETS)

    def _without_secrets(self, message: str) -> str:
        if not self._hides():
            return message
        for word in self._given:
            value = word.partition("=")[2] if word.startswith("-") else word
            if len(value) >= _SHORTEST_SECRET:
                message = message.replace(value, _HIDDEN)
        return message


def _no_option(option: str, known: Any) -> str:
    close = get_close_matches(option, known, n=1)
    return f"There is no option {option}" + (f"; did you mean {close[0]}?" if close else "")


def _too_many(left: Sequence[str], known: Any, *, hides: bool) -> str:
    first = left[0]
    if first.startswith("-"):
        return _no_option(first.partition("=")[0], known)
    if hides:
        return (
            "There are words too many. A token or password is never an argument, where others can read it: it is "
            "read from standard input. A name with spaces goes in quotes"
        )
    return f"'{first}' is a word too many; a name with spaces goes in quotes"
