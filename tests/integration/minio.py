"""A MinIO server, filled and signed for with our own SigV4."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from score_gui.demo.sigv4 import Signed, SigningKey, presign

from . import tools
from .stores import Life, answers, demand, free_port, running, wait_for

BUCKET = "/score.data"


class Minio:
    """The manner of S3: each link of a part is signed for its Range."""

    name = "minio"
    binds_range = True

    def __init__(self, port: int, key: SigningKey, http: httpx.Client) -> None:
        self.host = f"127.0.0.1:{port}"
        self._key = key
        self._http = http

    def path(self, object_id: str) -> str:
        return f"{BUCKET}/data/{object_id}"

    def put(self, object_id: str, content: bytes) -> None:
        demand(self._http.put(self._own(self.path(object_id)), content=content), 200)

    def link(self, host: str, object_id: str, signed_range: str | None, life: Life) -> str:
        path = self.path(object_id)
        headers = {"host": host} if signed_range is None else {"host": host, "range": signed_range}
        return (
            f"http://{host}{path}?{presign(self._key, Signed('GET', path, headers), life.made, life.seconds)}"
        )

    def make_bucket(self) -> bool:
        """False while the server is not ready, although it says so."""
        answer = self._http.put(self._own(BUCKET))
        if answer.status_code == 503:
            return False
        demand(answer, 200)
        return True

    def _own(self, path: str) -> str:
        query = presign(self._key, Signed("PUT", path, {"host": self.host}), time.time(), 300)
        return f"http://{self.host}{path}?{query}"


@contextmanager
def minio_server(folder: Path) -> Iterator[Minio]:
    """Raises MissingError where MinIO cannot be had."""
    command = tools.minio()
    port, key = free_port(), SigningKey("integration", secrets.token_hex(20))
    environment = os.environ | {
        "MINIO_ROOT_USER": key.key_id,
        "MINIO_ROOT_PASSWORD": key.secret,
        "MINIO_BROWSER": "off",
        "MINIO_UPDATE": "off",
    }
    words = ["server", "--quiet", "--address", f"127.0.0.1:{port}", str(folder / "data")]
    log = folder / "minio.log"
    with (
        running([*command, *words], environment, log) as process,
        httpx.Client(trust_env=False, timeout=30) as http,
    ):
        store = Minio(port, key, http)
        wait_for(lambda: answers(http, f"http://{store.host}/") and store.make_bucket(), process, log)
        yield store
