"""The header of a BAM or CRAM, read from the first bytes of the file: contigs, lengths, and the MD5s of contigs.

Reading it here, not with htslib, keeps hostile files out of this process and works where pysam is missing.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from score_gui.model.language import tr
from score_gui.slicing.inflate import BLOCK_MAGIC, BlockReader, DamagedError, Fields, NeedMoreError, gunzip

LARGEST = 256 * 1024 * 1024
BAM_MAGIC, CRAM_MAGIC = b"BAM\1", b"CRAM"
_CRAM_START = 26

BAM_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
"""The empty block that ends a complete BAM (SAM specification, 4.1.2)."""
CRAM_END = b"\xe0EOF"
"""What is in the last container of a complete CRAM, where others have the start of their reads (CRAM 3, 9)."""


class FileKind(StrEnum):
    """What the file is, told by its first bytes."""

    BAM = "bam"
    CRAM = "cram"


@dataclass(frozen=True, slots=True)
class Header:
    """`contigs` in the file's order with lengths in bases; `md5s` of those whose MD5 the header tells.

    `tail` is how many bytes of the file's end mark a complete file.
    """

    kind: FileKind
    text: str
    contigs: Mapping[str, int]
    md5s: Mapping[str, str]
    tail: int


def read_header(data: bytes) -> Header:
    """From the beginning of a file. Raises NeedMoreError if `data` ends too early, else DamagedError."""
    if len(data) < _CRAM_START:
        raise NeedMoreError
    if data[:4] == CRAM_MAGIC:
        return _read_cram(data)
    if data[:4] == BLOCK_MAGIC:
        return _read_bam(data)
    raise DamagedError(tr("it begins with other bytes"))


def _read_bam(data: bytes) -> Header:
    blocks = BlockReader(data, LARGEST)
    if blocks.upto(8)[:4] != BAM_MAGIC:
        raise DamagedError(tr("it is compressed, but no BAM"))
    text_length = _length(blocks, 4)
    place = 8 + text_length
    text = _text(bytes(blocks.upto(place)[8:place]))
    contigs: dict[str, int] = {}
    count, place = _length(blocks, place), place + 4
    for _ in range(count):
        name_length, place = _length(blocks, place), place + 4
        name = bytes(blocks.upto(place + name_length)[place : place + name_length]).rstrip(b"\0")
        place += name_length
        contigs[_text(name)] = _length(blocks, place)
        place += 4
    if len(contigs) != count:
        raise DamagedError(tr("two contigs have one name"))
    return Header(FileKind.BAM, text, contigs, _md5s(text), len(BAM_END))


def _length(blocks: BlockReader, place: int) -> int:
    (number,) = struct.unpack_from("<i", blocks.upto(place + 4), place)
    if number < 0:
        raise DamagedError(tr("a length is below zero"))
    return int(number)


def _read_cram(data: bytes) -> Header:
    """File definition, then a container whose first block holds the header (CRAM 3 specification, 6 to 8)."""
    major = data[4]
    if major not in {2, 3}:
        raise DamagedError(tr("CRAM version {major} is not known", major=major))
    check = 4 if major == 3 else 0
    if len(data) < _CRAM_START + 4:
        raise NeedMoreError
    (length,) = struct.unpack_from("<i", data, _CRAM_START)
    if not 0 < length <= LARGEST:
        raise DamagedError(tr("its header has an impossible length"))
    if len(data) < _CRAM_START + length + 100:
        raise NeedMoreError
    fields = Fields(data, _CRAM_START + 4)
    for _ in range(4):
        _itf8(fields)
    _skip_ltf8(fields)
    _skip_ltf8(fields)
    _itf8(fields)
    for _ in range(_itf8(fields)):
        _itf8(fields)
    fields.skip(check)
    text = _cram_text(_block(fields))
    return Header(FileKind.CRAM, text, _contigs(text), _md5s(text), 38 if major == 3 else 30)


def _block(fields: Fields) -> bytes:
    method, _content = fields.take("<BB")
    _itf8(fields)
    packed, unpacked = _itf8(fields), _itf8(fields)
    if not 0 <= unpacked <= LARGEST:
        raise DamagedError(tr("its header has an impossible length"))
    return _unpack(method, fields.raw(packed))


def _unpack(method: int, data: bytes) -> bytes:
    try:
        match method:
            case 0:
                return data
            case 1:
                return gunzip(data, LARGEST)
            case 2:
                return bz2.BZ2Decompressor().decompress(data, LARGEST)
            case 3:
                return lzma.LZMADecompressor().decompress(data, LARGEST)
    except (OSError, lzma.LZMAError, zlib.error):
        raise DamagedError(tr("its header is damaged")) from None
    raise DamagedError(tr("its header is packed in an unknown way"))


def _cram_text(block: bytes) -> str:
    fields = Fields(block)
    return _text(fields.raw(fields.count(1)))


def _itf8(fields: Fields) -> int:
    """A number of one to five bytes; the leading ones of the first tell how many follow (CRAM 3, 2.3)."""
    (first,) = fields.take("<B")
    more = next((n for n in range(4) if not first & 0x80 >> n), 4)
    value = first & (0x0F if more == 4 else 0xFF >> (more + 1))
    for byte in fields.raw(more):
        value = value << 8 | byte
    if more == 4:
        value = (first & 0x0F) << 28 | (value & 0xFFFFFF00) >> 4 | value & 0x0F
    return value - (1 << 32) if value & 1 << 31 else value


def _skip_ltf8(fields: Fields) -> None:
    (first,) = fields.take("<B")
    fields.skip(next((n for n in range(8) if not first & 0x80 >> n), 8))


def _contigs(text: str) -> dict[str, int]:
    contigs: dict[str, int] = {}
    for tags in _sq_lines(text):
        length = tags.get("LN", "")
        if not (length.isascii() and length.isdigit() and len(length) < 19) or "SN" not in tags:
            raise DamagedError(tr("a contig has no name or length"))
        contigs[tags["SN"]] = int(length)
    return contigs


def _md5s(text: str) -> dict[str, str]:
    return {tags["SN"]: tags["M5"].lower() for tags in _sq_lines(text) if "SN" in tags and "M5" in tags}


def _sq_lines(text: str) -> list[dict[str, str]]:
    lines = [line.split("\t") for line in text.splitlines() if line.startswith("@SQ\t")]
    return [{field[:2]: field[3:] for field in line[1:]} for line in lines]


def _text(data: bytes) -> str:
    return data.rstrip(b"\0").decode("utf-8", "replace")
