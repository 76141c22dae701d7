"""`score-gui profile`: the list of sites, from the command line and from files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from score_gui.access.imports import Import, read_settings_file
from score_gui.access.profiles import PRESETS, new_profile_id, recognised_kind
from score_gui.access.share import exported, read_profile_file
from score_gui.access.tokens import forget_token, take_over
from score_gui.access.vault import Where
from score_gui.cli import network, profiles
from score_gui.cli.settings_words import proxy_text
from score_gui.cli.speech import EndError, Exit, give, say
from score_gui.cli.surroundings import open_wiring
from score_gui.model.profile import Profile
from score_gui.model.text import count_text
from score_gui.model.token_header import HeaderName, TokenHeader
from score_gui.wiring import Wiring

OFF = "off"
KEPT = {
    Where.KEYRING: "The token is kept in the keyring of this computer.",
    Where.MEMORY: "No keyring of this computer can keep the token, and score_gui will not write it to a file. "
    "Set ACCESSTOKEN in the environment of a run instead.",
}

_SHORTEST_KEY = 200
"""Letters of base64; the smallest key that is taken has more, and the name of a file most often fewer."""


def add_to(commands: Any) -> None:
    """Teach the parser `profile`."""
    profile = commands.add_parser("profile", help="the sites you use")
    actions = profile.add_subparsers(metavar="ACTION", required=True)
    actions.add_parser("list", help="all profiles, and when their tokens end").set_defaults(run=run_list)
    add = actions.add_parser("add", help="know another site")
    add.add_argument("name", metavar="NAME", help="what to call it")
    add.add_argument("--storage-url", metavar="URL", help="the Score server")
    add.add_argument("--metadata-url", metavar="URL", help="the Song server")
    names = ", ".join(preset.id for preset in PRESETS)
    add.add_argument("--preset", metavar="ID", help=f"a site that is known already: {names}")
    _add_way_to(add)
    add.set_defaults(run=run_add)
    edit = actions.add_parser("edit", help="change what is named of a site; its token stays")
    edit.add_argument("profile", metavar="NAME", help="its name or id")
    edit.add_argument("--name", metavar="NEW", help="what to call it from now on")
    edit.add_argument("--storage-url", metavar="URL", help="the Score server")
    edit.add_argument("--metadata-url", metavar="URL", help="the Song server")
    _add_way_to(edit)
    edit.set_defaults(run=run_edit)
    remove = actions.add_parser("remove", help="forget a site and its token")
    remove.add_argument("profile", metavar="NAME", help="its name or id")
    remove.set_defaults(run=run_remove)
    _add_files_to(actions)


def _add_way_to(parser: argparse.ArgumentParser) -> None:
    network.add_to(parser, may_follow=True)
    parser.add_argument(
        "--connections",
        type=_connections,
        metavar="N",
        help=f"connections at once to this site; {network.DEFAULT} for as many as the settings allow",
    )
    parser.add_argument(
        "--token-header",
        choices=[*(name.value for name in HeaderName), OFF],
        help="send the token, encrypted, to the servers of the data too; off unless you say so",
    )
    parser.add_argument(
        "--token-header-key",
        metavar="KEY",
        help="the site's public key for that, in base64 or as a file",
    )
    parser.add_argument(
        "--key-service",
        metavar="URL",
        help="the EGO or Keycloak realm that issues its keys; it gets the token too",
    )


def _connections(text: str) -> int | str:
    return text if text == network.DEFAULT else network.count_of_connections(text)


def _way(options: argparse.Namespace, before: Profile) -> Profile:
    """The profile with the way that the options give it."""
    changed = network.changes(options, before.proxy)
    if options.connections is not None:
        changed["connections"] = None if options.connections == network.DEFAULT else options.connections
    if options.key_service is not None:
        changed["key_service"] = options.key_service or None
    if options.token_header is not None or options.token_header_key is not None:
        changed["token_header"] = _token_header(options, before.token_header)
    return replace(before, **changed)


def _token_header(options: argparse.Namespace, before: TokenHeader | None) -> TokenHeader | None:
    """A key alone is kept for the day when the header is switched on."""
    header = before
    if options.token_header_key is not None:
        key = _public_key(options.token_header_key)
        header = TokenHeader(key) if before is None else replace(before, public_key=key)
    if options.token_header in {None, OFF}:
        return header if options.token_header is None or header is None else replace(header, is_on=False)
    if header is None:
        raise EndError(Exit.USAGE, "--token-header needs the --token-header-key that the site gives out.")
    return replace(header, name=HeaderName(options.token_header), is_on=True)


def _public_key(named: str) -> str:
    """The text of a file, or what was named if it is the key itself."""
    try:
        is_file = Path(named).is_file()
    except (OSError, ValueError):  # a key is longer than a path may be
        is_file = False
    if is_file:
        return read_settings_file(Path(named)).decode("ascii", "replace")
    if len(named) < _SHORTEST_KEY:
        raise EndError(Exit.USAGE, f"There is no file {named}, and the text is no RSA public key.")
    return named


def _add_files_to(actions: Any) -> None:
    take = actions.add_parser(
        "import", help="take over score-client's application.properties, or an exported profile"
    )
    take.add_argument("file", metavar="FILE", type=Path, help="the file to read")
    take.add_argument("--name", metavar="NAME", help="what to call it here")
    take.add_argument("--yes", action="store_true", help="do not ask before it is saved")
    take.set_defaults(run=run_import)
    export = actions.add_parser("export", help="print a profile for a colleague; its token is not in it")
    export.add_argument("profile", metavar="NAME", help="its name or id")
    export.set_defaults(run=run_export)


def run_list(_options: argparse.Namespace) -> int:
    """One line for each: its id, name, addresses, when its token ends, and the way of its own, if these are known."""
    with open_wiring() as wiring:
        for profile in wiring.profiles.list():
            end = end_words(wiring, profile)
            way = "; ".join(way_words(profile))
            give(f"{profile.id}\t{profile.name}\t{profile.storage_url}\t{profile.metadata_url}\t{end}\t{way}")
    return Exit.DONE


def way_words(profile: Profile) -> Iterator[str]:
    """What is its own in the way to its servers."""
    if profile.proxy is not None:
        yield f"proxy {proxy_text(profile.proxy)}"
    if profile.ca_file is not None:
        yield f"CA file {profile.ca_file}"
    if profile.token_header is not None and profile.token_header.is_on:
        yield f"sends {profile.token_header.name.value}"
    if profile.connections is not None:
        yield count_text(profile.connections, "connection")


def end_words(wiring: Wiring, profile: Profile) -> str:
    """`Ends in 28 days` for a kept token whose end is known, else nothing."""
    end = wiring.profiles.token_ends().get(profile.id)
    return "" if end is None else end.words(datetime.now(UTC))


def run_add(options: argparse.Namespace) -> int:
    """Save a profile under a new id."""
    with open_wiring() as wiring:
        taken = wiring.profiles.list()
        if any(profile.name == options.name for profile in taken):
            raise EndError(Exit.USAGE, f"There is a profile '{options.name}' already.")
        new_id = new_profile_id(options.name, taken)
        saved = wiring.profiles.save(_way(options, replace(_described(options), id=new_id)))
    say(f"Added {saved.name}. Its token: score-gui token set --profile {saved.id}")
    return Exit.DONE


def run_edit(options: argparse.Namespace) -> int:
    """Change a profile in its place. A token goes with its storage address: another server does not get it."""
    with open_wiring() as wiring:
        before = profiles.named(wiring, options.profile)
        if options.name is not None and any(
            one.name == options.name and one.id != before.id for one in wiring.profiles.list()
        ):
            raise EndError(Exit.USAGE, f"There is a profile '{options.name}' already.")
        texts = ("name", "storage_url", "metadata_url")
        told = {text: getattr(options, text) for text in texts if getattr(options, text) is not None}
        kind = recognised_kind(told["storage_url"]) if "storage_url" in told else before.kind
        changed = _way(options, replace(before, **told, kind=kind))
        if changed == before:
            raise EndError(
                Exit.USAGE, "Nothing to change; `score-gui profile edit --help` tells what there is."
            )
        saved = wiring.profiles.save(changed)
    say(f"Changed {saved.name}.")
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
    with open_wiring() as wiring:
        profile = profiles.choose(wiring, options.profile)
        wiring.notes.forget(profile.id)
        forget_token(wiring.profiles, wiring.vault, profile)
        wiring.profiles.remove(profile.id)
    say(f"Removed {profile.name}.")
    return Exit.DONE


def run_import(options: argparse.Namespace) -> int:
    """Save the profile of a file, and its token in the keyring; status 3 if there is no place for the token."""
    with open_wiring() as wiring:
        data = read_settings_file(options.file)
        found = read_profile_file(data, options.name, wiring.profiles.list())
        for told in (found.preview, *found.remarks):
            say(told)
        if not (options.yes or _agreed()):
            raise EndError(Exit.USAGE, "Nothing was saved.")
        if found.token is not None:
            wiring.notes.forget(found.profile.id)
        kept = take_over(wiring.profiles, wiring.vault, found)
    say(_imported(found))
    if kept is None:
        return Exit.DONE
    say(KEPT[kept.where])
    return Exit.DONE if kept.where is Where.KEYRING else Exit.ACCESS


def _agreed() -> bool:
    """A person at a terminal is asked; a script that named the file has decided."""
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    sys.stderr.write("Save it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _imported(found: Import) -> str:
    name, profile_id = found.profile.name, found.profile.id
    if found.is_known:
        return f"{name} was here already."
    hint = "" if found.token else f" Its token: score-gui token set --profile {profile_id}"
    return f"Added {name}.{hint}"


def run_export(options: argparse.Namespace) -> int:
    """Print a profile as a file that `profile import` takes."""
    with open_wiring() as wiring:
        sys.stdout.write(exported(profiles.choose(wiring, options.profile)))
    return Exit.DONE
