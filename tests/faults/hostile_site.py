"""A Score server and a store on loopback that are strict about every rule, until a script makes them break one.

The two have different origins, so that a token that strays is seen. Each request is counted, its head is kept,
and so is the number of body bytes that left for each object.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from score_gui.model.byterange import ByteRange
from tests.fakes.raw_server import RawServer, Step, answer, on_loopback

TOKEN = "canary-token-1d9c2f"
SIGNATURE = "canaryfeedbeef"
CHUNK = 64 * 1024
DAY = 86_400

ONE_MECHANISM = (
    b"<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>"
)
EXPIRED = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
MISMATCH = b"<Error><Code>SignatureDoesNotMatch</Code></Error>"


@dataclass
class Stored:
    """An object, and how its site tells of it."""

    object_id: str
    data: bytes
    part_size: int = 1 << 20
    tells_md5: bool = True
    tells_part_md5: bool = True
    etag: str = '"etag-1"'
    name: str = ""
    """What the manifest calls it; a made-up name where it is empty."""
    told_size: int | None = None
    """A size that Score tells in place of the right one."""

    def parts(self, within: ByteRange) -> list[ByteRange]:
        starts = range(within.start, within.stop, self.part_size)
        return [ByteRange(start, min(start + self.part_size, within.stop)) for start in starts]


@dataclass(frozen=True)
class Asked:
    """A request to one of the two servers; `number` counts the requests to that server from 1."""

    number: int
    head: str
    object_id: str
    params: dict[str, str]
    range: ByteRange | None
    stored: Stored | None

    @property
    def bytes(self) -> bytes:
        """What the asked range holds."""
        assert self.stored is not None
        assert self.range is not None
        return self.stored.data[self.range.start : self.range.stop]

    @property
    def has_token(self) -> bool:
        return "\r\nauthorization:" in self.head.lower()


Fault = Callable[[Asked], Iterable[Step] | None]
"""What to say in place of the right answer; None for the right answer."""


def honest(_asked: Asked) -> None:
    """No fault at all."""


@dataclass(frozen=True)
class _Link:
    object_id: str
    signed: ByteRange | None


@dataclass
class HostileSite:
    """`api` and `data` are the faults of the two servers; `external` says whether whole-object links are given.

    Its two servers have one `name`, if any, and listen where `listen` says.
    """

    api: Fault = honest
    data: Fault = honest
    external: bool = True
    certificate: Path | None = None
    most_at_once: int | None = None
    reset_first: int = 0
    clock_ahead: float = 0.0
    name: str | None = None
    listen: Callable[[], socket.socket] = on_loopback
    token: str = TOKEN
    objects: dict[str, Stored] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.api_asked: list[Asked] = []
        self.data_asked: list[Asked] = []
        self.served: Counter[str] = Counter()
        self._links: dict[str, _Link] = {}
        self._lock = threading.Lock()
        self._stack = ExitStack()
        where: dict[str, Any] = {
            "certificate": self.certificate,
            "name": self.name,
            "listen": self.listen,
        }
        self.score = RawServer([self._on_score], reset_first=self.reset_first, **where)
        self.store = RawServer([self._on_store], most_at_once=self.most_at_once, **where)

    def __enter__(self) -> Self:
        self._stack.enter_context(self.score)
        self._stack.enter_context(self.store)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def put(self, stored: Stored) -> Stored:
        self.objects[stored.object_id] = stored
        return stored

    def end_links(self) -> None:
        """From here on every link given out so far has expired."""
        with self._lock:
            self._links.clear()

    @property
    def requests(self) -> int:
        return len(self.api_asked) + len(self.data_asked)

    # --- Score ----------------------------------------------------------------------------------------------

    def _on_score(self, head: str) -> Iterator[Step]:
        asked = self._note(head, self.api_asked)
        steps = self.api(asked)
        yield from self._honest_api(asked) if steps is None else steps

    def _honest_api(self, asked: Asked) -> list[Step]:
        if not re.search(
            rf"\r\nauthorization: bearer {re.escape(self.token)}\r\n", asked.head, re.IGNORECASE
        ):
            return [answer("401 Unauthorized", "WWW-Authenticate: Bearer")]
        if asked.stored is None or "offset" not in asked.params:  # it has no Song
            return [answer("404 Not Found")]
        return [self.said(self.specification(asked))]

    def said(self, value: Any) -> bytes:
        """A JSON answer with this site's own clock."""
        date = formatdate(time.time() + self.clock_ahead, usegmt=True)
        return answer(
            "200 OK", "Content-Type: application/json", f"Date: {date}", body=json.dumps(value).encode()
        )

    def specification(self, asked: Asked) -> dict[str, Any]:
        """What Score says of an object, or of a range of it."""
        stored, params = asked.stored, asked.params
        assert stored is not None
        if params.get("external") == "true" and self.external:
            link = self.link(stored, None)
            part = {"partNumber": 1, "partSize": -1, "offset": 0, "url": link, "md5": None}
            return {"objectId": stored.object_id, "objectSize": -1, "parts": [part]}
        size = stored.told_size or len(stored.data)
        offset, length = int(params["offset"]), int(params["length"])
        within = ByteRange(offset, size if length < 0 else offset + length)
        whole = within == ByteRange(0, size) and length < 0
        told = {"objectId": stored.object_id, "objectKey": "x", "objectSize": within.length}
        rows = [self._row(stored, number, one, whole) for number, one in enumerate(stored.parts(within), 1)]
        md5 = {"objectMd5": _md5(stored.data) if stored.tells_md5 else None}
        return {**told, "parts": rows, **md5}

    def _row(self, stored: Stored, number: int, one: ByteRange, whole: bool) -> dict[str, Any]:
        row: dict[str, Any] = {"partNumber": number, "partSize": one.length, "offset": one.start, "md5": None}
        if whole and stored.tells_part_md5:
            row["sourceMd5"] = _md5(stored.data[one.start : one.stop])
        return {**row, "url": self.link(stored, one)}

    def link(self, stored: Stored, signed: ByteRange | None) -> str:
        """A pre-signed URL, good until `end_links`."""
        with self._lock:
            signature = f"{SIGNATURE}{len(self._links)}x{len(self.data_asked)}x{time.monotonic_ns()}"
            self._links[signature] = _Link(stored.object_id, signed)
        date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + self.clock_ahead))
        headers = "host" if signed is None else "host%3Brange"
        return (
            f"{self.store.origin}/data/{stored.object_id}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={date}"
            f"&X-Amz-SignedHeaders={headers}&X-Amz-Expires={DAY}&X-Amz-Signature={signature}"
        )

    # --- the store ------------------------------------------------------------------------------------------

    def _on_store(self, head: str) -> Iterator[Step]:
        asked = self._note(head, self.data_asked)
        refused = self._refusal(asked)
        steps = [refused] if refused else self.data(asked)
        for step in right_answer(asked) if steps is None else steps:
            yield from self._counted(asked, step)

    def _refusal(self, asked: Asked) -> bytes | None:
        with self._lock:
            link = self._links.get(asked.params.get("X-Amz-Signature", ""))
        if asked.has_token:
            return answer("400 Bad Request", body=ONE_MECHANISM)
        if asked.stored is None or asked.range is None:
            return answer("404 Not Found")
        if link is None:
            return answer("403 Forbidden", body=EXPIRED)
        if link.object_id != asked.object_id or link.signed not in {None, asked.range}:
            return answer("403 Forbidden", body=MISMATCH)
        return None

    def _counted(self, asked: Asked, step: Step) -> Iterator[Step]:
        if not isinstance(step, bytes):
            yield step
            return
        is_head = step.startswith(b"HTTP/")
        for start in range(0, len(step), CHUNK):
            piece = step[start : start + CHUNK]
            if not is_head:
                with self._lock:
                    self.served[asked.object_id] += len(piece)
            yield piece

    def _note(self, head: str, asked: list[Asked]) -> Asked:
        target = urlsplit(head.split(" ", 2)[1])
        object_id = target.path.rpartition("/")[2]
        params = {name: values[0] for name, values in parse_qs(target.query).items()}
        with self._lock:
            stored = self.objects.get(object_id)
            made = Asked(len(asked) + 1, head, object_id, params, _range(head), stored)
            asked.append(made)
            return made


def right_answer(asked: Asked) -> list[Step]:
    """A 206 as S3 gives it."""
    return [head(asked), asked.bytes]


def head(asked: Asked, *more: str, status: str = "206 Partial Content", **changed: Any) -> bytes:
    """The head of a 206; `first`, `last`, `total`, `length` and `etag` replace what is right, None leaves it out."""
    assert asked.stored is not None
    assert asked.range is not None
    first = changed.get("first", asked.range.start)
    last = changed.get("last", asked.range.stop - 1)
    total = changed.get("total", len(asked.stored.data))
    length = changed.get("length", asked.range.length)
    etag = changed.get("etag", asked.stored.etag)
    lines = [f"HTTP/1.1 {status}", *more]
    lines += [] if first is None else [f"Content-Range: bytes {first}-{last}/{total}"]
    lines += [] if length is None else [f"Content-Length: {length}"]
    lines += [] if etag is None else [f"ETag: {etag}"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _range(asked: str) -> ByteRange | None:
    found = re.search(r"\r\nrange: bytes=(\d+)-(\d+)\r\n", asked, re.IGNORECASE)
    return None if found is None else ByteRange(int(found[1]), int(found[2]) + 1)


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
