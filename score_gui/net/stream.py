"""The bytes of a connection as they lie ready, with TLS or without: taken in bursts and never waited for.

Python's own TLS sockets ask the system twice for each record of 16 KiB. Here all that has arrived is fetched at once
and decrypted out of memory, which costs a sixth less processor time and needs no waiting while a burst is taken.
"""

from __future__ import annotations

import contextlib
import math
import select
import socket
import ssl
import sys
import time
from collections.abc import Callable
from typing import Protocol, cast

from score_gui.net.tls import untrusted

_ENCRYPTED = 128 * 1024
"""Bytes that are fetched at once before they are decrypted."""
_ANSWER_SECONDS = 0.1


class Stream(Protocol):
    """A connected socket's two directions. `drain` never raises: what went wrong is told once all bytes are out."""

    @property
    def has_ended(self) -> bool: ...

    @property
    def failure(self) -> OSError | None:
        """Why it ended, if not because the server had no more to say."""

    def drain(self, view: memoryview) -> int:
        """Put what lies ready at the start of `view`. Fewer bytes than it takes are all there are for now."""

    def sendall(self, data: bytes, seconds: float) -> None:
        """Raises OSError: TimeoutError if the server takes nothing for so long."""


class PlainStream:
    """Without TLS."""

    def __init__(self, plain: socket.socket) -> None:
        plain.setblocking(False)
        self._plain = plain
        self.has_ended = False
        self.failure: OSError | None = None

    def drain(self, view: memoryview) -> int:
        filled = 0
        while filled < len(view) and (count := self.take(view[filled:])):
            filled += count
        return filled

    def take(self, view: memoryview) -> int:
        """One turn at the system; 0 if nothing lies ready, or never will."""
        if self.has_ended:
            return 0
        try:
            count = self._plain.recv_into(view)
        except BlockingIOError:
            return 0
        except OSError as failure:
            self.failure, self.has_ended = failure, True
            return 0
        self.has_ended = count == 0
        return count

    def sendall(self, data: bytes, seconds: float) -> None:
        self._plain.settimeout(seconds)
        try:
            self._plain.sendall(data)
        finally:
            self._plain.setblocking(False)


class TlsStream:
    """With TLS, which knows memory only: what is to be sent, and what came."""

    def __init__(self, plain: socket.socket, context: ssl.SSLContext, host: str) -> None:
        self._line = PlainStream(plain)
        self._plain = plain
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        # Its type knows neither of the two ways to call it.
        self._read = cast("Callable[[int, memoryview], int]", self._tls.read)
        self._encrypted = memoryview(bytearray(_ENCRYPTED))
        self._wants_more = False
        self.has_ended = False
        self.failure: OSError | None = None

    def shake_hands(self, deadline: float) -> None:
        """Raises OSError: UntrustedError for a bad certificate, TimeoutError at `deadline` (monotonic)."""
        while not self._is_shaken():
            self._send_on(max(0.1, deadline - time.monotonic()))
            left = deadline - time.monotonic()
            if left <= 0 or not is_ready(self._plain, left):
                raise TimeoutError("no handshake in time")
            self._fetch()
            if self._line.failure is not None:
                raise self._line.failure
        self._send_on(max(0.1, deadline - time.monotonic()))

    def _is_shaken(self) -> bool:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError as failure:
            self._answer()  # the server hears why
            raise untrusted(failure, self._tls) from None
        return True

    def drain(self, view: memoryview) -> int:
        filled = 0
        while filled < len(view) and (not self._wants_more or self._fetch()) and not self.has_ended:
            filled += self._decrypt(view[filled:])
        self._answer()
        return filled

    def _decrypt(self, view: memoryview) -> int:
        """As much of what was fetched as there is room for."""
        filled, room, read = 0, len(view), self._read
        self._wants_more = False
        try:
            while filled < room and (count := read(room, view[filled:])):  # one round for each 16 KiB
                filled += count
            self.has_ended = filled < room
        except ssl.SSLWantReadError:
            self._wants_more = True
        except ssl.SSLEOFError:  # closed without a word of TLS, as many servers do
            self.has_ended, self.failure = True, self._line.failure
        except OSError as failure:
            self.has_ended, self.failure = True, failure
        return filled

    def _fetch(self) -> bool:
        """Whether TLS has something new to look at: more came, or nothing will."""
        count = self._line.take(self._encrypted)
        if count:
            self._incoming.write(self._encrypted[:count])
        elif self._line.has_ended:
            self._incoming.write_eof()
        return count > 0 or self._line.has_ended

    def sendall(self, data: bytes, seconds: float) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._tls.write(rest) :]
        self._send_on(seconds)

    def _answer(self) -> None:
        """Send what TLS has to say between the lines, new keys for instance."""
        if self._outgoing.pending:
            with contextlib.suppress(OSError):  # reading shows sooner or later what is wrong
                self._send_on(_ANSWER_SECONDS)

    def _send_on(self, seconds: float) -> None:
        if self._outgoing.pending:
            self._line.sendall(self._outgoing.read(), seconds)


if sys.platform == "win32":

    def is_ready(line: socket.socket, seconds: float) -> bool:
        """Wait for something to read, or the end, for so long."""
        return bool(select.select([line], [], [], seconds)[0])

else:  # select knows no descriptors above 1024

    def is_ready(line: socket.socket, seconds: float) -> bool:
        """Wait for something to read, or the end, for so long."""
        poll = select.poll()
        poll.register(line, select.POLLIN)
        return bool(poll.poll(math.ceil(seconds * 1000)))
