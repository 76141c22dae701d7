"""The manifest that a command names: a file, or its address on the web."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from score_gui.cli.speech import EndError, Exit, once_text
from score_gui.cli.surroundings import open_wiring
from score_gui.manifests import read_path
from score_gui.manifests.remote import hosts_of, read_url
from score_gui.manifests.values import object_id_of
from score_gui.model.manifest import Manifest
from score_gui.model.problem import ProblemError
from score_gui.net.fetch_list import is_list_address


def read_named(named: str, environ: Mapping[str, str]) -> Manifest:
    """What `named` lists, called by the name of its file. Raises EndError if there is nothing to read."""
    if is_list_address(named):
        return _read_address(named, environ)
    if not named.strip():
        raise EndError(
            Exit.USAGE, "Name a manifest: the name is empty; perhaps a variable of a script is not set."
        )
    path = Path(named)
    if path.is_dir():
        raise EndError(Exit.USAGE, f"{named} is a folder; name a manifest in it.")
    if not path.is_file():
        raise EndError(Exit.USAGE, f"There is no file {named}.{_what_it_may_be(named)}")
    try:
        return read_path(path)
    except OSError as error:
        raise EndError(Exit.USAGE, f"{path.name} cannot be read: {error.strerror or error}.") from None


def _what_it_may_be(named: str) -> str:
    if "://" in named:
        return " Lists are fetched from https addresses only."
    if object_id_of(named):
        return (
            " The ICGC portal that gave manifests by their IDs is closed: save the manifest as a file."
            " For the object of this ID use --object-id."
        )
    return ""


def _read_address(address: str, environ: Mapping[str, str]) -> Manifest:
    with open_wiring(environ) as wiring:
        try:
            return read_url(address, wiring.net, hosts_of(wiring.known_profiles()))
        except ProblemError as error:
            raise EndError(Exit.USAGE, once_text(error.problem)) from None
