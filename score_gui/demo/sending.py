"""Sends bodies of the store: fast by default, slow, held back or spoilt when a test asks for it."""

from __future__ import annotations

import os
import selectors
import socket
import threading
import time
from typing import BinaryIO

from score_gui.demo.knobs import Corruption, Gate
from score_gui.demo.record import Record
from score_gui.demo.wire import FileBody

_BLOCK = 1 << 18
_SMALLEST_BLOCK = 1 << 10
_BLOCKS_PER_SECOND = 20
_LOOK_SECONDS = 0.02


class BodySender:
    """Copies ranges of files to sockets and accounts for each byte.

    `rate_limit` is in bytes per second for each connection, None for as fast as it goes.
    """

    def __init__(self, record: Record, gate: Gate, corruption: Corruption) -> None:
        self.rate_limit: float | None = None
        self._record = record
        self._gate = gate
        self._corruption = corruption
        self._stopping = threading.Event()

    def open(self) -> None:
        self._stopping.clear()

    def close(self) -> None:
        """Wake what waits for its turn: the sockets are about to close."""
        self._stopping.set()

    def send(self, connection: socket.socket, body: FileBody) -> None:
        """Send the whole body. Raises OSError when the client leaves or the site stops."""
        sent = 0
        with self._record.body_on_its_way(), body.path.open("rb") as file:
            while sent < body.length:
                started = time.monotonic()
                block = min(self._block(), body.length - sent, self._allowance(connection, sent))
                self._send_block(connection, file, body.object_id, body.offset + sent, block)
                sent += block
                self._keep_pace(started, block)

    def _block(self) -> int:
        if self.rate_limit is None:
            return _BLOCK
        return max(_SMALLEST_BLOCK, min(_BLOCK, int(self.rate_limit / _BLOCKS_PER_SECOND)))

    def _keep_pace(self, started: float, block: int) -> None:
        limit = self.rate_limit
        if limit is not None and self._stopping.wait(max(0.0, started + block / limit - time.monotonic())):
            raise ConnectionAbortedError("The practice site stops")

    def _allowance(self, connection: socket.socket, sent: int) -> int:
        """Return how many bytes the gate lets pass, standing at it as long as client and site are there."""
        allowed = self._gate.allowance(sent)
        if allowed:
            return allowed
        with self._gate.queue(sent):
            is_open = False
            while not is_open:
                is_open = self._gate.wait_open(sent, _LOOK_SECONDS)
                if self._stopping.is_set() or _has_left(connection):
                    raise ConnectionAbortedError("The client left or the practice site stops")
        return self._allowance(connection, sent)

    def _send_block(
        self, connection: socket.socket, file: BinaryIO, object_id: str, offset: int, count: int
    ) -> None:
        # Counted before it is sent: whoever has received a byte finds it in the record.
        self._record.count_bytes(object_id, count)
        file.seek(offset)
        try:
            spoilt = self._corruption.take(object_id, offset, offset + count)
            # Without the system call (Windows) the standard library sends 8 kB at a time.
            if spoilt or not hasattr(os, "sendfile"):
                connection.sendall(_flip(file.read(count), [place - offset for place in spoilt]))
            else:
                connection.sendfile(file, offset, count)
        except OSError:
            # Python leaves the file where the sending ended.
            self._record.count_bytes(object_id, file.tell() - offset - count)
            raise


def _has_left(connection: socket.socket) -> bool:
    """Say whether the client has closed its side. What it may have asked meanwhile stays to be read."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(connection, selectors.EVENT_READ)
        return bool(waiting.select(0)) and not connection.recv(1, socket.MSG_PEEK)


def _flip(block: bytes, places: list[int]) -> bytes:
    changed = bytearray(block)
    for place in places:
        changed[place] ^= 0x01
    return bytes(changed)
