"""The desk behind the profiles dialog: the list of sites, the vault and the token test of this program.

Every method may block on the disk, the keyring or the network; the dialog calls them outside the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import httpx

from score_gui.access.imports import Import, read_settings_file
from score_gui.access.keys import KeyService, can_manage
from score_gui.access.life import EndSource, TokenEnd, token_facts
from score_gui.access.notes import TokenNotes
from score_gui.access.probe import Probe, Verdict, probe_token
from score_gui.access.profiles import ProfileError, ProfileStore
from score_gui.access.share import read_profile_file
from score_gui.access.tokens import Kept, forget_token, keep_token, take_over
from score_gui.access.vault import Vault, Where
from score_gui.model import problems
from score_gui.model.language import tr
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.net.origin import Origin
from score_gui.net.settings import NetSettings
from score_gui.net.token_header import why_not_sent
from score_gui.ui.network_fields import kept_words
from score_gui.ui.profiles_desk import KeyList, ProfileLine, TokenState

_STATES = {
    Where.KEYRING: TokenState.KEPT,
    Where.MEMORY: TokenState.UNTIL_QUIT,
    Where.ENVIRONMENT: TokenState.UNTIL_QUIT,
    Where.NOWHERE: TokenState.NONE,
}

Test = Callable[[Profile, Secret, str | None], Probe]
Net = Callable[[Profile], NetSettings]


class AccessDesk:
    """`net` tells the way to the servers of a profile. `test` asks a site about a token; tests hand in another."""

    def __init__(
        self,
        store: ProfileStore,
        vault: Vault,
        notes: TokenNotes,
        net: Net = lambda _profile: NetSettings(),
        test: Test | None = None,
    ) -> None:
        self._store = store
        self._vault = vault
        self._notes = notes
        self._net = net
        self._test = test or self._ask_site
        self._refused: dict[str, Secret] = {}
        self._accepted: dict[str, Secret] = {}
        self._passing_ends: dict[str, TokenEnd] = {}

    def list(self) -> tuple[ProfileLine, ...]:
        ends = {**self._store.token_ends(), **self._passing_ends}
        return tuple(self.line(profile, ends.get(profile.id)) for profile in self._store.list())

    def line(self, profile: Profile, noted: TokenEnd | None = None) -> ProfileLine:
        """A profile, the state of its token, and its end: as the token tells it, else as `noted`."""
        token = self._vault.get(profile)
        facts = token_facts(token) if token is not None else None
        if facts is not None and facts.ends is not None:
            noted = TokenEnd(facts.ends, EndSource.TOKEN)
        return ProfileLine(
            profile,
            self.token_state(profile),
            # The end of a token that somebody took out of the keyring by hand is of no interest.
            None if token is None else noted,
            ", ".join(facts.scopes) if facts is not None else "",
            can_manage(token),
            self._notes.get(profile.id),
            _unsent(profile, token),
        )

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

    def note_used(self, profile_id: str) -> None:
        """A file came with the token of this profile."""
        self._notes.used(profile_id, datetime.now(UTC))

    def save(self, profile: Profile) -> None:
        former = self._store.get(profile.id)
        kept = self._store.save(profile)
        if former is not None and _origin(former) != _origin(kept):
            self._forget(former)

    def remove(self, profile_id: str) -> None:
        profile = self._known(profile_id)
        self._store.remove(profile_id)
        self._forget(profile)

    def keep_token(
        self, profile_id: str, token: Secret, ends: date | None = None, *, until_quit: bool = False
    ) -> TokenState:
        profile = self._known(profile_id)
        self._notes.forget(profile_id)
        kept = keep_token(self._store, self._vault, profile, token, ends, until_quit=until_quit)
        if self._accepted.get(profile_id) == token:
            self._notes.worked(profile_id, datetime.now(UTC))
        return self._noted(profile_id, kept)

    def forget_token(self, profile_id: str) -> None:
        self._forget(self._known(profile_id))

    def read_file(self, path: Path) -> Import:
        try:
            return read_profile_file(read_settings_file(path), None, self._store.list())
        except ProfileError as error:
            raise ProblemError(_unusable(path, error)) from None

    def take_over(self, found: Import) -> TokenState | None:
        if found.token is not None:
            self._notes.forget(found.profile.id)
        kept = take_over(self._store, self._vault, found)
        return None if kept is None else self._noted(found.profile.id, kept)

    def _forget(self, profile: Profile) -> None:
        self._passing_ends.pop(profile.id, None)
        self._notes.forget(profile.id)
        forget_token(self._store, self._vault, profile)

    def _noted(self, profile_id: str, kept: Kept) -> TokenState:
        """Remember the end of a token that is not kept beyond this run."""
        self._passing_ends.pop(profile_id, None)
        if kept.where is Where.MEMORY and kept.end is not None:
            self._passing_ends[profile_id] = kept.end
        return _STATES[kept.where]

    def test_token(self, profile: Profile, token: Secret | None, object_id: str | None = None) -> Probe:
        kept = self._vault.get(profile)
        asked = token or kept
        if asked is None:
            return Probe(Verdict.UNKNOWN, tr("There is no token to test."))
        probe = self._test(profile, asked, object_id)
        if probe.verdict is Verdict.NOT_ACCEPTED:
            self._refused[profile.id] = asked
        elif self._refused.get(profile.id) == asked:
            del self._refused[profile.id]
        if probe.verdict in {Verdict.ACCEPTED, Verdict.NOT_THIS_FILE}:
            self._accepted[profile.id] = asked
            if asked == kept:
                self._notes.worked(profile.id, datetime.now(UTC))
        return probe

    def keep_password(self, account: str, password: Secret) -> str:
        return kept_words(self._vault.keep_password(account, password), self._vault.keyring_name())

    def test_all(self) -> tuple[tuple[str, Probe], ...]:
        with_token = [one for one in self._store.list() if self._vault.get(one) is not None]
        return tuple((profile.name, self.test_token(profile, None)) for profile in with_token)

    # --- keys of EGO and Keycloak ---

    def keys(self, profile: Profile, login: Secret | None) -> KeyList:
        with self._key_service(profile, login) as service:
            return KeyList(service.issued(), service.scopes(), service.host)

    def issue_key(
        self, profile: Profile, login: Secret | None, scopes: tuple[str, ...], description: str
    ) -> TokenState:
        with self._key_service(profile, login) as service:
            made = service.issue(scopes, description)
        if made.secret is None:
            raise RuntimeError("a key without its secret")
        return self.keep_token(profile.id, made.secret, made.ends.date() if made.ends else None)

    def revoke_key(self, profile: Profile, login: Secret | None, key: Secret) -> None:
        with self._key_service(profile, login) as service:
            service.revoke(key)

    @contextmanager
    def _key_service(self, profile: Profile, login: Secret | None) -> Iterator[KeyService]:
        token = login or self._vault.get(profile)
        if profile.key_service is None:
            raise ProblemError(_no_key_service())
        service = KeyService(profile.key_service, token or Secret(""), self._net(profile))
        try:
            yield service
        finally:
            service.close()

    def where(self) -> str | None:
        return self._vault.keyring_name()

    def _ask_site(self, profile: Profile, token: Secret, object_id: str | None) -> Probe:
        return probe_token(profile, token, self._net(profile), object_id)

    def _known(self, profile_id: str) -> Profile:
        profile = self._store.get(profile_id)
        if profile is None:
            raise ProblemError(problems.unknown_profile(profile_id))
        return profile


def _no_key_service() -> Problem:
    next_step = tr("Write the address of its EGO or Keycloak.")
    cause = tr("This profile names none.")
    return Problem("no-key-service", tr("No key service"), cause, next_step, Recovery.PERSON)


def _unsent(profile: Profile, token: Secret | None) -> str:
    header = profile.token_header
    if token is None or header is None or not header.is_on:
        return ""
    return tr(why_not_sent(header, token))


def _unusable(path: Path, error: ProfileError) -> Problem:
    title = tr("{name} cannot be imported", name=path.name)
    return Problem("import-unusable", title, str(error), tr("Nothing was changed."), Recovery.PERSON)


def _origin(profile: Profile) -> Origin:
    return Origin.of(httpx.URL(profile.storage_url))
