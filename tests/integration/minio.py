"""A MinIO server, filled and signed for with our own SigV4."""

from __future__ import annotations

import json
import os
import secrets
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from score_gui.demo.sigv4 import Signed, SigningKey, presign

from . import tools
from .stores import PATIENCE, Life, answers, demand, free_port, running, wait_for

BUCKET = "/score.data"


class Minio:
    """The manner of S3: each link of a part is signed for its Range."""

    name = "minio"
    binds_range = True

    def __init__(self, port: int, key: SigningKey, http: httpx.Client, scheme: str) -> None:
        self.host = f"127.0.0.1:{port}"
        self._scheme = scheme
        self._key = key
        self._http = http

    @property
    def address(self) -> str:
        return f"{self._scheme}://{self.host}/"

    def path(self, object_id: str) -> str:
        return f"{BUCKET}/data/{object_id}"

    def put(self, object_id: str, content: bytes) -> None:
        demand(self._http.put(self._own(self.path(object_id)), content=content), 200)

    def link(self, host: str, object_id: str, signed_range: str | None, life: Life) -> str:
        path = self.path(object_id)
        headers = {"host": host} if signed_range is None else {"host": host, "range": signed_range}
        query = presign(self._key, Signed("GET", path, headers), life.made, life.seconds)
        return f"{self._scheme}://{host}{path}?{query}"

    def make_bucket(self) -> bool:
        """False while the server is not ready, although it says so."""
        answer = self._http.put(self._own(BUCKET))
        if answer.status_code == 503:
            return False
        demand(answer, 200)
        return True

    def publish(self, bucket: str, files: Mapping[str, bytes]) -> None:
        """Make a bucket that everybody may list and read."""
        anybody = {"Effect": "Allow", "Principal": {"AWS": ["*"]}}
        policy = {
            "Version": "2012-10-17",
            "Statement": [
                {**anybody, "Action": ["s3:ListBucket"], "Resource": [f"arn:aws:s3:::{bucket}"]},
                {**anybody, "Action": ["s3:GetObject"], "Resource": [f"arn:aws:s3:::{bucket}/*"]},
            ],
        }
        demand(self._http.put(self._own(f"/{bucket}")), 200)
        demand(self._http.put(self._own(f"/{bucket}", ("policy", "")), content=json.dumps(policy)), 204)
        for key, content in files.items():
            demand(self._http.put(self._own(f"/{bucket}/{key}"), content=content), 200)

    def _own(self, path: str, *extra: tuple[str, str]) -> str:
        query = presign(self._key, Signed("PUT", path, {"host": self.host}), time.time(), 300, extra)
        return f"{self._scheme}://{self.host}{path}?{query}"


@contextmanager
def minio_server(folder: Path, *, certificates: Path | None = None) -> Iterator[Minio]:
    """With `certificates`, a folder with `authority.pem` and what it signed, it speaks TLS.

    Raises MissingError where MinIO cannot be had.
    """
    command = tools.minio()
    port, key, log = free_port(), SigningKey("integration", secrets.token_hex(20)), folder / "minio.log"
    environment = os.environ | {
        "MINIO_ROOT_USER": key.key_id,
        "MINIO_ROOT_PASSWORD": key.secret,
        "MINIO_BROWSER": "off",
        "MINIO_UPDATE": "off",
    }
    own = folder / "certificates"
    own.mkdir()
    if certificates is not None:
        _settle(certificates / "good.pem", own)
    words = [
        "server",
        "--quiet",
        "--address",
        f"127.0.0.1:{port}",
        "--certs-dir",
        str(own),
        str(folder / "data"),
    ]
    trusted = ssl.create_default_context(cafile=certificates and certificates / "authority.pem")
    with (
        running([*command, *words], environment, log) as process,
        httpx.Client(trust_env=False, timeout=PATIENCE, verify=trusted) as http,
    ):
        store = Minio(port, key, http, "https" if certificates else "http")
        wait_for(lambda: answers(http, store.address) and store.make_bucket(), process, log)
        yield store


def _settle(pem: Path, folder: Path) -> None:
    """Put a certificate and its key where MinIO looks for them."""
    certificate, mark, key = pem.read_text("utf-8").partition("-----BEGIN PRIVATE KEY-----")
    (folder / "public.crt").write_text(certificate, "utf-8")
    (folder / "private.key").write_text(mark + key, "utf-8")
