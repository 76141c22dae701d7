"""One connection, from the first packet to its end: opened, paced, and cut from another thread.

`http.client` reads and writes through the `Wire`, which looks enough like a socket for that. It adds what a
socket lacks: an overall deadline, a rule for servers that only trickle, and a cut that reaches a connection
in any state.
"""

from __future__ import annotations

import contextlib
import errno
import io
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any, Literal

_STALL_SECONDS = 30.0
_STALL_BYTES = 30 * 1024
_FIRST_TRY_SECONDS = 5.0
_LOOK_SECONDS = 0.1


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

    def open(self, host: str, port: int, timeout: float, context: ssl.SSLContext | None) -> None:
        """Connect within `timeout` seconds; with `context`, speak TLS to `host`. Raises OSError."""
        deadline = time.monotonic() + timeout
        plain = _connect(host, port, deadline, lambda: self._is_cut)
        try:
            self._keep_handle(plain)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.settimeout(max(0.1, deadline - time.monotonic()))
            self._socket = plain if context is None else context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            self.end()
            raise

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


# --- connecting ---------------------------------------------------------------------------------------------


def _connect(host: str, port: int, deadline: float, is_cut: Callable[[], bool]) -> socket.socket:
    """Try each address of `host` in turn, families alternating, all but the last for 5 seconds at most."""
    addresses = _addresses(host, port)
    failure: OSError | None = None
    for number, (family, address) in enumerate(addresses, start=1):
        now = time.monotonic()
        until = deadline if number == len(addresses) else min(deadline, now + _FIRST_TRY_SECONDS)
        try:
            return _connect_to(family, address, until, is_cut)
        except OSError as one:
            # Without IPv6, half of the addresses are "unreachable"; the other half knows better.
            failure = one if failure is None or one.errno != errno.ENETUNREACH else failure
        if is_cut() or time.monotonic() >= deadline:
            break
    raise failure or OSError("the name has no address")


def _addresses(host: str, port: int) -> list[tuple[int, Any]]:
    found = [
        (family, address)
        for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]
    first = [one for one in found if one[0] == found[0][0]]
    other = [one for one in found if one[0] != found[0][0]]
    return [one for pair in zip_longest(first, other) for one in pair if one is not None]


def _connect_to(family: int, address: Any, until: float, is_cut: Callable[[], bool]) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.setblocking(False)
        try:
            one.connect(address)
        except (BlockingIOError, InterruptedError):
            _await_connection(one, until, is_cut)
    except BaseException:
        one.close()
        raise
    return one


def _await_connection(one: socket.socket, until: float, is_cut: Callable[[], bool]) -> None:
    # Not every system wakes a connect when its socket is shut down, so this looks up ten times a second.
    with selectors.DefaultSelector() as selector:
        selector.register(one, selectors.EVENT_WRITE)
        for left in _countdown(until):
            if is_cut():
                raise ConnectionAbortedError("cut while connecting")
            if selector.select(min(left, _LOOK_SECONDS)):
                code = one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if code:
                    raise OSError(code, "cannot connect")
                return
    raise TimeoutError("no connection in time")


def _countdown(until: float) -> Iterator[float]:
    while (left := until - time.monotonic()) > 0:
        yield left
