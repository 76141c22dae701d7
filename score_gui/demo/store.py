"""The object store: serves whole objects and ranges of them to whoever holds a good link."""

from __future__ import annotations

import re
from email.utils import formatdate

from score_gui.demo.answers import store_error, store_headers
from score_gui.demo.catalogue import PracticeData, PracticeObject
from score_gui.demo.links import Links
from score_gui.demo.wire import FileBody, Request, Response

# The object that shows whether a client reaches the store at all.
SENTINEL = "heliograph"
_SENTINEL_BODY = b"heliograph\n"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# The bucket was filled on one day, so that answers do not depend on when the practice files were made.
_LAST_MODIFIED = 1_767_225_600


class Store:
    """Serves the objects of the catalogue on the terms of its links."""

    def __init__(self, data: PracticeData, links: Links) -> None:
        self._data = data
        self._links = links

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        refusal = self._links.refuse(request)
        if refusal is not None:
            return refusal
        name = request.path.removeprefix(self._links.prefix)
        if name == SENTINEL:
            return Response(200, _SENTINEL_BODY, {**store_headers(), "Content-Type": "text/plain"})
        held = self._data.by_id(name)
        if held is None or held.path is None:
            return store_error(404, *self._links.nothing_there)
        whole = FileBody(held.object_id, held.path, 0, held.size)
        has_ranges = request.method != "HEAD" or self._links.head_has_ranges
        return self._serve(request.headers.get("range") if has_ranges else None, held, whole)

    def _serve(self, wanted: str | None, held: PracticeObject, whole: FileBody) -> Response:
        headers = {
            **store_headers(),
            "ETag": self._links.entity_tag(held),
            "Last-Modified": formatdate(_LAST_MODIFIED, usegmt=True),
            "Accept-Ranges": "bytes",
            "Content-Type": "application/octet-stream",
        }
        span = read_range(wanted, held.size)
        if span is None:
            return Response(200, whole, headers)
        first, last = span
        if first >= held.size:
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

    None where there is no header or it is one that stores pass over (another unit, several ranges, upside
    down): the answer is then the whole object. A first byte past the end cannot be satisfied.
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
