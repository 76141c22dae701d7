"""Pre-signed URLs as S3 makes them (AWS Signature Version 4 in the query), and their strict check.

One difference: a link also carries its exact deadline, so that links can live for fractions of a second,
and the age in which it was made, so that all links can be ended at once.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
from datetime import UTC, datetime
from enum import Enum, auto
from urllib.parse import quote, urlencode

from score_gui.demo.wire import Request

ALGORITHM = "AWS4-HMAC-SHA256"
_KEY_ID = "PRACTICEKEY"
_REGION = "us-east-1"
_LIFE = "X-Practice-Life"
_SIGNATURE = "X-Amz-Signature"


class Refusal(Enum):
    """Why a link is not honoured."""

    UNSIGNED = auto()
    EXPIRED = auto()
    MISMATCH = auto()


class Signer:
    """Makes and checks links to one store.

    `life` is how long new links live, in seconds.
    """

    def __init__(self, life: float) -> None:
        self.life = life
        self._secret = secrets.token_hex(20)
        self._age = 0

    def end_all_links(self) -> None:
        """Let every link made so far be expired."""
        self._age += 1

    def sign(self, host: str, path: str, signed_range: str | None = None, life: float | None = None) -> str:
        """Return a URL for GET of `path`; with `signed_range` it works with exactly that Range header."""
        seconds = self.life if life is None else life
        now = time.time()
        stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
        signed = ("host",) if signed_range is None else ("host", "range")
        query = (
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Date", stamp),
            ("X-Amz-SignedHeaders", ";".join(signed)),
            ("X-Amz-Expires", str(max(1, math.ceil(seconds)))),
            ("X-Amz-Credential", f"{_KEY_ID}/{self._scope(stamp)}"),
            (_LIFE, f"{self._age}.{int((now + seconds) * 1_000_000)}"),
        )
        headers = {"host": host} if signed_range is None else {"host": host, "range": signed_range}
        signature = self._signature(Request("GET", path, query, headers), stamp, signed)
        text = urlencode((*query, (_SIGNATURE, signature)), quote_via=quote, safe="")
        return f"http://{host}{path}?{text}"

    def check(self, request: Request) -> Refusal | None:
        """Return why the request's link is refused, None if it is good."""
        values = dict(request.query)
        signature, stamp, life = values.get(_SIGNATURE), values.get("X-Amz-Date"), values.get(_LIFE)
        if signature is None or stamp is None or life is None or values.get("X-Amz-Algorithm") != ALGORITHM:
            return Refusal.UNSIGNED
        signed = tuple(values.get("X-Amz-SignedHeaders", "").split(";"))
        if "host" not in signed or len(values) != len(request.query):
            return Refusal.MISMATCH
        if not hmac.compare_digest(signature.encode(), self._signature(request, stamp, signed).encode()):
            return Refusal.MISMATCH
        age, _, deadline = life.partition(".")
        over = int(age) != self._age or time.time() * 1_000_000 >= int(deadline)
        return Refusal.EXPIRED if over else None

    def _scope(self, stamp: str) -> str:
        return f"{stamp[:8]}/{_REGION}/s3/aws4_request"

    def _signature(self, request: Request, stamp: str, signed: tuple[str, ...]) -> str:
        scope = self._scope(stamp)
        text = f"{ALGORITHM}\n{stamp}\n{scope}\n{_digest(_canonical(request, signed))}"
        key = f"AWS4{self._secret}".encode()
        for step in scope.split("/"):
            key = _hmac(key, step)
        return _hmac(key, text).hex()


def _canonical(request: Request, signed: tuple[str, ...]) -> str:
    """Return the canonical request of SigV4: all that a link binds."""
    pairs = sorted(pair for pair in request.query if pair[0] != _SIGNATURE)
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in signed)
    return "\n".join(
        (
            request.method,
            quote(request.path),
            urlencode(pairs, quote_via=quote, safe=""),
            headers,
            ";".join(signed),
            "UNSIGNED-PAYLOAD",
        )
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
