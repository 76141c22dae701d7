"""What the tests need of a real object store, whatever its kind."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

PATIENCE = 60.0
"""Seconds after which a test gives up on a store; reached only when something is broken."""
LOOK = 0.05


@dataclass(frozen=True)
class Life:
    """When a link was made (seconds since the epoch) and for how many seconds it is good."""

    made: float
    seconds: int


class RealStore(Protocol):
    """A store that runs on this computer. Links are made for the host that a client will name."""

    name: str
    binds_range: bool
    """Whether a link can be signed for one Range only."""

    @property
    def host(self) -> str:
        """Where it listens, as `127.0.0.1:9000`."""
        ...

    def path(self, object_id: str) -> str:
        """The path of an object in a link."""
        ...

    def put(self, object_id: str, content: bytes) -> None:
        """Store an object, in place of one that is there."""
        ...

    def link(self, host: str, object_id: str, signed_range: str | None, life: Life) -> str:
        """A pre-signed URL for GET, as Score makes it over such a store."""
        ...


@contextlib.contextmanager
def running(
    command: list[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the end of the block; what it says goes to a file."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(condition: Callable[[], object], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server that was just started is ready. Fails with its own words if it ends instead."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"the store is not ready: {_last_words(log)}"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
            raise AssertionError(f"the store ended: {_last_words(log)}")


def _last_words(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


def answers(http: httpx.Client, url: str) -> bool:
    """Whether there is an answer to a GET, of whatever kind."""
    try:
        http.get(url)
    except httpx.TransportError:
        return False
    return True


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def demand(answer: httpx.Response, *statuses: int) -> None:
    """The store did what it was told. Never quotes the request: it is signed."""
    assert answer.status_code in statuses, f"{answer.status_code}: {answer.text[:500]}"
