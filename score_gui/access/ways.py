"""The ways to the servers: what the settings choose, and what a profile has of its own."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import NamedTuple

from score_gui.access.vault import Vault
from score_gui.model.network import ProxyChoice
from score_gui.model.profile import Profile
from score_gui.model.settings import Settings
from score_gui.net.data import DataClient
from score_gui.net.routes import make_route
from score_gui.net.settings import NetSettings


class _Way(NamedTuple):
    proxy: ProxyChoice
    ca_files: tuple[Path, ...]

    @classmethod
    def of(cls, settings: Settings, profile: Profile | None) -> _Way:
        own = (None, None) if profile is None else (profile.proxy, profile.ca_file)
        files = tuple(dict.fromkeys(file for file in (settings.ca_file, own[1]) if file is not None))
        return cls(own[0] or settings.proxy, files)


class Ways:
    """One client for the bytes of all profiles that go the same way. May be used from any thread."""

    def __init__(self, environ: Mapping[str, str], vault: Vault, settings: Settings) -> None:
        self._environ = environ
        self._vault = vault
        self._settings = settings
        self._lock = threading.Lock()
        self._clients: dict[_Way, DataClient] = {}

    def use(self, settings: Settings) -> bool:
        """Go on with other settings; tells whether the way is another now. What uses a former one is ended at once."""
        with self._lock:
            changed = _Way.of(self._settings, None) != _Way.of(settings, None)
            self._settings = settings
            gone, self._clients = (self._clients, {}) if changed else ({}, self._clients)
        for client in gone.values():
            client.close()
        return changed

    def net(self, profile: Profile | None) -> NetSettings:
        """How to speak to the servers of a profile, or to any other."""
        return self._net(_Way.of(self._settings, profile))

    def data(self, profile: Profile | None) -> DataClient:
        """The client for the bytes of a profile's objects."""
        way = _Way.of(self._settings, profile)
        with self._lock:
            if way not in self._clients:
                self._clients[way] = DataClient(self._net(way))
            return self._clients[way]

    def abort(self, group: Hashable) -> None:
        """End what this group fetches, whichever way it goes."""
        with self._lock:
            clients = list(self._clients.values())
        for client in clients:
            client.abort(group)

    def rest(self) -> None:
        """Give up the connections that wait for use."""
        with self._lock:
            clients = list(self._clients.values())
        for client in clients:
            client.rest()

    def close(self) -> None:
        """End everything."""
        with self._lock:
            clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            client.close()

    def _net(self, way: _Way) -> NetSettings:
        route = make_route(way.proxy, self._environ, lambda proxy: self._vault.password(proxy.account))
        return NetSettings(ca_files=way.ca_files, route=route)
