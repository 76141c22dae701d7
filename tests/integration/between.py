"""A stretch of bad network in front of a real store: passes on what is asked and what comes, counts it, and on
demand holds bodies back, breaks them off, or flips a bit in them.

The store's links are made for this host, as behind a proxy that a site puts before its store.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections import Counter, deque
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from score_gui.demo.knobs import Corruption, Gate

from .stores import PATIENCE

_BLOCK = 1 << 16
_LONGEST_HEAD = 1 << 16
_LOOK_SECONDS = 0.02
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_FROM = re.compile(rb"\r\ncontent-range: *bytes (\d+)-", re.IGNORECASE)


class CutError(OSError):
    """The connection is to end here."""


@dataclass(frozen=True)
class Answer:
    """The head of an answer of the store, and whose bytes follow."""

    head: bytes
    object_id: str

    @property
    def status(self) -> int:
        return int(self.head.split(b" ", 2)[1])

    @property
    def length(self) -> int | None:
        """None where the body comes in chunks."""
        found = _LENGTH.search(self.head)
        return int(found[1]) if found else None

    @property
    def start(self) -> int:
        """The place of the first byte in the object."""
        found = _FROM.search(self.head)
        return int(found[1]) if found else 0


class Between:
    """Listens on loopback; each connection of a client has one of its own to the store."""

    def __init__(self, store_host: str) -> None:
        host, _, port = store_host.partition(":")
        self._store = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.statuses: Counter[int] = Counter()
        self.heads: list[str] = []
        self._served: Counter[str] = Counter()
        self._gate = Gate()
        self._corruption = Corruption()
        self._cuts: deque[int] = deque()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, name="between", daemon=True)]

    # --- what a test can do ---

    def served(self, object_id: str) -> int:
        """How many bytes of an object, from good answers, went to clients."""
        with self._lock:
            return self._served[object_id]

    def hold(self, after: int) -> None:
        """Let each body stop after so many bytes until `release`."""
        self._gate.hold(after)

    def release(self) -> None:
        self._gate.release()

    def wait_held(self, bodies: int = 1) -> bool:
        return self._gate.wait_held(bodies, PATIENCE)

    def cut(self, *after: int) -> None:
        """Break the next bodies that are longer off after so many bytes, one each."""
        self._cuts.extend(after)

    def flip(self, object_id: str, place: int) -> None:
        """Flip a bit of this byte of the object when it passes the next time."""
        self._corruption.add(object_id, place)

    # --- service ---

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        with self._lock:
            left = [self._listener, *self._open]
        for one in left:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,), name="between", daemon=True)
            with self._lock:
                self._open.append(client)
                self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, socket.create_connection(self._store) as store:
            with self._lock:
                self._open.append(store)
            while asked := _read_head(client):
                self._pass_on(client, store, asked)

    def _pass_on(self, client: socket.socket, store: socket.socket, asked: bytes) -> None:
        store.sendall(asked)
        path = asked.split(b" ", 2)[1].partition(b"?")[0].decode("ascii")
        answer = Answer(_read_head(store), path.rpartition("/")[2])
        with self._lock:
            self.statuses[answer.status] += 1
            self.heads.append(asked.decode("latin-1"))
        client.sendall(answer.head)
        if answer.length is not None:
            self._pass_body(client, store, answer, answer.length)
        else:
            assert answer.status not in {200, 206}, "objects come with their length"
            client.sendall(_read_to(store, b"0\r\n\r\n"))

    def _pass_body(self, client: socket.socket, store: socket.socket, answer: Answer, length: int) -> None:
        with self._lock:
            end = self._cuts.popleft() if self._cuts and self._cuts[0] < length else None
        sent = 0
        while sent < length:
            allowed = min(self._allowance(client, sent), length - sent, _BLOCK)
            if end is not None:
                allowed = min(allowed, end - sent)
            if not allowed:
                raise CutError
            block = bytearray(store.recv(allowed))
            if not block:
                raise CutError
            self._spoil(answer, sent, block)
            client.sendall(block)
            sent += len(block)

    def _spoil(self, answer: Answer, sent: int, block: bytearray) -> None:
        """Flip what is due, and count: before it is sent, so that whoever has a byte finds it counted."""
        if answer.status not in {200, 206}:
            return
        first = answer.start + sent
        for place in self._corruption.take(answer.object_id, first, first + len(block)):
            block[place - first] ^= 1
        with self._lock:
            self._served[answer.object_id] += len(block)

    def _allowance(self, client: socket.socket, sent: int) -> int:
        """How many bytes the gate lets pass, standing at it as long as the client is there."""
        allowed = self._gate.allowance(sent)
        if allowed:
            return allowed
        with self._gate.queue(sent):
            is_open = False
            while not is_open:
                is_open = self._gate.wait_open(sent, _LOOK_SECONDS)
                if self._closing.is_set() or _has_left(client):  # looked at once more when it opens
                    raise CutError
        return self._allowance(client, sent)


def _has_left(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        return not client.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    finally:
        client.setblocking(True)


def _read_head(peer: socket.socket) -> bytes:
    return _read_to(peer, b"\r\n\r\n")


def _read_to(peer: socket.socket, mark: bytes) -> bytes:
    """All up to a mark, and not a byte of what follows; empty where the peer has left."""
    read = b""
    while not read.endswith(mark):
        seen = peer.recv(_LONGEST_HEAD, socket.MSG_PEEK)
        if not seen:
            return b""
        end = (read + seen).find(mark)
        read += peer.recv(len(seen) if end < 0 else end + len(mark) - len(read))
    return read
