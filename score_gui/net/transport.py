"""The road that bytes take: an httpx transport on `http.client` that reads into one buffer per thread.

httpx's own transport handles every 16 KiB in Python, which costs more than half again as much processor time and
lets threads fight over it. Here `http.client` reads the headers, the body goes from the socket straight into 512 KiB of
memory, and what is handed out are views of that buffer.

Connections are kept for reuse by scheme, host, port and the proxy they go over. Each busy one belongs to a group,
a transfer for instance, and `abort` ends those of one group without touching the others.
"""

from __future__ import annotations

import http.client
import io
import ssl
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import httpx

from score_gui.net.origin import Origin
from score_gui.net.proxy import Proxy
from score_gui.net.relay import Relay
from score_gui.net.routes import Direct, Route
from score_gui.net.tunnel import Hop
from score_gui.net.wire import Wire

_T = TypeVar("_T")

BUFFER_SIZE = 512 * 1024
_CHUNKED_READ = 16 * 1024
_PATIENCE = 0.2
"""Seconds that a buffer is filled for: on a slow line, bytes are counted and written about five times a second."""
_IDLE_SECONDS = 30.0
_MOST_IDLE = 16
_MOST_HINTS = 20
_HINTS = frozenset({102, 103})


def _never() -> bool:
    return False


class _Times(NamedTuple):
    connect: float
    read: float
    headers: float
    whole: float | None


@dataclass(slots=True, eq=False)
class _Line:
    """A connection with what the pool needs to know of it."""

    origin: Origin
    wire: Wire
    http: http.client.HTTPConnection
    hop: Hop | None = None
    group: Hashable = None
    idle_since: float = 0.0

    @property
    def over(self) -> str | None:
        """The proxy it goes over."""
        return None if self.hop is None else self.hop.shown


class Transport(httpx.BaseTransport):
    """Sends requests as they are; `request.extensions` may hold `group`, `timeout` and `deadline` (seconds).

    With `is_over` there, a function, a request that was over before its connection could be aborted is not sent.

    **The chunks of a 200 or 206 to a request with `Range` are views of one buffer**: use each before taking
    the next, in the thread that takes it. All other bodies come as bytes of their own. Nothing is decoded.
    Raises httpx.TransportError; ProblemError where the route or a CA file cannot be used.
    """

    def __init__(
        self,
        make_context: Callable[[], ssl.SSLContext],
        route: Route | None = None,
        *,
        header_timeout: float = 60.0,
    ) -> None:
        self._make_context = make_context
        self._route = route or Direct()
        self._header_timeout = header_timeout
        self._own = threading.local()
        self._lock = threading.Lock()
        self._idle: list[_Line] = []
        self._live: set[_Line] = set()
        self._is_closed = False
        self._relay = Relay()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        times = self._times(request)
        origin = Origin.of(request.url)
        proxy = self._route.proxy_for(origin)
        line = self._take_idle(request, origin, proxy)
        if line is not None:
            answer = self._try_reused(line, request, times)
            if answer is not None:
                return answer
        return self._exchange(self._connect(request, origin, proxy, times), request, times)

    def abort(self, group: Hashable) -> None:
        """End every busy connection of `group` at once. May be called from any thread; does not wait."""
        with self._lock:
            lines = [line for line in self._live if line.group == group]
        for line in lines:
            line.wire.cut()

    def rest(self) -> None:
        """Give up the connections that wait for use: nobody needs them soon, and a server would close them anyway."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            line.wire.end()

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            live, idle = list(self._live), self._idle
            self._idle = []
        for line in live:
            line.wire.cut()
        for line in idle:
            line.wire.end()

    # --- one exchange ---------------------------------------------------------------------------------------

    def _times(self, request: httpx.Request) -> _Times:
        timeout = request.extensions.get("timeout", {})
        deadline = request.extensions.get("deadline")
        headers = self._header_timeout if deadline is None else min(self._header_timeout, deadline)
        return _Times(timeout.get("connect") or 15.0, timeout.get("read") or 30.0, headers, deadline)

    def _try_reused(self, line: _Line, request: httpx.Request, times: _Times) -> httpx.Response | None:
        """None if the server had closed the idle connection meanwhile, which only the attempt shows."""
        try:
            return self._exchange(line, request, times)
        except httpx.TimeoutException:
            raise
        except httpx.TransportError:
            if request.method != "GET" or line.wire.was_cut:
                raise
            return None

    def _connect(self, request: httpx.Request, origin: Origin, proxy: Proxy | None, times: _Times) -> _Line:
        # Never connected by http.client itself: this carries the protocol only.
        line = _Line(origin, Wire(self._relay), http.client.HTTPConnection(origin.host, origin.port))
        line.hop = None if proxy is None else self._hop(proxy, origin)
        line.http.auto_open = 0
        line.http.response_class = _Answer
        context = self._for_this_thread("context", self._make_context) if origin.scheme == "https" else None
        self._join(line, request)
        try:
            line.wire.open(origin.host, origin.port, times.connect, context, line.hop)
        except TimeoutError as failure:
            self._drop(line)
            raise httpx.ConnectTimeout("no connection in time", request=request) from failure
        except (OSError, ValueError) as failure:
            self._drop(line)
            raise httpx.ConnectError("cannot connect", request=request) from failure
        line.http.sock = line.wire
        return line

    def _hop(self, proxy: Proxy, origin: Origin) -> Hop:
        credential = self._route.credential_for(proxy)
        host = f"[{origin.host}]" if ":" in origin.host else origin.host
        server = f"{host}:{origin.port}" if origin.scheme == "https" else None
        return Hop(proxy.host, proxy.port, proxy.shown, server, credential)

    def _exchange(self, line: _Line, request: httpx.Request, times: _Times) -> httpx.Response:
        began = time.monotonic()
        try:
            answer = _send(line, request, began, times)
        except TimeoutError as failure:
            self._drop(line)
            raise httpx.ReadTimeout("no answer in time", request=request) from failure
        except OSError as failure:
            self._drop(line)
            raise httpx.ReadError("the connection broke", request=request) from failure
        except (http.client.HTTPException, ValueError) as failure:
            self._drop(line)
            raise httpx.RemoteProtocolError(type(failure).__name__, request=request) from failure
        line.wire.pace.start_body(None if times.whole is None else began + times.whole)
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.getheaders()]
        body = _Body(self, line, answer, request)
        seen_by = {} if line.hop is None else {"hop": line.hop}
        return httpx.Response(
            answer.status, headers=headers, stream=body, request=request, extensions=seen_by
        )

    # --- the pool -------------------------------------------------------------------------------------------

    def _take_idle(self, request: httpx.Request, origin: Origin, proxy: Proxy | None) -> _Line | None:
        over = None if proxy is None else proxy.shown
        while (line := self._pop_idle(origin, over)) is not None:
            if time.monotonic() - line.idle_since < _IDLE_SECONDS and line.wire.is_quiet:
                self._join(line, request)
                return line
            line.wire.end()
        return None

    def _pop_idle(self, origin: Origin, over: str | None) -> _Line | None:
        with self._lock:
            for place in range(len(self._idle) - 1, -1, -1):
                if (self._idle[place].origin, self._idle[place].over) == (origin, over):
                    return self._idle.pop(place)
        return None

    def _join(self, line: _Line, request: httpx.Request) -> None:
        line.group = request.extensions.get("group")
        with self._lock:
            self._live.add(line)
        if request.extensions.get("is_over", _never)():  # those who abort say so first, then cut what is live
            line.wire.cut()

    def release(self, line: _Line, *, reusable: bool) -> None:
        """Take back a connection whose answer is over."""
        if not reusable or line.wire.was_cut:
            self._drop(line)
            return
        line.wire.rest()
        line.idle_since = now = time.monotonic()
        with self._lock:
            self._live.discard(line)
            kept = [one for one in self._idle if now - one.idle_since < _IDLE_SECONDS]
            kept = [*kept, line][-_MOST_IDLE:]
            if self._is_closed:  # a thread asked on meanwhile; nobody would free what it left
                kept = []
            gone = [one for one in (*self._idle, line) if one not in kept]
            self._idle = kept
        for one in gone:
            one.wire.end()

    def _drop(self, line: _Line) -> None:
        with self._lock:
            self._live.discard(line)
        line.wire.end()

    # --- what each thread has of its own --------------------------------------------------------------------

    def buffer(self) -> memoryview:
        """This thread's one buffer."""
        return self._for_this_thread("buffer", lambda: memoryview(bytearray(BUFFER_SIZE)))

    def _for_this_thread(self, name: str, make: Callable[[], _T]) -> _T:
        found: _T | None = getattr(self._own, name, None)
        if found is None:
            found = make()
            setattr(self._own, name, found)
        return found


class _Answer(http.client.HTTPResponse):
    """An answer that does not mind hints before it, such as 103, which `http.client` takes for the answer."""

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MOST_HINTS):
            line: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # not in its stubs
            if line[1] not in _HINTS:
                return line
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException("nothing but hints")


class _Body(httpx.SyncByteStream):
    """The bytes of one answer."""

    def __init__(
        self, transport: Transport, line: _Line, answer: http.client.HTTPResponse, request: httpx.Request
    ) -> None:
        self._transport = transport
        self._line = line
        self._answer = answer
        self._request = request
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        in_place = self._answer.status in {200, 206} and "Range" in self._request.headers
        buffer = self._transport.buffer()
        try:
            for count in self._fill(buffer):
                # httpx's type says bytes; a view costs no copy and writes, hashes and measures alike.
                yield buffer[:count] if in_place else bytes(buffer[:count])  # type: ignore[misc]
        except (OSError, ValueError, http.client.HTTPException) as failure:
            raise self._broken(failure) from failure
        self._check_end()

    def _fill(self, buffer: memoryview) -> Iterator[int]:
        """Fill the start of `buffer` again and again; the number of bytes each time."""
        answer = self._answer
        if answer.chunked:
            while count := answer.readinto(buffer[:_CHUNKED_READ]):
                yield count
            return
        if start := answer.read1(io.DEFAULT_BUFFER_SIZE):  # what came along with the headers
            buffer[: len(start)] = start
            yield len(start)
        # The rest comes past http.client, whose buffer costs twice the Python for each 16 KiB of TLS.
        while answer.length != 0 and (count := self._line.wire.read(buffer[: answer.length], _PATIENCE)):
            if answer.length is not None:
                answer.length -= count
            yield count

    def _check_end(self) -> None:
        failure = self._line.wire.pace.failure
        if failure is not None:
            raise self._broken(failure) from failure
        if self._answer.length:
            raise httpx.RemoteProtocolError(f"{self._answer.length} bytes missing", request=self._request)

    def _broken(self, seen: Exception) -> httpx.TransportError:
        # A timeout is told to http.client as the end of data, so what it makes of that is not the cause.
        cause = self._line.wire.pace.failure or seen
        if isinstance(cause, TimeoutError):
            return httpx.ReadTimeout("no more bytes in time", request=self._request)
        return httpx.ReadError("the connection broke", request=self._request)

    def close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        answer = self._answer
        was_read = answer.isclosed() if answer.chunked else answer.length == 0
        in_step = was_read and not self._line.wire.pace.ended
        reusable = in_step and not answer.will_close and answer.status >= 200
        answer.close()
        self._transport.release(self._line, reusable=reusable)


def _send(line: _Line, request: httpx.Request, began: float, times: _Times) -> http.client.HTTPResponse:
    pace = line.wire.pace
    pace.start_headers(times.read, began + times.headers)
    target = request.url.raw_path.decode("ascii")
    passed_on = line.hop is not None and line.hop.server is None
    if passed_on:  # a proxy that passes requests on wants to read where to
        target = f"{line.origin.scheme}://{request.url.netloc.decode('ascii')}{target}"
    line.http.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in request.headers.raw:
        line.http.putheader(name, value)
    if passed_on and line.hop is not None and line.hop.credential is not None:
        line.http.putheader("Proxy-Authorization", line.hop.credential.reveal())
    line.http.endheaders(request.read() or None)
    answer = line.http.getresponse()
    if pace.ended:
        # http.client takes the end of data in the middle of the headers for the end of the headers.
        answer.close()
        raise http.client.IncompleteRead(b"")
    return answer
