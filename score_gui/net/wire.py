"""One connection, from the first packet to its end: opened, paced, and cut from another thread.

`http.client` reads and writes through the `Wire`, which looks enough like a socket for that. It adds what a
socket lacks: an overall deadline, a rule for servers that only trickle, and a cut that reaches a connection
in any state.
"""

from __future__ import annotations

import contextlib
import io
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Literal

from score_gui.net.connect import connect
from score_gui.net.tls import secured
from score_gui.net.tunnel import Hop, ProxyError, ProxyUnreachableError, ask_for_tunnel

_STALL_SECONDS = 30.0
_STALL_BYTES = 30 * 1024


class StalledError(TimeoutError):
    """Bytes came, but fewer than 1 KiB/s over 30 seconds of waiting."""


class Wire:
    """A connection to one server. `cut` may be called from any thread, all else from the one that uses it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_cut = False
        self._socket: socket.socket | None = None
        self._handle: socket.socket | None = None
        self._pace = _Pace(self.settimeout)

    @property
    def was_cut(self) -> bool:
        return self._is_cut

    @property
    def pace(self) -> _Pace:
        return self._pace

    def open(
        self, host: str, port: int, timeout: float, context: ssl.SSLContext | None, hop: Hop | None = None
    ) -> None:
        """Connect within `timeout` seconds, over `hop` if there is one; with `context`, speak TLS to `host`.

        Raises OSError.
        """
        deadline = time.monotonic() + timeout
        try:
            plain = self._reach(host, port, deadline) if hop is None else self._reach_over(hop, deadline)
            plain.settimeout(max(0.1, deadline - time.monotonic()))
            if context is not None:
                secured(context, plain, host, self._use)
        except BaseException:
            self.end()
            raise

    def _use(self, line: socket.socket) -> None:
        self._socket = line

    def _reach(self, host: str, port: int, deadline: float) -> socket.socket:
        plain = connect(host, port, deadline, lambda: self._is_cut)
        self._use(plain)
        self._keep_handle(plain)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return plain

    def _reach_over(self, hop: Hop, deadline: float) -> socket.socket:
        try:
            plain = self._reach(hop.host, hop.port, deadline)
            if hop.server is not None:
                left = max(0.1, deadline - time.monotonic())
                self._pace.start_headers(left, deadline)
                ask_for_tunnel(hop, self)
        except ProxyError:
            raise
        except OSError as failure:
            raise ProxyUnreachableError(hop.shown, "no connection") from failure
        return plain

    def _keep_handle(self, plain: socket.socket) -> None:
        # A second handle of the same connection can be shut down while TLS is at work on the first, and its
        # number cannot be given to another file in between.
        with self._lock:
            self._handle = plain.dup()
            if self._is_cut:
                raise ConnectionAbortedError("cut while connecting")

    def cut(self) -> None:
        """End the connection now, whatever it does; who waits for it gets the end of data or an OSError."""
        with self._lock:
            self._is_cut = True
            if self._handle is not None:
                with contextlib.suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)

    @property
    def is_quiet(self) -> bool:
        """Nothing waits to be read: an idle connection that has something to say is closed or out of step."""
        if self._socket is None or self._is_cut:
            return False
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            return not selector.select(0)

    # What http.client asks of a socket.

    def settimeout(self, seconds: float) -> None:
        if self._socket is not None:
            self._socket.settimeout(seconds)

    def sendall(self, data: bytes) -> None:
        if self._socket is None:
            raise ConnectionAbortedError("the connection is closed")
        self._socket.sendall(data)

    def makefile(self, _mode: Literal["rb"]) -> io.BufferedReader:
        """The answer's bytes, paced: right for headers, which are read line by line."""
        return io.BufferedReader(_PacedReader(self.read))

    def read(self, view: memoryview, patience: float = 0.0) -> int:
        """Read once, and for up to `patience` seconds more while `view` has room, straight from the socket.

        0 is the end. Amid a body a failure is kept in `pace` and told as the end, so that no byte is lost.
        """
        if self._socket is None:
            raise ConnectionAbortedError("the connection is closed")
        return self._pace.read(self._socket.recv_into, view, patience)

    def close(self) -> None:
        """Nothing: `http.client` says this while an answer still comes. Who opened the wire calls `end`."""

    def end(self) -> None:
        """Give the connection up and free it."""
        with self._lock:
            for one in (self._socket, self._handle):
                if one is not None:
                    with contextlib.suppress(OSError):
                        one.close()
            self._socket = self._handle = None


class _Pace:
    """How long the wire may keep its reader waiting, and what went wrong if it ended amid a body."""

    def __init__(self, settimeout: Callable[[float], None]) -> None:
        self._settimeout = settimeout
        self._silence = 30.0
        self._deadline: float | None = None
        self._in_body = False
        self._waited = 0.0
        self._came = 0
        self.failure: OSError | None = None
        self.ended = False

    def start_headers(self, silence: float, deadline: float) -> None:
        """From here no read waits longer than `silence` seconds, nor beyond `deadline` (monotonic)."""
        self._silence, self._deadline = silence, deadline
        self._in_body = self.ended = False
        self._waited, self._came, self.failure = 0.0, 0, None
        self._settimeout(silence)

    def start_body(self, deadline: float | None) -> None:
        self._deadline = deadline
        self._in_body = True
        self._settimeout(self._silence)

    def read(self, receive: Callable[[memoryview], int], view: memoryview, patience: float) -> int:
        if self.failure is not None:
            return 0
        filled, began = 0, time.monotonic()
        now = began
        try:
            while True:  # one round for each 16 KiB that TLS hands out, so it is kept short
                self._mind_deadline(now)
                count = receive(view[filled:])
                filled += count
                now = time.monotonic()
                if not count or filled == len(view) or now - began >= patience:
                    break
            self.ended = count == 0
            self._watch_for_stall(now - began, filled)
        except OSError as failure:
            if not self._in_body:
                raise
            self.failure, self.ended = failure, True
        return filled

    def _mind_deadline(self, now: float) -> None:
        if self._deadline is None:
            return
        left = self._deadline - now
        if left <= 0:
            raise TimeoutError("the answer took too long as a whole")
        self._settimeout(min(self._silence, left))

    def _watch_for_stall(self, waited: float, came: int) -> None:
        # Only time spent waiting for the server counts: a reader may pause as long as it likes.
        self._waited += waited
        self._came += came
        if self._waited < _STALL_SECONDS:
            return
        if self._came < _STALL_BYTES and came:
            raise StalledError("the server only trickles")
        self._waited, self._came = 0.0, 0


class _PacedReader(io.RawIOBase):
    def __init__(self, read: Callable[[memoryview], int]) -> None:
        super().__init__()
        self._read = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the only buffer BufferedReader gives
        return self._read(buffer)
