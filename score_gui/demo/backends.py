"""How Score describes an object: once as it does over S3, once as it does over Azure.

Read in the source of overture-stack/score: S3DownloadService and AzureDownloadService.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from score_gui.demo.catalogue import PracticeObject
from score_gui.demo.parts import AZURE_PART, Cut, StoredParts, cut, part_size_for
from score_gui.demo.wish import Wish

# (object id, the Range to sign or None) -> URL
LinkMaker = Callable[[str, str | None], str]


@dataclass(frozen=True)
class Refused:
    """The status a call ends with instead of a specification."""

    status: int


class Backend(Protocol):
    """One kind of storage behind Score. With `external` off it refuses links to whole objects."""

    external: bool

    @property
    def profile(self) -> str:
        """The name `/profile` tells."""
        ...

    def specify(self, held: PracticeObject, wish: Wish) -> dict[str, Any] | Refused:
        """Describe an object to a caller who may download it."""
        ...


class S3Backend:
    """Score over S3. Part links are signed for their Range; the object must be published."""

    profile = "s3"

    def __init__(self, link: LinkMaker, stored: StoredParts) -> None:
        self.external = True
        self._link = link
        self._stored = stored

    def specify(self, held: PracticeObject, wish: Wish) -> dict[str, Any] | Refused:
        """Describe an object, or refuse in the order in which the server finds fault."""
        if wish.offset < 0:
            return Refused(500)
        # Without links Score does not ask whether the analysis is published.
        if not held.published and not wish.exclude_urls:
            return Refused(400)
        if wish.external and not self.external:
            return Refused(400)
        length = wish.span(held.size)
        if held.path is None or wish.offset + length > held.size:
            return Refused(500)
        return {
            "objectKey": f"data/{held.object_id}",
            "objectId": held.object_id,
            "uploadId": f"practice-{held.object_id}" if wish.whole else held.object_id,
            "parts": self._parts(held, wish, length),
            "objectSize": length,
            "objectMd5": held.md5,
        }

    def _parts(self, held: PracticeObject, wish: Wish, length: int) -> list[dict[str, Any]]:
        if wish.external:
            link = None if wish.exclude_urls else self._link(held.object_id, None)
            return [_describe(1, Cut(0, -1), link)]
        return [
            _describe(
                number, part, None if wish.exclude_urls else self._link(held.object_id, part.http_range)
            )
            for number, part in enumerate(self._cut(held, wish, length), start=1)
        ]

    def _cut(self, held: PracticeObject, wish: Wish, length: int) -> tuple[Cut, ...]:
        if wish.whole and held.has_stored_parts and held.path is not None:
            return self._stored.of(held, held.path)
        return cut(wish.offset, length, part_size_for(length))


class AzureBackend:
    """Score over Azure: one link for all parts and any Range, no MD5 of parts, no look at the release."""

    profile = "az"

    def __init__(self, link: LinkMaker) -> None:
        self.external = True
        self._link = link

    def specify(self, held: PracticeObject, wish: Wish) -> dict[str, Any] | Refused:
        """Describe an object; `exclude-urls` is taken and passed over."""
        if held.path is None:
            return Refused(404)
        if wish.external and not self.external:
            return Refused(400)
        length = wish.span(held.size)
        if wish.offset < 0 or wish.offset + length > held.size:
            return Refused(500)
        link = self._link(held.object_id, None)
        cuts = (Cut(0, held.size),) if wish.external else cut(wish.offset, length, AZURE_PART)
        return {
            "objectKey": held.object_id,
            "objectId": held.object_id,
            "uploadId": held.object_id,
            "parts": [_describe(number, part, link) for number, part in enumerate(cuts, start=1)],
            "objectSize": length,
            # Blobs that were put there in blocks have no MD5 of the whole.
            "objectMd5": held.md5 if held.size <= AZURE_PART else None,
        }


def _describe(number: int, part: Cut, url: str | None) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "partNumber": number,
        "partSize": part.size,
        "offset": part.offset,
        "url": url,
        "md5": None,
    }
    return answer if part.md5 is None else {**answer, "sourceMd5": part.md5}
