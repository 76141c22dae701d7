"""Pre-signed URLs as S3 makes them (AWS Signature Version 4 in the query), and their strict check.

A HEAD, another Range than the signed one, an Authorization header beside the link, a link past its life:
each is refused as S3 refuses it.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time

from score_gui.demo.answers import store_error
from score_gui.demo.catalogue import PracticeObject
from score_gui.demo.links import LIFE_PARAMETER, LinkLife
from score_gui.demo.parts import SMALLEST_PART
from score_gui.demo.sigv4 import ALGORITHM, SIGNATURE, Signed, SigningKey, presign, signature
from score_gui.demo.wire import Request, Response

_TWO_AUTHORITIES = (
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string "
    "parameter or the Authorization header should be specified"
)
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your key and signing method."
)


class S3Links:
    """The manner of S3."""

    prefix = "/score.data/data/"
    nothing_there = ("NoSuchKey", "The specified key does not exist.")
    head_has_ranges = True

    def __init__(self, life: LinkLife) -> None:
        self._life = life
        self._key = SigningKey("PRACTICEKEY", secrets.token_hex(20))

    def make(self, host: str, path: str, signed_range: str | None = None, life: float | None = None) -> str:
        """Return a pre-signed URL; with `signed_range` it works with exactly that Range header."""
        seconds, now = self._life.seconds if life is None else life, time.time()
        headers = {"host": host} if signed_range is None else {"host": host, "range": signed_range}
        mark = ((LIFE_PARAMETER, self._life.mark(now, seconds)),)
        query = presign(self._key, Signed("GET", path, headers), now, max(1, math.ceil(seconds)), mark)
        return f"http://{host}{path}?{query}"

    def refuse(self, request: Request) -> Response | None:
        """Return S3's refusal: two authorities, no signature, a wrong one, or one that is too old."""
        if "authorization" in request.headers:
            # S3 repeats the header's value here, which is no example to follow.
            return store_error(400, "InvalidArgument", _TWO_AUTHORITIES, ArgumentName="Authorization")
        given, stamp = request.first(SIGNATURE), request.first("X-Amz-Date")
        signed = tuple((request.first("X-Amz-SignedHeaders") or "").split(";"))
        if given is None or stamp is None or request.first("X-Amz-Algorithm") != ALGORITHM:
            return store_error(403, "AccessDenied", "Access Denied")
        genuine = signature(self._key, request, stamp, signed)
        if not hmac.compare_digest(given.encode(), genuine.encode()):
            return store_error(403, "SignatureDoesNotMatch", _MISMATCH)
        if self._life.is_over(request.first(LIFE_PARAMETER) or ""):
            return store_error(403, "AccessDenied", "Request has expired")
        return None

    def entity_tag(self, held: PracticeObject) -> str:
        """Return the MD5, or no MD5 of anything for an object uploaded in several parts."""
        count = -(-held.size // SMALLEST_PART)
        if count <= 1:
            return f'"{held.md5}"'
        mixed = hashlib.md5(bytes.fromhex(held.md5), usedforsecurity=False).hexdigest()
        return f'"{mixed}-{count}"'
