"""Song's `/entities`: pages of file records in the shape of Spring Data, by Spring's rules for parameters."""

from __future__ import annotations

from typing import Any

from score_gui.demo.answers import json_answer, song_error
from score_gui.demo.catalogue import PracticeData, PracticeObject
from score_gui.demo.wire import Request, Response

FIELDS = ("id", "gnosId", "fileName", "projectCode", "access")
_PAGING = ("page", "size", "fields")
_DEFAULT_SIZE = 10
_LARGEST_SIZE = 2000
_SORT = {"sorted": True, "unsorted": False, "empty": False}


def entity(held: PracticeObject) -> dict[str, str]:
    """Return the record of one object. Song gives neither size nor MD5 here."""
    return {
        "id": held.object_id,
        "gnosId": held.analysis.analysis_id,
        "fileName": held.name,
        "projectCode": held.analysis.study_id,
        "access": held.access.value,
    }


def answer_entities(data: PracticeData, request: Request) -> Response:
    """Answer `/entities`: filters match exactly and must all hold; an unknown parameter is an error."""
    unknown = [name for name, _ in request.query if name not in {*FIELDS, *_PAGING}]
    if unknown:
        message = f"The query parameter '{unknown[0]}' is not supported"
        return song_error(400, "illegal.query.parameter", message, request)
    fields = tuple(value for name, value in request.query if name == "fields")
    illegal = [name for name in fields if name not in FIELDS]
    if illegal:
        message = f"The field '{illegal[0]}' is not supported"
        return song_error(400, "illegal.filter.parameter", message, request)
    filters = [pair for pair in request.query if pair[0] in FIELDS]
    found = [
        record
        for record in sorted(map(entity, data.objects), key=lambda record: record["id"])
        if all(record[name] == value for name, value in filters)
    ]
    kept = [
        {name: value for name, value in record.items() if not fields or name in fields} for record in found
    ]
    number = _read_number(request.first("page"), 0)
    size = min(_read_number(request.first("size"), _DEFAULT_SIZE) or _DEFAULT_SIZE, _LARGEST_SIZE)
    return json_answer(_page(kept, number, size))


def _read_number(text: str | None, default: int) -> int:
    """Read a page number as Spring does, which passes over what is no number."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else default


def _page(rows: list[dict[str, str]], number: int, size: int) -> dict[str, Any]:
    content = rows[number * size : (number + 1) * size]
    pages = -(-len(rows) // size)
    return {
        "content": content,
        "pageable": {
            "sort": _SORT,
            "pageNumber": number,
            "pageSize": size,
            "offset": number * size,
            "paged": True,
            "unpaged": False,
        },
        "last": number + 1 >= pages,
        "totalPages": pages,
        "totalElements": len(rows),
        "first": number == 0,
        "numberOfElements": len(content),
        "size": size,
        "number": number,
        "sort": _SORT,
        "empty": not content,
    }
