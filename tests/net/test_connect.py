"""Every address of a name gets its chance; what hangs can be cut; nothing is left open."""

from __future__ import annotations

import errno
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from score_gui.net.connect import connect

from .test_transport import _fill

FAR = 60.0
"""Seconds until a deadline that no test reaches."""
HAS_IPV6 = socket.has_ipv6


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


def listening(stack: ExitStack, family: socket.AddressFamily = socket.AF_INET) -> Any:
    host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
    made = stack.enter_context(socket.create_server((host, 0), family=family))
    return made.getsockname()


def refusing(family: socket.AddressFamily = socket.AF_INET) -> Any:
    with ExitStack() as stack:
        return listening(stack, family)


def hanging(stack: ExitStack) -> Any:
    """An address that neither takes nor refuses a connection."""
    full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
    _fill(full, stack)
    return full.getsockname()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says what the one name there is leads to."""

    def lead_to(*addresses: Any) -> None:
        family = {2: socket.AF_INET, 4: socket.AF_INET6}
        found = [(family[len(one)], socket.SOCK_STREAM, 6, "", one) for one in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    return lead_to


def reached(seconds: float = FAR, is_cut: Callable[[], bool] = lambda: False) -> Any:
    with connect("localhost", 80, time.monotonic() + seconds, is_cut) as made:
        return made.getpeername()


def test_a_dead_address_of_the_new_internet_leaves_the_old_one(
    stack: ExitStack, names: Callable[..., None]
) -> None:
    alive = listening(stack)
    names(("::1", refusing()[1], 0, 0), alive)
    assert reached() == alive


def test_one_that_hangs_is_overtaken_by_the_next(stack: ExitStack, names: Callable[..., None]) -> None:
    alive = listening(stack)
    names(hanging(stack), hanging(stack), alive)
    assert reached() == alive


@pytest.mark.skipif(not HAS_IPV6, reason="no IPv6 here")
def test_a_dead_address_of_the_old_internet_leaves_the_new_one(
    stack: ExitStack, names: Callable[..., None]
) -> None:
    alive = listening(stack, socket.AF_INET6)
    names(hanging(stack), refusing(), alive)
    assert reached() == alive


@pytest.mark.skipif(not HAS_IPV6, reason="no IPv6 here")
def test_the_new_internet_alone_will_do(stack: ExitStack, names: Callable[..., None]) -> None:
    alive = listening(stack, socket.AF_INET6)
    names(alive)
    assert reached() == alive


def test_a_first_that_answers_in_time_is_not_raced(stack: ExitStack, names: Callable[..., None]) -> None:
    first, second = (stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2))
    names(first.getsockname(), second.getsockname())
    assert reached() == first.getsockname()
    second.setblocking(False)
    with pytest.raises(BlockingIOError):
        second.accept()


def test_the_reason_is_that_of_an_address_that_could_be_tried(
    names: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.socket.connect

    def no_way(one: socket.socket, address: Any) -> Any:
        if one.family == socket.AF_INET6:
            raise OSError(errno.ENETUNREACH, "no way")
        return real(one, address)

    monkeypatch.setattr(socket.socket, "connect", no_way)
    names(("::1", 9, 0, 0), refusing(), ("::1", 9, 0, 0))
    with pytest.raises(ConnectionRefusedError):
        reached()
    names(("::1", 9, 0, 0))
    with pytest.raises(OSError, match="no way") as caught:
        reached()
    assert caught.value.errno == errno.ENETUNREACH


def test_a_name_without_an_address_is_no_address(names: Callable[..., None]) -> None:
    names()
    with pytest.raises(OSError, match="no address"):
        reached()


def test_where_all_hang_it_ends_at_the_deadline(stack: ExitStack, names: Callable[..., None]) -> None:
    names(hanging(stack))
    with pytest.raises(TimeoutError):
        reached(0.3)


def test_losers_are_closed(
    stack: ExitStack, names: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[socket.socket] = []
    real = socket.socket.connect

    def note(one: socket.socket, address: Any) -> Any:
        tried.append(one)
        return real(one, address)

    monkeypatch.setattr(socket.socket, "connect", note)
    names(hanging(stack), refusing(), listening(stack))
    tried.clear()
    with connect("localhost", 80, time.monotonic() + FAR, lambda: False) as winner:
        assert [one.fileno() for one in tried if one is not winner] == [-1, -1]


@pytest.mark.parametrize("ends", ["cut", "deadline"])
def test_a_name_that_is_looked_up_for_ever_can_be_left(monkeypatch: pytest.MonkeyPatch, ends: str) -> None:
    asked, done = threading.Event(), threading.Event()

    def look_up(*_: object, **__: object) -> list[Any]:
        asked.set()
        done.wait(FAR)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    expected = ConnectionAbortedError if ends == "cut" else TimeoutError
    with pytest.raises(expected):
        reached(*((FAR, asked.is_set) if ends == "cut" else (0.1,)))
    done.set()
    for thread in threading.enumerate():
        if thread.name == "look-up":
            thread.join(60)


def test_a_connect_that_hangs_can_be_cut(stack: ExitStack, names: Callable[..., None]) -> None:
    names(hanging(stack))
    looks = iter([False, False, False, True])
    with pytest.raises(ConnectionAbortedError):
        reached(FAR, lambda: next(looks))
