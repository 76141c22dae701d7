"""The data plane: bytes of objects, fetched with tickets. It has no token, no cookies and no default headers.

Nothing is handed out before the answer has said, in a form that can be checked, which bytes it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

import httpx

from score_gui.model import server_problems
from score_gui.model.byterange import ByteRange
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.secret import Secret
from score_gui.net import answers
from score_gui.net.failures import as_problem, shown_host
from score_gui.net.origin import Origin
from score_gui.net.refusals import refusal
from score_gui.net.settings import NetSettings
from score_gui.net.tls import contexts
from score_gui.net.transport import Transport

_FORBIDDEN = frozenset({"authorization", "cookie", "proxy-authorization", "host"})


@dataclass(frozen=True, slots=True)
class RangeAnswer:
    """Bytes on their way: `range` is what really comes, from the asked start, perhaps less than was asked.

    `total` is the object's size and `etag` its version, where the store tells them.
    """

    range: ByteRange
    etag: str | None
    total: int | None
    _response: httpx.Response = field(repr=False)
    _settings: NetSettings = field(repr=False)

    def chunks(self) -> Iterator[memoryview]:
        """The bytes of `range`, never more; each view is good until the next is taken, in this thread only.

        Raises ProblemError if they do not all come; what was yielded before is good.
        """
        left = self.range.length
        host = shown_host(self._response.request.url)
        stream = iter(cast("Iterator[memoryview]", self._response.stream))
        while left:
            try:
                chunk = next(stream, None)
            except httpx.RemoteProtocolError:
                chunk = None
            except httpx.TransportError as failure:
                raise ProblemError(as_problem(failure, host, self._settings)) from None
            if chunk is None:
                raise ProblemError(server_problems.answer_cut_off(host, left))
            yield chunk[:left]
            left -= min(left, len(chunk))


class DataClient:
    """Fetches byte ranges with tickets. One for the whole program; may be used from any number of threads."""

    def __init__(self, settings: NetSettings) -> None:
        self._settings = settings
        self._transport = Transport(
            contexts(settings.ca_files), settings.route, header_timeout=settings.header_timeout
        )

    @contextmanager
    def fetch(
        self,
        ticket_url: Secret,
        wanted: ByteRange,
        *,
        group: Hashable,
        headers: Sequence[tuple[str, str]] = (),
        whole: int | None = None,
        vouched: bool = False,
        is_over: Callable[[], bool] = lambda: False,
    ) -> Iterator[RangeAnswer]:
        """Ask for `wanted` (not empty). `whole` is the object's size, `headers` are the ticket's own.

        `vouched`: whoever asks would find wrong bytes. Then a part is also taken that does not say which it is.
        `is_over` is true once nobody wants it any more; say so before `abort`, which sees no request still to come.
        Raises ProblemError before the first byte unless the answer holds bytes from `wanted.start` on.
        """
        request = self._request(ticket_url, wanted, headers, {"group": group, "is_over": is_over})
        host = shown_host(request.url)
        try:
            response = self._transport.handle_request(request)
        except httpx.TransportError as failure:
            raise ProblemError(as_problem(failure, host, self._settings)) from None
        try:
            yield self._accept(response, _Asked(wanted, whole, vouched), host)
        finally:
            response.close()

    def abort(self, group: Hashable) -> None:
        """End what this group fetches now; its readers get a ProblemError at once. From any thread."""
        self._transport.abort(group)

    def rest(self) -> None:
        """Give up the connections that wait for use."""
        self._transport.rest()

    def close(self) -> None:
        self._transport.close()

    def _request(
        self,
        ticket_url: Secret,
        wanted: ByteRange,
        extra: Sequence[tuple[str, str]],
        extensions: Mapping[str, object],
    ) -> httpx.Request:
        if any(name.lower() in _FORBIDDEN for name, _ in extra):
            raise ValueError("a ticket's own headers never hold credentials of ours")
        timeout = {"connect": self._settings.connect_timeout, "read": self._settings.read_timeout}
        headers = [*extra, ("Range", wanted.header), ("Accept-Encoding", "identity")]
        try:
            request = httpx.Request(
                "GET", ticket_url.reveal(), headers=headers, extensions={**extensions, "timeout": timeout}
            )
            Origin.of(request.url)
            return request
        except (httpx.InvalidURL, ValueError):
            raise ProblemError(
                server_problems.link_unsafe(phrase("The site"), phrase("it is no web address"))
            ) from None

    def _accept(self, response: httpx.Response, asked: _Asked, host: str) -> RangeAnswer:
        if response.status_code not in {200, 206}:
            raise ProblemError(refusal(response, host))
        told = answers.content_range(response.headers)
        comes = _bytes_that_come(response, asked, host)
        if isinstance(comes, Problem):
            raise ProblemError(comes)
        etag = response.headers.get("ETag")
        return RangeAnswer(comes, etag, told.total if told else asked.whole, response, self._settings)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an answer is held to; see `DataClient.fetch`."""

    wanted: ByteRange
    whole: int | None
    vouched: bool


def _bytes_that_come(response: httpx.Response, asked: _Asked, host: str) -> ByteRange | Problem:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity", "aws-chunked"}:
        return server_problems.body_altered(host, phrase("compressed data"))
    if answers.media_type(response.headers) == "multipart/byteranges":
        return server_problems.body_altered(host, phrase("several pieces"))
    try:
        length = answers.content_length(response.headers)
    except ValueError:
        return server_problems.unexpected_answer(host, phrase("it tells its length in two ways"))
    told = answers.content_range(response.headers)
    if told is None and response.status_code == 206:
        return _unnamed(response, length, asked, host)
    if told is not None and response.status_code == 206:
        return _partial(told, length, asked.wanted, host)
    return _full(response, told, length, asked, host)


def _unnamed(response: httpx.Response, length: int | None, asked: _Asked, host: str) -> ByteRange | Problem:
    """A part that does not say which it is: taken on trust where an MD5 will tell, and if it is as long as asked."""
    says_nothing = "Content-Range" not in response.headers and not answers.is_web_page(response.headers)
    if asked.vouched and says_nothing and length == asked.wanted.length:
        return asked.wanted
    return server_problems.wrong_range(host)


def _partial(
    told: answers.ContentRange, length: int | None, wanted: ByteRange, host: str
) -> ByteRange | Problem:
    if told.range.start != wanted.start:
        return server_problems.wrong_range(host)
    if length is not None and length != told.range.length:
        return server_problems.wrong_range(host)
    return ByteRange(wanted.start, min(wanted.stop, told.range.stop))


def _full(
    response: httpx.Response,
    told: answers.ContentRange | None,
    length: int | None,
    asked: _Asked,
    host: str,
) -> ByteRange | Problem:
    """A 200: fine if the whole object was asked for, or if it is a 206 in all but its number."""
    wanted, whole = asked.wanted, asked.whole
    if told is not None and told.range == wanted and length == wanted.length:
        return wanted
    if answers.is_web_page(response.headers):
        return server_problems.web_page(host)
    if told is None and wanted.start == 0 and wanted.stop == whole and length in {None, whole}:
        return wanted
    return server_problems.range_ignored(host)
