"""Shared access signatures as Azure's blob store makes them: any Range, HEAD too, until they expire."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from score_gui.demo.answers import store_error
from score_gui.demo.catalogue import PracticeObject
from score_gui.demo.links import LIFE_PARAMETER, LinkLife
from score_gui.demo.wire import Request, Response

_SIGNATURE = "sig"
_FIELDS = ("st", "se", "sv", "si", "sr", LIFE_PARAMETER)
# Score lets the life of a link begin in the past, for the sake of clocks that are slow.
_EARLY_SECONDS = 900
_NOT_AUTHENTICATED = (
    "Server failed to authenticate the request. "
    "Make sure the value of Authorization header is formed correctly including the signature."
)


class AzureLinks:
    """The manner of Azure. A Range to sign is passed over: these links bind none."""

    prefix = "/practice/"
    nothing_there = ("BlobNotFound", "The specified blob does not exist.")
    head_has_ranges = False

    def __init__(self, life: LinkLife) -> None:
        self._life = life
        self._secret = secrets.token_bytes(32)

    def make(
        self,
        host: str,
        path: str,
        signed_range: str | None = None,  # noqa: ARG002 - the manner of S3 needs it
        life: float | None = None,
    ) -> str:
        """Return a URL with a shared access signature for reading one blob."""
        seconds, now = self._life.seconds if life is None else life, time.time()
        values = (
            _moment(now - _EARLY_SECONDS),
            _moment(now + seconds),
            "2019-02-02",
            "DownloadPolicy",
            "b",
            self._life.mark(now, seconds),
        )
        query = ((_SIGNATURE, self._signature(path, values)), *zip(_FIELDS, values, strict=True))
        return f"http://{host}{path}?{urlencode(query, quote_via=quote, safe='')}"

    def refuse(self, request: Request) -> Response | None:
        """Return Azure's refusal, the same for a wrong signature and an old one."""
        if "authorization" in request.headers:
            message = "Authentication information is not given in the correct format."
            return store_error(400, "InvalidAuthenticationInfo", message)
        values = tuple(request.first(name) or "" for name in _FIELDS)
        genuine = self._signature(request.path, values).encode()
        good = request.method in {"GET", "HEAD"} and hmac.compare_digest(
            (request.first(_SIGNATURE) or "").encode(), genuine
        )
        if not good or self._life.is_over(values[-1]):
            return store_error(403, "AuthenticationFailed", _NOT_AUTHENTICATED)
        return None

    def entity_tag(self, held: PracticeObject) -> str:
        """Return a tag that is no MD5, as Azure's are."""
        return f'"0x{held.md5[:15].upper()}"'

    def _signature(self, path: str, values: tuple[str, ...]) -> str:
        text = "\n".join((path, *values))
        return base64.b64encode(hmac.new(self._secret, text.encode(), hashlib.sha256).digest()).decode()


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
