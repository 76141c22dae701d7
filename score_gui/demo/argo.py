"""The gateway of ICGC ARGO: one address in place of Score and Song, with answers and oddities of its own.

Read in the source of icgc-argo/platform-api (file-storage-api). It has no `/listing` and no `/studies`, its
errors are plain text, its pages are described wrongly, and it takes an index file for the file it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from score_gui.demo.answers import json_answer, text_answer
from score_gui.demo.backends import Backend, Refused
from score_gui.demo.catalogue import Access, PracticeData, PracticeObject
from score_gui.demo.entities import FIELDS, entity
from score_gui.demo.tokens import Caller, Tokens
from score_gui.demo.wire import Request, Response
from score_gui.demo.wish import read_wish

_INDEX_TYPES = frozenset({"BAI", "CRAI", "TBI"})
_DEFAULT_SIZE = 10


class ArgoGateway:
    """Answers for the published part of the catalogue."""

    def __init__(
        self, data: PracticeData, tokens: Tokens, backend: Backend, ping_link: Callable[[], str]
    ) -> None:
        self._data = data
        self._tokens = tokens
        self._backend = backend
        self._ping_link = ping_link

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        match request.path.strip("/").split("/"):
            case ["profile"]:
                return text_answer(self._backend.profile)
            case ["download", "ping"]:
                return text_answer(self._ping_link())
            case ["download", object_id]:
                return self._download(request, object_id)
            case ["entities"]:
                return self._entities(request)
            case ["entities", object_id]:
                return self._entity(object_id)
        return Response(404)

    def _main_file(self, object_id: str) -> PracticeObject | None:
        """Return the file document an id leads to: for an index that is the file it belongs to."""
        for held in self._documents():
            index = self._index_of(held)
            if held.object_id == object_id or (index is not None and index.object_id == object_id):
                return held
        return None

    def _documents(self) -> list[PracticeObject]:
        return [held for held in self._data.objects if held.published and held.file_type not in _INDEX_TYPES]

    def _index_of(self, held: PracticeObject) -> PracticeObject | None:
        return next(
            (
                other
                for other in self._data.objects
                if other.analysis == held.analysis
                and other.file_type in _INDEX_TYPES
                and other.name.startswith(held.name)
            ),
            None,
        )

    def _download(self, request: Request, object_id: str) -> Response:
        document = self._main_file(object_id)
        held = self._data.by_id(object_id)
        if document is None or held is None:
            return Response(404)
        if document.access is Access.CONTROLLED:
            caller = self._tokens.identify(request)
            if not isinstance(caller, Caller) or not caller.known:
                return text_answer("Invalid access token", 401)
            if not caller.may_read_controlled:
                return text_answer("Not authorized to access the requested data", 403)
        wish = read_wish(request)
        found = Refused(400) if wish is None else self._backend.specify(held, wish)
        return Response(found.status) if isinstance(found, Refused) else json_answer(found)

    def _entity(self, object_id: str) -> Response:
        document = self._main_file(object_id)
        if document is None:
            return text_answer(f"No file found with the provided ObjectId: {object_id}", 404)
        return json_answer(entity(document))

    def _entities(self, request: Request) -> Response:
        asked = [value for name, value in request.query if name == "fields"]
        if len(asked) > 1:
            return json_answer({"error": "File repository unavailable"}, 500)
        fields = asked[0].split(",") if asked else list(FIELDS)
        filters = [pair for pair in request.query if pair[0] in FIELDS]
        hits = [
            held for held in self._documents() if all(entity(held)[name] == value for name, value in filters)
        ]
        page, size = _number(request, "page", 0), _number(request, "size", _DEFAULT_SIZE) or _DEFAULT_SIZE
        rows = [
            {name: value for name, value in entity(row).items() if name in fields}
            for held in hits[page * size : (page + 1) * size]
            for row in (held, self._index_of(held))
            if row is not None
        ]
        return json_answer(_envelope(rows, page, size, len(hits)))


def _number(request: Request, name: str, default: int) -> int:
    text = request.first(name) or ""
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _envelope(rows: list[dict[str, str]], page: int, size: int, hits: int) -> dict[str, Any]:
    """Describe a page as the gateway does: wrongly, but for the content."""
    count = len(rows)
    return {
        "content": rows,
        "empty": count > 0,
        "first": page == 0,
        "last": count < size,
        "number": count,
        "numberOfElements": count,
        "pageable": {"offset": page * size, "pageNumber": page, "pageSize": count, "paged": True},
        "size": count,
        "totalElements": hits,
        "totalPages": hits / size,
    }
