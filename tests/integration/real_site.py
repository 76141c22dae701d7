"""The practice site's Score and Song in front of a real store: what they hand out is honoured there, or is not."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import parse_qs, quote, urlsplit

import httpx

from score_gui.demo import PracticeData
from score_gui.demo.backends import AzureBackend, Backend, S3Backend
from score_gui.demo.parts import SMALLEST_PART, StoredParts
from score_gui.demo.record import Record, Service
from score_gui.demo.score import Score
from score_gui.demo.song import Song
from score_gui.demo.store import SENTINEL
from score_gui.demo.tokens import Tokens
from score_gui.demo.wire import HOST, Endpoint, FileBody, LoopbackServer

from .stores import LOOK, PATIENCE, Life, RealStore


class Way(Protocol):
    """What leads to the store: it, or something in front of it."""

    @property
    def host(self) -> str: ...


DAY = 86_400
TWO_DAYS_AGO = -2 * DAY


class RealSite:
    """Score and Song on loopback, links for `way`, which leads to the store.

    `life_seconds` is the life of links made from now on. The next `stale` links are made as if two days ago.
    """

    def __init__(self, data: PracticeData, store: RealStore, way: Way) -> None:
        self.life_seconds = DAY
        self.stale = 0
        self.record = Record()
        self._store = store
        self._way = way
        self._tokens = Tokens()
        self.secrets = {self._tokens.token, self._tokens.unscoped_token}
        self._backend: Backend = (
            S3Backend(self._link, StoredParts(SMALLEST_PART))
            if store.binds_range
            else AzureBackend(self._link)
        )
        score = Score(data, self._tokens, self._backend, lambda: self._link(SENTINEL, None))
        song = Song(data, self._tokens)
        self._servers: Mapping[Service, LoopbackServer] = {
            Service.SCORE: self._server(Service.SCORE, score.answer),
            Service.SONG: self._server(Service.SONG, song.answer),
        }

    @property
    def storage_url(self) -> str:
        return f"http://{HOST}:{self._servers[Service.SCORE].port}"

    @property
    def metadata_url(self) -> str:
        return f"http://{HOST}:{self._servers[Service.SONG].port}"

    @property
    def token(self) -> str:
        return self._tokens.token

    @property
    def external(self) -> bool:
        """Whether there are links for whole objects."""
        return self._backend.external

    @external.setter
    def external(self, allowed: bool) -> None:
        self._backend.external = allowed

    def __enter__(self) -> Self:
        for server in self._servers.values():
            server.start(0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.stop()

    def wait_until_links_end(self) -> None:
        """Wait until the store refuses what was signed until now for the present life of links."""
        link = self._store.link(self._store.host, SENTINEL, None, Life(time.time(), self.life_seconds))
        deadline = time.monotonic() + PATIENCE
        while httpx.get(link, trust_env=False, timeout=PATIENCE).status_code != 403:
            assert time.monotonic() < deadline, "the store honours links that have ended"
            threading.Event().wait(LOOK)

    def _link(self, object_id: str, signed_range: str | None) -> str:
        ago, self.stale = (TWO_DAYS_AGO, self.stale - 1) if self.stale else (0, 0)
        life = Life(time.time() + ago, self.life_seconds)
        link = self._store.link(self._way.host, object_id, signed_range, life)
        query = parse_qs(urlsplit(link).query)
        for signature in query.get("X-Amz-Signature", []) + query.get("sig", []):
            self.secrets |= {signature, quote(signature, safe="")}
        return link

    def _server(self, service: Service, answer: Endpoint) -> LoopbackServer:
        return LoopbackServer(service.value, self.record.counted(service, answer), _send_nothing)


def _send_nothing(connection: socket.socket, body: FileBody) -> None:
    raise AssertionError("Score and Song hand out no objects")
