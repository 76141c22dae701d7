"""Where tokens are kept: in the keyring of the system, or in memory until the program ends, and nowhere else."""

from __future__ import annotations

import logging
import threading
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum

import httpx

from score_gui.access.keyrings import Keyring, system_keyring
from score_gui.access.profiles import ENVIRONMENT_ID
from score_gui.model import problems
from score_gui.model.language import phrase
from score_gui.model.problem import ProblemError
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.net.origin import Origin

_log = logging.getLogger(__name__)

_SHORTEST, _LONGEST = 8, 8192


class Where(StrEnum):
    """Where the token of a profile is."""

    KEYRING = "keyring"
    MEMORY = "memory"
    """Until the program ends."""
    ENVIRONMENT = "environment"
    NOWHERE = "nowhere"


class Vault:
    """The tokens of all profiles. **Every call may block on the keyring**: never call from the GUI thread.

    A token belongs to a profile and its storage address together: where the address changes to another server,
    the token is not handed on. `ACCESSTOKEN` in `environ` is the token of the environment's profile; it wins
    there and is never stored.
    """

    def __init__(
        self, environ: Mapping[str, str], find_keyring: Callable[[], Keyring | None] = system_keyring
    ) -> None:
        self._environment = environ.get("ACCESSTOKEN", "").strip()
        self._find_keyring = find_keyring
        self._lock = threading.RLock()
        self._keyring: Keyring | None = None
        self._looked = False
        self._known: dict[str, tuple[Secret | None, Where]] = {}

    def get(self, profile: Profile) -> Secret | None:
        """The token of a profile, if there is one."""
        return self._look_up(profile)[0]

    def where(self, profile: Profile) -> Where:
        return self._look_up(profile)[1]

    def keep(self, profile: Profile, token: Secret, *, until_quit: bool = False) -> Where:
        """Keep a token in the place of a former one. Tells where it now is.

        With `until_quit` it never reaches the keyring, and a former one is taken out of it.
        """
        return self._keep_at(_account(profile), token, until_quit=until_quit)

    def _keep_at(self, account: str, token: Secret, *, until_quit: bool) -> Where:
        with self._lock:
            if until_quit:
                self._clear(account)
            kept = not until_quit and self._store(account, token)
            where = Where.KEYRING if kept else Where.MEMORY
            self._known[account] = (token, where)
        return where

    def forget(self, profile: Profile) -> None:
        """Remove the token of a profile from everywhere it was kept.

        Raises ProblemError if the keyring does not let go of it; it is not used any more all the same.
        """
        self._forget_at(_account(profile))

    def _forget_at(self, account: str) -> None:
        with self._lock:
            self._known[account] = (None, Where.NOWHERE)
            keyring = self._find()
            if keyring is None:
                return
            try:
                keyring.delete(account)
            except Exception as failure:  # noqa: BLE001 - a keyring may raise anything, see Keyring
                raise ProblemError(problems.keyring_unwilling(keyring.name, type(failure).__name__)) from None

    def keyring_name(self) -> str | None:
        """What people call the keyring in use; None if there is none and tokens live until the program ends."""
        keyring = self._find()
        return None if keyring is None else keyring.name

    def password(self, account: str) -> Secret | None:
        """The password of a proxy, kept under an account of its own."""
        return self._look_at(account)[0]

    def keep_password(self, account: str, password: Secret) -> Where:
        """Keep a password in the place of a former one. Tells where it now is."""
        return self._keep_at(account, password, until_quit=False)

    def forget_password(self, account: str) -> None:
        """Raises ProblemError if the keyring does not let go of it; it is not used any more all the same."""
        self._forget_at(account)

    def known_tokens(self) -> tuple[Secret, ...]:
        """The tokens and passwords in memory now, for the redactor; never blocks."""
        found = [token for token, _ in list(self._known.values()) if token]
        return tuple([*found, Secret(self._environment)] if self._environment else found)

    def _look_up(self, profile: Profile) -> tuple[Secret | None, Where]:
        if profile.id == ENVIRONMENT_ID and self._environment:
            return clean_token(self._environment), Where.ENVIRONMENT
        return self._look_at(_account(profile))

    def _look_at(self, account: str) -> tuple[Secret | None, Where]:
        known = self._known.get(account)
        if known is not None:
            return known
        with self._lock:
            return self._known.get(account) or self._read(account)

    def _read(self, account: str) -> tuple[Secret | None, Where]:
        keyring = self._find()
        try:
            text = keyring.read(account) if keyring else None
        except Exception as failure:  # noqa: BLE001 - a keyring may raise anything, see Keyring
            # Not remembered: it may be locked now and open at the next question.
            _log.info("the keyring cannot be read: %s", type(failure).__name__)
            return None, Where.NOWHERE
        found = (Secret(text), Where.KEYRING) if text else (None, Where.NOWHERE)
        self._known[account] = found
        return found

    def _store(self, account: str, token: Secret) -> bool:
        keyring = self._find()
        if keyring is None:
            return False
        try:
            return keyring.write(account, token.reveal())
        except Exception as failure:  # noqa: BLE001 - a keyring may raise anything, see Keyring
            _log.info("%s takes no token: %s", keyring.name, type(failure).__name__)
            return False

    def _clear(self, account: str) -> None:
        keyring = self._find()
        try:
            if keyring is not None:
                keyring.delete(account)
        except Exception as failure:  # noqa: BLE001 - a keyring may raise anything, see Keyring
            # A locked keyring must not keep anybody from working: the former token is only asked for at a next start.
            _log.info("the keyring keeps a former token: %s", type(failure).__name__)

    def _find(self) -> Keyring | None:
        with self._lock:
            if not self._looked:
                self._keyring, self._looked = self._find_keyring(), True
            return self._keyring


def _account(profile: Profile) -> str:
    origin = Origin.of(httpx.URL(profile.storage_url))
    return f"{profile.id} at {origin.scheme}://{origin.host}:{origin.port}"


def clean_token(text: str) -> Secret:
    """The token in a pasted text, without blanks and a leading `Bearer`.

    Raises ProblemError with a sentence that never quotes the token.
    """
    words = text.split()
    if words and words[0].rstrip(":").lower() == "bearer":
        words = words[1:]
    body = "".join(words)
    for place, character in enumerate(body, start=1):
        if not "\x21" <= character <= "\x7e":
            raise ProblemError(problems.token_unusable(_no_such_sign(place, character)))
    if len(body) < _SHORTEST:
        raise ProblemError(problems.token_unusable(phrase("It is too short to be a token.")))
    if len(body) > _LONGEST:
        told = phrase("It has {length:,} characters, more than any token.", length=len(body))
        raise ProblemError(problems.token_unusable(told))
    return Secret(body)


def _no_such_sign(place: int, character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Pd":
        return phrase(
            "Character {place} is “{sign}”, a dash of a kind that text editors put in.",
            place=place,
            sign=character,
        )
    if kind[0] in "CZ":
        return phrase(
            "Character {place} is a sign that cannot be seen, often put in by a text editor.", place=place
        )
    return phrase(
        "Character {place} is not a plain letter, digit or sign, which no token holds.", place=place
    )
