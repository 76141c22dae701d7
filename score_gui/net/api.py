"""The API plane: questions to one site, with its token. The token goes to that one origin or nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode

import httpx

from score_gui.model import server_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.secret import Secret
from score_gui.net import answers
from score_gui.net.failures import as_problem, shown_host
from score_gui.net.origin import Origin
from score_gui.net.redact import redact
from score_gui.net.settings import NetSettings
from score_gui.net.strict_json import read_json
from score_gui.net.tls import contexts
from score_gui.net.transport import Transport

_LARGEST_ANSWER = 64 * 1024 * 1024
_LONGEST_QUOTE = 300
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site answered. `date` is its own clock (seconds since the epoch), if it told."""

    value: Any
    date: float | None
    token_sent: bool


class ApiFailure(Exception):  # noqa: N818 - the site's answer, which is not always an error
    """A site answered with a 4xx or 500. What that means, the source of that site knows.

    `body` holds at most 64 KiB; `text` is its start as plain text for people, without any credential.
    """

    def __init__(
        self, status: int, headers: httpx.Headers, body: bytes, text: str, *, token_sent: bool
    ) -> None:
        super().__init__(f"the site answered {status}")
        self.status = status
        self.content_type = answers.media_type(headers)
        self.challenge: str = headers.get("WWW-Authenticate", "")
        self.body = body
        self.text = text
        self.token_sent = token_sent

    @property
    def said(self) -> Mapping[str, Any]:
        """The answer's JSON object; empty if it holds none."""
        try:
            value = read_json(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


class OneOrigin(httpx.BaseTransport):
    """A transport that knows one server only, and sends a token only where nobody can read along."""

    def __init__(self, origin: Origin, inner: httpx.BaseTransport) -> None:
        self._origin = origin
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if Origin.of(request.url) != self._origin:
            raise ValueError("a request left its origin")
        if "Authorization" in request.headers and not self._origin.is_private_to_the_wire:
            raise ValueError("a token would travel in the clear")
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


class ApiClient:
    """Asks one site. `token` is called for every request, from the thread that makes it.

    Raises ValueError if `base_url` is no http or https address.
    """

    def __init__(
        self,
        base_url: str,
        token: Callable[[], Secret | None],
        settings: NetSettings,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        try:
            base = httpx.URL(base_url.rstrip("/"))
        except httpx.InvalidURL:
            raise ValueError("not a web address") from None
        self._base = base
        self._token = token
        self._settings = settings
        inner = transport or Transport(
            contexts(settings.ca_files), settings.route, header_timeout=settings.header_timeout
        )
        self._transport = OneOrigin(Origin.of(base), inner)

    @property
    def host(self) -> str:
        """The server as people see it."""
        return shown_host(self._base)

    @property
    def origin(self) -> Origin:
        return Origin.of(self._base)

    def tells_token(self, text: str) -> bool:
        """Whether a text that the site sent repeats the token, in whatever way of writing it."""
        token = self._token()
        return token is not None and bool(token) and token.reveal().lower() in unquote(text).lower()

    def get_json(
        self,
        path: Sequence[str],
        params: Mapping[str, str | int | bool] | None = None,
        *,
        with_token: bool = True,
    ) -> Reply:
        """The JSON at `path`, given in segments. Raises ApiFailure and ProblemError."""
        return self._as_json(self._ask("GET", path, _pairs(params), with_token=with_token))

    def send(self, method: str, path: Sequence[str], params: Sequence[tuple[str, str]]) -> Reply:
        """Ask, with the token, for something to be done; returns the JSON. Raises ApiFailure and ProblemError."""
        return self._as_json(self._ask(method, path, params, with_token=True))

    def get_text(
        self,
        path: Sequence[str],
        params: Mapping[str, str | int | bool] | None = None,
        *,
        with_token: bool = True,
    ) -> Reply:
        """The text at `path`, given in segments. Raises ApiFailure and ProblemError."""
        response, body, token_sent = self._ask("GET", path, _pairs(params), with_token=with_token)
        return Reply(body.decode("utf-8", "replace"), answers.server_time(response.headers), token_sent)

    def close(self) -> None:
        """End every question on its way, and all connections."""
        self._transport.close()

    def _as_json(self, asked: tuple[httpx.Response, bytes, bool]) -> Reply:
        response, body, token_sent = asked
        try:
            value = read_json(body)
        except ValueError:
            raise ProblemError(
                server_problems.unexpected_answer(self.host, phrase("it is not JSON"))
            ) from None
        return Reply(value, answers.server_time(response.headers), token_sent)

    def _ask(
        self, method: str, path: Sequence[str], params: Sequence[tuple[str, str]], *, with_token: bool
    ) -> tuple[httpx.Response, bytes, bool]:
        token = self._token() if with_token else None
        request = self._request(method, path, params, token)
        try:
            response = self._transport.handle_request(request)
            try:
                return response, self._read(response, token), bool(token)
            finally:
                response.close()
        except httpx.TransportError as failure:
            raise ProblemError(as_problem(failure, self.host, self._settings)) from None

    def _request(
        self, method: str, path: Sequence[str], params: Sequence[tuple[str, str]], token: Secret | None
    ) -> httpx.Request:
        if any(segment in {"", ".", ".."} for segment in path):
            raise ValueError("a path of these segments would lead elsewhere")
        url = "/".join([str(self._base), *(quote(segment, safe="") for segment in path)])
        if params:
            url += "?" + urlencode(params)
        headers = {
            "User-Agent": self._settings.user_agent,
            "Accept": "application/json, text/plain",
            "Accept-Encoding": "identity",
        }
        if token:
            headers["Authorization"] = f"Bearer {token.reveal()}"
        timeout = {"connect": self._settings.connect_timeout, "read": self._settings.read_timeout}
        extensions = {"timeout": timeout, "deadline": self._settings.api_timeout, "group": self._base.host}
        return httpx.Request(method, url, headers=headers, extensions=extensions)

    def _read(self, response: httpx.Response, token: Secret | None) -> bytes:
        status = response.status_code
        if status == 200 and answers.is_web_page(response.headers):
            raise ProblemError(server_problems.web_page(self.host))
        if status == 200:
            return self._read_whole(response)
        body = answers.start_of(response.stream)  # type: ignore[arg-type]  # a sync transport streams in sync
        generic = self._generic_problem(response)
        if generic is not None:
            raise ProblemError(generic)
        text = plain(body, [token] if token else [])
        raise ApiFailure(status, response.headers, body, text, token_sent=bool(token))

    def _read_whole(self, response: httpx.Response) -> bytes:
        if response.headers.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
            raise ProblemError(
                server_problems.unexpected_answer(self.host, phrase("it is packed, which was not asked for"))
            )
        body = bytearray()
        for chunk in response.stream:  # type: ignore[union-attr]  # a sync transport streams in sync
            body += chunk
            if len(body) > _LARGEST_ANSWER:
                raise ProblemError(server_problems.unexpected_answer(self.host, phrase("it has no end")))
        return bytes(body)

    def _generic_problem(self, response: httpx.Response) -> Problem | None:
        """What means the same at every site."""
        status = response.status_code
        if 300 <= status < 400:
            return server_problems.redirected(self.host)
        if status in {429, 503}:
            return server_problems.server_busy(self.host, status, answers.retry_after(response.headers))
        if status == 511:
            return server_problems.web_page(self.host)
        if status in {502, 504}:
            return server_problems.server_unavailable(self.host, status)
        if status > 500:
            return server_problems.server_error(self.host, status)
        if status < 300:
            return server_problems.unexpected_answer(self.host, phrase("status {status}", status=status))
        return None


def plain(body: bytes, secrets: Sequence[Secret] = ()) -> str:
    """The start of a foreign text in one line, without control characters and credentials."""
    text = _UNSEEN.sub(" ", body[: 4 * _LONGEST_QUOTE].decode("utf-8", "replace"))
    return redact(" ".join(text.split()), secrets)[:_LONGEST_QUOTE]


def _pairs(params: Mapping[str, str | int | bool] | None) -> list[tuple[str, str]]:
    return [(name, _as_text(value)) for name, value in (params or {}).items()]


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
