"""Stand-ins for EGO and for Keycloak with its API keys: list, issue and revoke, each with the other's oddities.

Read in the source of overture-stack/ego and oicr-softeng/keycloak-apikeys: EGO tells the keys themselves in its list
and takes scopes in one word with commas; Keycloak hides the keys and takes the parameter once for each scope.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from score_gui.demo.answers import json_answer, text_answer
from score_gui.demo.tokens import USER_ID, HeldKey, Tokens
from score_gui.demo.wire import Request, Response

REALM = "/realms/practice"
_DEFAULT_LIMIT = 20


class KeyFlavour(Enum):
    """Which service to be."""

    EGO = "ego"
    KEYCLOAK = "keycloak"


class KeyDesk:
    """Answers for the keys that `tokens` holds, to whoever shows the sign-in token of their owner."""

    def __init__(self, tokens: Tokens, flavour: KeyFlavour) -> None:
        self._tokens = tokens
        self._is_ego = flavour is KeyFlavour.EGO
        self._path = "/o/api_key" if self._is_ego else f"{REALM}/apikey/api_key"

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        header = request.headers.get("authorization", "")
        if header.removeprefix("Bearer ") != self._tokens.login:
            return json_answer({"error": "unauthorized"}, 401)
        if self._is_ego and request.path == "/o/scopes":
            return json_answer({"scopes": list(self._tokens.grantable)})
        if request.path != self._path:
            return json_answer({"error": "not_found"}, 404)
        match request.method:
            case "GET":
                return self._list(request)
            case "POST":
                return self._issue(request)
            case "DELETE":
                return self._revoke(request)
        return text_answer("Method Not Allowed", 405)

    def _list(self, request: Request) -> Response:
        if request.first("user_id") != USER_ID:
            return json_answer({"error": "apiKeys are only visible for it's owner"}, 403)
        limit, offset = _number(request, "limit", _DEFAULT_LIMIT), _number(request, "offset", 0)
        rows = [self._row(held, shows_name=self._is_ego) for held in self._tokens.keys]
        page = rows[offset : offset + limit]
        return json_answer({"limit": limit, "offset": offset, "count": len(rows), "resultSet": page})

    def _issue(self, request: Request) -> Response:
        told = [value for name, value in request.query if name == "scopes"]
        scopes = tuple(told[0].split(",")) if self._is_ego and told else tuple(told)
        if request.first("user_id") != USER_ID or not set(scopes) <= set(self._tokens.grantable):
            return json_answer({"error": "Invalid Scope"}, 403)
        held = self._tokens.issue(scopes, request.first("description") or "")
        return json_answer(self._row(held, shows_name=True))

    def _revoke(self, request: Request) -> Response:
        held = self._tokens.revoke_key(request.first("apiKey") or "")
        if held is None:
            return json_answer({"error": "ApiKey not found"}, 400)
        if self._is_ego:
            return json_answer({"message": "The ApiKey was successfully revoked!"})
        return json_answer(self._row(held, shows_name=False))

    @staticmethod
    def _row(held: HeldKey, *, shows_name: bool) -> dict[str, Any]:
        return {
            **({"name": held.key} if shows_name else {}),
            "scope": list(held.scopes),
            "expiryDate": _stamp(held.ends),
            "issueDate": _stamp(held.issued),
            "isRevoked": held.is_revoked,
            "description": held.description,
        }


def _stamp(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000"))


def _number(request: Request, name: str, default: int) -> int:
    text = request.first(name) or ""
    return int(text) if text.isdecimal() and len(text) < 10 else default
