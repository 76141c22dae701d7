"""A plain client to ask a practice site with, and the truth to compare its answers with."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx
import pytest

from score_gui.demo import PracticeObject, PracticeSite
from score_gui.demo.alignments import can_write_alignments

needs_pysam = pytest.mark.skipif(
    not can_write_alignments(), reason="pysam, which has no wheels for Windows, writes these files"
)

# Score cuts no smaller parts than this.
PART = 20 * 1024 * 1024


class Client:
    """Asks a site as a client would, and reads the truth from the files."""

    def __init__(self, site: PracticeSite, http: httpx.Client) -> None:
        self.site = site
        self.http = http

    def _headers(self, token: str | None) -> dict[str, str]:
        return {} if token is None else {"Authorization": f"Bearer {token}"}

    def score(self, path: str, *, token: str | None = None, **params: Any) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in params.items()}
        return self.http.get(self.site.storage_url + path, params=named, headers=self._headers(token))

    def song(self, path: str, *, token: str | None = None, **params: Any) -> httpx.Response:
        return self.http.get(self.site.metadata_url + path, params=params, headers=self._headers(token))

    def download(self, held: PracticeObject, **params: Any) -> httpx.Response:
        asked = {"token": self.site.token, "offset": 0, "length": -1, **params}
        return self.score(f"/download/{held.object_id}", **asked)

    def specification(self, held: PracticeObject, **params: Any) -> dict[str, Any]:
        response = self.download(held, **params)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def link(self, held: PracticeObject) -> str:
        url: str = self.specification(held, external="true")["parts"][0]["url"]
        return url

    def fetch(self, url: str, wanted: str | None = None, **headers: str) -> httpx.Response:
        asked = headers if wanted is None else {"Range": wanted, **headers}
        return self.http.get(url, headers=asked)

    def fetch_part(self, part: dict[str, Any]) -> httpx.Response:
        return self.fetch(part["url"], f"bytes={part['offset']}-{part['offset'] + part['partSize'] - 1}")


def truth(held: PracticeObject) -> bytes:
    """Return the bytes of an object as they are on disk."""
    assert held.path is not None
    return held.path.read_bytes()


def md5(content: bytes) -> str:
    """Return the MD5 as Score writes it."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
