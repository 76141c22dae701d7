"""Builds the objects that need no window, once, and connects them: what the window and the command line share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from score_gui import logs
from score_gui.access.profiles import ProfileStore, from_environment
from score_gui.access.vault import Vault
from score_gui.files.folders import AppFolders
from score_gui.model import problems
from score_gui.model.messages import Event
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.net.data import DataClient
from score_gui.net.settings import NetSettings
from score_gui.sources.base import Source
from score_gui.sources.open import open_source
from score_gui.transfer.engine import Engine
from score_gui.transfer.outside import Outside

LEDGER = "ledger.db"


class Wiring:
    """The folders, profiles, tokens, clients and sources of one run of the program.

    `source` may be called from any thread; everything else from the thread that made it.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Raises OSError where the program's own folders cannot be made."""
        self.folders = AppFolders.from_environment(environ)
        self.folders.create()
        self.profiles = ProfileStore(self.folders.config)
        self.environment_profile = from_environment(environ)
        self.vault = Vault(environ)
        self.net = NetSettings()
        self._data: DataClient | None = None
        self._sources: dict[Profile, Source] = {}
        self._passing: dict[str, tuple[Profile, Secret | None]] = {}
        self._on_demand: dict[str, Callable[[], None]] = {}
        self._lock = threading.Lock()
        self._log = logs.start(self.folders.log, self._secrets)

    @property
    def ledger(self) -> Path:
        return self.folders.state / LEDGER

    def default_settings(self) -> Settings:
        return Settings(output_folder=self.folders.downloads)

    def lend(self, profile: Profile, token: Secret | None) -> None:
        """Know a profile for this run only: the practice site's, or the one of the environment."""
        with self._lock:
            self._passing[profile.id] = (profile, token)

    def lend_on_demand(self, profile_id: str, start: Callable[[], None]) -> None:
        """`start` is called, in any thread, when this profile is first asked for; it then lends it."""
        self._on_demand[profile_id] = start

    def profile(self, profile_id: str) -> Profile:
        """Raises ProblemError if there is none of this id. May block while a site on demand starts."""
        if profile_id in self._on_demand:
            self._on_demand[profile_id]()
        if profile_id in self._passing:
            return self._passing[profile_id][0]
        environment = self.environment_profile
        if environment is not None and environment.id == profile_id:
            return environment
        found = self.profiles.get(profile_id)
        if found is None:
            raise ProblemError(problems.unknown_profile(profile_id))
        return found

    def known_profiles(self) -> list[Profile]:
        """The stored profiles, and the one of the environment."""
        environment = self.environment_profile
        return [*self.profiles.list(), *([environment] if environment is not None else [])]

    def token(self, profile: Profile) -> Secret | None:
        """The token of a profile; blocks while the keyring answers."""
        if profile.id in self._passing:
            return self._passing[profile.id][1]
        return self.vault.get(profile)

    def source(self, profile_id: str) -> Source:
        """The source of a profile, made when it is first needed. Raises ProblemError if the profile is gone."""
        profile = self.profile(profile_id)
        with self._lock:
            if profile not in self._sources:
                self._sources[profile] = open_source(profile, lambda: self.token(profile), self.net)
            return self._sources[profile]

    def engine(self, settings: Settings, emit: Callable[[Event], None], *, choosy: bool = False) -> Engine:
        """An engine on this run's ledger; one at a time."""
        self._data = DataClient(self.net)
        outside = Outside(source=self.source, fetch=self._data.fetch, abort=self._data.abort)
        return Engine(self.ledger, outside, settings, emit, choosy=choosy)

    def _secrets(self) -> list[Secret]:
        """The tokens that the log must never show."""
        lent = [token for _, token in list(self._passing.values()) if token is not None]
        return [*self.vault.known_tokens(), *lent]

    def close(self) -> None:
        """Close all connections. The engine has ended before."""
        if self._data is not None:
            self._data.close()
        with self._lock:
            sources, self._sources = list(self._sources.values()), {}
        for source in sources:
            source.close()
        logs.stop(self._log)
