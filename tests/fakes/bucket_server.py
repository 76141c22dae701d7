"""Public buckets as Amazon and Google show them: listings in pages, and files with ranges."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from score_gui.access.profiles import IMAGING
from score_gui.model.profile import Profile
from tests.fakes.raw_server import RawServer, Script, answer

Files = dict[str, dict[str, bytes]]
"""Bucket, then key, then content."""


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


class BucketServer(RawServer):
    """Both clouds at one address. `etags` and `faults` (one answer for each, used up) go by bucket/key or bucket."""

    def __init__(self, files: Files, *, page: int = 2) -> None:
        super().__init__([self._respond])
        self.files = files
        self.page = page
        self.etags: dict[str, str] = {}
        self.faults: dict[str, list[bytes]] = {}

    @property
    def profile(self) -> Profile:
        """The Imaging Data Commons, as if it were here."""
        return replace(IMAGING, storage_url=self.origin, metadata_url=self.origin)

    @property
    def listed(self) -> list[str]:
        """Bucket and prefix of each question for a list."""
        questions = [urlsplit(request.split(" ", 2)[1]) for request in self.requests]
        return [f"{q.path[1:]}/{parse_qs(q.query)['prefix'][0]}" for q in questions if "prefix=" in q.query]

    @property
    def fetched(self) -> list[str]:
        """Bucket and key of each file that was asked for."""
        targets = [request.split(" ", 2)[1] for request in self.requests]
        return [unquote(target[1:]) for target in targets if "?" not in target]

    def _respond(self, request: str) -> Script:
        target = urlsplit(request.split(" ", 2)[1])
        bucket, _, key = unquote(target.path)[1:].partition("/")
        waiting = self.faults.get(f"{bucket}/{key}" if key else bucket)
        if waiting:
            return [waiting.pop(0)]
        if bucket not in self.files:
            return [error("404 Not Found", "NoSuchBucket")]
        return [self._file(bucket, key, request) if key else self._list(bucket, parse_qs(target.query))]

    def _list(self, bucket: str, question: Mapping[str, list[str]]) -> bytes:
        prefix, after = question["prefix"][0], question.get("continuation-token", [""])[0]
        keys = [key for key in sorted(self.files[bucket]) if key.startswith(prefix) and key > after]
        rows = [self._row(bucket, key) for key in keys[: self.page]]
        if len(keys) > self.page:
            token = escape(keys[self.page - 1])
            rows.append(
                f"<IsTruncated>true</IsTruncated><NextContinuationToken>{token}</NextContinuationToken>"
            )
        return listing("".join(rows))

    def _row(self, bucket: str, key: str) -> str:
        data = self.files[bucket][key]
        tag = self.etags.get(f"{bucket}/{key}", md5(data))
        return f"<Contents><Key>{escape(key)}</Key><Size>{len(data)}</Size><ETag>&quot;{tag}&quot;</ETag></Contents>"

    def _file(self, bucket: str, key: str, request: str) -> bytes:
        data = self.files[bucket].get(key)
        if data is None:
            return error("404 Not Found", "NoSuchKey")
        first, _, last = request.lower().partition("range: bytes=")[2].partition("\r\n")[0].partition("-")
        start, stop = int(first), int(last) + 1
        told = f"Content-Range: bytes {start}-{stop - 1}/{len(data)}"
        return answer("206 Partial Content", told, f'ETag: "{md5(data)}"', body=data[start:stop])


def listing(content: str) -> bytes:
    """A page of a list."""
    namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
    body = f'<?xml version="1.0" encoding="UTF-8"?><ListBucketResult {namespace}>{content}</ListBucketResult>'
    return answer("200 OK", "Content-Type: application/xml", body=body.encode())


def error(status: str, code: str, *headers: str) -> bytes:
    """A refusal in the store's own words."""
    body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
    return answer(status, "Content-Type: application/xml", *headers, body=body)
