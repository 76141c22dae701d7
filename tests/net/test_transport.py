"""Connections: kept, replaced, ended from outside at any moment; never more waiting than allowed."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random

import httpx
import pytest

from score_gui.net import pace
from score_gui.net import transport as transport_module
from score_gui.net.tls import client_context
from score_gui.net.transport import BUFFER_SIZE, Transport
from tests.fakes.raw_server import RawServer, Reset, Silence, answer

CERTIFICATES = Path(__file__).parent / "certificates"


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport(client_context)
    yield made
    made.close()


def _request(url: str, *, ranged: bool = True, **extensions: object) -> httpx.Request:
    headers = {"Range": "bytes=0-"} if ranged else {}
    return httpx.Request("GET", url, headers=headers, extensions={"group": "g", **extensions})


def _read(transport: Transport, request: httpx.Request) -> bytes:
    response = transport.handle_request(request)
    try:
        return b"".join(bytes(chunk) for chunk in response.stream)  # type: ignore[union-attr]
    finally:
        response.close()


def test_the_bytes_of_a_range_are_views_of_one_buffer(transport: Transport) -> None:
    with RawServer([[answer("206 x", body=bytes(3 * BUFFER_SIZE))]]) as server:
        response = transport.handle_request(_request(server.origin))
        seen = {id(chunk.obj) for chunk in response.stream}  # type: ignore[union-attr]
        assert len(seen) == 1
        response.close()


def test_slow_bytes_are_handed_out_before_the_buffer_is_full(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "_PATIENCE", 0.0)
    seen = threading.Event()

    def slow(_: str) -> Iterator[bytes]:
        yield answer("206 x", body=b"a", length=3)
        for byte in (b"b", b"c"):
            seen.wait(60)
            seen.clear()
            yield byte

    with RawServer([slow]) as server:
        response = transport.handle_request(_request(server.origin))
        came = []
        for chunk in response.stream:  # type: ignore[union-attr]
            came.append(bytes(chunk))
            seen.set()
        response.close()
    assert came == [b"a", b"b", b"c"]


LARGE = 4 * 1024 * 1024 + 12_345
"""Bytes, such that a connection that has them in hand takes a turn."""


def _large(asked: str) -> Iterator[bytes]:
    """A body of its own for each path, so that none is taken for another."""
    yield answer("206 x", body=Random(asked.split()[1]).randbytes(LARGE))


@pytest.mark.parametrize("certificate", [None, CERTIFICATES / "good.pem"], ids=["plain", "TLS"])
def test_connections_that_take_turns_mix_nothing_up(certificate: Path | None) -> None:
    transport = Transport(partial(client_context, [CERTIFICATES / "authority.pem"]))
    with RawServer([_large], certificate=certificate) as server, ThreadPoolExecutor(4) as threads:
        asked = [_request(f"{server.origin}/{number}") for number in range(8)]
        came = list(threads.map(lambda one: _read(transport, one), asked))
        assert server.connections <= 4
    assert came == [Random(f"/{number}").randbytes(LARGE) for number in range(8)]
    transport.close()


@pytest.mark.parametrize("how", ["left open", "closed", "aborted"])
def test_a_reader_that_stops_amid_its_turn_holds_nobody_up(transport: Transport, how: str) -> None:
    with RawServer([_large]) as server:
        response = transport.handle_request(_request(f"{server.origin}/1"))
        read = 0
        for chunk in response.stream:  # type: ignore[union-attr]
            read += len(chunk)
            if read > LARGE * 3 // 4:
                break
        if how == "closed":
            response.close()
        elif how == "aborted":
            transport.abort("g")
        assert _read(transport, _request(f"{server.origin}/2")) == Random("/2").randbytes(LARGE)
        response.close()


@pytest.mark.parametrize("size", [0, 1, BUFFER_SIZE + 1])
def test_a_body_without_a_length_ends_with_its_connection(transport: Transport, size: int) -> None:
    with RawServer([[b"HTTP/1.1 206 x\r\n\r\n", bytes(size)]], keep_alive=False) as server:
        assert _read(transport, _request(server.origin)) == bytes(size)


def test_an_empty_body_leaves_the_connection_in_order(transport: Transport) -> None:
    with RawServer([[answer("206 x")], [answer("206 x", body=b"good")]]) as server:
        assert _read(transport, _request(server.origin)) == b""
        assert _read(transport, _request(server.origin)) == b"good"
        assert server.connections == 1


@pytest.mark.parametrize(("status", "ranged"), [(404, True), (200, False)])
def test_all_other_bytes_are_copies(transport: Transport, status: int, ranged: bool) -> None:
    with RawServer([[answer(f"{status} x", body=bytes(3 * BUFFER_SIZE))]]) as server:
        response = transport.handle_request(_request(server.origin, ranged=ranged))
        assert all(isinstance(chunk, bytes) for chunk in response.stream)  # type: ignore[union-attr]
        response.close()


def test_a_body_that_ends_early_is_no_whole_one(transport: Transport) -> None:
    with (
        RawServer([[answer("200 x", body=b"half", length=8)]], keep_alive=False) as server,
        pytest.raises(httpx.RemoteProtocolError, match="4 bytes missing"),
    ):
        _read(transport, _request(server.origin, ranged=False))


def test_a_body_left_unread_is_no_end_of_an_answer(transport: Transport) -> None:
    with RawServer([[answer("206 x", body=bytes(10_000_000))]]) as server:
        transport.handle_request(_request(server.origin)).close()
        transport.handle_request(_request(server.origin)).close()
        assert server.connections == 2


@pytest.mark.parametrize("more", [b"more than was said", b"HTTP/1.1 200 x\r\nContent-Length: 4\r\n\r\nevil"])
def test_what_comes_after_an_answer_is_not_the_next_answer(transport: Transport, more: bytes) -> None:
    good = answer("206 x", body=b"good")
    with RawServer([[good + more], [good]]) as server:
        assert _read(transport, _request(server.origin)) == b"good"
        assert _read(transport, _request(server.origin)) == b"good"


def test_a_server_that_closes_is_taken_at_its_word(transport: Transport) -> None:
    with RawServer([[answer("206 x", "Connection: close", body=b"good")]]) as server:
        assert _read(transport, _request(server.origin)) == b"good"
        assert _read(transport, _request(server.origin)) == b"good"
        assert server.connections == 2


def test_idle_connections_do_not_last(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport_module, "_IDLE_SECONDS", -1.0)
    with RawServer([[answer("206 x", body=b"good")]]) as server:
        _read(transport, _request(server.origin))
        _read(transport, _request(server.origin))
        assert server.connections == 2


def test_nothing_waits_for_use_once_all_is_closed(transport: Transport) -> None:
    with RawServer([[answer("206 x", body=b"good")]]) as server:
        transport.close()
        _read(transport, _request(server.origin))
        _read(transport, _request(server.origin))
        assert server.connections == 2


def test_a_rest_gives_up_what_waits_and_leaves_alone_what_is_busy(transport: Transport) -> None:
    with RawServer([[answer("206 x", body=b"good")]]) as server:
        _read(transport, _request(server.origin))
        busy = transport.handle_request(_request(server.origin))
        transport.rest()
        assert b"".join(bytes(chunk) for chunk in busy.stream) == b"good"  # type: ignore[union-attr]
        busy.close()
        transport.rest()
        _read(transport, _request(server.origin))
        assert server.connections == 2


def test_only_a_get_is_repeated(transport: Transport) -> None:
    with RawServer([[answer("206 x", body=b"good")], [Reset], [answer("206 x")]]) as server:
        _read(transport, _request(server.origin))
        with pytest.raises(httpx.TransportError):
            transport.handle_request(httpx.Request("POST", server.origin))
        assert len(server.requests) == 2


def test_a_server_that_trickles_is_left(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_STALL_SECONDS", 0.2)
    step = threading.Event()

    def trickle(_: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 206 x\r\nContent-Length: 100000\r\n\r\n"
        while not step.wait(0.05):
            yield b"x"

    with RawServer([trickle]) as server:
        with pytest.raises(httpx.ReadTimeout) as caught:
            _read(transport, _request(server.origin))
        assert isinstance(caught.value.__cause__, pace.StalledError)
        step.set()


def test_headers_that_trickle_end_at_the_deadline() -> None:
    transport = Transport(client_context, header_timeout=0.3)
    step = threading.Event()

    def trickle(_: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 206 x\r\n"
        while not step.wait(0.05):
            yield b"A: b\r\n"

    with RawServer([trickle]) as server:
        with pytest.raises(httpx.ReadTimeout):
            transport.handle_request(_request(server.origin))
        step.set()


class _Fetcher(threading.Thread):
    """Asks in a thread of its own, and tells how it ended."""

    def __init__(self, transport: Transport, request: httpx.Request) -> None:
        super().__init__(daemon=True)
        self._transport = transport
        self._request = request
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            _read(self._transport, self._request)
        except httpx.TransportError as failure:
            self.failure = failure

    def end_with(self, action: Callable[[], None]) -> Exception | None:
        """Do `action` until the thread has ended: when it began to wait cannot be seen from outside."""
        for _ in range(1200):
            action()
            self.join(0.05)
            if not self.is_alive():
                return self.failure
        raise AssertionError("it did not end")


WAITING = [[Silence], [b"HTTP/1.1 206 x\r\n", Silence], [answer("206 x", body=b"x", length=100), Silence]]


@pytest.mark.parametrize("script", WAITING, ids=["for an answer", "amid headers", "amid a body"])
@pytest.mark.parametrize("how", ["abort", "close"])
def test_a_waiting_request_can_be_ended(transport: Transport, script: list[bytes], how: str) -> None:
    with RawServer([script]) as server:
        fetcher = _Fetcher(transport, _request(server.origin, timeout={"read": 60.0}))
        fetcher.start()
        end = transport.close if how == "close" else lambda: transport.abort("g")
        assert isinstance(fetcher.end_with(end), httpx.TransportError)


def test_other_groups_are_left_alone(transport: Transport) -> None:
    held = threading.Event()

    def hold(_: str) -> Iterator[bytes]:
        yield answer("206 x", body=b"x", length=2)
        held.wait(60)
        yield b"y"

    with RawServer([hold]) as server:
        response = transport.handle_request(_request(server.origin))
        transport.abort("another")
        held.set()
        assert b"".join(bytes(one) for one in response.stream) == b"xy"  # type: ignore[union-attr]
        response.close()


def test_a_tls_handshake_can_be_ended(transport: Transport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        fetcher = _Fetcher(transport, _request(url, timeout={"connect": 60.0}))
        fetcher.start()
        assert isinstance(fetcher.end_with(lambda: transport.abort("g")), httpx.ConnectError)


def test_a_connect_can_be_ended(transport: Transport) -> None:
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        _fill(full, stack)
        url = f"http://127.0.0.1:{full.getsockname()[1]}/"
        fetcher = _Fetcher(transport, _request(url, timeout={"connect": 60.0, "read": 60.0}))
        fetcher.start()
        assert isinstance(fetcher.end_with(lambda: transport.abort("g")), httpx.TransportError)


def _fill(listener: socket.socket, stack: ExitStack) -> None:
    """Connect until the listener's queue takes no more."""
    with selectors.DefaultSelector() as selector:
        for _ in range(16):
            one = stack.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
            key = selector.register(one, selectors.EVENT_WRITE)
            if not selector.select(0.1):
                return
            selector.unregister(key.fileobj)


def test_a_connect_without_an_answer_ends_in_time(transport: Transport) -> None:
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        _fill(full, stack)
        url = f"http://127.0.0.1:{full.getsockname()[1]}/"
        with pytest.raises(httpx.TimeoutException):
            transport.handle_request(_request(url, timeout={"connect": 0.3, "read": 0.3}))


def test_a_name_with_a_dead_address_is_reached_at_the_other(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        RawServer([[answer("206 x", body=b"good")]]) as server,
        socket.create_server(("127.0.0.1", 0)) as gone,
    ):
        dead, alive = gone.getsockname(), ("127.0.0.1", int(server.host.split(":")[1]))
        gone.close()
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", one) for one in (dead, alive)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        assert _read(transport, _request("http://localhost/")) == b"good"
