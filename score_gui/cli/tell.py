"""`score-gui url` and `score-gui info`: one answer each."""

from __future__ import annotations

import argparse
import platform
import sys
import uuid
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from score_gui import __version__
from score_gui.cli import profiles
from score_gui.cli.settings_words import route_lines, setting_lines
from score_gui.cli.speech import EndError, Exit, give
from score_gui.cli.surroundings import open_wiring
from score_gui.model.manifest import Entry

NAMES = ("url", "info")
_LIBRARIES = ("PySide6-Essentials", "httpx", "keyring", "platformdirs", "truststore", "pysam")


def add_to(commands: Any) -> None:
    """Teach the parser `url` and `info`."""
    parser = commands.add_parser("url", help="print one pre-signed URL of an object; keep it to yourself")
    parser.add_argument("--object-id", required=True, metavar="ID", help="the object, by its UUID")
    profiles.add_to(parser)
    parser.set_defaults(run=run_url)
    parser = commands.add_parser("info", help="versions, folders, keyring and profiles; never a secret")
    parser.set_defaults(run=run_info)


def run_url(options: argparse.Namespace) -> int:
    """The URL is a secret of about a day: it goes to standard output, where it was asked for, and nowhere else."""
    try:
        object_id = str(uuid.UUID(options.object_id))
    except ValueError:
        raise EndError(Exit.USAGE, f"'{options.object_id}' is not an object ID.") from None
    with open_wiring() as wiring:
        source = wiring.source(profiles.choose(wiring, options.profile).id)
        described = source.describe(Entry(object_id), with_index=False, layout_needs_analysis=False)
        specification = described.specification
        give(source.ticket(specification, specification.whole).url.reveal())
    return Exit.DONE


def run_info(_options: argparse.Namespace) -> int:
    """What somebody who helps would ask first."""
    with open_wiring() as wiring:
        folders = wiring.folders
        give(f"score_gui {__version__}")
        give(f"Python {platform.python_version()} on {platform.platform()}")
        for name in _LIBRARIES:
            give(f"{name} {_version(name)}")
        if sys.platform == "win32":
            give("Slices need pysam, which does not exist for Windows; whole files work.")
        give(f"settings and profiles: {folders.config}")
        give(f"queue: {wiring.ledger}")
        give(f"log: {folders.log}")
        give(f"downloads: {wiring.settings.output_folder}")
        for told in setting_lines(wiring.settings):
            give(told)
        give(f"keyring: {wiring.vault.keyring_name() or 'none; tokens are kept until the program ends'}")
        for profile in wiring.profiles.list():
            give(f"profile {profile.name}: {profile.storage_url}, {profile.metadata_url}")
            for told in route_lines(wiring.net_for(profile).route, profile):
                give(told)
        if wiring.environment_profile is not None:
            give(f"profile of the environment: {wiring.environment_profile.storage_url}")
    return Exit.DONE


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
