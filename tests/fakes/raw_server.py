"""A server on loopback that says, byte for byte, what a test wrote down, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self


class Reset:
    """In a script: end the connection with a reset."""


class Hangup:
    """In a script: end the connection in good order."""


class Silence:
    """In a script: say nothing more, but keep the connection."""


@dataclass(frozen=True, slots=True)
class Pause:
    """In a script: say nothing for some seconds, or until the server closes."""

    seconds: float


Step = bytes | type[Reset] | type[Hangup] | type[Silence] | Pause
Script = Iterable[Step]


def on_loopback() -> socket.socket:
    """A listening socket that nobody else can reach."""
    return socket.create_server(("127.0.0.1", 0))


@dataclass
class RawServer:
    """Answers the n-th request with the n-th script, and every later one with the last.

    A script may be a function of the request's text. A connection stays open after its script unless the script
    or `keep_alive=False` says otherwise. With `certificate`, a file with certificate and key, it speaks TLS.
    Connections beyond `most_at_once` are reset, and so are the first `reset_first` of all. It calls itself by its
    number unless it has a `name`, which whoever asks has to find by other means.
    """

    scripts: list[Script | Callable[[str], Script]]
    keep_alive: bool = True
    certificate: Path | None = None
    most_at_once: int | None = None
    reset_first: int = 0
    name: str | None = None
    listen: Callable[[], socket.socket] = on_loopback
    requests: list[str] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        self._listener = self.listen()
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._at_once = 0
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    @property
    def origin(self) -> str:
        return f"{'https' if self.certificate else 'http'}://{self.host}"

    @property
    def host(self) -> str:
        return f"{self.name or '127.0.0.1'}:{self.port}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        # A close alone does not wake an accept that already waits.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for one in self._open:
                _shut(one)
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self._closing.is_set():  # it came as the server was closing, which then did not see it
                    peer.close()
                    return
                self.connections += 1
                turned_away = self._is_too_many()
                self._at_once += not turned_away
            self._keep(peer)
            target = _turn_away if turned_away else self._serve
            thread = threading.Thread(target=target, args=(peer,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _keep(self, line: socket.socket) -> None:
        """To be ended when the server closes, or at once if it does already."""
        with self._lock:
            self._open.append(line)
            if self._closing.is_set():
                _shut(line)

    def _is_too_many(self) -> bool:
        if self.connections <= self.reset_first:
            return True
        return self.most_at_once is not None and self._at_once >= self.most_at_once

    def _serve(self, peer: socket.socket) -> None:
        self._converse(peer)
        with self._lock:
            self._at_once -= 1

    def _converse(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer, self._secured(peer) as line:
            while (asked := _read_request(line)) and self._answer(line, asked):
                pass

    def _secured(self, peer: socket.socket) -> socket.socket:
        if self.certificate is None:
            return peer
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        line = context.wrap_socket(peer, server_side=True, do_handshake_on_connect=False)
        self._keep(line)
        try:
            line.do_handshake()
        except OSError:
            line.close()
            raise
        return line

    def _answer(self, peer: socket.socket, asked: str) -> bool:
        with self._lock:
            script = self.scripts[min(len(self.requests), len(self.scripts) - 1)]
            self.requests.append(asked)
        for step in script(asked) if callable(script) else script:
            if isinstance(step, bytes):
                peer.sendall(step)
            elif isinstance(step, Pause):
                self._closing.wait(step.seconds)
            elif step is Reset:
                _linger_not(peer)
                return False
            elif step is Hangup:
                return False
            else:
                return bool(peer.recv(1))
        return self.keep_alive


def _shut(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # TLS's own would take the line from who reads it


def _linger_not(peer: socket.socket) -> None:
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _turn_away(peer: socket.socket) -> None:
    """Let it say something first: what is reset before that is not even taken for a connection."""
    with contextlib.suppress(OSError), peer:
        peer.recv(1)
        _linger_not(peer)


def _read_request(peer: socket.socket) -> str:
    asked = b""
    while not asked.endswith(b"\r\n\r\n"):
        more = peer.recv(65536)
        if not more:
            return ""
        asked += more
    return asked.decode("latin-1")


def answer(status: str, *headers: str, body: bytes = b"", length: int | None = None) -> bytes:
    """A whole HTTP/1.1 answer; `length` lies about the body's length, -1 leaves it out."""
    told = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", *headers]
    if told >= 0:
        lines.append(f"Content-Length: {told}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
