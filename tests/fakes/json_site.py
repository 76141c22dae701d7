"""A site of JSON answers by path, for tests that care about what is said and not about how."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.raw_server import RawServer, Script, answer

Params = dict[str, str]
Route = bytes | Callable[[Params, str | None], bytes]


def said(value: Any, *headers: str, status: str = "200 OK") -> bytes:
    return answer(status, "Content-Type: application/json", *headers, body=json.dumps(value).encode())


class JsonSite(RawServer):
    """Answers `routes[path]`: bytes as they are, or what a function of parameters and token makes."""

    def __init__(self, routes: dict[str, Route]) -> None:
        super().__init__([self._respond])
        self.routes = routes

    @property
    def asked(self) -> list[str]:
        """Path and query of each request."""
        return [request.split(" ", 2)[1] for request in self.requests]

    @property
    def tokens(self) -> list[str | None]:
        """The token of each request."""
        return [_token(request) for request in self.requests]

    def _respond(self, request: str) -> Script:
        target = urlsplit(request.split(" ", 2)[1])
        route = self.routes.get(unquote(target.path), answer("404 Not Found"))
        params = {name: values[0] for name, values in parse_qs(target.query).items()}
        return [route if isinstance(route, bytes) else route(params, _token(request))]


def _token(request: str) -> str | None:
    marker = "\r\nauthorization: bearer "
    place = request.lower().find(marker)
    return None if place < 0 else request[place + len(marker) :].split("\r\n", 1)[0]
