"""Score's REST interface, as a score-server with S3 storage and the `secure` profile answers it.

Read in the source of overture-stack/score: DownloadController, S3DownloadService, SimplePartCalculator and
the security classes. The order of the checks is the server's: parameters, token, access, release, bucket.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from score_gui.demo.answers import boot_error, json_answer, text_answer, unauthorised
from score_gui.demo.catalogue import Access, PracticeData, PracticeObject
from score_gui.demo.parts import Cut, StoredParts, cut, part_size_for
from score_gui.demo.tokens import Caller, Tokens
from score_gui.demo.wire import Request, Response

NO_SCOPE = "Token missing required scope to download controlled-access file"
_LONG = re.compile(r"[+-]?[0-9]{1,19}")
_TRUE = frozenset({"true", "on", "yes", "1"})
_FALSE = frozenset({"false", "off", "no", "0"})

# (object id, the Range to sign or None) -> URL
LinkMaker = Callable[[str, str | None], str]


@dataclass(frozen=True)
class _Wish:
    """The parameters of a download call, after Spring has bound them."""

    offset: int
    length: int
    external: bool
    exclude_urls: bool

    @property
    def whole(self) -> bool:
        return self.offset == 0 and self.length < 0 and not self.external


class Score:
    """Answers for the catalogue. With `external` off it refuses links to whole objects, so parts must do."""

    def __init__(
        self,
        data: PracticeData,
        tokens: Tokens,
        stored: StoredParts,
        link: LinkMaker,
        ping_link: Callable[[], str],
    ) -> None:
        self.external = True
        self._data = data
        self._tokens = tokens
        self._stored = stored
        self._link = link
        self._ping_link = ping_link

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        if request.method not in {"GET", "HEAD"}:
            return boot_error(405, request)
        if request.path.startswith("/download/") and request.path != "/download/ping":
            return self._download(request, request.path.removeprefix("/download/"))
        caller = self._tokens.identify(request)
        if isinstance(caller, Response):
            return caller
        if request.path == "/download/ping":
            return text_answer(self._ping_link())
        if request.path in {"/actuator/health", "/health"}:
            return json_answer({"status": "UP"})
        return self._for_members(request, caller)

    def _for_members(self, request: Request, caller: Caller) -> Response:
        if not caller.known:
            return unauthorised()
        if request.path == "/profile":
            return text_answer("s3")
        if request.path == "/listing":
            return json_answer(self._listing())
        return boot_error(404, request)

    def _listing(self) -> list[dict[str, Any]]:
        return [
            {"id": held.object_id, "lastModified": int(held.path.stat().st_mtime * 1000), "size": held.size}
            for held in self._data.objects
            if held.path is not None
        ]

    def _download(self, request: Request, object_id: str) -> Response:
        wish = _read_wish(request)
        if wish is None:
            return boot_error(400, request)
        caller = self._tokens.identify(request)
        if isinstance(caller, Response):
            return caller
        held = self._data.by_id(object_id.lower())
        if held is None:
            return boot_error(404, request)
        if held.access is Access.CONTROLLED and not caller.may_read_controlled:
            return text_answer(NO_SCOPE, 403)
        status = self._obstacle(held, wish)
        return boot_error(status, request) if status else json_answer(self._specify(held, wish))

    def _obstacle(self, held: PracticeObject, wish: _Wish) -> int | None:
        """Return the status that ends a permitted call, None where an answer can be given."""
        if wish.offset < 0:
            return 500
        # Without links Score does not ask whether the analysis is published.
        if not held.published and not wish.exclude_urls:
            return 400
        if wish.external and not self.external:
            return 400
        if held.path is None or wish.offset + _span(held, wish) > held.size:
            return 500
        return None

    def _specify(self, held: PracticeObject, wish: _Wish) -> dict[str, Any]:
        length = _span(held, wish)
        return {
            "objectKey": f"data/{held.object_id}",
            "objectId": held.object_id,
            "uploadId": f"practice-{held.object_id}" if wish.whole else held.object_id,
            "parts": self._parts(held, wish, length),
            "objectSize": length,
            "objectMd5": held.md5,
        }

    def _parts(self, held: PracticeObject, wish: _Wish, length: int) -> list[dict[str, Any]]:
        if wish.external:
            url = None if wish.exclude_urls else self._link(held.object_id, None)
            return [{"partNumber": 1, "partSize": -1, "offset": 0, "url": url, "md5": None}]
        return [
            self._describe(held, number, part, exclude_url=wish.exclude_urls)
            for number, part in enumerate(self._cut(held, wish, length), start=1)
        ]

    def _cut(self, held: PracticeObject, wish: _Wish, length: int) -> tuple[Cut, ...]:
        if wish.whole and held.has_stored_parts and held.path is not None:
            return self._stored.of(held, held.path)
        return cut(wish.offset, length, part_size_for(length))

    def _describe(self, held: PracticeObject, number: int, part: Cut, *, exclude_url: bool) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "partNumber": number,
            "partSize": part.size,
            "offset": part.offset,
            "url": None if exclude_url else self._link(held.object_id, part.http_range),
            "md5": None,
        }
        return answer if part.md5 is None else {**answer, "sourceMd5": part.md5}


def _span(held: PracticeObject, wish: _Wish) -> int:
    """Return the length Score works with and answers: negative for an offset past the end, and for links."""
    return held.size - wish.offset if wish.length < 0 and not wish.external else wish.length


def _read_wish(request: Request) -> _Wish | None:
    """Bind the parameters as Spring does; None where one is missing or of another type."""
    offset, length = _read_long(request.first("offset")), _read_long(request.first("length"))
    external, exclude = _read_flag(request.first("external")), _read_flag(request.first("exclude-urls"))
    if offset is None or length is None or external is None or exclude is None:
        return None
    return _Wish(offset, length, external, exclude)


def _read_long(text: str | None) -> int | None:
    if text is None or _LONG.fullmatch(text) is None:
        return None
    number = int(text)
    return number if -(1 << 63) <= number < 1 << 63 else None


def _read_flag(text: str | None) -> bool | None:
    if text is None or text == "" or text.lower() in _FALSE:
        return False
    return True if text.lower() in _TRUE else None
