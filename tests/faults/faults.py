"""The ways in which a store breaks the rules: each takes a request and says what comes in place of the answer."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from tests.fakes.raw_server import Hangup, Pause, Reset, Silence, Step, answer
from tests.faults.hostile_site import Asked, Fault, head, right_answer

PAGE = b"<!doctype html><html><body>Sign in</body></html>"


def first(count: int, fault: Fault) -> Fault:
    """The fault for the first `count` requests, then the right answer."""
    return lambda asked: fault(asked) if asked.number <= count else None


def once(fault: Fault) -> Fault:
    return first(1, fault)


def says(status: str, *headers: str, body: bytes = b"") -> Fault:
    """An answer of another kind."""
    return lambda _asked: [answer(status, *headers, body=body)]


def raw(*steps: Step) -> Fault:
    return lambda _asked: steps


def cut(at: int, how: type[Reset | Hangup | Silence] = Hangup) -> Fault:
    """The right answer up to a byte."""
    return lambda asked: [head(asked), asked.bytes[:at], how]


class Held:
    """The right answer, which stands still at some bytes of the first request until it is let go."""

    def __init__(self, *stops: int) -> None:
        self._stops = stops
        self._reached, self._may_pass = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, asked: Asked) -> Iterable[Step] | None:
        return self._steps(asked) if asked.number == 1 else None

    def _steps(self, asked: Asked) -> Iterator[Step]:
        yield head(asked)
        begin = 0
        for stop in self._stops:
            yield asked.bytes[begin:stop]
            self._reached.release()
            assert self._may_pass.acquire(timeout=60)
            begin = stop
        yield asked.bytes[begin:]

    def wait(self) -> None:
        """Return when it stands still."""
        assert self._reached.acquire(timeout=20)

    def go_on(self) -> None:
        """Let it come as far as the next of its bytes."""
        self._may_pass.release()

    def release(self) -> None:
        """Let everything come."""
        for _ in self._stops:
            self._may_pass.release()


def without_length(at: int) -> Fault:
    """HTTP/1.0: the body ends where the connection does, and it ends early."""

    def fault(asked: Asked) -> Iterable[Step]:
        start = head(asked, length=None).replace(b"HTTP/1.1", b"HTTP/1.0")
        return [start, asked.bytes[:at], Hangup]

    return fault


def chunked(at: int) -> Fault:
    """Half of a chunk of a chunked body."""

    def fault(asked: Asked) -> Iterable[Step]:
        start = head(asked, "Transfer-Encoding: chunked", length=None)
        return [start, b"%x\r\n" % len(asked.bytes), asked.bytes[:at], Hangup]

    return fault


def surplus(extra: int, *then: Step, **changed: Any) -> Fault:
    """More bytes than were asked for."""
    return lambda asked: [head(asked, **changed), asked.bytes, b"x" * extra, *then]


def announced_longer(extra: int) -> Fault:
    return lambda asked: [head(asked, length=len(asked.bytes) + extra), asked.bytes, b"x" * extra]


def trickle(every: float, times: int) -> Fault:
    """A byte now and then."""

    def fault(asked: Asked) -> Iterator[Step]:
        yield head(asked)
        for number in range(times):
            yield asked.bytes[number : number + 1]
            yield Pause(every)
        yield Silence

    return fault


def slow_but_honest(every: float, piece: int) -> Fault:
    def fault(asked: Asked) -> Iterator[Step]:
        yield head(asked)
        for start in range(0, len(asked.bytes), piece):
            yield asked.bytes[start : start + piece]
            yield Pause(every)

    return fault


def slow_headers(every: float, count: int) -> Fault:
    def fault(asked: Asked) -> Iterator[Step]:
        yield b"HTTP/1.1 206 Partial Content\r\n"
        for number in range(count):
            yield f"X-{number}: 1\r\n".encode()
            yield Pause(every)
        yield Silence

    return fault


def many_headers(count: int) -> Fault:
    def fault(asked: Asked) -> Iterable[Step]:
        return [head(asked, *(f"X-{number}: 1" for number in range(count))), asked.bytes]

    return fault


def whole_object(*headers: str) -> Fault:
    """200 and everything, whatever was asked for."""

    def fault(asked: Asked) -> Iterable[Step]:
        assert asked.stored is not None
        return [answer("200 OK", *headers, body=asked.stored.data)]

    return fault


def with_status_200(asked: Asked) -> Iterable[Step]:
    return [head(asked, status="200 OK"), asked.bytes]


def shifted(by: int) -> Fault:
    """Other bytes, and the header says so."""

    def fault(asked: Asked) -> Iterable[Step]:
        assert asked.range is not None
        assert asked.stored is not None
        begin, end = asked.range.start + by, asked.range.stop
        body = asked.stored.data[begin:end]
        return [head(asked, first=begin, last=end - 1, length=len(body)), body]

    return fault


def shorter(length: int) -> Fault:
    """A 206 for less than was asked for, told so."""

    def fault(asked: Asked) -> Iterable[Step]:
        assert asked.range is not None
        body = asked.bytes[:length]
        return [head(asked, last=asked.range.start + len(body) - 1, length=len(body)), body]

    return fault


def without_range(asked: Asked) -> Iterable[Step]:
    return [head(asked, first=None), asked.bytes]


def shifted_without_range(by: int) -> Fault:
    """As many bytes as were asked for, from further on, and no word about it."""

    def fault(asked: Asked) -> Iterable[Step]:
        assert asked.range is not None
        assert asked.stored is not None
        moved = (asked.stored.data * 2)[asked.range.start + by : asked.range.stop + by]
        return [head(asked, first=None), moved]

    return fault


def in_pieces(asked: Asked) -> Iterable[Step]:
    kind = "Content-Type: multipart/byteranges; boundary=b"
    return [answer("206 Partial Content", kind, body=b"--b\r\n\r\n" + asked.bytes + b"\r\n--b--")]


def packed(asked: Asked) -> Iterable[Step]:
    body = gzip.compress(asked.bytes, 1)
    return [head(asked, "Content-Encoding: gzip", length=len(body)), body]


def flipped(*bytes_at: int) -> Fault:
    """Right length, wrong bits at these bytes of the object, where the request holds them."""

    def fault(asked: Asked) -> Iterable[Step]:
        assert asked.range is not None
        body = bytearray(asked.bytes)
        for place in bytes_at:
            if asked.range.start <= place < asked.range.stop:
                body[place - asked.range.start] ^= 1
        return [head(asked), bytes(body)]

    return fault


def other_etag(etag: str) -> Fault:
    return lambda asked: [head(asked, etag=etag), asked.bytes]


def after_hints(asked: Asked) -> Iterable[Step]:
    """Early hints before the answer, as a front server may send them."""
    return [b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n", *right_answer(asked)]


def in_turn(*faults: Fault | None) -> Fault:
    """The n-th fault for the n-th request; None is the right answer, and so is everything after the last."""

    def fault(asked: Asked) -> Iterable[Step] | None:
        chosen = faults[asked.number - 1] if asked.number <= len(faults) else None
        return None if chosen is None else chosen(asked)

    return fault
