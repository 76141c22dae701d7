"""HTTP/1.1 on loopback: one small threaded server whose threads all end when it stops.

The standard library's threading server either forgets its threads or waits for idle keep-alive connections
for ever. This one knows its connections, and closes them.
"""

from __future__ import annotations

import os
import selectors
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from socketserver import BaseServer

HOST = "127.0.0.1"
_LONGEST_REQUEST_BODY = 1 << 16
# Bytes in the kernel's buffers count as served although the client may never read them: keep them few.
_SEND_BUFFER = 1 << 18


@dataclass(frozen=True)
class Request:
    """One request. `path` is decoded; `query` keeps order and repeats; header names are lower-case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    def first(self, name: str) -> str | None:
        """Return the first value of a query parameter, None if it was not sent."""
        return next((value for key, value in self.query if key == name), None)


@dataclass(frozen=True)
class FileBody:
    """A body that is `length` bytes of an object's file from `offset` on."""

    object_id: str
    path: Path
    offset: int
    length: int


@dataclass(frozen=True)
class Response:
    """One answer. Content-Length is added on the wire."""

    status: int
    body: bytes | FileBody = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return self.body.length if isinstance(self.body, FileBody) else len(self.body)


Endpoint = Callable[[Request], Response]
FileSender = Callable[[socket.socket, FileBody], None]


class LoopbackServer:
    """Serves one endpoint on 127.0.0.1. `start` binds, `stop` returns when its last thread has ended."""

    def __init__(self, name: str, endpoint: Endpoint, send_file: FileSender) -> None:
        self.endpoint = endpoint
        self.send_file = send_file
        self._name = name
        self._port = 0
        self._lock = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        self._listener: socket.socket | None = None
        self._acceptor: threading.Thread | None = None
        self._wake: socket.socket | None = None

    @property
    def port(self) -> int:
        """The port the server has, or had when it ran last; 0 before its first start."""
        return self._port

    @property
    def connections(self) -> int:
        """How many connections are open."""
        with self._lock:
            return len(self._open)

    def start(self, port: int) -> None:
        """Listen on `port`, or on any free one for 0. Raises OSError if the port is taken."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if os.name == "posix":
                # On Windows this option lets two programs share a port, which is never wanted.
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((HOST, port))
            listener.listen(128)
        except OSError:
            listener.close()
            raise
        self._port = listener.getsockname()[1]
        self._listener = listener
        sleeper, self._wake = socket.socketpair()
        self._acceptor = threading.Thread(
            target=self._accept, args=(listener, sleeper), name=f"practice-{self._name}", daemon=True
        )
        self._acceptor.start()

    def stop(self) -> None:
        """Close the listener and all connections and wait for their threads. Stopping twice does nothing."""
        if self._acceptor is None or self._wake is None or self._listener is None:
            return
        self._wake.close()
        self._acceptor.join()
        self._listener.close()
        self._acceptor = self._wake = self._listener = None
        with self._lock:
            left = list(self._open.items())
        for connection, _ in left:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        for _, thread in left:
            thread.join()

    def _accept(self, listener: socket.socket, sleeper: socket.socket) -> None:
        with sleeper, selectors.DefaultSelector() as waiting:
            waiting.register(listener, selectors.EVENT_READ)
            waiting.register(sleeper, selectors.EVENT_READ)
            while not any(key.fileobj is sleeper for key, _ in waiting.select()):
                try:
                    connection, address = listener.accept()
                except OSError:
                    continue
                self._attend(connection, address)

    def _attend(self, connection: socket.socket, address: Any) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        thread = threading.Thread(
            target=self._serve, args=(connection, address), name=f"practice-{self._name}-reply", daemon=True
        )
        with self._lock:
            self._open[connection] = thread
        thread.start()

    def _serve(self, connection: socket.socket, address: Any) -> None:
        try:
            _Handler(connection, address, self)
        except OSError:
            pass  # The client left, or the server stops.
        finally:
            with self._lock:
                del self._open[connection]
            connection.close()


class _Handler(BaseHTTPRequestHandler):
    """Speaks HTTP on one connection until either side closes it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, connection: socket.socket, address: Any, owner: LoopbackServer) -> None:
        self._owner = owner
        # The base class keeps its server without ever calling it.
        super().__init__(connection, address, cast("BaseServer", owner))

    def version_string(self) -> str:
        return "PracticeSite"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing: request lines hold pre-signed links."""

    def _answer(self) -> None:
        self._skip_request_body()
        parts = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=unquote(parts.path),
            query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        self._send(self._owner.endpoint(request))

    def _skip_request_body(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _LONGEST_REQUEST_BODY or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            return
        self.rfile.read(int(length))

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(response.length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        if isinstance(response.body, FileBody):
            self._owner.send_file(self.connection, response.body)
        else:
            self.wfile.write(response.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _answer  # noqa: N815 - their names
