"""What is told when a proxy gives no way to a server."""

from __future__ import annotations

import re
import socket

from score_gui.model import setup_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem
from score_gui.net.tunnel import Hop, ProxyError, ProxyRefusedError

_METHOD = re.compile(r"(?:^|,)\s*([A-Za-z][A-Za-z0-9-]*)(?=\s*(?:,|$|\s))")
_UNREADY = frozenset({500, 502, 503, 504})


def proxy_problem(failure: ProxyError, host: str) -> Problem:
    """What to tell of a proxy on the way to `host`."""
    if isinstance(failure, ProxyRefusedError):
        return _refusal(
            failure.proxy, host, failure.status, failure.challenge, credential_sent=failure.credential_sent
        )
    return setup_problems.proxy_unreachable(failure.proxy, host, _reason(failure.__cause__))


def passed_on_problem(hop: Hop, host: str, challenge: str) -> Problem:
    """A proxy that passes requests on answered 407."""
    return _refusal(hop.shown, host, 407, challenge, credential_sent=hop.credential is not None)


def _refusal(proxy: str, host: str, status: int, challenge: str, *, credential_sent: bool) -> Problem:
    if status == 407:
        methods = [method.lower() for method in _METHOD.findall(challenge)]
        if methods and "basic" not in methods:
            return setup_problems.proxy_unsupported(
                phrase("Proxies that want {title} alone", title=methods[0].title())
            )
        if credential_sent:
            return setup_problems.proxy_password_refused(proxy)
        return setup_problems.proxy_password_needed(proxy)
    if status in _UNREADY:
        return setup_problems.proxy_without_answer(proxy, host, status)
    return setup_problems.proxy_refuses(proxy, host, status)


def _reason(cause: BaseException | None) -> str:
    match cause:
        case ConnectionRefusedError():
            return phrase("it refused the connection")
        case socket.gaierror():
            return phrase("the network does not know its name")
        case TimeoutError():
            return phrase("it does not answer")
        case ConnectionError():
            return phrase("it ended the connection")
        case OSError():
            return phrase("it cannot be reached")
        case _:
            return phrase("it does not answer as a proxy does")
