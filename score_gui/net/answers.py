"""Reading what stands in the head of an answer, and what a store says when it refuses."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

from score_gui.model.byterange import ByteRange

_LONGEST_PAUSE = 15 * 60.0
_MOST_OF_A_REFUSAL = 64 * 1024
_CONTENT_RANGE = re.compile(r"bytes (\d{1,19})-(\d{1,19})/(\d{1,19}|\*)", re.ASCII)
_NUMBER = re.compile(r"\d{1,19}", re.ASCII)
_CODE = re.compile(r"<Code>\s*([A-Za-z][A-Za-z0-9.]{0,63})\s*</Code>")


@dataclass(frozen=True, slots=True)
class ContentRange:
    """The bytes that an answer says it holds, and how long the object is as a whole, if it tells."""

    range: ByteRange
    total: int | None


def content_range(headers: httpx.Headers) -> ContentRange | None:
    """None if there is no such header or it makes no sense (RFC 9110, 14.4)."""
    found = _CONTENT_RANGE.fullmatch(headers.get("Content-Range", "").strip())
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    total = None if found[3] == "*" else int(found[3])
    if last < first or (total is not None and last >= total):
        return None
    return ContentRange(ByteRange(first, last + 1), total)


def content_length(headers: httpx.Headers) -> int | None:
    """None if there is none. Raises ValueError if it is no number, or there are several."""
    text = headers.get("Content-Length")
    if text is None:
        return None
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError("Content-Length is not one number")
    return int(text)


def is_web_page(headers: httpx.Headers) -> bool:
    """The answer says of itself that it is a page for a browser."""
    return media_type(headers) in {"text/html", "application/xhtml+xml"}


def media_type(headers: httpx.Headers) -> str:
    """The media type in lower case without its parameters; empty if there is none."""
    value: str = headers.get("Content-Type", "")
    return value.partition(";")[0].strip().lower()


def server_time(headers: httpx.Headers) -> float | None:
    """The server's own clock in seconds since the epoch, from its Date header."""
    return _date(headers.get("Date", ""))


def retry_after(headers: httpx.Headers) -> float | None:
    """The pause in seconds that a server asks for, at most 15 minutes; None if absent or nonsense."""
    text = headers.get("Retry-After", "").strip()
    if _NUMBER.fullmatch(text):
        seconds = float(text)
    else:
        then, now = _date(text), server_time(headers)
        if then is None:
            return None
        seconds = then - (time.time() if now is None else now)
    return min(seconds, _LONGEST_PAUSE) if seconds > 0 else None


def _date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def start_of(body: Iterable[bytes], most: int = _MOST_OF_A_REFUSAL) -> bytes:
    """The first bytes of a body, and what came before it broke off."""
    read = bytearray()
    try:
        for chunk in body:
            read += chunk
            if len(read) >= most:
                break
    except httpx.TransportError:
        pass  # The refusal itself is known from the status; its words are a bonus.
    return bytes(read[:most])


def store_code(body: bytes) -> str | None:
    """The `<Code>` of an error document of S3 or Azure, read without an XML parser, which could be abused."""
    found = _CODE.search(body.decode("utf-8", "replace"))
    return None if found is None else found[1]
