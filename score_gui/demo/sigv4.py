"""AWS Signature Version 4 in the query of a URL: what a pre-signed link binds, and how it is computed.

The practice site makes and checks its links with this, and the tests sign for a real store with it: so a
real store vouches for what the practice site does.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from score_gui.demo.wire import Request

ALGORITHM = "AWS4-HMAC-SHA256"
SIGNATURE = "X-Amz-Signature"


@dataclass(frozen=True)
class SigningKey:
    """The account that signs; `secret` never travels."""

    key_id: str
    secret: str = field(repr=False)
    region: str = "us-east-1"

    def scope(self, stamp: str) -> str:
        """Return the day, region and service that a signature is good for."""
        return f"{stamp[:8]}/{self.region}/s3/aws4_request"


@dataclass(frozen=True)
class Signed:
    """What a link allows: one method on one path, with exactly these headers (names in lower case)."""

    method: str
    path: str
    headers: Mapping[str, str]


def presign(
    key: SigningKey, what: Signed, moment: float, seconds: int, extra: tuple[tuple[str, str], ...] = ()
) -> str:
    """Return the query of a link made at `moment` (seconds since the epoch) that lives `seconds`."""
    stamp = datetime.fromtimestamp(moment, UTC).strftime("%Y%m%dT%H%M%SZ")
    query = (
        ("X-Amz-Algorithm", ALGORITHM),
        ("X-Amz-Date", stamp),
        ("X-Amz-SignedHeaders", ";".join(what.headers)),
        ("X-Amz-Expires", str(seconds)),
        ("X-Amz-Credential", f"{key.key_id}/{key.scope(stamp)}"),
        *extra,
    )
    request = Request(what.method, what.path, query, what.headers)
    return _encoded((*query, (SIGNATURE, signature(key, request, stamp, tuple(what.headers)))))


def signature(key: SigningKey, request: Request, stamp: str, signed: tuple[str, ...]) -> str:
    """Return the signature of a request, as hex; one that already stands in its query is passed over."""
    scope = key.scope(stamp)
    digest = hashlib.sha256(_canonical(request, signed).encode()).hexdigest()
    secret = f"AWS4{key.secret}".encode()
    for step in scope.split("/"):
        secret = _hmac(secret, step)
    return _hmac(secret, f"{ALGORITHM}\n{stamp}\n{scope}\n{digest}").hex()


def _canonical(request: Request, signed: tuple[str, ...]) -> str:
    """Return the canonical request of SigV4: all that a link binds."""
    pairs = tuple(sorted(pair for pair in request.query if pair[0] != SIGNATURE))
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in signed)
    return "\n".join(
        (
            request.method,
            quote(request.path),
            _encoded(pairs),
            headers,
            ";".join(signed),
            "UNSIGNED-PAYLOAD",
        )
    )


def _encoded(pairs: tuple[tuple[str, str], ...]) -> str:
    return urlencode(pairs, quote_via=quote, safe="")


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
