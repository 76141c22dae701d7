"""Bounded decompression: a small hostile file must not fill the memory."""

from __future__ import annotations

import struct
import zlib

from score_gui.model.language import tr

GZIP_MAGIC = b"\x1f\x8b"
BLOCK_MAGIC = b"\x1f\x8b\x08\x04"
"""How every BGZF block begins (SAM specification, 4.1)."""

LARGEST_BLOCK = 65_536
_STEP = 8192


class DamagedError(ValueError):
    """Bytes that are not what they should be; the text says how, without a full stop."""


class NeedMoreError(Exception):
    """The bytes at hand end before what was looked for."""


def gunzip(data: bytes, limit: int) -> bytes:
    """All gzip members of `data`. Raises DamagedError; also if more than `limit` bytes come out."""
    parts: list[bytes] = []
    place, room = 0, limit
    while place < len(data):
        inflater = zlib.decompressobj(wbits=31)
        while not inflater.eof:
            piece = data[place : place + _STEP]
            part = _inflate(inflater, piece, room + 1)
            place, room = place + len(piece), room - len(part)
            parts.append(part)
            if room < 0:
                raise DamagedError(tr("it unpacks to more than {limit:,} bytes", limit=limit))
        place -= len(inflater.unused_data)
    return b"".join(parts)


def _inflate(inflater: zlib._Decompress, piece: bytes, most: int) -> bytes:
    if not piece:
        raise DamagedError(tr("it ends in the middle"))
    try:
        return inflater.decompress(piece, most)
    except zlib.error:
        raise DamagedError(tr("its compressed data is damaged")) from None


def block_size(data: bytes, position: int) -> int:
    """Bytes of the BGZF block at `position`. Raises NeedMoreError, or DamagedError if there is none."""
    if len(data) < position + 12:
        raise NeedMoreError
    if data[position : position + 4] != BLOCK_MAGIC:
        raise DamagedError(tr("a compressed block does not begin as it should"))
    extra = int.from_bytes(data[position + 10 : position + 12], "little")
    place, stop = position + 12, position + 12 + extra
    if len(data) < stop:
        raise NeedMoreError
    while place + 4 <= stop:
        length = int.from_bytes(data[place + 2 : place + 4], "little")
        if data[place : place + 2] == b"BC" and length == 2:
            return int.from_bytes(data[place + 4 : place + 6], "little") + 1
        place += 4 + length
    raise DamagedError(tr("a compressed block does not tell its size"))


class BlockReader:
    """The unpacked bytes of BGZF blocks from the beginning of `data` on, as far as they are needed."""

    def __init__(self, data: bytes, limit: int) -> None:
        self._data = data
        self._limit = limit
        self._next = 0
        self._text = bytearray()

    def upto(self, count: int) -> bytearray:
        """At least the first `count` unpacked bytes. Raises NeedMoreError or DamagedError."""
        if count > self._limit:
            raise DamagedError(tr("its header is larger than {limit:,} bytes", limit=self._limit))
        while len(self._text) < count:
            size = block_size(self._data, self._next)
            block = self._data[self._next : self._next + size]
            if len(block) < size:
                raise NeedMoreError
            self._text += gunzip(block, LARGEST_BLOCK)
            self._next += size
        return self._text


class Fields:
    """Reads little-endian numbers one after another and never past the end."""

    def __init__(self, data: bytes, position: int = 0) -> None:
        self._data = data
        self.position = position

    @property
    def left(self) -> int:
        return len(self._data) - self.position

    def take(self, layout: str) -> tuple[int, ...]:
        size = struct.calcsize(layout)
        self.need(size)
        values = struct.unpack_from(layout, self._data, self.position)
        self.position += size
        return values

    def int32(self) -> int:
        return self.take("<i")[0]

    def count(self, item_size: int) -> int:
        """A number of items of at least `item_size` bytes each, which must still fit in."""
        number = self.int32()
        if number < 0:
            raise DamagedError(tr("a count is below zero"))
        self.need(number * item_size)
        return number

    def skip(self, size: int) -> None:
        self.need(size)
        self.position += size

    def raw(self, size: int) -> bytes:
        self.skip(size)
        return self._data[self.position - size : self.position]

    def need(self, size: int) -> None:
        if size > self.left:
            raise DamagedError(tr("it ends in the middle"))
