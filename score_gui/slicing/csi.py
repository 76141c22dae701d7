"""Reads CSI, the newer index of BAM (SAM specification, CSIv1): any length of contig, offsets kept by bin."""

from __future__ import annotations

from score_gui.model.language import tr
from score_gui.slicing.bai import chunks, rest_count, take_counts
from score_gui.slicing.binning import BinIndex, Chunk, Reference
from score_gui.slicing.inflate import DamagedError, Fields

MAGIC = b"CSI\1"
DEEPEST, WIDEST = 9, 30


def read_csi(data: bytes) -> BinIndex:
    """`data` is unpacked already. Raises DamagedError, never anything else, whatever the bytes are."""
    fields = Fields(data, len(MAGIC))
    min_shift, depth = fields.take("<ii")
    if not (0 < min_shift <= WIDEST and 0 <= depth <= DEEPEST):
        raise DamagedError(tr("its bins have impossible sizes"))
    fields.skip(fields.count(1))
    references = [_reference(fields, depth) for _ in range(fields.count(4))]
    return BinIndex(min_shift, depth, references, rest_count(fields), uses_loffset=True)


def _reference(fields: Fields, depth: int) -> Reference:
    bins: dict[int, tuple[Chunk, ...]] = {}
    loffsets: dict[int, int] = {}
    for _ in range(fields.count(16)):
        number, loffset = fields.take("<IQ")
        bins[number] = chunks(fields)
        loffsets[number] = loffset
    mapped, unmapped = take_counts(bins, depth)
    kept = {number: loffset for number, loffset in loffsets.items() if number in bins}
    return Reference(bins, loffsets=kept, mapped=mapped, unmapped=unmapped)
