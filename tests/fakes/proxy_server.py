"""An HTTP proxy on loopback that knows where made-up names lead, asks for a password if told to, and remembers."""

from __future__ import annotations

import contextlib
import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


@dataclass
class ProxyServer:
    """Leads to the servers of `names`, which maps `host:port` to an address on loopback; 502 for all others.

    With `login`, `user:password`, it answers 407 to whoever does not say so. `answer`, if set, is sent in place of
    anything else and the connection ended, `silent` leaves everybody waiting, `down` turns everybody away unheard.
    """

    names: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    login: str | None = None
    challenge: str = 'Basic realm="the house"'
    answer: bytes | None = None
    silent: bool = False
    down: bool = False
    requests: list[str] = field(default_factory=list)
    connections: int = 0
    family: socket.AddressFamily = socket.AF_INET

    def __post_init__(self) -> None:
        self._host = "::1" if self.family == socket.AF_INET6 else "127.0.0.1"
        self._listener = socket.create_server((self._host, 0), family=self.family)
        self.port: int = self._listener.getsockname()[1]
        self.asked = threading.Event()
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    @property
    def shown(self) -> str:
        return f"[{self._host}]:{self.port}" if ":" in self._host else f"{self._host}:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.shown}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def cut(self) -> None:
        """End every connection there is."""
        with self._lock:
            open_now, self._open = self._open, []
        for one in open_now:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._begin(self._serve, peer)

    def _begin(self, work: Callable[..., None], *peers: socket.socket) -> None:
        with self._lock:
            self._open.extend(peers)
            thread = threading.Thread(target=work, args=peers, daemon=True)
            self._threads.append(thread)
        thread.start()

    def _serve(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer:
            while not self.down and (asked := _read_head(peer)):
                self.requests.append(asked)
                self.asked.set()
                if not self._answer(peer, asked):
                    return

    def _answer(self, peer: socket.socket, asked: str) -> bool:
        if self.silent:
            return bool(peer.recv(1))
        if self.answer is not None:
            peer.sendall(self.answer)
            return False
        if self.login is not None and f"Basic {b64encode(self.login.encode()).decode()}" not in asked:
            peer.sendall(
                _refusal("407 Proxy Authentication Required", f"Proxy-Authenticate: {self.challenge}")
            )
            return True
        method, target, _ = asked.split(" ", 2)
        name = target if method == "CONNECT" else urlsplit(target).netloc
        place = self.names.get(name)
        if place is None:
            peer.sendall(_refusal("502 Bad Gateway"))
            return True
        with socket.create_connection(place) as server:
            if method == "CONNECT":
                peer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                server.sendall(_in_origin_form(asked, target).encode("latin-1"))
            self._begin(_carry, server, peer)
            _carry(peer, server)
        return False


def _read_head(peer: socket.socket) -> str:
    came = b""
    while not came.endswith(b"\r\n\r\n"):
        more = peer.recv(1)
        if not more:
            return ""
        came += more
    return came.decode("latin-1")


def _in_origin_form(asked: str, target: str) -> str:
    parts = urlsplit(target)
    short = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = asked.replace(target, short, 1).split("\r\n")
    return "\r\n".join(line for line in lines if not line.startswith("Proxy-"))


def _refusal(status: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "Content-Length: 0", "", ""]).encode("latin-1")


def _carry(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)
