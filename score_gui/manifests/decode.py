"""Bytes to text and text to lines, without ever changing an id in silence."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

DAMAGE = "\ufffd"
"""Stands where bytes were no text in the file's encoding."""

_SNIFFED = 4096
_PIECE = 4 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """`damaged`: some bytes were not readable and became U+FFFD; those cells must not be trusted."""

    text: str
    utf_16: bool = False
    damaged: bool = False


def decode(data: bytes) -> Text | None:
    """UTF-8 with or without a mark, or UTF-16 of either order with or without one; None if this is no text."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return None
    encoding = _utf_16_of(data)
    if encoding:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        return Text(text, utf_16=True, damaged=DAMAGE in text)
    if b"\0" in data[:_SNIFFED]:
        return None
    try:
        return Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Text(data.decode("utf-8-sig", "replace"), damaged=True)


def _utf_16_of(data: bytes) -> str | None:
    """By the byte order mark, else by the NUL that every second byte of plain UTF-16 text is."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    head = data[: min(_SNIFFED, len(data) // 2 * 2)]
    half = len(head) // 2
    first, second = head[0::2].count(0), head[1::2].count(0)
    if half and second > 0.8 * half and first < 0.1 * half:
        return "utf-16-le"
    if half and first > 0.8 * half and second < 0.1 * half:
        return "utf-16-be"
    return None


def plain_newlines(text: str) -> str:
    """LF, CRLF and CR end a line; nothing else does, so a name may hold U+2028 or a form feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def count_lines(text: str) -> int:
    """The newlines of a text, counted piece by piece."""
    return sum(text.count("\n", start, start + _PIECE) for start in range(0, len(text), _PIECE))


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with plain newlines, numbered from 1."""
    number, start = 1, 0
    while (end := text.find("\n", start)) >= 0:
        yield number, text[start:end]
        number, start = number + 1, end + 1
    if start < len(text):
        yield number, text[start:]
