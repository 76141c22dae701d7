"""The practice site: Score, Song and an object store on loopback, with what tests need to steer it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import TracebackType
from typing import Any, Self

from score_gui.demo.answers import json_answer
from score_gui.demo.argo import ArgoGateway
from score_gui.demo.azure_links import AzureLinks
from score_gui.demo.backends import AzureBackend, Backend, S3Backend
from score_gui.demo.catalogue import PracticeData
from score_gui.demo.door import StoreDoor
from score_gui.demo.key_service import REALM, KeyDesk, KeyFlavour
from score_gui.demo.knobs import Corruption, Gate, PreparedAnswers
from score_gui.demo.links import LinkLife, Links
from score_gui.demo.parts import SMALLEST_PART, StoredParts
from score_gui.demo.record import Record, Service
from score_gui.demo.s3_links import S3Links
from score_gui.demo.score import Score
from score_gui.demo.sending import BodySender
from score_gui.demo.song import Song
from score_gui.demo.store import SENTINEL, Store
from score_gui.demo.tokens import Tokens
from score_gui.demo.wire import HOST, Endpoint, LoopbackServer, Request, Response

DAY_SECONDS = 86_400.0
_PING_SECONDS = 300.0
_LAST_PORT = 65_535
_PATIENCE = 60.0
"""Seconds that a test waits for what comes at once, but on a computer that is busy with other things."""


class Flavour(Enum):
    """Which kind of site to be.

    SCORE is Score over S3 with a Song beside it, AZURE the same over Azure's blob store, and ARGO the gateway
    of ICGC ARGO, which stands for both at one address.
    """

    SCORE = "score"
    AZURE = "azure"
    ARGO = "argo"


class PracticeSite:
    """A whole Score site on 127.0.0.1, each service on a port of its own.

    `port` is Score's; Song and the store take the next two if these are free, and with 0 all take free ports.
    `expiry_seconds` is the life of pre-signed links and may be a fraction. With `external` off the site
    refuses links to whole objects. `stored_part_size` (bytes) is the size of the parts the objects were
    uploaded in; other parts are cut by Score's own rule, 20 MiB at least. With `keys` there is a service beside
    it that issues keys, an EGO or a Keycloak.

    May be started again after `stop`, on the same ports. Raises OSError from `start` if `port` is taken.
    """

    def __init__(
        self,
        data: PracticeData,
        *,
        port: int = 0,
        expiry_seconds: float = DAY_SECONDS,
        external: bool = True,
        stored_part_size: int = SMALLEST_PART,
        flavour: Flavour = Flavour.SCORE,
        keys: KeyFlavour | None = None,
    ) -> None:
        self.data = data
        self.record = Record()
        self._first_port = port
        self._gate = Gate()
        self._corruption = Corruption()
        self._prepared = PreparedAnswers()
        self._tokens = Tokens()
        self._life = LinkLife(expiry_seconds)
        self._sender = BodySender(self.record, self._gate, self._corruption)
        in_azure = flavour is Flavour.AZURE
        self._links: Links = AzureLinks(self._life) if in_azure else S3Links(self._life)
        self._backend: Backend = (
            AzureBackend(self._link) if in_azure else S3Backend(self._link, StoredParts(stored_part_size))
        )
        self._backend.external = external
        self._door = StoreDoor(self._tokens, Store(data, self._links).answer)
        endpoints = self._endpoints(flavour)
        self._keys = keys
        if keys is not None:
            endpoints[Service.KEYS] = KeyDesk(self._tokens, keys).answer
        self._servers = {service: self._server(service, one) for service, one in endpoints.items()}

    def start(self) -> Self:
        """Open the ports. Returns the site, ready to answer."""
        self._sender.open()
        try:
            for number, (service, server) in enumerate(self._servers.items()):
                self._open(server, number, strictly=service is Service.SCORE)
        except OSError:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Close all connections and end all threads; what is being sent breaks off."""
        self._sender.close()
        for server in self._servers.values():
            server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # What a client is told.

    @property
    def storage_url(self) -> str:
        """The URL of Score; `/stats` below it gives the site's counts."""
        return f"http://{self._host(Service.SCORE)}"

    @property
    def metadata_url(self) -> str:
        """The URL of Song; at ICGC ARGO the same as Score's."""
        return f"http://{self._host(Service.SONG if Service.SONG in self._servers else Service.SCORE)}"

    @property
    def store_url(self) -> str:
        """The URL of the object store, which a client learns from links only."""
        return f"http://{self._host(Service.STORE)}"

    @property
    def token(self) -> str:
        """The newest API token with the scope for all studies, also after it was revoked."""
        return self._tokens.token

    @property
    def unscoped_token(self) -> str:
        """A token that is valid and may not read controlled files."""
        return self._tokens.unscoped_token

    @property
    def key_service_url(self) -> str:
        """The URL of the service for keys, as a profile names it."""
        realm = REALM if self._keys is KeyFlavour.KEYCLOAK else ""
        return f"http://{self._host(Service.KEYS)}{realm}"

    @property
    def login_token(self) -> str:
        """The sign-in token that opens the service for keys."""
        return self._tokens.login

    # What happened.

    def bytes_served(self, object_id: str) -> int:
        """Return how many bytes of an object's body the store has sent since the site was made."""
        return self.record.bytes_served(object_id)

    def stats(self) -> dict[str, Any]:
        """Return the counts of the record and how many connections each service has open."""
        return {
            **self.record.stats(),
            "connections": {service.value: server.connections for service, server in self._servers.items()},
        }

    # What a test can turn.

    @property
    def external(self) -> bool:
        """Whether Score gives links to whole objects. Without them a client must use the links of parts."""
        return self._backend.external

    @external.setter
    def external(self, allowed: bool) -> None:
        self._backend.external = allowed

    @property
    def rate_limit(self) -> float | None:
        """Bytes per second on each connection of the store; None for no limit."""
        return self._sender.rate_limit

    @rate_limit.setter
    def rate_limit(self, bytes_per_second: float | None) -> None:
        self._sender.rate_limit = bytes_per_second

    @property
    def expiry_seconds(self) -> float:
        """How long links made from now on live."""
        return self._life.seconds

    @expiry_seconds.setter
    def expiry_seconds(self, seconds: float) -> None:
        self._life.seconds = seconds

    def expire_links(self) -> None:
        """Let all links made so far be expired; what is being sent with them goes on."""
        self._life.end_all()

    def revoke_token(self) -> None:
        """Let the token be refused with 401 from now on. Links made before stay good."""
        self._tokens.revoke()

    def replace_token(self) -> str:
        """Issue a new token and return it; the former one is refused from now on."""
        return self._tokens.replace()

    def lock_store(self) -> str:
        """Let the store give bytes only to those who send the token encrypted with the key that is returned."""
        return self._door.lock()

    @property
    def sealed_tokens(self) -> tuple[tuple[str, str], ...]:
        """Name and value of the header with the encrypted token, for each request that the locked store let through."""
        return self._door.seen

    def corrupt_once(self, object_id: str, offset: int) -> None:
        """Flip one bit of the byte at `offset` of the object when the store serves it the next time."""
        self._corruption.add(object_id, offset)

    def hold(self, after: int = 0) -> None:
        """Let each body of the store stop after `after` bytes until `release`."""
        self._gate.hold(after)

    def release(self) -> None:
        """Let all bodies go on."""
        self._gate.release()

    def wait_held(self, connections: int = 1, timeout: float = _PATIENCE) -> bool:
        """Wait until so many bodies stand still because of `hold`. False after `timeout` seconds."""
        return self._gate.wait_held(connections, timeout)

    def wait_quiet(self, timeout: float = _PATIENCE) -> bool:
        """Wait until the store sends no body any more. False after `timeout` seconds."""
        return self.record.wait_quiet(timeout)

    def fail_next(
        self,
        times: int,
        status: int,
        body: bytes = b"",
        *,
        service: Service = Service.STORE,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer the next requests to a service with this status and body, whatever they ask."""
        self._prepared.add(service, Response(status, body, headers or {}), times)

    def _open(self, server: LoopbackServer, number: int, *, strictly: bool) -> None:
        wanted = server.port or (self._first_port and self._first_port + number)
        try:
            server.start(wanted if wanted <= _LAST_PORT else 0)
        except OSError:
            if strictly or server.port:
                raise
            server.start(0)

    def _host(self, service: Service) -> str:
        return f"{HOST}:{self._servers[service].port}"

    def _server(self, service: Service, answer: Endpoint) -> LoopbackServer:
        def prepared(request: Request) -> Response:
            return self._prepared.take(service) or answer(request)

        return LoopbackServer(service.value, self.record.counted(service, prepared), self._sender.send)

    def _endpoints(self, flavour: Flavour) -> dict[Service, Endpoint]:
        """Return what each service answers with, Score first: its port is the one that was asked for."""
        store = self._door.answer
        if flavour is Flavour.ARGO:
            gateway = ArgoGateway(self.data, self._tokens, self._backend, self._ping_link)
            return {Service.SCORE: self._with_stats(gateway.answer), Service.STORE: store}
        score = Score(self.data, self._tokens, self._backend, self._ping_link)
        song = Song(self.data, self._tokens)
        return {
            Service.SCORE: self._with_stats(score.answer),
            Service.SONG: song.answer,
            Service.STORE: store,
        }

    def _with_stats(self, endpoint: Endpoint) -> Endpoint:
        def answer(request: Request) -> Response:
            return json_answer(self.stats()) if request.path == "/stats" else endpoint(request)

        return answer

    def _link(self, object_id: str, signed_range: str | None) -> str:
        return self._links.make(self._host(Service.STORE), f"{self._links.prefix}{object_id}", signed_range)

    def _ping_link(self) -> str:
        path = f"{self._links.prefix}{SENTINEL}"
        return self._links.make(self._host(Service.STORE), path, life=_PING_SECONDS)
