"""Who may do what: the API tokens of a site and the rule by which Score reads an Authorization header."""

from __future__ import annotations

import re
import threading
import uuid
from dataclasses import dataclass

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


class Tokens:
    """Issues API tokens of the shape of UUIDs, and says what a request may do."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._token = str(uuid.uuid4())
        self._unscoped = str(uuid.uuid4())
        self._revoked = False

    @property
    def token(self) -> str:
        """The newest token with the scope for all studies; it stays the newest one when it is revoked."""
        with self._lock:
            return self._token

    @property
    def unscoped_token(self) -> str:
        """A token the site accepts but that opens no study."""
        return self._unscoped

    def revoke(self) -> None:
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
        if found[1] == self._unscoped:
            return Caller(known=True, may_read_controlled=False)
        if _API_KEY.fullmatch(found[1]) is None:
            return unauthorised("Invalid token")
        return unauthorised()
