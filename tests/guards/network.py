"""No test may look beyond this computer.

A call that leaves the loopback is refused on the spot and also noted, so that a test fails even where the
program takes the refusal for a network that is down.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest


class OutsideCallError(AssertionError):
    """A test tried to reach another computer."""


class NetworkWatch:
    """Stands in front of the socket functions that name another computer."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Guard connections and look-ups until the monkeypatch is undone."""
        for name in ("connect", "connect_ex"):
            monkeypatch.setattr(socket.socket, name, self._guard_connection(getattr(socket.socket, name)))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            monkeypatch.setattr(socket, name, self._guard_lookup(getattr(socket, name)))

    def _guard_connection(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def connect(connection: socket.socket, address: Any) -> Any:
            if connection.family in {socket.AF_INET, socket.AF_INET6}:
                self._demand_local(address[0])
            return real(connection, address)

        return connect

    def _guard_lookup(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
            self._demand_local(host)
            return real(host, *arguments, **options)

        return look_up

    def _demand_local(self, host: str | bytes | None) -> None:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if not is_local(name):
            self.refused.append(f"call to another computer: {name}")
            raise OutsideCallError(self.refused[-1])


def is_local(host: str | None) -> bool:
    """Say whether a host name or address means this computer."""
    if not host or host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
