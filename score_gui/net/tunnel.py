"""Asks a proxy for a way through to a server (RFC 9110, 9.3.6), and says what it answered if it gives none."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import Literal, Protocol

from score_gui.model.secret import Secret
from score_gui.net.settings import USER_AGENT


class ProxyError(OSError):
    """What went wrong lies with the proxy, not with the server behind it. `proxy` is its name as people see it."""

    def __init__(self, proxy: str, text: str) -> None:
        super().__init__(text)
        self.proxy = proxy


class ProxyUnreachableError(ProxyError):
    """No connection to the proxy came about, for the reason this comes from."""


class ProxyRefusedError(ProxyError):
    """The proxy answered, and gives no way. `challenge` names the ways to identify oneself that it takes."""

    def __init__(self, proxy: str, status: int, challenge: str, *, credential_sent: bool) -> None:
        super().__init__(proxy, f"the proxy answered {status}")
        self.status = status
        self.challenge = challenge
        self.credential_sent = credential_sent


@dataclass(frozen=True, slots=True)
class Hop:
    """A proxy to connect to. `server`, `name:port`, is what to ask it for; None where it passes requests on."""

    host: str
    port: int
    shown: str
    server: str | None
    credential: Secret | None


class Line(Protocol):
    """What http.client needs of a socket."""

    def sendall(self, data: bytes) -> None: ...

    def makefile(self, mode: Literal["rb"], /) -> object: ...


def ask_for_tunnel(hop: Hop, line: Line) -> None:
    """Return when the way through is open. Raises ProxyRefusedError, and OSError as reading and writing do."""
    lines = [f"CONNECT {hop.server} HTTP/1.1", f"Host: {hop.server}", f"User-Agent: {USER_AGENT}"]
    if hop.credential is not None:
        lines.append(f"Proxy-Authorization: {hop.credential.reveal()}")
    line.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    answer = http.client.HTTPResponse(line, method="CONNECT")  # type: ignore[arg-type]  # it only makes a file of it
    try:
        answer.begin()
        if not 200 <= answer.status < 300:
            challenge = answer.getheader("Proxy-Authenticate") or ""
            raise ProxyRefusedError(
                hop.shown, answer.status, challenge, credential_sent=hop.credential is not None
            )
    except http.client.HTTPException as failure:
        raise ProxyUnreachableError(hop.shown, "it does not answer as a proxy does") from failure
    finally:
        answer.close()
