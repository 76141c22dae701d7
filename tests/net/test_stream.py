"""What lies ready comes at once and in order, whatever pieces it was sent in; an end and its cause come after it."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from score_gui.net.stream import PlainStream, Stream, TlsStream, is_ready

CERTIFICATES = Path(__file__).parent / "certificates"
DATA = Random(1).randbytes(700_001)


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(CERTIFICATES / "authority.pem")
    return context


class Pair:
    """A stream and the server's end of its connection."""

    def __init__(self, *, tls: bool) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.ours = socket.create_connection(listener.getsockname())
            self.server, _ = listener.accept()
        self.stream: Stream = PlainStream(self.ours)
        if tls:
            self._speak_tls()

    def _speak_tls(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / "good.pem")
        plain = self.server

        def shake_hands() -> None:
            self.server = context.wrap_socket(plain, server_side=True)

        thread = threading.Thread(target=shake_hands)
        thread.start()
        stream = TlsStream(self.ours, _context(), "127.0.0.1")
        stream.shake_hands(time.monotonic() + 10)
        thread.join()
        self.stream = stream

    def drain(self, view: memoryview) -> int:
        """As soon as there is something: what TLS says between the lines wakes, too, and is nothing to drain."""
        while not (count := self.stream.drain(view)) and not self.stream.has_ended:
            assert is_ready(self.ours, 10)
        return count

    def read_to_the_end(self, size: int) -> bytes:
        """Through a buffer of `size`, until the stream says that it has ended."""
        came, buffer = bytearray(), memoryview(bytearray(size))
        while True:
            came += buffer[: self.drain(buffer)]
            if self.stream.has_ended:
                return bytes(came)

    def close(self) -> None:
        self.ours.close()
        self.server.close()


@pytest.fixture(params=[False, True], ids=["plain", "TLS"])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    made = Pair(tls=request.param)
    yield made
    made.close()


def _sending(action: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize("size", [1000, 16 * 1024, 256 * 1024])
def test_all_bytes_come_in_order(pair: Pair, size: int) -> None:
    def send() -> None:
        for start in range(0, len(DATA), 33_333):
            pair.server.sendall(DATA[start : start + 33_333])
        pair.server.shutdown(socket.SHUT_WR)

    sender = _sending(send)
    assert pair.read_to_the_end(size) == DATA
    assert pair.stream.failure is None
    sender.join()


def test_nothing_is_waited_for(pair: Pair) -> None:
    assert pair.stream.drain(memoryview(bytearray(10))) == 0
    assert not pair.stream.has_ended


def test_what_does_not_fit_stays_for_the_next_time(pair: Pair) -> None:
    pair.server.sendall(b"abcdef")
    view = memoryview(bytearray(4))
    assert (pair.drain(view), bytes(view)) == (4, b"abcd")
    assert (pair.drain(view), bytes(view[:2])) == (2, b"ef")


def test_bytes_before_a_reset_are_not_lost(pair: Pair) -> None:
    pair.server.sendall(b"good")
    view = memoryview(bytearray(10))
    assert (pair.drain(view), bytes(view[:4])) == (4, b"good")
    pair.server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    pair.server.close()
    assert pair.drain(view) == 0
    assert pair.stream.has_ended
    assert isinstance(pair.stream.failure, ConnectionResetError)
    assert pair.stream.drain(view) == 0


def test_a_broken_record_ends_it_after_the_good_ones() -> None:
    pair = Pair(tls=True)
    pair.server.sendall(b"good")
    plain = socket.socket(fileno=pair.server.detach())
    plain.sendall(b"\x17\x03\x03\x00\x20" + bytes(32))
    pair.server = plain
    view = memoryview(bytearray(10))
    count = 0
    while not pair.stream.has_ended:
        count += pair.drain(view[count:])
    assert bytes(view[:count]) == b"good"
    assert isinstance(pair.stream.failure, ssl.SSLError)
    pair.close()


def test_what_is_sent_arrives_whole(pair: Pair) -> None:
    sender = _sending(lambda: pair.stream.sendall(DATA, 10))
    came = bytearray()
    while len(came) < len(DATA):
        came += pair.server.recv(65536)
    assert bytes(came) == DATA
    sender.join()


def test_a_server_that_takes_nothing_is_not_waited_for_longer_than_told(pair: Pair) -> None:
    with pytest.raises(TimeoutError):
        pair.stream.sendall(bytes(1 << 26), 0.05)


def test_a_server_without_a_word_of_tls_is_given_up_in_time() -> None:
    pair = Pair(tls=False)
    stream = TlsStream(pair.ours, _context(), "127.0.0.1")
    with pytest.raises(TimeoutError):
        stream.shake_hands(time.monotonic() + 0.05)
    pair.close()
