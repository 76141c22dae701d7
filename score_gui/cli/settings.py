"""`score-gui settings`: what the window's settings hold, for computers without one."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from score_gui.access.vault import Where
from score_gui.cli import network, profiles
from score_gui.cli.hidden import read_hidden
from score_gui.cli.settings_words import setting_lines
from score_gui.cli.speech import EndError, Exit, give, once_text, say
from score_gui.cli.surroundings import open_wiring
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.model.settings import MOST_FILES_AT_ONCE, Settings
from score_gui.net.proxy import Proxy, read_proxy
from score_gui.wiring import Wiring

NAMES = ("settings",)


def add_to(commands: Any) -> None:
    """Teach the parser `settings`."""
    settings = commands.add_parser("settings", help="speed, connections and the way to the servers")
    settings.set_defaults(run=run_list)
    actions = settings.add_subparsers(metavar="ACTION")
    actions.add_parser("list", help="the settings as they are").set_defaults(run=run_list)
    change = actions.add_parser("set", help="change what is named")
    change.add_argument("--files-at-once", type=_files, metavar="N", help="files that run together")
    change.add_argument(
        "--connections", type=network.count_of_connections, metavar="N", help="connections in all"
    )
    change.add_argument(
        "--limit-rate",
        type=network.rate,
        metavar="RATE",
        help="bytes per second in all, such as 10M; 0 for no limit",
    )
    network.add_to(change, may_follow=False)
    change.set_defaults(run=run_set)
    keep = actions.add_parser("proxy-password", help="keep the proxy's password, read from standard input")
    keep.add_argument("--profile", metavar="NAME", help="that of this profile's own proxy")
    keep.add_argument("--forget", action="store_true", help="remove it from the keyring")
    keep.set_defaults(run=run_password)


def _files(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_FILES_AT_ONCE):
        raise argparse.ArgumentTypeError(f"a number between 1 and {MOST_FILES_AT_ONCE}")
    return int(text)


def run_list(_options: argparse.Namespace) -> int:
    """One line for each, without a secret."""
    with open_wiring() as wiring:
        for told in setting_lines(wiring.settings):
            give(told)
    return Exit.DONE


def run_set(options: argparse.Namespace) -> int:
    """Keep what the options name; all else stays as it is."""
    with open_wiring() as wiring:
        before = wiring.settings
        changed = _network(options, before)
        for name in ("files_at_once", "connections"):
            if getattr(options, name) is not None:
                changed[name] = getattr(options, name)
        if options.limit_rate is not None:
            changed["rate_limit"] = options.limit_rate or None
        if not changed:
            raise EndError(
                Exit.USAGE, "Name what to set; `score-gui settings set --help` tells what there is."
            )
        settings = replace(before, **changed)
        wiring.kept_settings.save(settings)
        for told in setting_lines(settings):
            give(told)
    return Exit.DONE


def _network(options: argparse.Namespace, before: Settings) -> dict[str, Any]:
    """What is wrong with a value that was typed is bad usage, also where it would be a Problem later on."""
    try:
        return network.changes(options, before.proxy)
    except ProblemError as error:
        raise EndError(Exit.USAGE, once_text(error.problem)) from None


def run_password(options: argparse.Namespace) -> int:
    """Keep or forget the password of a proxy; status 3 if there is no place for it."""
    with open_wiring() as wiring:
        proxy = _proxy(_choice(wiring, options.profile))
        if options.forget:
            wiring.vault.forget_password(proxy.account)
            say(f"Forgot the password for {proxy.shown}.")
            return Exit.DONE
        password = Secret(read_hidden(f"Password of {proxy.user} for {proxy.shown}: ").strip("\r\n"))
        if not password:
            raise EndError(Exit.USAGE, "There was no password on standard input.")
        if wiring.vault.keep_password(proxy.account, password) is not Where.KEYRING:
            say(
                "No keyring of this computer can keep the password, and score_gui will not write it to a file."
            )
            return Exit.ACCESS
    say(f"The password for {proxy.shown} is kept in the keyring of this computer.")
    return Exit.DONE


def _choice(wiring: Wiring, named: str | None) -> ProxyChoice:
    own = None if named is None else profiles.named(wiring, named).proxy
    return own or wiring.settings.proxy


def _proxy(choice: ProxyChoice) -> Proxy:
    if choice.use is not ProxyUse.EXPLICIT:
        raise EndError(
            Exit.USAGE, "No proxy is chosen by its address; `score-gui settings set --proxy` does that."
        )
    proxy = read_proxy(choice.address, "The address in the settings")
    if not proxy.user:
        raise EndError(
            Exit.USAGE, "Say for whom: the proxy's address holds no user name, as http://me@… does."
        )
    return proxy
