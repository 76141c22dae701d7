"""An index file of any kind, told by its first bytes: names of index files are not to be relied on."""

from __future__ import annotations

from score_gui.model.language import tr
from score_gui.model.problem import ProblemError
from score_gui.slicing import bai, csi, troubles
from score_gui.slicing.binning import BinIndex
from score_gui.slicing.crai import CraiIndex, read_crai
from score_gui.slicing.inflate import GZIP_MAGIC, DamagedError, gunzip

LARGEST = 48 * 1024 * 1024
"""Bytes of an index, packed or unpacked; those of deep whole genomes have about 10 MB."""
LARGEST_TEXT = LARGEST // 4
"""Bytes of an unpacked CRAI; real ones have less than one."""

Index = BinIndex | CraiIndex


def read_index(data: bytes) -> Index:
    """Raises ProblemError."""
    try:
        return _read(data)
    except DamagedError as error:
        raise ProblemError(troubles.index_unreadable(str(error))) from None


def _read(data: bytes) -> Index:
    if len(data) > LARGEST:
        raise DamagedError(tr("it is larger than {limit:,} bytes", limit=LARGEST))
    if data[:4] == bai.MAGIC:
        return bai.read_bai(data)
    if data[:2] == GZIP_MAGIC:
        data = gunzip(data, LARGEST)
    if data[:4] == csi.MAGIC:
        return csi.read_csi(data)
    if (data[:1].isdigit() or data[:2] == b"-1") and len(data) <= LARGEST_TEXT:
        return read_crai(data)
    raise DamagedError(tr("it is no BAI, CSI or CRAI"))
