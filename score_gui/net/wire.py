"""One connection, from the first packet to its end: opened, paced, and cut from another thread.

`http.client` reads and writes through the `Wire`, which looks enough like a socket for that. It adds what a
socket lacks: an overall deadline, a rule for servers that only trickle, and a cut that reaches a connection
in any state.
"""

from __future__ import annotations

import contextlib
import io
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from typing import Literal

from score_gui.net.connect import connect
from score_gui.net.pace import Pace
from score_gui.net.relay import Relay, Runner
from score_gui.net.stream import PlainStream, Stream, TlsStream, is_ready
from score_gui.net.tunnel import Hop, ProxyError, ProxyUnreachableError, ask_for_tunnel

_WORTH_WAKING = 128 * 1024
"""Bytes of a body that should lie ready before a thread is woken for them, if they come before its patience ends:
with each packet, a hundred MB/s would wake threads four thousand times a second."""

_WORTH_A_TURN = 1024 * 1024
"""Bytes in a row that lay ready when they were wanted: only then is the processor what a connection waits for."""


class Wire:
    """A connection to one server. `cut` may be called from any thread, all else from the one that uses it."""

    def __init__(self, relay: Relay) -> None:
        self._lock = threading.Lock()
        self._is_cut = False
        self._socket: socket.socket | None = None
        self._handle: socket.socket | None = None
        self._stream: Stream | None = None
        self._pace = Pace()
        self._relay = relay
        self._runner = Runner()
        self._in_hand = 0
        self._least = 1

    @property
    def was_cut(self) -> bool:
        return self._is_cut

    @property
    def pace(self) -> Pace:
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
            if context is not None:
                tls = TlsStream(plain, context, host)
                tls.shake_hands(deadline)
                self._stream = tls
        except BaseException:
            self.end()
            raise

    def _reach(self, host: str, port: int, deadline: float) -> socket.socket:
        plain = connect(host, port, deadline, lambda: self._is_cut)
        self._socket, self._stream = plain, PlainStream(plain)
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
        # A second handle of the same connection can be shut down from another thread: its number cannot be given to
        # another file in between.
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
        self._relay.leave(self._runner)

    @property
    def is_quiet(self) -> bool:
        """Nothing waits to be read: an idle connection that has something to say is closed or out of step."""
        if self._stream is None or self._is_cut:
            return False
        return not self._stream.drain(memoryview(bytearray(1))) and not self._stream.has_ended

    def rest(self) -> None:
        """Nothing is read for now, so others may have the turn."""
        self._in_hand = 0
        self._relay.leave(self._runner)

    # What http.client asks of a socket.

    def sendall(self, data: bytes) -> None:
        if self._stream is None:
            raise ConnectionAbortedError("the connection is closed")
        self._stream.sendall(data, self._pace.silence)

    def makefile(self, _mode: Literal["rb"]) -> io.BufferedReader:
        """The answer's bytes, paced: right for headers, which are read line by line."""
        return io.BufferedReader(_PacedReader(self.read))

    def read(self, view: memoryview, patience: float = 0.0) -> int:
        """Wait for bytes, and for up to `patience` seconds while `view` has room; 0 is the end.

        Amid a body a failure is kept in `pace` and told as the end, so that no byte is lost.
        """
        stream, pace = self._stream, self._pace
        if stream is None:
            raise ConnectionAbortedError("the connection is closed")
        if pace.failure is not None:
            return 0
        filled = 0
        try:
            pace.start_read(patience)
            if patience:
                self._wait_for_turn()
            filled = stream.drain(view)
            while filled < len(view) and not stream.has_ended and (seconds := pace.seconds_to_wait(filled)):
                self._wait(seconds, len(view) - filled if patience else 1)
                filled += stream.drain(view[filled:])
            pace.end_read(filled)
            pace.ended = not filled
            self._in_hand += filled
            if stream.failure is not None and not filled:
                raise stream.failure
        except OSError as failure:
            if not pace.is_in_body:
                raise
            pace.failure, pace.ended = failure, True
        return filled

    def _wait_for_turn(self) -> None:
        if self._in_hand >= _WORTH_A_TURN and not self._is_cut:
            self._relay.take(self._runner)

    def _wait(self, seconds: float, room: int) -> None:
        if self._in_hand >= _WORTH_A_TURN:
            self._relay.leave(self._runner)
        self._in_hand = 0
        if self._socket is not None:
            self._wake_for(min(room, _WORTH_WAKING))
            is_ready(self._socket, seconds)

    def _wake_for(self, least: int) -> None:
        """Where the system can count: Windows cannot, and macOS was not measured."""
        if sys.platform == "linux" and least != self._least and self._socket is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, least)
            self._least = least

    def close(self) -> None:
        """Nothing: `http.client` says this while an answer still comes. Who opened the wire calls `end`."""

    def end(self) -> None:
        """Give the connection up and free it."""
        self._relay.leave(self._runner)
        with self._lock:
            for one in (self._socket, self._handle):
                if one is not None:
                    with contextlib.suppress(OSError):
                        one.close()
            self._socket = self._handle = self._stream = None


class _PacedReader(io.RawIOBase):
    def __init__(self, read: Callable[[memoryview], int]) -> None:
        super().__init__()
        self._read = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the only buffer BufferedReader gives
        return self._read(buffer)
