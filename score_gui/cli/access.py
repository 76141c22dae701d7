"""`score-gui profile` and `score-gui token`: what the dialog does. A token is read from standard input only."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from dataclasses import replace
from typing import Any

from score_gui.access.probe import Verdict, probe_token
from score_gui.access.profiles import PRESETS, new_profile_id, recognised_kind
from score_gui.access.vault import Where, clean_token
from score_gui.cli import profiles
from score_gui.cli.speech import EndError, Exit, give, say
from score_gui.model.profile import Profile
from score_gui.wiring import Wiring

NAMES = ("profile", "token")

_KEPT = {
    Where.KEYRING: "The token is kept in the keyring of this computer.",
    Where.MEMORY: "No keyring of this computer can keep the token, and score_gui will not write it to a file. "
    "Set ACCESSTOKEN in the environment of a run instead.",
}


_STATUS = {
    Verdict.ACCEPTED: Exit.DONE,
    Verdict.NOT_ACCEPTED: Exit.ACCESS,
    Verdict.UNKNOWN: Exit.SOME_FAILED,
}


def add_to(commands: Any) -> None:
    """Teach the parser `profile` and `token`."""
    profile = commands.add_parser("profile", help="the sites you use")
    actions = profile.add_subparsers(metavar="ACTION", required=True)
    actions.add_parser("list", help="all profiles").set_defaults(run=run_list)
    add = actions.add_parser("add", help="know another site")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--storage-url", metavar="URL", help="the Score server")
    add.add_argument("--metadata-url", metavar="URL", help="the Song server")
    names = ", ".join(preset.id for preset in PRESETS)
    add.add_argument("--preset", metavar="ID", help=f"a site that is known already: {names}")
    add.set_defaults(run=run_add)
    remove = actions.add_parser("remove", help="forget a site and its token")
    remove.add_argument("profile", metavar="NAME")
    remove.set_defaults(run=run_remove)

    token = commands.add_parser("token", help="the token of a site")
    actions = token.add_subparsers(metavar="ACTION", required=True)
    for name, run, words in (
        ("set", run_set, "keep a token; it is read from standard input"),
        ("forget", run_forget, "remove the token from the keyring"),
        ("test", run_test, "ask the site whether it takes the token"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("--profile", metavar="NAME")
        action.set_defaults(run=run)


def run_list(_options: argparse.Namespace) -> int:
    """One line for each profile: its id, name and addresses."""
    for profile in Wiring(os.environ).profiles.list():
        give(f"{profile.id}\t{profile.name}\t{profile.storage_url}\t{profile.metadata_url}")
    return Exit.DONE


def run_add(options: argparse.Namespace) -> int:
    """Save a profile under a new id."""
    store = Wiring(os.environ).profiles
    taken = store.list()
    if any(profile.name == options.name for profile in taken):
        raise EndError(Exit.USAGE, f"There is a profile '{options.name}' already.")
    saved = store.save(replace(_described(options), id=new_profile_id(options.name, taken)))
    say(f"Added {saved.name}. Its token: score-gui token set --profile {saved.id}")
    return Exit.DONE


def _described(options: argparse.Namespace) -> Profile:
    if options.preset is not None:
        for preset in PRESETS:
            if preset.id == options.preset:
                return replace(preset, name=options.name)
        raise EndError(Exit.USAGE, f"There is no preset '{options.preset}'.")
    if options.storage_url is None or options.metadata_url is None:
        raise EndError(Exit.USAGE, "Name both --storage-url and --metadata-url, or a --preset.")
    kind = recognised_kind(options.storage_url)
    return Profile("new", options.name, options.storage_url, options.metadata_url, kind)


def run_remove(options: argparse.Namespace) -> int:
    """Remove a profile and the token that belongs to it. Queued files of it stay and say what they miss."""
    wiring = Wiring(os.environ)
    profile = profiles.choose(wiring, options.profile)
    wiring.vault.forget(profile)
    wiring.profiles.remove(profile.id)
    say(f"Removed {profile.name}.")
    return Exit.DONE


def run_set(options: argparse.Namespace) -> int:
    """Keep a token; status 3 if there is no place for it."""
    wiring = Wiring(os.environ)
    profile = profiles.choose(wiring, options.profile)
    where = wiring.vault.keep(profile, clean_token(_read_token(profile)))
    say(_KEPT[where])
    return Exit.DONE if where is Where.KEYRING else Exit.ACCESS


def _read_token(profile: Profile) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"Token for {profile.name}: ")
    return sys.stdin.read()


def run_forget(options: argparse.Namespace) -> int:
    """Remove the token from where it is kept."""
    wiring = Wiring(os.environ)
    profile = profiles.choose(wiring, options.profile)
    wiring.vault.forget(profile)
    say(f"The token for {profile.name} is forgotten.")
    return Exit.DONE


def run_test(options: argparse.Namespace) -> int:
    """Status 0 if the site takes the token, 3 if not, 1 if that cannot be told."""
    wiring = Wiring(os.environ)
    profile = profiles.choose(wiring, options.profile)
    token = wiring.token(profile)
    if token is None:
        raise EndError(Exit.ACCESS, f"No token is kept for {profile.name}.")
    found = probe_token(profile, token, wiring.net)
    give(found.sentence)
    return _STATUS[found.verdict]
