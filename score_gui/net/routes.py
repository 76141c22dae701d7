"""Which way a server is reached: directly, or through a proxy, and with which credential for that proxy."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from score_gui.model.language import phrase
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.secret import Secret
from score_gui.net.origin import Origin
from score_gui.net.proxy import Proxy, basic, is_excepted, read_exceptions, read_proxy

Password = Callable[[Proxy], Secret | None]
"""The kept password of a proxy; may block on the keyring."""


class Route(Protocol):
    """The ways to all servers."""

    def proxy_for(self, origin: Origin) -> Proxy | None:
        """The proxy on the way to a server; None to go directly. Raises ProblemError if the setting is not usable."""

    def credential_for(self, proxy: Proxy) -> Secret | None:
        """The value of `Proxy-Authorization`, if there is one. May block on the keyring."""


class SystemSettings(Protocol):
    """What the operating system itself knows of proxies, beside the environment."""

    def proxies(self) -> Mapping[str, str]:
        """Addresses by scheme."""

    def bypasses(self, host: str) -> bool: ...


class Direct:
    """No proxy at all."""

    def proxy_for(self, _origin: Origin) -> Proxy | None:
        return None

    def credential_for(self, _proxy: Proxy) -> Secret | None:
        return None


@dataclass(frozen=True, slots=True)
class Through:
    """The one proxy that a person chose, with the exceptions they wrote down."""

    address: str
    exceptions: tuple[str, ...]
    password: Password

    def proxy_for(self, origin: Origin) -> Proxy | None:
        """This computer is always reached directly: what goes there must not leave it."""
        if origin.is_loopback or is_excepted(origin, self.exceptions):
            return None
        return read_proxy(self.address, phrase("The address in the settings"))

    def credential_for(self, proxy: Proxy) -> Secret | None:
        return _credential(proxy, self.password)


@dataclass(frozen=True, slots=True)
class AsTheSystemSays:
    """`HTTPS_PROXY` and its like as curl reads them, else the settings of the operating system.

    Looked at for each connection, since a computer may be carried from one network to the next.
    """

    environ: Mapping[str, str]
    system: SystemSettings
    password: Password

    def proxy_for(self, origin: Origin) -> Proxy | None:
        """This computer is always reached directly: what goes there must not leave it."""
        if origin.is_loopback:
            return None
        named = _named(self.environ, origin.scheme)
        if named is not None:
            _, exceptions = _first_set(self.environ, ("no_proxy", "NO_PROXY")) or ("", "")
            name, address = named
            return None if is_excepted(origin, read_exceptions(exceptions)) else read_proxy(address, name)
        address = self.system.proxies().get(origin.scheme, "")
        if not address or self.system.bypasses(origin.host):
            return None
        return read_proxy(address, phrase("The proxy in the system's settings"))

    def credential_for(self, proxy: Proxy) -> Secret | None:
        return _credential(proxy, self.password)


class ThisSystem:
    """The settings of macOS and Windows as the standard library reads them; other systems have the environment only."""

    def proxies(self) -> Mapping[str, str]:
        return urllib.request.getproxies() if self._has_settings else {}

    def bypasses(self, host: str) -> bool:
        return self._has_settings and bool(urllib.request.proxy_bypass(host))

    @property
    def _has_settings(self) -> bool:
        return sys.platform in {"win32", "darwin"}


def make_route(choice: ProxyChoice, environ: Mapping[str, str], password: Password) -> Route:
    """The way that a person chose."""
    if choice.use is ProxyUse.NONE:
        return Direct()
    if choice.use is ProxyUse.EXPLICIT:
        return Through(choice.address, choice.exceptions, password)
    return AsTheSystemSays(environ, ThisSystem(), password)


def environment_passwords(environ: Mapping[str, str]) -> list[Secret]:
    """The passwords that stand in the proxy addresses of the environment, for the redactor."""
    addresses = [value for name, value in environ.items() if name.lower().endswith("_proxy")]
    found = [address.rpartition("@")[0].rpartition("//")[2].partition(":")[2] for address in addresses]
    return [Secret(password) for password in found if password]


def _named(environ: Mapping[str, str], scheme: str) -> tuple[str, str] | None:
    """The variable that counts for a scheme, and its value; small letters come first, as everywhere."""
    names = (f"{scheme}_proxy", f"{scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY")
    return _first_set(environ, names)


def _first_set(environ: Mapping[str, str], names: tuple[str, ...]) -> tuple[str, str] | None:
    return next(((name, environ[name]) for name in names if environ.get(name, "").strip()), None)


def _credential(proxy: Proxy, password: Password) -> Secret | None:
    kept = proxy.password if proxy.password is not None else password(proxy) if proxy.user else None
    return None if kept is None else basic(proxy.user, kept)
