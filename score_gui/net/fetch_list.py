"""Fetches a list from a web address that somebody typed or dropped, without becoming a tool against their network.

An address can come from a stranger's page. So: https only, no credential is taken or sent, and the server must be
out on the internet, or be the person's own site. The address that was looked at is the one that is connected to,
or asked from the proxy where there is one.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Self, cast
from urllib.parse import unquote

import httpx

from score_gui.files.names import safe_name
from score_gui.model import server_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError, Recovery
from score_gui.net import answers
from score_gui.net.failures import as_problem, shown_host
from score_gui.net.origin import Origin
from score_gui.net.settings import NetSettings
from score_gui.net.tls import client_context
from score_gui.net.transport import Transport

MOST_BYTES = 256 << 20
MOST_SECONDS = 60.0
MOST_REDIRECTS = 3
_MOST_ADDRESSES = 4
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class FetchedList:
    """What came, and what to call it: the end of the address, without its query."""

    name: str
    data: bytes


def is_list_address(text: str) -> bool:
    """One https address and nothing else: not a list, but the place of one."""
    return text[:8].lower() == "https://" and len(text.split()) == 1


def host_of(address: str) -> str:
    """The server that an address names, as people see it: never a path, a query or a credential."""
    try:
        url = httpx.URL(address)
        Origin.of(url)
        return shown_host(url)
    except (httpx.InvalidURL, ValueError):
        return "the web"


def fetch_list(
    address: str,
    settings: NetSettings,
    *,
    own_hosts: Collection[str] = (),
    look: Callable[[float], None] = lambda _share: None,
) -> FetchedList:
    """The bytes at an address: at most 256 MiB, within 60 seconds, over at most 3 redirects on the same server.

    `own_hosts` are the servers of the person's own profiles, which may lie in a private network. `look` is told the
    share that has come (0 to 1, 0 while unknown) and may raise to end it. Raises ProblemError.
    """
    url = _checked(address)
    origin = Origin.of(url)
    deadline = time.monotonic() + MOST_SECONDS
    with _Road(origin, _ways(origin, own_hosts, settings), settings, deadline) as road:
        for _ in range(MOST_REDIRECTS + 1):
            response = road.ask(url)
            try:
                if response.status_code not in _REDIRECTS:
                    return FetchedList(_name_of(url), _body(response, origin.host, look))
                url = _next(url, response, origin)
            except httpx.TransportError as failure:
                raise ProblemError(as_problem(failure, shown_host(url), settings)) from None
            finally:
                response.close()
    raise ProblemError(
        _refused(phrase("{host} sends from one address to the next without end.", host=origin.host))
    )


def _checked(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip()).copy_with(fragment=None)
        Origin.of(url)
    except (httpx.InvalidURL, ValueError):
        raise ProblemError(_refused(phrase("This is not a web address."))) from None
    if url.scheme != "https":
        raise ProblemError(
            _refused(phrase("The address does not begin with https, so anybody on the way can change it."))
        )
    if url.userinfo:
        raise ProblemError(_refused(phrase("The address holds a user name or a password.")))
    return url


def _next(url: httpx.URL, response: httpx.Response, origin: Origin) -> httpx.URL:
    try:
        following = _checked(str(url.join(response.headers.get("Location", ""))))
    except httpx.InvalidURL:
        raise ProblemError(
            server_problems.unexpected_answer(origin.host, phrase("it redirects to nowhere"))
        ) from None
    if Origin.of(following) != origin:
        raise ProblemError(
            _refused(phrase("{host} sends to another server, perhaps to a page to log in.", host=origin.host))
        )
    return following


def _ways(origin: Origin, own_hosts: Collection[str], settings: NetSettings) -> list[str]:
    """The hosts to connect to, best first: the server's numbers, or its name where a proxy will look that up.

    Behind a proxy, names of the internet are often not known; one that is known must still lie outside.
    """
    if settings.route.proxy_for(origin) is None:
        return _addresses(origin, own_hosts, settings)
    try:
        _addresses(origin, own_hosts, settings)
    except ProblemError as failure:
        if failure.problem.code != "host-not-found":
            raise
    return [origin.host]


def _addresses(origin: Origin, own_hosts: Collection[str], settings: NetSettings) -> list[str]:
    """The server's numbers. All must be out on the internet, for one of them is as good as the next."""
    try:
        found = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        raise ProblemError(as_problem(failure, origin.host, settings)) from None
    numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
    if origin.host not in {host.lower() for host in own_hosts} and not all(map(_is_outside, numbers)):
        raise ProblemError(
            _refused(phrase("{host} lies in a private network and is not a site of yours.", host=origin.host))
        )
    return numbers[:_MOST_ADDRESSES]


def _is_outside(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in _meant(address))


def _meant(address: _Address) -> Iterator[_Address]:
    """The address, and those of the old internet that are wrapped in it."""
    yield address
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        yield from (each for each in wrapped if each is not None)


class _Pinned:
    """A TLS context that demands the certificate of a name, whichever number the connection was opened to."""

    def __init__(self, context: ssl.SSLContext, name: str) -> None:
        self._context = context
        self._name = name

    def wrap_bio(
        self, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, *, server_hostname: str
    ) -> ssl.SSLObject:
        del server_hostname
        return self._context.wrap_bio(incoming, outgoing, server_hostname=self._name)


class _Road:
    """The way to one server by the numbers that were looked at."""

    def __init__(self, origin: Origin, numbers: list[str], settings: NetSettings, deadline: float) -> None:
        self._origin, self._numbers = origin, numbers
        self._settings, self._deadline = settings, deadline
        self._transport = Transport(self._context, settings.route, header_timeout=settings.header_timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def ask(self, url: httpx.URL) -> httpx.Response:
        """The answer to a question for `url`. Raises ProblemError."""
        for number in self._numbers[:-1]:
            try:
                return self._ask(url, number)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
            except httpx.TransportError as failure:
                raise ProblemError(as_problem(failure, shown_host(url), self._settings)) from None
        try:
            return self._ask(url, self._numbers[-1])
        except httpx.TransportError as failure:
            raise ProblemError(as_problem(failure, shown_host(url), self._settings)) from None

    def _ask(self, url: httpx.URL, number: str) -> httpx.Response:
        left = max(0.1, self._deadline - time.monotonic())
        timeout = {"connect": min(left, self._settings.connect_timeout), "read": self._settings.read_timeout}
        headers = {
            "Host": shown_host(url),
            "User-Agent": self._settings.user_agent,
            "Accept-Encoding": "identity",
        }
        request = httpx.Request(
            "GET",
            url.copy_with(host=number),
            headers=headers,
            extensions={"timeout": timeout, "deadline": left},
        )
        return self._transport.handle_request(request)

    def _context(self) -> ssl.SSLContext:
        pinned = _Pinned(client_context(self._settings.ca_files), self._origin.host)
        return cast("ssl.SSLContext", pinned)


def _body(response: httpx.Response, host: str, look: Callable[[float], None]) -> bytes:
    if response.status_code != 200:
        raise ProblemError(_answered(response.status_code, host))
    try:
        length = answers.content_length(response.headers)
    except ValueError:
        raise ProblemError(
            server_problems.unexpected_answer(host, phrase("it tells its length in two ways"))
        ) from None
    _check_size(length or 0)
    came = bytearray()
    for chunk in response.iter_raw():
        came += chunk
        _check_size(len(came))
        look(len(came) / length if length else 0.0)
    return bytes(came)


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise ProblemError(_refused(phrase("It is larger than 268 MB, the most that a manifest may have.")))


def _answered(status: int, host: str) -> Problem:
    if status in {401, 403}:
        return _refused(
            phrase(
                "{host} shows this list only to those who are logged in ({status}).", host=host, status=status
            )
        )
    if status in {404, 410}:
        return _refused(phrase("{host} has nothing at this address ({status}).", host=host, status=status))
    return _refused(phrase("{host} answered {status} instead of sending a list.", host=host, status=status))


def _name_of(url: httpx.URL) -> str:
    return safe_name(unquote(url.path.rpartition("/")[2]), "list")


def _refused(cause: str) -> Problem:
    return Problem(
        "list-not-fetched",
        phrase("The list cannot be fetched from there"),
        cause,
        phrase("Save the list with your browser and open the file."),
        Recovery.PERSON,
    )
