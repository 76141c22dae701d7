"""`score-gui token`: what the dialog does with tokens. A token is read from standard input only."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from score_gui.access.life import BARE_KEY, read_day, token_facts
from score_gui.access.probe import Verdict, probe_token
from score_gui.access.tokens import forget_token, keep_token
from score_gui.access.vault import Where, clean_token
from score_gui.cli import profile_commands, profiles
from score_gui.cli.hidden import read_hidden
from score_gui.cli.speech import EndError, Exit, give, problem_text, say, visible
from score_gui.cli.surroundings import open_wiring
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.wiring import Wiring

NAMES = ("profile", "token")

_STATUS = {
    Verdict.ACCEPTED: Exit.DONE,
    Verdict.NOT_ACCEPTED: Exit.ACCESS,
    Verdict.NOT_THIS_FILE: Exit.ACCESS,
    Verdict.UNKNOWN: Exit.SOME_FAILED,
}


def add_to(commands: Any) -> None:
    """Teach the parser `profile` and `token`."""
    profile_commands.add_to(commands)
    token = commands.add_parser("token", help="the token of a site")
    actions = token.add_subparsers(metavar="ACTION", required=True)
    keep = _action(actions, "set", run_set, "keep a token; it is read from standard input")
    keep.add_argument(
        "--ends",
        metavar="DATE",
        type=_day,
        help="the day on which it ends, as 2026-12-31; a JWT tells it itself",
    )
    _action(actions, "forget", run_forget, "remove the token from the keyring")
    test = _action(actions, "test", run_test, "ask the site whether it takes the token")
    test.add_argument("--object-id", metavar="ID", help="ask whether it opens this file")


def _action(actions: Any, name: str, run: Any, words: str) -> Any:
    action = actions.add_parser(name, help=words)
    profiles.add_to(action)
    action.set_defaults(run=run)
    return action


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2026-12-31") from None


def run_set(options: argparse.Namespace) -> int:
    """Keep a token; status 3 if there is no place for it."""
    with open_wiring() as wiring:
        chosen = profiles.choose(wiring, options.profile)
        token = _read_token(chosen)
        wiring.notes.forget(chosen.id)
        kept = keep_token(wiring.profiles, wiring.vault, chosen, token, options.ends)
        say(profile_commands.KEPT[kept.where])
        _tell_of(wiring, chosen, token)
    return Exit.DONE if kept.where is Where.KEYRING else Exit.ACCESS


def _tell_of(wiring: Wiring, chosen: Profile, token: Secret) -> None:
    for told in (_told(token), profile_commands.end_words(wiring, chosen)):
        if told:
            say(told)


def _told(token: Secret) -> str:
    facts = token_facts(token)
    return BARE_KEY if facts is None else facts.sentence


def _read_token(chosen: Profile) -> Secret:
    typed = read_hidden(f"Token for {chosen.name}: ")
    if not typed.strip():
        raise EndError(Exit.USAGE, "There was no token on standard input.")
    try:
        return clean_token(typed)
    except ProblemError as error:
        raise EndError(Exit.USAGE, problem_text(error.problem)) from None


def run_forget(options: argparse.Namespace) -> int:
    """Remove the token from where it is kept."""
    with open_wiring() as wiring:
        chosen = profiles.choose(wiring, options.profile)
        wiring.notes.forget(chosen.id)
        forget_token(wiring.profiles, wiring.vault, chosen)
    say(f"The token for {chosen.name} is forgotten.")
    return Exit.DONE


def run_test(options: argparse.Namespace) -> int:
    """Status 0 if the site takes the token (for the file, if one is named), 3 if not, 1 if that cannot be told."""
    with open_wiring() as wiring:
        chosen = profiles.choose(wiring, options.profile)
        token = wiring.token(chosen)
        if token is None:
            raise EndError(
                Exit.ACCESS,
                f"No token is kept for {chosen.name}. `score-gui token set` reads one and keeps it.",
            )
        found = probe_token(chosen, token, wiring.net_for(chosen), options.object_id)
        give(visible(found.sentence))
        _tell_of(wiring, chosen, token)
    return _STATUS[found.verdict]
