"""What goes on outside while somebody presses everything: a site that breaks rules, a network and a disk that go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.fakes.raw_server import Reset, Silence, Step
from tests.faults import faults
from tests.faults.hostile_site import Asked, Fault, HostileSite

BREAKS: tuple[Fault, ...] = (
    faults.cut(1000),
    faults.cut(70_000),
    faults.cut(30_000, Reset),
    faults.without_length(500),
    faults.shifted(16),
    faults.shorter(100),
    faults.surplus(50),
    faults.says("503 Slow Down", "Retry-After: 0"),
    faults.says("403 Forbidden", body=b"<Error><Code>AccessDenied</Code></Error>"),
    faults.says("200 OK", "Content-Type: text/html", body=faults.PAGE),
    faults.slow_but_honest(0.005, 8192),
)
API_BREAKS: tuple[Fault, ...] = (
    faults.says("500 Internal Server Error"),
    faults.says("503 Service Unavailable", "Retry-After: 0"),
    faults.says("200 OK", "Content-Type: application/json", body=b'{"objectId": '),
    faults.says("200 OK", "Content-Type: text/html", body=faults.PAGE),
    faults.raw(Reset),
)
RARE_BREAK = faults.cut(1000, Silence)
ENDED = "a token that has ended"


class Weather:
    """Faults that come and go by chance, until `clear` is called. `full` is what fills the disk, where that is small.

    `flipped` are the objects of which wrong bytes were sent: nobody can know before their MD5 is compared.
    """

    def __init__(self, site: HostileSite, random: Random, full: Path | None) -> None:
        self.flipped: set[str] = set()
        self.log: list[str] = []
        self._site = site
        self._random = random
        self._full = full
        self._token = site.token
        self._share = 0.3
        self._has_network = True
        self._deeds: dict[Callable[[], None], int] = {
            self.more_or_less: 4,
            self.network: 4,
            self.token: 3,
            self.links: 3,
            **({self.disk: 3} if full is not None else {}),
        }
        site.api = self._api
        site.data = self._data

    def change(self) -> None:
        """Something happens outside, or nothing does."""
        if self._random.random() < 0.12:
            deed = self._random.choices(list(self._deeds), list(self._deeds.values()))[0]
            deed()

    def clear(self) -> None:
        """From here on everything is as it should be."""
        self._share = 0.0
        self._set_network(on=True)
        self._site.token = self._token
        if self._full is not None:
            self._full.unlink(missing_ok=True)

    # --- deeds ---

    def more_or_less(self) -> None:
        self._share = self._random.choice([0.0, 0.1, 0.3, 0.7])
        self.log.append(f"faults {self._share}")

    def network(self) -> None:
        self._set_network(on=not self._has_network)

    def token(self) -> None:
        self._site.token = ENDED if self._site.token == self._token else self._token
        self.log.append(f"token {'is good' if self._site.token == self._token else 'has ended'}")

    def links(self) -> None:
        self._site.end_links()
        self.log.append("links have ended")

    def disk(self) -> None:
        """Fill the disk, or make room again."""
        assert self._full is not None
        if self._full.exists():
            self._full.unlink()
            self.log.append("disk has room")
            return
        with suppress(OSError), self._full.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1 << 20))
        with suppress(OSError), self._full.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(512))
        self.log.append("disk is full")

    def _set_network(self, *, on: bool) -> None:
        self._has_network = on
        for server in (self._site.score, self._site.store):
            server.most_at_once = None if on else 0
        self.log.append(f"network {'on' if on else 'off'}")

    # --- answers ---

    def _api(self, _asked: Asked) -> Iterable[Step] | None:
        if not self._has_network:
            return [Reset]
        if self._random.random() > self._share / 2:
            return None
        return self._random.choice(API_BREAKS)(_asked)

    def _data(self, asked: Asked) -> Iterable[Step] | None:
        if not self._has_network:
            return [Reset]
        if self._random.random() > self._share:
            return None
        luck = self._random.random()
        if luck < 0.02:
            return RARE_BREAK(asked)
        if luck < 0.1 and asked.range is not None:
            self.flipped.add(asked.object_id)
            return faults.flipped(self._random.randrange(asked.range.start, asked.range.stop))(asked)
        return self._random.choice(BREAKS)(asked)
