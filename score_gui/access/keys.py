"""Lists, issues and revokes keys where a site has an EGO or a Keycloak, as far as the person's own sign-in allows.

Read in the source of overture-stack/ego (TokenController) and oicr-softeng/keycloak-apikeys (ApiKeyResource). Both
ask for the owner's sign-in token, a JSON Web Token; for a bare key they tell and do nothing. EGO tells the keys
themselves in its list, Keycloak hides them and knows them only by what somebody else holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from score_gui.access.life import clean_text, token_facts
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.model.secret import Secret
from score_gui.net.api import ApiClient, ApiFailure
from score_gui.net.settings import NetSettings

_PAGE = 20
_MOST_PAGES = 50
_REALM = "/realms/"
_AGAIN = phrase("Sign in on the site's page, copy the token that it shows, and paste it.")


class ServiceKind(StrEnum):
    """The two kinds of service that issue keys."""

    EGO = "EGO"
    KEYCLOAK = "Keycloak"


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key as its service tells it. `secret` is the key itself: only EGO tells it, or whoever just issued it."""

    description: str = ""
    scopes: tuple[str, ...] = ()
    issued: datetime | None = None
    ends: datetime | None = None
    is_revoked: bool = False
    secret: Secret | None = None


def service_kind(url: str) -> ServiceKind:
    """A realm of a Keycloak shows in its address."""
    return ServiceKind.KEYCLOAK if _REALM in url else ServiceKind.EGO


def can_manage(token: Secret | None) -> bool:
    """Only a sign-in token, which is a JSON Web Token with an owner, opens the list of keys."""
    facts = token_facts(token) if token is not None else None
    return facts is not None and facts.subject is not None


class KeyService:
    """The keys of the owner of `login`, at one service. All calls block and raise ProblemError.

    Raises ProblemError at once if `login` is no sign-in token.
    """

    def __init__(self, url: str, login: Secret, net: NetSettings) -> None:
        facts = token_facts(login)
        if facts is None or facts.subject is None:
            raise ProblemError(_problem("no-sign-in", phrase("This token cannot manage keys"), _BARE, _AGAIN))
        self.kind = service_kind(url)
        self._user = facts.subject
        self._own_scopes = facts.scopes
        is_ego = self.kind is ServiceKind.EGO
        self._path = ("o", "api_key") if is_ego else ("apikey", "api_key")
        self._api = ApiClient(url, lambda: login, net)

    @property
    def host(self) -> str:
        return self._api.host

    def issued(self) -> tuple[IssuedKey, ...]:
        """All keys of the owner, also those that are revoked."""
        found: list[IssuedKey] = []
        for page in range(_MOST_PAGES):
            params = [("user_id", self._user), ("limit", str(_PAGE)), ("offset", str(page * _PAGE))]
            rows = _rows(self._ask("GET", params))
            new = [one for one in map(_key, rows) if one not in found]
            found += new
            if len(rows) < _PAGE or not new:
                break
        return tuple(found)

    def scopes(self) -> tuple[str, ...]:
        """What a new key may open: EGO tells it, for Keycloak it is what the sign-in token itself names."""
        if self.kind is ServiceKind.KEYCLOAK:
            return self._own_scopes
        told = self._guarded("GET", ("o", "scopes"), [("userId", self._user)])
        found = _texts(told.get("scopes") if isinstance(told, dict) else None)
        return found or self._own_scopes

    def issue(self, scopes: tuple[str, ...], description: str) -> IssuedKey:
        """Make a key. It is told this once: keep its `secret`."""
        if self.kind is ServiceKind.EGO:
            wanted = [("scopes", ",".join(scopes))]
        else:
            wanted = [("scopes", scope) for scope in scopes]
        params = [("user_id", self._user), *wanted, ("description", description)]
        made = _key(self._ask("POST", params))
        if made.secret is None:
            detail = phrase("{host} says that it made a key and does not show it.", host=self.host)
            next_step = phrase("Look at the site's own page.")
            raise ProblemError(_problem("no-key", phrase("No key came"), detail, next_step))
        return made

    def revoke(self, key: Secret) -> None:
        """End a key for good."""
        self._ask("DELETE", [("apiKey", key.reveal())])

    def close(self) -> None:
        self._api.close()

    def _ask(self, method: str, params: list[tuple[str, str]]) -> Any:
        return self._guarded(method, self._path, params)

    def _guarded(self, method: str, path: tuple[str, ...], params: list[tuple[str, str]]) -> Any:
        try:
            return self._api.send(method, path, params).value
        except ApiFailure as failure:
            raise ProblemError(self._translated(failure)) from None

    def _translated(self, failure: ApiFailure) -> Problem:
        match failure.status:
            case 401:
                cause = phrase(
                    "{host} does not accept this sign-in: it lasts some hours at most.", host=self.host
                )
                return _problem("sign-in-ended", phrase("Signed out"), cause, _AGAIN)
            case 403:
                cause = phrase("{host} does not let this sign-in do that.", host=self.host)
                next_step = phrase("Ask for fewer scopes, or sign in as its owner.")
                return _problem("keys-forbidden", phrase("Not allowed"), cause, next_step)
            case 404:
                cause = phrase("{host} knows no keys at this address.", host=self.host)
                next_step = phrase("Check the key service of the profile.")
                return _problem("no-key-service", phrase("No key service"), cause, next_step)
            case 400:
                cause = phrase(
                    "{host} does not know this key, or does not take what was asked for.", host=self.host
                )
                return _problem("key-unknown", phrase("Refused"), cause, phrase("Look at the list again."))
            case status:
                cause = phrase("{host} answered {status}.", host=self.host, status=status)
                title = phrase("The key service has trouble")
                return _problem("key-service-trouble", title, cause, phrase("Try again later."))


_BARE = phrase("A bare key tells nothing to the service that issued it.")


def _problem(code: str, title: str, cause: str, next_step: str) -> Problem:
    return Problem(code, title, cause, next_step, Recovery.PERSON)


def _rows(answer: object) -> list[object]:
    rows = answer.get("resultSet") if isinstance(answer, dict) else None
    return rows if isinstance(rows, list) else []


def _key(row: object) -> IssuedKey:
    told: Mapping[str, Any] = row if isinstance(row, dict) else {}
    name = told.get("name")
    return IssuedKey(
        description=clean_text(told.get("description")),
        scopes=_texts(told.get("scope")),
        issued=_moment(told.get("issueDate")),
        ends=_moment(told.get("expiryDate")),
        is_revoked=told.get("isRevoked") is True,
        secret=Secret(name) if isinstance(name, str) and name else None,
    )


def _texts(value: object) -> tuple[str, ...]:
    words = value if isinstance(value, list) else []
    return tuple(clean for clean in map(clean_text, words[:200]) if clean)


def _moment(value: object) -> datetime | None:
    """`2027-11-21T06:00:00.000+0000`."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
