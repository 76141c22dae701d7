"""The object store: GET of pre-signed links, as strict as S3 is about them.

A HEAD, another Range than the signed one, an Authorization header beside the link, a link past its life:
each is refused as S3 refuses it.
"""

from __future__ import annotations

import hashlib
import re
from email.utils import formatdate

from score_gui.demo.answers import store_error, store_headers
from score_gui.demo.catalogue import PracticeData, PracticeObject
from score_gui.demo.parts import SMALLEST_PART
from score_gui.demo.signing import Refusal, Signer
from score_gui.demo.wire import FileBody, Request, Response

_PREFIX = "/score.data/data/"
SENTINEL_PATH = f"{_PREFIX}heliograph"
_SENTINEL_BODY = b"heliograph\n"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# The bucket was filled on one day, so that answers do not depend on when the practice files were made.
_LAST_MODIFIED = 1_767_225_600


def object_path(object_id: str) -> str:
    """Return the path of an object in the store."""
    return f"{_PREFIX}{object_id}"


class Store:
    """Serves the objects of the catalogue to whoever holds a link."""

    def __init__(self, data: PracticeData, signer: Signer) -> None:
        self._data = data
        self._signer = signer

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        if "authorization" in request.headers:
            # S3 also repeats the header's value here, which is no example to follow.
            message = (
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
                "string parameter or the Authorization header should be specified"
            )
            return store_error(400, "InvalidArgument", message, ArgumentName="Authorization")
        refusal = self._signer.check(request)
        if refusal is not None:
            return _refuse(refusal)
        if request.path == SENTINEL_PATH:
            return Response(200, _SENTINEL_BODY, {**store_headers(), "Content-Type": "text/plain"})
        held = self._data.by_id(request.path.removeprefix(_PREFIX))
        if held is None or held.path is None:
            return store_error(404, "NoSuchKey", "The specified key does not exist.", Key=request.path)
        return _serve(request, held, FileBody(held.object_id, held.path, 0, held.size))


def _refuse(refusal: Refusal) -> Response:
    if refusal is Refusal.EXPIRED:
        return store_error(403, "AccessDenied", "Request has expired")
    if refusal is Refusal.UNSIGNED:
        return store_error(403, "AccessDenied", "Access Denied")
    message = (
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method."
    )
    return store_error(403, "SignatureDoesNotMatch", message)


def _serve(request: Request, held: PracticeObject, whole: FileBody) -> Response:
    headers = {
        **store_headers(),
        "ETag": entity_tag(held),
        "Last-Modified": formatdate(_LAST_MODIFIED, usegmt=True),
        "Accept-Ranges": "bytes",
        "Content-Type": "application/octet-stream",
    }
    wanted = read_range(request.headers.get("range"), held.size)
    if wanted is None:
        return Response(200, whole, headers)
    first, last = wanted
    if first >= held.size or first > last:
        return store_error(
            416,
            "InvalidRange",
            "The requested range is not satisfiable",
            {"Content-Range": f"bytes */{held.size}"},
            ActualObjectSize=str(held.size),
        )
    body = FileBody(held.object_id, whole.path, first, last - first + 1)
    return Response(206, body, {**headers, "Content-Range": f"bytes {first}-{last}/{held.size}"})


def read_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the first and last byte a Range header asks for, the last one within the object.

    None where there is no header or it is one that S3 passes over (another unit, several ranges, upside
    down): the answer is then the whole object.
    """
    found = _RANGE.fullmatch(header or "")
    if found is None or found[0] == "bytes=-":
        return None
    if not found[1]:
        return max(0, size - int(found[2])) if int(found[2]) else size, size - 1
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    if found[2] and last < first:
        return None
    return first, min(last, size - 1)


def entity_tag(held: PracticeObject) -> str:
    """Return the object's ETag: its MD5, or no MD5 of anything for one uploaded in several parts."""
    count = -(-held.size // SMALLEST_PART)
    if count <= 1:
        return f'"{held.md5}"'
    mixed = hashlib.md5(bytes.fromhex(held.md5), usedforsecurity=False).hexdigest()
    return f'"{mixed}-{count}"'
