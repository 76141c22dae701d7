"""Which site a command means, and with which token."""

from __future__ import annotations

import argparse

from score_gui.cli.speech import EndError, Exit, problem_text, say
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.net.token_header import why_not_sent
from score_gui.wiring import Wiring


def add_to(parser: argparse.ArgumentParser) -> None:
    """Teach a command `--profile`."""
    parser.add_argument(
        "--profile", metavar="NAME", help="the site, by the name or id that `score-gui profile list` tells"
    )


def choose(wiring: Wiring, wanted: str | None) -> Profile:
    """The profile of this name or id; else that of the environment; else the only one there is.

    ACCESSTOKEN is the token of this run for the site that the environment names or, if it names none, for the
    chosen one, as with score-client. A text that cannot be a token is told, and the run goes on without.
    """
    profile = named(wiring, wanted) if wanted is not None else _only(wiring)
    if wiring.environment_profile in {None, profile}:
        _lend_token(wiring, profile)
    return profile


def _lend_token(wiring: Wiring, profile: Profile) -> None:
    try:
        token = wiring.environment_token()
    except ProblemError as error:
        say(f"ACCESSTOKEN: {problem_text(error.problem)}")
        wiring.lend(profile, None)
        return
    if token is not None:
        wiring.lend(profile, token)


def named(wiring: Wiring, wanted: str) -> Profile:
    """The kept profile of this name or id. Raises EndError with the names there are."""
    stored = wiring.profiles.list()
    for profile in stored:
        if wanted in {profile.id, profile.name}:
            return profile
    names = ", ".join(profile.name for profile in stored) or "none yet"
    raise EndError(Exit.USAGE, f"There is no profile '{wanted}'. Profiles: {names}.")


def _only(wiring: Wiring) -> Profile:
    if wiring.environment_profile is not None:
        return wiring.environment_profile
    stored = wiring.profiles.list()
    if len(stored) == 1:
        return stored[0]
    if stored:
        names = ", ".join(profile.name for profile in stored)
        raise EndError(Exit.USAGE, f"Several profiles are here; choose one with --profile: {names}.")
    raise EndError(
        Exit.USAGE,
        "No site is known yet. Make a profile with `score-gui profile add`, or set STORAGE_URL and METADATA_URL.",
    )


def tell_unsent_token(wiring: Wiring, profile: Profile) -> None:
    """Say why the servers of the data will not get the token, where they were to."""
    header = profile.token_header
    token = wiring.token(profile) if header is not None and header.is_on else None
    reason = why_not_sent(header, token) if header is not None and token is not None else ""
    if reason:
        say(reason)
