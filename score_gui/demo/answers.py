"""Answers in the voices of the real servers: Spring Boot's and Song's JSON, plain text, the store's XML."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from xml.sax.saxutils import escape

from score_gui.demo.wire import Request, Response


def json_answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON."""
    return Response(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


def text_answer(text: str, status: int = 200) -> Response:
    """Return plain text, as Score answers for a link, a profile and a refusal."""
    return Response(status, text.encode(), {"Content-Type": "text/plain;charset=UTF-8"})


def boot_error(status: int, request: Request) -> Response:
    """Return the error body of Spring Boot 2.6: it names the status and the path, never a reason."""
    stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
    error = HTTPStatus(status).phrase
    return json_answer({"timestamp": stamp, "status": status, "error": error, "path": request.path}, status)


def unauthorised(reason: str | None = None) -> Response:
    """Return Spring Security's 401: an empty body, and a reason only for what cannot be a token."""
    challenge = "Bearer"
    if reason is not None:
        challenge += f' error="invalid_token", error_description="{reason}"'
    return Response(401, b"", {"WWW-Authenticate": challenge})


def song_error(status: int, error_id: str, message: str, request: Request) -> Response:
    """Return a SongError."""
    now = datetime.now(UTC)
    body = {
        "errorId": error_id,
        "httpStatusCode": status,
        "httpStatusName": HTTPStatus(status).name,
        "requestUrl": f"http://{request.headers.get('host', '')}{request.path}",
        "datetime": now.isoformat(timespec="milliseconds"),
        "timestamp": int(now.timestamp() * 1000),
        "message": f"[{error_id}] - {message}",
        "debugMessage": "",
        "stackTrace": [],
    }
    return json_answer(body, status)


def store_headers() -> dict[str, str]:
    """Return the headers each answer of an S3 store has."""
    return {"x-amz-request-id": secrets.token_hex(8).upper()}


def store_error(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None, **details: str
) -> Response:
    """Return an error of an S3 store: XML with a code and a message."""
    common = store_headers()
    fields = {"Code": code, "Message": message, **details, "RequestId": common["x-amz-request-id"]}
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'
    return Response(status, body.encode(), {**common, "Content-Type": "application/xml", **(headers or {})})
