"""The one place where exceptions of the network become problems with words.

The exceptions of httpx say when something happened; what happened is said by the exception they come from.
"""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator

import httpx

from score_gui.model import server_problems, setup_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem
from score_gui.net.pace import StalledError
from score_gui.net.proxy_failures import proxy_problem
from score_gui.net.settings import NetSettings
from score_gui.net.tls import UntrustedError
from score_gui.net.tunnel import ProxyError

_NO_NETWORK = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
# X509_V_ERR_CERT_NOT_YET_VALID, _HAS_EXPIRED, and the mismatches of a host name and a number: no authority mends these.
_NOT_FOR_AN_AUTHORITY = frozenset({9, 10, 62, 64})
_NO_ROUTE = frozenset({errno.EHOSTUNREACH, errno.EHOSTDOWN})


def shown_host(url: httpx.URL) -> str:
    """A server as people see it: `store.example.org`, `localhost:8087`. Never more of the URL than that."""
    return url.netloc.decode("ascii", "replace")


def as_problem(failure: Exception, host: str, settings: NetSettings) -> Problem:
    """What to tell about an exception that a request to `host` ended with. Never quotes it."""
    causes = list(_chain(failure))
    for cause in causes:
        found = proxy_problem(cause, host) if isinstance(cause, ProxyError) else _by_cause(cause, host)
        if found is not None:
            return found
    return _by_moment(failure, host, settings)


def _chain(failure: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = failure
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _by_cause(cause: BaseException, host: str) -> Problem | None:
    match cause:
        case ssl.SSLCertVerificationError():
            return _by_certificate(cause, host)
        case socket.gaierror():
            return server_problems.host_not_found(host)
        case ConnectionRefusedError():
            return server_problems.cannot_reach(host, phrase("it refused the connection"))
        case StalledError():
            return server_problems.stalled(host)
        case http.client.HTTPException():
            return _by_protocol(cause, host)
        case ssl.SSLError() if not isinstance(cause, ssl.SSLEOFError):
            return server_problems.tls_refused(host)
        case OSError():
            return _by_number(cause.errno, host)
    return None


def _by_certificate(cause: ssl.SSLCertVerificationError, host: str) -> Problem:
    reason = (cause.verify_message or phrase("it cannot be verified")).rstrip(".")
    if cause.verify_code in _NOT_FOR_AN_AUTHORITY:
        return setup_problems.certificate_wrong(host, reason)
    issuer = cause.issuer if isinstance(cause, UntrustedError) else None
    return setup_problems.certificate_unknown(host, reason, issuer)


def _by_protocol(cause: http.client.HTTPException, host: str) -> Problem | None:
    if isinstance(cause, http.client.RemoteDisconnected):
        return None
    if isinstance(cause, http.client.BadStatusLine):
        return server_problems.unexpected_answer(host, phrase("it is not HTTP"))
    # http.client bounds a header's lines and their number; for the latter it has no exception of its own.
    if isinstance(cause, http.client.LineTooLong) or type(cause) is http.client.HTTPException:
        return server_problems.unexpected_answer(host, phrase("its header has no end"))
    return None


def _by_number(number: int | None, host: str) -> Problem | None:
    if number in _NO_NETWORK:
        return server_problems.no_network(host)
    if number in _NO_ROUTE:
        return server_problems.cannot_reach(host, phrase("there is no way to it from here"))
    return None


def _by_moment(failure: Exception, host: str, settings: NetSettings) -> Problem:
    match failure:
        case httpx.ConnectTimeout():
            return server_problems.cannot_reach(
                host,
                phrase(
                    "no answer for {connect_timeout:.0f} seconds", connect_timeout=settings.connect_timeout
                ),
            )
        case httpx.ConnectError():
            return server_problems.cannot_reach(host)
        case httpx.TimeoutException():
            return server_problems.no_answer(host, settings.read_timeout)
        case _:
            return server_problems.connection_lost(host)
