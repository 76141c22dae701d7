"""The way to the servers as a person chooses it, for the whole program or for one profile. Never a password."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProxyUse(StrEnum):
    """Where the address of a proxy comes from."""

    SYSTEM = "system"
    """What the environment or the system's own settings say."""
    NONE = "none"
    """No proxy, whatever the system says."""
    EXPLICIT = "explicit"
    """The address that is written beside it."""


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """`address`, such as `http://me@proxy.example.org:3128`, and `exceptions` count where `use` is explicit.

    An exception is a host with all below it, a number, or a block of numbers, as in `NO_PROXY`. Raises ValueError
    for an address with a password, which belongs into the keyring.
    """

    use: ProxyUse = ProxyUse.SYSTEM
    address: str = ""
    exceptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        user, at, _ = self.address.rpartition("@")
        if at and ":" in user.rpartition("//")[2]:
            raise ValueError("a password has no place in the address of a proxy")
