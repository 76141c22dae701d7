"""Reads a list from its address on the web, as if it had been saved and opened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from score_gui.manifests.reader import read_manifest
from score_gui.manifests.watch import UNWATCHED, Watch
from score_gui.model.manifest import Manifest
from score_gui.model.profile import Profile
from score_gui.net.fetch_list import fetch_list
from score_gui.net.settings import NetSettings


def read_url(
    address: str, settings: NetSettings, own_hosts: Collection[str] = (), watch: Watch = UNWATCHED
) -> Manifest:
    """What the list at an https address holds. Raises ProblemError, and ReadingStoppedError if `watch` ends it."""
    fetched = fetch_list(address, settings, own_hosts=own_hosts, look=lambda share: watch.look(share / 2))
    second_half = Watch(watch.stopped, lambda share: watch.progress(0.5 + share / 2))
    return read_manifest(fetched.data, fetched.name, second_half)


def hosts_of(profiles: Iterable[Profile]) -> frozenset[str]:
    """The servers of these profiles: the only ones in a private network from which a list may come."""
    addresses = (address for each in profiles for address in (each.storage_url, each.metadata_url) if address)
    return frozenset(host for address in addresses if (host := urlsplit(address).hostname))
