"""Faults drawn by lot, many of which repeat the secret of the request: a token to Score, a link's signature to a store.

Servers do that: S3 quotes the header it refuses, frameworks quote the address they do not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fakes.raw_server import Hangup, Reset, Step, answer
from tests.faults import faults
from tests.faults.hostile_site import Asked, Fault, head

Said = Callable[[str], Iterable[Step]]
"""What to say, given the secret of the request."""
STATUSES = (
    "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "409 Conflict", "418 Teapot",
    "416 Range Not Satisfiable", "429 Too Many Requests", "500 Internal Server Error", "502 Bad Gateway",
    "503 Service Unavailable", "504 Gateway Timeout",
)  # fmt: skip
REDIRECTS = ("301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect")
_TOKEN = re.compile(r"\r\nauthorization: *bearer +([^\r]+)\r\n", re.IGNORECASE)
_SIGNATURE = re.compile(r"X-Amz-Signature=(\w+)")
_BODIES = (
    "The token {0} is not known",
    '{{"error":"invalid_token","message":"Bearer {0} has ended","path":"/download/{0}"}}',
    "<html><head><title>{0}</title></head><body>Sign in, {0}</body></html>",
    "<Error><Code>AccessDenied</Code><Message>Bearer {0}</Message></Error>",
    "<Error><Code>{0}</Code><StringToSign>{0}</StringToSign></Error>",
    "<Error><Code>InvalidArgument</Code><ArgumentValue>Bearer {0}</ArgumentValue></Error>",
    "{0}",
)
_HEADERS = (
    'WWW-Authenticate: Bearer error="invalid_token", error_description="{0}"',
    "Retry-After: {0}",
    "Content-Type: {0}",
    "Date: {0}",
    "Set-Cookie: token={0}",
    "Server: {0}",
    "X-{0}: 1",
)


@dataclass(frozen=True)
class Drawn:
    """A fault, what it is called, and how often it happens to one object."""

    name: str
    on_store: bool
    fault: Fault
    times: int


def secret_of(asked: Asked) -> str:
    """The token or the signature that the request came with; another word if it came with none."""
    found = _TOKEN.search(asked.head) or _SIGNATURE.search(asked.head)
    return found[1] if found else "nothing"


def draw(random: Random, elsewhere: str) -> Drawn:
    """One of the many ways to go wrong; `elsewhere` is a server that nobody may be sent to."""
    on_store = random.random() < 0.5
    makers = (_OF_BOTH + _OF_STORES) if on_store else (_OF_BOTH + _OF_SCORE)
    name, make = random.choice(makers)
    return Drawn(name, on_store, make(random, elsewhere), random.choice((1, 1, 2, 1000)))


def _saying(said: Said) -> Fault:
    return lambda asked: said(secret_of(asked))


def _refusal(random: Random, _elsewhere: str) -> Fault:
    status, body, header = random.choice(STATUSES), random.choice(_BODIES), random.choice(_HEADERS)
    return _saying(lambda secret: [answer(status, header.format(secret), body=body.format(secret).encode())])


def _reason(random: Random, _elsewhere: str) -> Fault:
    number = random.choice(STATUSES)[:3]
    return _saying(lambda secret: [answer(f"{number} {secret}")])


def _redirect(random: Random, elsewhere: str) -> Fault:
    status = random.choice(REDIRECTS)
    return _saying(lambda secret: [answer(status, f"Location: {elsewhere}/{secret}?token={secret}")])


def _no_http(random: Random, _elsewhere: str) -> Fault:
    before = random.choice((b"", b"HTTP/1.1 ", b"\0\1", b"SSH-2.0-"))
    return _saying(lambda secret: [before + secret.encode() + b"\r\n\r\n", Hangup])


def _header_without_sense(random: Random, _elsewhere: str) -> Fault:
    line = random.choice(
        ("Content-Length: {0}", "Transfer-Encoding: {0}", "{0}", "Content-Length: 1\r\nContent-Length: {0}")
    )
    return _saying(lambda secret: [f"HTTP/1.1 200 OK\r\n{line.format(secret)}\r\n\r\nx".encode(), Hangup])


def _left(random: Random, _elsewhere: str) -> Fault:
    return faults.raw(random.choice((Hangup, Reset)))


def _page(random: Random, _elsewhere: str) -> Fault:
    return _saying(
        lambda secret: [answer("200 OK", "Content-Type: text/html", body=_BODIES[2].format(secret).encode())]
    )


def _broken_json(random: Random, _elsewhere: str) -> Fault:
    texts = (
        '{{"objectId": "{0}',
        '{{"{0}": 1, "{0}": 2}}',
        '["{0}"]',
        '"{0}"',
        '{{"objectSize": NaN, "x": "{0}"}}',
        "{0}",
    )
    text = random.choice((*texts, "[" * 5000 + '"{0}"'))
    kind = "Content-Type: application/json"
    return _saying(lambda secret: [answer("200 OK", kind, body=text.format(secret).encode())])


def _specification(random: Random, elsewhere: str) -> Fault:
    """A right description, but for one field that holds the token."""
    links = (
        "http://{0}@127.0.0.1:1/x", "ftp://x/{0}", "javascript:{0}", "/{0}", "http://x y/{0}", "{0}",
        elsewhere.replace("http://", "http://{0}:x@") + "/x", "http://{0}.invalid/x", "http://169.254.169.254/{0}",
    )  # fmt: skip
    field = random.choice(
        ("objectId", "objectSize", "objectMd5", "parts", "offset", "partSize", "sourceMd5", "url")
    )
    link = random.choice(links)

    def fault(asked: Asked) -> Iterable[Step] | None:
        if asked.stored is None or "offset" not in asked.params:
            return None
        secret, size = secret_of(asked), len(asked.stored.data)
        part: dict[str, Any] = {"partNumber": 1, "offset": 0, "partSize": size, "url": link.format(secret)}
        told: dict[str, Any] = {
            "objectId": asked.object_id,
            "objectSize": size,
            "objectMd5": None,
            "parts": [part],
        }
        (part if field in part or field == "sourceMd5" else told)[field] = (
            link.format(secret) if field == "url" else secret
        )
        return [answer("200 OK", "Content-Type: application/json", body=json.dumps(told).encode())]

    return fault


def _odd_head(random: Random, _elsewhere: str) -> Fault:
    """Bytes whose head makes no sense."""
    lines = ("Content-Encoding: {0}", "Content-Type: multipart/byteranges; boundary={0}", "X-Error: {0}")
    line, first = random.choice(lines), random.choice((None, 7))

    def fault(asked: Asked) -> Iterable[Step] | None:
        if asked.range is None or asked.stored is None:
            return None
        start = asked.range.start if first is None else first
        return [head(asked, line.format(secret_of(asked)), first=start), asked.bytes]

    return fault


def _range_of_words(random: Random, _elsewhere: str) -> Fault:
    def said(secret: str) -> Iterable[Step]:
        return [answer("206 Partial Content", f"Content-Range: bytes {secret}-9/{secret}", body=b"x" * 9)]

    return _saying(said)


def _bytes(random: Random, _elsewhere: str) -> Fault:
    at = random.randrange(100_000)
    return random.choice(
        (
            faults.cut(at), faults.cut(at, Reset), faults.without_length(at), faults.chunked(at), faults.flipped(at),
            faults.whole_object(), faults.shifted(5), faults.shorter(1 + at), faults.without_range, faults.in_pieces,
            faults.packed, faults.other_etag('"another"'), faults.surplus(500), faults.announced_longer(500),
        )
    )  # fmt: skip


def _guarded(make: Callable[[Random, str], Fault]) -> Callable[[Random, str], Fault]:
    """Faults that need the bytes of a range keep still where there is none."""

    def made(random: Random, elsewhere: str) -> Fault:
        fault = make(random, elsewhere)
        return lambda asked: fault(asked) if asked.stored is not None and asked.range is not None else None

    return made


_Makers = tuple[tuple[str, Callable[[Random, str], Fault]], ...]
_OF_BOTH: _Makers = (
    ("refusal", _refusal),
    ("refusal", _refusal),
    ("reason", _reason),
    ("redirect", _redirect),
    ("no HTTP", _no_http),
    ("header without sense", _header_without_sense),
    ("left", _left),
    ("page", _page),
)
_OF_SCORE: _Makers = (
    ("broken JSON", _broken_json),
    ("specification", _specification),
    ("specification", _specification),
)
_OF_STORES: _Makers = (
    ("odd head", _odd_head),
    ("range of words", _range_of_words),
    ("bytes", _guarded(_bytes)),
    ("bytes", _guarded(_bytes)),
)
