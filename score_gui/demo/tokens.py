"""Who may do what: the API tokens of a site and the rule by which Score reads an Authorization header."""

from __future__ import annotations

import base64
import json
import re
import threading
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from score_gui.demo.answers import unauthorised
from score_gui.demo.wire import Request, Response

_BEARER = re.compile(r"Bearer ([A-Za-z0-9\-._~+/]+=*)", re.IGNORECASE)
_API_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Caller:
    """Who asks. `known` is false without a token; `may_read_controlled` needs the right scope."""

    known: bool
    may_read_controlled: bool


_NOBODY = Caller(known=False, may_read_controlled=False)
USER_ID = "8f3b1c52-0000-4000-8000-00000000cafe"
_ALL_STUDIES = "score.READ"
_LOGIN_LIFE = timedelta(hours=3)
_KEY_LIFE = timedelta(days=365)


@dataclass(frozen=True)
class HeldKey:
    """A key that a service for keys issued to the one user of the site."""

    key: str = field(repr=False)
    scopes: tuple[str, ...]
    description: str
    issued: datetime
    ends: datetime
    is_revoked: bool = False


class Tokens:
    """Issues API tokens of the shape of UUIDs, and says what a request may do."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._token = str(uuid.uuid4())
        self._unscoped = str(uuid.uuid4())
        self._revoked = False
        self._login = _login_token()
        self._keys: dict[str, HeldKey] = {}
        self.grantable = (_ALL_STUDIES, "PROGRAMDATA-PRAC-CA.READ")

    @property
    def token(self) -> str:
        """The newest token with the scope for all studies; it stays the newest one when it is revoked."""
        with self._lock:
            return self._token

    @property
    def unscoped_token(self) -> str:
        """A token the site accepts but that opens no study."""
        return self._unscoped

    @property
    def login(self) -> str:
        """The sign-in token of the user: a JSON Web Token that lists keys, and opens files too."""
        return self._login

    @property
    def keys(self) -> tuple[HeldKey, ...]:
        """All issued keys, the revoked ones too."""
        with self._lock:
            return tuple(self._keys.values())

    def issue(self, scopes: tuple[str, ...], description: str) -> HeldKey:
        """Issue a key of the shape of a UUID."""
        now = datetime.now(UTC).replace(microsecond=0)
        held = HeldKey(str(uuid.uuid4()), scopes, description, now, now + _KEY_LIFE)
        with self._lock:
            self._keys[held.key] = held
        return held

    def revoke_key(self, key: str) -> HeldKey | None:
        """Revoke an issued key; None if there is none."""
        with self._lock:
            if key not in self._keys:
                return None
            self._keys[key] = replace(self._keys[key], is_revoked=True)
            return self._keys[key]

    def revoke(self) -> None:
        """Let the site's own token be refused."""
        with self._lock:
            self._revoked = True

    def replace(self) -> str:
        """Issue a new token, which ends the former one, as on ICGC ARGO."""
        with self._lock:
            self._token, self._revoked = str(uuid.uuid4()), False
            return self._token

    def identify(self, request: Request) -> Caller | Response:
        """Return who asks, or the 401 that Spring's bearer filter gives before anything else is looked at."""
        header = request.headers.get("authorization", "")
        if not header.lower().startswith("bearer"):
            return _NOBODY
        found = _BEARER.fullmatch(header)
        if found is None:
            return unauthorised("Bearer token is malformed")
        with self._lock:
            if found[1] == self._token and not self._revoked:
                return Caller(known=True, may_read_controlled=True)
            held = self._keys.get(found[1])
        if held is not None and not held.is_revoked:
            return Caller(known=True, may_read_controlled=_ALL_STUDIES in held.scopes)
        if found[1] == self._login:
            return Caller(known=True, may_read_controlled=True)
        if found[1] == self._unscoped:
            return Caller(known=True, may_read_controlled=False)
        if _API_KEY.fullmatch(found[1]) is None:
            return unauthorised("Invalid token")
        return unauthorised()


def _login_token() -> str:
    """What EGO and Keycloak both put into theirs; nobody checks the signature here."""
    claims = {
        "sub": USER_ID,
        "iss": "ego",
        "exp": int((datetime.now(UTC) + _LOGIN_LIFE).timestamp()),
        "preferred_username": "practice@example.org",
        "context": {"scope": [_ALL_STUDIES], "user": {"email": "practice@example.org"}},
    }
    parts = [
        json.dumps({"alg": "RS256", "typ": "JWT"}).encode(),
        json.dumps(claims).encode(),
        uuid.uuid4().bytes,
    ]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
