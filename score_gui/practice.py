"""The practice site as this program uses it: started on demand, known for this run only."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from score_gui.model import problems
from score_gui.model.language import tr
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile, SiteKind
from score_gui.model.secret import Secret
from score_gui.wiring import Wiring

if TYPE_CHECKING:
    from score_gui.demo import PracticeSite

PROFILE_ID = ".practice"
"""No id that a person's own profile can have, whatever they call it."""
WATCHABLE = 3_000_000.0
"""Bytes per second and connection: slow enough to see parts arrive, done in about ten seconds."""


class Practice:
    """Lends the practice profile to `wiring`; the site starts when it is first needed.

    That may take some seconds the first time. `rate_limit` in bytes per second and connection.
    """

    def __init__(self, wiring: Wiring, *, rate_limit: float | None = None) -> None:
        self._wiring = wiring
        self._rate_limit = rate_limit
        self._site: PracticeSite | None = None
        self._has_ended = False
        self._opening = threading.Lock()
        self._lock = threading.Lock()
        wiring.lend_on_demand(PROFILE_ID, self.start)

    @property
    def folder(self) -> Path:
        """Where practice files go unless the person chooses another place."""
        return self._wiring.folders.downloads / "practice"

    @property
    def profile(self) -> Profile:
        return self._wiring.profile(PROFILE_ID)

    @property
    def is_running(self) -> bool:
        return self._site is not None

    @property
    def site(self) -> PracticeSite:
        """The running site."""
        if self._site is None:
            raise RuntimeError("the practice site is not running")
        return self._site

    @property
    def manifest(self) -> Path:
        return self.site.data.manifest

    def start(self) -> None:
        """Make the practice files if they are not there, open the site, lend its profile. From any thread.

        Raises ProblemError if `stop` was called, perhaps meanwhile: the site is gone for good then.
        """
        with self._opening:
            if self._site is None and not self._has_ended:
                self._keep(self._open())
        if self._has_ended:
            raise ProblemError(problems.unknown_profile(PROFILE_ID))

    def _keep(self, site: PracticeSite) -> None:
        with self._lock:
            if not self._has_ended:
                self._site = site
                return
        site.stop()

    def _open(self) -> PracticeSite:
        from score_gui.demo import PracticeSite, make_practice_data  # a web server, for the few who practise

        site = PracticeSite(make_practice_data(self._wiring.folders.cache / "practice")).start()
        site.rate_limit = self._rate_limit
        profile = Profile(
            PROFILE_ID, tr("Practice site"), site.storage_url, site.metadata_url, SiteKind.PRACTICE
        )
        self._wiring.lend(profile, Secret(site.token))
        return site

    def stop(self) -> None:
        """End the site, also one that is just being opened; does not wait for that."""
        with self._lock:
            self._has_ended = True
            site, self._site = self._site, None
        if site is not None:
            site.stop()
