"""Builds the objects that need no window, once, and connects them: what the window and the command line share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from score_gui import logs
from score_gui.access.notes import TokenNotes
from score_gui.access.profiles import IMAGING, ProfileError, ProfileStore, from_environment
from score_gui.access.settings_store import SettingsStore
from score_gui.access.vault import Vault, clean_token
from score_gui.access.ways import Ways
from score_gui.files.folders import AppFolders
from score_gui.model import disk_problems, problems
from score_gui.model.manifest import IMAGING_KINDS, Manifest
from score_gui.model.messages import Event, Idle
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.settings import Settings
from score_gui.model.transfer import Transfer
from score_gui.net.routes import environment_passwords
from score_gui.net.settings import NetSettings
from score_gui.receipts import receipt_of, save
from score_gui.sources.base import Source
from score_gui.sources.buckets import Buckets
from score_gui.sources.completing import Completer
from score_gui.sources.open import open_song, open_source
from score_gui.sources.score import ScoreSource
from score_gui.sources.song import SongClient
from score_gui.sources.unfold import unfold
from score_gui.transfer.engine import Engine
from score_gui.transfer.outside import Outside

LEDGER = "ledger.db"


class SurroundingsError(Exception):
    """What the program finds around it cannot be used: its own folders, or the environment. The text is for people."""


class Wiring:
    """The folders, settings, profiles, tokens, clients and sources of one run of the program.

    `settings` are those of the beginning of the run; `remarks` tell what was out of order in their file.
    `source` may be called from any thread; everything else from the thread that made it.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Raises SurroundingsError where the program's own folders cannot be made, or STORAGE_URL is no address."""
        self.folders = AppFolders.from_environment(environ)
        try:
            self.folders.create()
            self.environment_profile = from_environment(environ)
        except OSError as error:
            raise SurroundingsError(_home_text(error)) from None
        except ProfileError as error:
            raise SurroundingsError(f"STORAGE_URL and METADATA_URL name no site. {error}") from None
        self.kept_settings = SettingsStore(self.folders.config, Settings(self.folders.downloads))
        loaded = self.kept_settings.load()
        self.settings, self.remarks = loaded.settings, loaded.problems
        self.profiles = ProfileStore(self.folders.config)
        self.vault = Vault(environ)
        self.notes = TokenNotes(self.folders.state)
        self._environment_passwords = environment_passwords(environ)
        self._environment_token = environ.get("ACCESSTOKEN", "").strip()
        self._ways = Ways(environ, self.vault, self.settings)
        self._asked: dict[str, Profile] = {}
        self._sources: dict[Profile, Source] = {}
        self._retired: list[Source] = []
        self._passing: dict[str, tuple[Profile, Secret | None]] = {}
        self._on_demand: dict[str, Callable[[], None]] = {}
        self._lock = threading.Lock()
        self._log = logs.start(self.folders.log, self._secrets)

    @property
    def ledger(self) -> Path:
        return self.folders.state / LEDGER

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
        if profile_id == IMAGING.id:
            return IMAGING
        found = self.profiles.get(profile_id)
        if found is None:
            raise ProblemError(problems.unknown_profile(profile_id))
        return found

    def known_profiles(self) -> list[Profile]:
        """The stored profiles, and the one of the environment."""
        environment = self.environment_profile
        return [*self.profiles.list(), *([environment] if environment is not None else [])]

    def environment_token(self) -> Secret | None:
        """ACCESSTOKEN, if it is set. Raises ProblemError if it cannot be a token."""
        return clean_token(self._environment_token) if self._environment_token else None

    def token(self, profile: Profile) -> Secret | None:
        """The token of a profile; blocks while the keyring answers."""
        if profile.id in self._passing:
            return self._passing[profile.id][1]
        return self.vault.get(profile)

    def save_receipt(self, manifest: str, transfers: Iterable[Transfer], folder: Path | None = None) -> Path:
        """Write the receipt of a manifest beside its files, or into another folder, which is made if need be.

        Returns the page for people. Raises ProblemError.
        """
        rows = tuple(transfers)
        known = {profile.id: profile for profile in self.known_profiles()}
        known |= {profile_id: profile for profile_id, (profile, _) in list(self._passing.items())}
        receipt = receipt_of(manifest, rows, known.values(), time.time(), folder)
        try:
            receipt.folder.mkdir(parents=True, exist_ok=True)
            return save(receipt).html
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ProblemError(disk_problems.disk_error(receipt.folder, reason)) from error

    def unfold(self, manifest: Manifest, look: Callable[[float], None]) -> Manifest:
        """A list of the Imaging Data Commons with the files of its series; any other list as it is. Blocks.

        `look` is told how much is done (0 to 1); what it raises ends it. Raises ProblemError.
        """
        if not manifest.accepted or manifest.kind not in IMAGING_KINDS:
            return manifest
        profile = self.profile(IMAGING.id)
        with closing(Buckets(profile, self.net_for(profile))) as buckets:
            return unfold(manifest, buckets, look)

    @property
    def net(self) -> NetSettings:
        """The way to servers that belong to no profile."""
        return self.net_for(None)

    def net_for(self, profile: Profile | None) -> NetSettings:
        """The way to the servers of a profile."""
        return self._ways.net(profile)

    def use(self, settings: Settings) -> bool:
        """Go on with other settings; tells whether the way to the servers is another now.

        What is on its way changes over by itself.
        """
        self.settings = settings
        is_another = self._ways.use(settings)
        if is_another:
            with self._lock:  # files under way keep what they have open; it is closed with the rest
                self._retired += self._sources.values()
                self._sources = {}
        return is_another

    def source(self, profile_id: str) -> Source:
        """The source of a profile, made when it is first needed. Raises ProblemError if the profile is gone."""
        profile = self.profile(profile_id)
        with self._lock:
            self._asked[profile_id] = profile  # as it is now, for the bytes that are fetched after its answer
            if profile not in self._sources:
                net = self.net_for(profile)
                self._sources[profile] = open_source(profile, lambda: self.token(profile), net)
            return self._sources[profile]

    def completer(self, profile_id: str) -> Completer | None:
        """Whoever fills a list with what a site tells; None for a place that tells no more than its lists."""
        source = self.source(profile_id)
        return source.completer() if isinstance(source, ScoreSource) else None

    def song(self, profile: Profile) -> SongClient:
        """The metadata server of a profile, for browsing; whoever takes it closes it. Asks nobody yet."""
        return open_song(profile, lambda: self.token(profile), self.net_for(profile))

    def engine(self, settings: Settings, emit: Callable[[Event], None], *, choosy: bool = False) -> Engine:
        """An engine on this run's ledger; one at a time."""
        outside = Outside(
            source=self.source,
            fetch=lambda *args, **more: self._ways.data(None).fetch(*args, **more),
            abort=self._ways.abort,
            own_fetch=lambda profile_id: self._ways.data(self._asked.get(profile_id)).fetch,
            most_connections=self._most_connections,
        )

        def tell(event: Event) -> None:
            if isinstance(event, Idle):
                self._ways.rest()
            emit(event)

        return Engine(self.ledger, outside, settings, tell, choosy=choosy)

    def _most_connections(self, profile_id: str) -> int | None:
        asked = self._asked.get(profile_id)
        return None if asked is None else asked.connections

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _secrets(self) -> list[Secret]:
        """The tokens that the log must never show."""
        lent = [token for _, token in list(self._passing.values()) if token is not None]
        return [*self.vault.known_tokens(), *lent, *self._environment_passwords]

    def close(self) -> None:
        """Close all connections. The engine has ended before."""
        self._ways.close()
        with self._lock:
            sources, self._sources = [*self._retired, *self._sources.values()], {}
        for source in sources:
            source.close()
        logs.stop(self._log)


def _home_text(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return (
        f"score_gui cannot keep its own files: {error.filename}: {reason}. "
        "Set SCORE_GUI_HOME to a folder that you may write in."
    )
