"""From a host's name to a connected socket: every address gets its chance, and a cut ends it at any moment.

A name often has an address of each family, of which one may be dead on this network. So, as RFC 8305 has it, the
next address is tried beside the first as soon as that hesitates, and who answers first is taken.
"""

from __future__ import annotations

import errno
import ipaddress
import selectors
import socket
import threading
import time
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

_LOOK_SECONDS = 0.02
"""Between two looks whether it was cut: not every system wakes a connect when its socket is shut down."""
_HEAD_START = 0.25
_Address = tuple[int, Any]


def connect(host: str, port: int, deadline: float, is_cut: Callable[[], bool]) -> socket.socket:
    """A connected socket that does not block. Raises OSError: TimeoutError at `deadline` (monotonic seconds)."""
    addresses = _alternating(_look_up(host, port, deadline, is_cut))
    race = _Race(addresses, is_cut)
    try:
        return race.run(deadline)
    finally:
        race.close()


class _Race:
    """Connects to several addresses, one more every quarter of a second; the first to answer wins."""

    def __init__(self, addresses: list[_Address], is_cut: Callable[[], bool]) -> None:
        self._waiting = addresses
        self._is_cut = is_cut
        self._selector = selectors.DefaultSelector()
        self._failure: OSError | None = None

    def run(self, deadline: float) -> socket.socket:
        next_start = time.monotonic()
        while (now := time.monotonic()) < deadline:
            if self._is_cut():
                raise ConnectionAbortedError("cut while connecting")
            if self._waiting and (now >= next_start or not self._selector.get_map()):
                self._start(*self._waiting.pop(0))
                next_start = now + _HEAD_START
            if not self._selector.get_map() and not self._waiting:
                raise self._failure or OSError("the name has no address")
            winner = self._first_ready(min(deadline - now, _LOOK_SECONDS))
            if winner is not None:
                return winner
        raise TimeoutError("no connection in time")

    def close(self) -> None:
        """Give up all that did not win."""
        for key in list(self._selector.get_map().values()):
            self._drop(key.fileobj)
        self._selector.close()

    def _start(self, family: int, address: Any) -> None:
        try:
            one = socket.socket(family, socket.SOCK_STREAM)
        except OSError as failure:  # a family that this system does not have
            self._note(failure)
            return
        try:
            one.setblocking(False)
            one.connect(address)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as failure:
            one.close()
            self._note(failure)
            return
        except BaseException:
            one.close()
            raise
        self._selector.register(one, selectors.EVENT_WRITE)

    def _first_ready(self, seconds: float) -> socket.socket | None:
        if not self._selector.get_map():
            return None
        for key, _ in self._selector.select(seconds):
            one = key.fileobj
            if not isinstance(one, socket.socket):
                raise TypeError("a race is run by sockets")
            code = one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if not code:
                self._selector.unregister(one)
                return one
            self._drop(one)
            self._note(OSError(code, "cannot connect"))
        return None

    def _drop(self, one: Any) -> None:
        self._selector.unregister(one)
        one.close()

    def _note(self, failure: OSError) -> None:
        # Without IPv6, half of the addresses are "unreachable"; the other half knows better.
        if self._failure is None or failure.errno != errno.ENETUNREACH:
            self._failure = failure


def _alternating(found: list[_Address]) -> list[_Address]:
    """The system's order, but the families take turns."""
    first = [one for one in found if one[0] == found[0][0]]
    other = [one for one in found if one[0] != found[0][0]]
    return [one for pair in zip_longest(first, other) for one in pair if one is not None]


def _look_up(host: str, port: int, deadline: float, is_cut: Callable[[], bool]) -> list[_Address]:
    """The addresses of a name. The system cannot be stopped while it looks, so a thread is left to it."""
    if _is_number(host):
        return _addresses(host, port)
    answer: list[list[_Address] | Exception] = []
    came = threading.Event()

    def look() -> None:
        try:
            answer.append(_addresses(host, port))
        except Exception as failure:  # noqa: BLE001 - raised again in the thread that asked
            answer.append(failure)
        came.set()

    threading.Thread(target=look, name="look-up", daemon=True).start()
    while not came.wait(_LOOK_SECONDS):
        if is_cut():
            raise ConnectionAbortedError("cut while its name was looked up")
        if time.monotonic() >= deadline:
            raise TimeoutError("no answer for its name in time")
    (found,) = answer
    if isinstance(found, Exception):
        raise found
    return found


def _addresses(host: str, port: int) -> list[_Address]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
