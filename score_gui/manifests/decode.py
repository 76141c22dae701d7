"""Bytes to text and text to lines, piece by piece and without ever changing an id in silence.

A list of a million lines is never held as a whole: neither its bytes nor its text would leave room for its entries,
and one call that decodes or cuts 200 MB keeps every other thread from its work meanwhile.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from score_gui.manifests.limits import MAX_LINE

DAMAGE = "\ufffd"
"""Stands where bytes were no text in the file's encoding."""

HEAD = 16_384
"""Characters of the beginning that are kept."""
FIRST_LINES = 100
"""Lines of the beginning that are kept."""
PIECE = 1 << 17
"""Bytes that are read in one go."""
_SNIFFED = 4096
_UTF_8 = "utf-8"

Pieces = Callable[[], Iterable[bytes]]
"""Gives the bytes from their beginning, as often as it is called."""


def pieces_of(data: bytes) -> Pieces:
    """Bytes in memory."""
    return lambda: (data[start : start + PIECE] for start in range(0, len(data), PIECE))


def pieces_in(path: Path, size: int) -> Pieces:
    """The first `size` bytes of a file, which may grow meanwhile. Raises OSError on the way if it cannot be read."""

    def pieces() -> Iterator[bytes]:
        room = size
        with path.open("rb") as file:
            while piece := file.read(min(PIECE, room)):
                room -= len(piece)
                yield piece

    return pieces


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose lines end with LF, read anew by each who asks for more than its beginning.

    `head` is its beginning, `first` its first lines, cut at `MAX_LINE`. `damaged`: some bytes were not readable and
    became U+FFFD; those cells must not be trusted. `length` in characters. `is_blank`: nothing but blanks.
    """

    head: str
    first: tuple[str, ...]
    length: int
    lines: int
    is_blank: bool
    damaged: bool
    _encoding: str
    _pieces: Pieces

    @classmethod
    def of(cls, pieces: Pieces) -> Text | None:
        """Look at it once from beginning to end; None if this is no text. Raises OSError."""
        encoding = _encoding_of(next(iter(pieces()), b""))
        if encoding is None:
            return None
        try:
            return cls._looked_at(pieces, encoding, damaged=False)
        except UnicodeDecodeError:
            return cls._looked_at(pieces, encoding, damaged=True)

    @classmethod
    def _looked_at(cls, pieces: Pieces, encoding: str, *, damaged: bool) -> Text:
        head, length, lines, is_blank = "", 0, 0, True
        for piece in _decoded(pieces, encoding, damaged=damaged):
            head += piece[: HEAD - len(head)]
            length, lines = length + len(piece), lines + piece.count("\n")
            is_blank = is_blank and (not piece or piece.isspace())
            damaged = damaged or (encoding != _UTF_8 and DAMAGE in piece)  # by the spreadsheet that saved it
        blocks = _blocks(_decoded(pieces, encoding, damaged=damaged))
        first = tuple(line[:MAX_LINE] for line in islice(chain.from_iterable(blocks), FIRST_LINES))
        return cls(head, first, length, lines, is_blank, damaged, encoding, pieces)

    @property
    def is_utf_16(self) -> bool:
        return self._encoding != _UTF_8

    def whole(self) -> str:
        """All of it, for formats that cannot be read otherwise."""
        return "".join(self._read())

    def blocks(self) -> Iterator[tuple[int, list[str]]]:
        """Its lines, some hundred at a time, with the number of the first (from 1).

        Of a line longer than `MAX_LINE` only so much comes that it shows. LF, CRLF and CR end a line; nothing else
        does, so a name may hold U+2028 or a form feed.
        """
        number = 1
        for block in _blocks(self._read()):
            yield number, block
            number += len(block)

    def find(self, mark: str) -> tuple[int, str] | None:
        """The first line with `mark`: its number, and what stands in it from there on; None if there is none."""
        number, held, pieces = 1, "", self._read()
        for piece in pieces:
            held += piece
            at = held.find(mark)
            if at >= 0:
                return number + held.count("\n", 0, at), _rest_of_line(held[at:], pieces)
            passed = max(0, len(held) - len(mark) + 1)
            number += held.count("\n", 0, passed)
            held = held[passed:]
        return None

    def _read(self) -> Iterator[str]:
        return _decoded(self._pieces, self._encoding, damaged=self.damaged)


def _decoded(pieces: Pieces, encoding: str, *, damaged: bool) -> Iterator[str]:
    """Text with plain newlines and without a byte order mark. Raises UnicodeDecodeError unless `damaged`."""
    decoder = codecs.getincrementaldecoder(encoding)("replace" if damaged else "strict")
    newlines = io.IncrementalNewlineDecoder(decoder, translate=True)
    mark = "\ufeff"
    for piece in pieces():
        text = newlines.decode(piece)
        if text:
            yield text.removeprefix(mark)
            mark = ""
    yield newlines.decode(b"", final=True)


def _blocks(pieces: Iterable[str]) -> Iterator[list[str]]:
    held = ""
    for piece in pieces:
        ended, newline, held = f"{held}{piece}".rpartition("\n")
        held = held[: MAX_LINE + 1]
        if newline:
            yield ended.split("\n")
    if held:
        yield [held]


def _rest_of_line(beginning: str, more: Iterator[str]) -> str:
    line = beginning
    while "\n" not in line and len(line) < MAX_LINE and (piece := next(more, "")):
        line += piece
    return line.partition("\n")[0][:MAX_LINE]


def _encoding_of(head: bytes) -> str | None:
    """UTF-8 with or without a mark, or UTF-16 of either order with or without one; None if this is no text."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return None
    return _utf_16_of(head) or (None if b"\0" in head[:_SNIFFED] else _UTF_8)


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
