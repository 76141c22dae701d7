"""Which server a URL belongs to: the border that a token must not cross."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple

import httpx

_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")


class Origin(NamedTuple):
    """Scheme, host and port, in the form in which two URLs of one server compare equal (RFC 6454, 4)."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: httpx.URL) -> Origin:
        """Raises ValueError if the URL is neither http nor https, or its host or port cannot be one."""
        default = _PORTS.get(url.scheme)
        host = url.raw_host.decode("ascii").lower()
        port = default if url.port is None else url.port
        if port is None or not 0 < port < 65536 or not _HOST.fullmatch(host):
            raise ValueError("not a web address")
        return cls(url.scheme, host, port)

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
