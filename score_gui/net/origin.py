"""Which server a URL belongs to: the border that a token must not cross."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple

import httpx

_PORTS = {"https": 443, "http": 80}


class Origin(NamedTuple):
    """Scheme, host and port, in the form in which two URLs of one server compare equal (RFC 6454, 4)."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: httpx.URL) -> Origin:
        """Raises ValueError if the URL is neither http nor https, or names no host."""
        default = _PORTS.get(url.scheme)
        host = url.raw_host.decode("ascii").lower()
        if default is None or not host:
            raise ValueError("not a web address")
        return cls(url.scheme, host, url.port or default)

    @property
    def is_loopback(self) -> bool:
        """The host is this computer, told by its name or number; no name is looked up."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def is_private_to_the_wire(self) -> bool:
        """What is sent there cannot be read on the way: it is encrypted, or does not leave this computer."""
        return self.scheme == "https" or self.is_loopback
