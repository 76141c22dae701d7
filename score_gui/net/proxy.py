"""The address of a proxy, read strictly, and the list of hosts that are reached without it."""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

import httpx

from score_gui.model import setup_problems
from score_gui.model.language import phrase
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.secret import Secret
from score_gui.net.origin import Origin

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]]+))(?::(\d{1,5}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy. `password` is there only where its address brought one along, as the environment's may."""

    host: str
    port: int
    user: str = ""
    password: Secret | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """As people see it: `proxy.example.org:3128`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def account(self) -> str:
        """What its password is kept under."""
        return f"proxy {self.user}@{self.shown}"


def read_proxy(text: str, called: str) -> Proxy:
    """The proxy at an address; `called` names the setting it stands in.

    Raises ProblemError, with a sentence that never quotes the address, for what is none or is not supported.
    """
    text = text.strip()
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else "http"
    if unsupported := _unsupported(scheme, text):
        raise ProblemError(unsupported)
    try:
        url = httpx.URL(text if found else f"http://{text}")
        origin = Origin.of(url)
    except (httpx.InvalidURL, ValueError):
        raise ProblemError(_no_address(called)) from None
    if scheme != "http" or url.path not in {"", "/"} or url.query or url.fragment or not text.isprintable():
        raise ProblemError(_no_address(called))
    user, colon, password = url.userinfo.decode("ascii", "replace").partition(":")
    return Proxy(origin.host, origin.port, unquote(user), Secret(unquote(password)) if colon else None)


def _unsupported(scheme: str, text: str) -> Problem | None:
    if scheme.startswith("socks"):
        return setup_problems.proxy_unsupported(phrase("SOCKS proxies"))
    if scheme == "https":
        return setup_problems.proxy_unsupported(phrase("Proxies that are spoken to over https"))
    if scheme.startswith("pac+") or text.lower().partition("?")[0].endswith((".pac", "wpad.dat")):
        return setup_problems.proxy_unsupported(phrase("Scripts that choose a proxy (PAC)"))
    return None


def _no_address(called: str) -> Problem:
    return setup_problems.proxy_unusable(
        phrase("{called} is no address such as http://proxy.example.org:3128", called=called)
    )


def basic(user: str, password: Secret) -> Secret:
    """The value of `Proxy-Authorization` (RFC 7617, in UTF-8)."""
    return Secret(f"Basic {b64encode(f'{user}:{password.reveal()}'.encode()).decode('ascii')}")


def read_exceptions(text: str) -> tuple[str, ...]:
    """The entries of a `NO_PROXY`: divided by commas or blanks."""
    return tuple(text.replace(",", " ").split())


def is_excepted(origin: Origin, exceptions: Iterable[str]) -> bool:
    """Whether a server is reached without the proxy.

    An entry is `*`, a host with all below it (a dot or `*.` before it changes nothing), a number, a block such as
    `10.0.0.0/8`, or `<local>` for names without a dot; a port behind one limits it. Nothing is looked up.
    """
    return any(_fits(origin, one.lower()) for one in exceptions)


def _fits(origin: Origin, entry: str) -> bool:
    if entry == "*":
        return True
    if entry == "<local>":
        return "." not in origin.host and ":" not in origin.host
    if "/" in entry:
        return _is_in_block(origin.host, entry)
    host, port = _divided(entry)
    if not host or (port is not None and port != origin.port):
        return False
    number = _number(origin.host)
    if number is not None or _number(host) is not None:
        return number == _number(host)
    return origin.host.rstrip(".") == host or origin.host.rstrip(".").endswith(f".{host}")


def _divided(entry: str) -> tuple[str, int | None]:
    """Host and port of an entry; a number of the new internet may stand without its brackets."""
    if _number(entry) is not None:
        return entry, None
    found = _HOST_AND_PORT.fullmatch(entry.removeprefix("*").strip("."))
    if found is None:
        return "", None
    return (found[1] or found[2]).rstrip("."), None if found[3] is None else int(found[3])


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_in_block(host: str, entry: str) -> bool:
    number = _number(host)
    try:
        return number is not None and number in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False
