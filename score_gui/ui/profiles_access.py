"""The desk behind the profiles dialog: the list of sites, the vault and the token test of this program.

Every method may block on the disk, the keyring or the network; the dialog calls them outside the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx

from score_gui.access.probe import Probe, Verdict, probe_token
from score_gui.access.profiles import ProfileStore
from score_gui.access.vault import Vault, Where
from score_gui.model import problems
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.net.origin import Origin
from score_gui.net.settings import NetSettings
from score_gui.ui.profiles_desk import ProfileLine, TokenState

_STATES = {
    Where.KEYRING: TokenState.KEPT,
    Where.MEMORY: TokenState.UNTIL_QUIT,
    Where.ENVIRONMENT: TokenState.UNTIL_QUIT,
    Where.NOWHERE: TokenState.NONE,
}
Test = Callable[[Profile, Secret], Probe]


class AccessDesk:
    """`test` asks a site about a token; a test may hand in another one."""

    def __init__(self, store: ProfileStore, vault: Vault, test: Test | None = None) -> None:
        self._store = store
        self._vault = vault
        self._test = test or _ask_site
        self._refused: dict[str, Secret] = {}

    def list(self) -> tuple[ProfileLine, ...]:
        return tuple(ProfileLine(profile, self.token_state(profile)) for profile in self._store.list())

    def token_state(self, profile: Profile) -> TokenState:
        """What is known of a profile's token; refused, if the site said so of this very one."""
        token = self._vault.get(profile)
        if token is not None and self._refused.get(profile.id) == token:
            return TokenState.REFUSED
        return _STATES[self._vault.where(profile)]

    def note_refused(self, profile: Profile) -> None:
        """A transfer learned that the site does not take the kept token any more."""
        token = self._vault.get(profile)
        if token is not None:
            self._refused[profile.id] = token

    def save(self, profile: Profile) -> None:
        former = self._store.get(profile.id)
        kept = self._store.save(profile)
        if former is not None and _origin(former) != _origin(kept):
            self._vault.forget(former)

    def remove(self, profile_id: str) -> None:
        profile = self._known(profile_id)
        self._store.remove(profile_id)
        self._vault.forget(profile)

    def keep_token(self, profile_id: str, token: Secret) -> TokenState:
        return _STATES[self._vault.keep(self._known(profile_id), token)]

    def forget_token(self, profile_id: str) -> None:
        self._vault.forget(self._known(profile_id))

    def test_token(self, profile: Profile, token: Secret | None) -> Probe:
        asked = token or self._vault.get(profile)
        if asked is None:
            return Probe(Verdict.UNKNOWN, "There is no token to test.")
        probe = self._test(profile, asked)
        if probe.verdict is Verdict.NOT_ACCEPTED:
            self._refused[profile.id] = asked
        elif self._refused.get(profile.id) == asked:
            del self._refused[profile.id]
        return probe

    def where(self) -> str | None:
        return self._vault.keyring_name()

    def _known(self, profile_id: str) -> Profile:
        profile = self._store.get(profile_id)
        if profile is None:
            raise ProblemError(problems.unknown_profile(profile_id))
        return profile


def _ask_site(profile: Profile, token: Secret) -> Probe:
    return probe_token(profile, token, NetSettings())


def _origin(profile: Profile) -> Origin:
    return Origin.of(httpx.URL(profile.storage_url))
