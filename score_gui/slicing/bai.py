"""Reads BAI, the older index of BAM (SAM specification, 5.2): contigs up to 512 Mb, with a linear index."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from score_gui.model.language import tr
from score_gui.slicing.binning import BinIndex, Chunk, Reference
from score_gui.slicing.inflate import DamagedError, Fields

MAGIC = b"BAI\1"
MIN_SHIFT, DEPTH = 14, 5


def read_bai(data: bytes) -> BinIndex:
    """Raises DamagedError, never anything else, whatever the bytes are."""
    fields = Fields(data, len(MAGIC))
    references = [_reference(fields) for _ in range(fields.count(8))]
    return BinIndex(MIN_SHIFT, DEPTH, references, rest_count(fields), uses_loffset=False)


def _reference(fields: Fields) -> Reference:
    bins: dict[int, tuple[Chunk, ...]] = {}
    for _ in range(fields.count(8)):
        (number,) = fields.take("<I")
        bins[number] = chunks(fields)
    windows = fields.count(8)
    linear = _without_gaps(fields.take(f"<{windows}Q"))
    mapped, unmapped = take_counts(bins, DEPTH)
    return Reference(bins, linear, mapped=mapped, unmapped=unmapped)


def _without_gaps(linear: Iterable[int]) -> tuple[int, ...]:
    """A window of zero was left empty by an older writer; htslib reads the one before it in its place."""
    filled: list[int] = []
    for offset in linear:
        filled.append(offset or (filled[-1] if filled else 0))
    return tuple(filled)


def chunks(fields: Fields) -> tuple[Chunk, ...]:
    """A count and that many pairs of virtual offsets."""
    return tuple(struct.iter_unpack("<QQ", fields.raw(16 * fields.count(16))))


def take_counts(bins: dict[int, tuple[Chunk, ...]], depth: int) -> tuple[int | None, int | None]:
    """Take the pseudo-bin out: it holds no data, but how many reads are mapped and unmapped."""
    pseudo = bins.pop(pseudo_bin(depth), ())
    top = pseudo_bin(depth) - 1
    if any(number >= top for number in bins) or any(u > v for found in bins.values() for u, v in found):
        raise DamagedError(tr("it holds places that cannot be"))
    return pseudo[1] if len(pseudo) > 1 else (None, None)


def pseudo_bin(depth: int) -> int:
    """The number after the last real bin, and one more (SAM specification, 5.2)."""
    return ((1 << 3 * (depth + 1)) - 1) // 7 + 1


def rest_count(fields: Fields) -> int | None:
    """The reads without a position; old files do not tell."""
    return fields.take("<Q")[0] if fields.left >= 8 else None
