"""An Azurite server, filled with Azure's shared key and signed for with service SAS links.

Score's links name a policy of the container. Azurite passes over the end of such links, which Azure does not, so
these tell their permission themselves; all else is as Score makes it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import httpx

from . import tools
from .stores import PATIENCE, Life, demand, running, wait_for

ACCOUNT = "practice"
CONTAINER = "objects"
VERSION = "2019-02-02"
EARLY_SECONDS = 900
"""Score lets a link begin in the past, for the sake of clocks that are slow."""
_LISTENS = re.compile(r"successfully listens on http://127\.0\.0\.1:(\d+)")


class Azurite:
    """The manner of Azure: one link for all Ranges."""

    name = "azurite"
    binds_range = False

    def __init__(self, port: int, key: bytes, http: httpx.Client) -> None:
        self.host = f"127.0.0.1:{port}"
        self._key = key
        self._http = http

    def path(self, object_id: str) -> str:
        return f"/{ACCOUNT}/{CONTAINER}/{object_id}"

    def put(self, object_id: str, content: bytes) -> None:
        self._put(self.path(object_id), content, {"x-ms-blob-type": "BlockBlob"})

    def link(self, host: str, object_id: str, signed_range: str | None, life: Life) -> str:
        start, end = _moment(life.made - EARLY_SECONDS), _moment(life.made + life.seconds)
        what = f"/blob/{ACCOUNT}/{CONTAINER}/{object_id}"
        # sp, st, se, resource, si, sip, spr, sv, sr, snapshot, and five headers that the link may set
        text = "\n".join(("r", start, end, what, "", "", "", VERSION, "b", "", *[""] * 5))
        query = {"sig": self._sign(text), "st": start, "se": end, "sv": VERSION, "sp": "r", "sr": "b"}
        return f"http://{host}{self.path(object_id)}?{urlencode(query, quote_via=quote, safe='')}"

    def make_container(self) -> None:
        self._put(f"/{ACCOUNT}/{CONTAINER}?restype=container", b"", {})

    def _put(self, target: str, content: bytes, more: Mapping[str, str]) -> None:
        stamp = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": VERSION}
        headers = {**more, **stamp, "Content-Type": "application/octet-stream"}
        headers["Authorization"] = f"SharedKey {ACCOUNT}:{self._shared_key(target, len(content), headers)}"
        demand(self._http.put(f"http://{self.host}{target}", content=content, headers=headers), 200, 201)

    def _shared_key(self, target: str, length: int, headers: Mapping[str, str]) -> str:
        parts = urlsplit(target)
        own = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers) if name.startswith("x-ms-"))
        asked = "".join(f"\n{name}:{value}" for name, value in sorted(parse_qsl(parts.query)))
        # method, encoding, language, length, MD5, type, date, four conditions and a range
        told = ("PUT", "", "", str(length or ""), "", headers["Content-Type"], *[""] * 6)
        return self._sign("\n".join(told) + "\n" + own + f"/{ACCOUNT}{parts.path}{asked}")

    def _sign(self, text: str) -> str:
        return base64.b64encode(hmac.new(self._key, text.encode(), hashlib.sha256).digest()).decode()


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def azurite_server(folder: Path) -> Iterator[Azurite]:
    """Raises MissingError where Azurite cannot be had."""
    command, key, log = tools.azurite(), secrets.token_bytes(64), folder / "azurite.log"
    words = ["--blobHost", "127.0.0.1", "--blobPort", "0", "--location", str(folder), "--disableTelemetry"]
    accounts = {"AZURITE_ACCOUNTS": f"{ACCOUNT}:{base64.b64encode(key).decode()}"}
    with (
        running([*command, *words], os.environ | accounts, log) as process,
        httpx.Client(trust_env=False, timeout=PATIENCE) as http,
    ):
        wait_for(lambda: _LISTENS.search(log.read_text(errors="replace")), process, log)
        found = _LISTENS.search(log.read_text(errors="replace"))
        assert found is not None
        store = Azurite(int(found[1]), key, http)
        store.make_container()
        yield store
