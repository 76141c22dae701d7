"""The options that say how servers are reached, shared by `profile` and `settings`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from score_gui.cli.speech import EndError, Exit
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.settings import LOWEST_RATE, MOST_CONNECTIONS
from score_gui.model.text import read_rate, speed_text
from score_gui.net.proxy import read_exceptions, read_proxy
from score_gui.net.tls import authorities

NONE, SYSTEM, DEFAULT = "none", "system", "default"


def add_to(parser: argparse.ArgumentParser, *, may_follow: bool) -> None:
    """Teach a command the options; with `may_follow`, `default` stands for what the settings say."""
    follow = f", {DEFAULT} for that of the settings" if may_follow else ""
    parser.add_argument(
        "--proxy",
        metavar="ADDRESS",
        help=f"such as http://me@proxy.example.org:3128, without its password; {SYSTEM}, {NONE}{follow}",
    )
    parser.add_argument(
        "--no-proxy", metavar="HOSTS", help="what is reached without that proxy, divided by commas"
    )
    parser.add_argument(
        "--ca-file", metavar="FILE", help=f"authorities (PEM) to trust beside the system's own; {NONE}"
    )


def count_of_connections(text: str) -> int:
    """A number of connections, as an argument."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_CONNECTIONS):
        raise argparse.ArgumentTypeError(f"a number between 1 and {MOST_CONNECTIONS}")
    return int(text)


def rate(text: str) -> int:
    """Bytes per second, as an argument; 0 for no limit."""
    try:
        found = read_rate(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a number of bytes such as 500k or 10M") from None
    if 0 < found < LOWEST_RATE:
        raise argparse.ArgumentTypeError(f"at least {speed_text(LOWEST_RATE)}")
    return found


def changes(options: argparse.Namespace, before: ProxyChoice | None) -> dict[str, Any]:
    """What the options change of a profile or of the settings, by its fields. Raises EndError and ProblemError."""
    changed: dict[str, Any] = {}
    if options.proxy is not None or options.no_proxy is not None:
        changed["proxy"] = _proxy(options, before)
    if options.ca_file is not None:
        changed["ca_file"] = None if options.ca_file == NONE else _ca_file(Path(options.ca_file))
    return changed


def _proxy(options: argparse.Namespace, before: ProxyChoice | None) -> ProxyChoice | None:
    if options.proxy == DEFAULT:
        return None
    if options.proxy in {NONE, SYSTEM}:
        return ProxyChoice(ProxyUse(options.proxy))
    kept = before if before is not None and before.use is ProxyUse.EXPLICIT else ProxyChoice()
    address = kept.address if options.proxy is None else options.proxy
    if not address:
        raise EndError(Exit.USAGE, "--no-proxy needs the --proxy that it is an exception to.")
    hosts = kept.exceptions if options.no_proxy is None else read_exceptions(options.no_proxy)
    return _checked(address, hosts)


def _checked(address: str, hosts: tuple[str, ...]) -> ProxyChoice:
    read_proxy(address, "--proxy")
    try:
        return ProxyChoice(ProxyUse.EXPLICIT, address, hosts)
    except ValueError:
        raise EndError(
            Exit.USAGE,
            "Leave the password out of the address, where others can read it: "
            "`score-gui settings proxy-password` takes it from standard input.",
        ) from None


def _ca_file(path: Path) -> Path:
    found = path.expanduser().absolute()
    authorities(found)
    return found
