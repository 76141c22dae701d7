"""Whether an index and a file belong together. htslib does not ask: it answers with no reads and no word."""

from __future__ import annotations

from score_gui.model.language import phrase
from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.binning import BinIndex
from score_gui.slicing.crai import CraiIndex
from score_gui.slicing.header import FileKind
from score_gui.slicing.plan import Shape

_AFTER_LAST_READ = 4 * 65_536
"""Bytes after the last indexed read of a file without unplaced reads: its block and the end mark, generously."""


def check_fit(index: BinIndex | CraiIndex, shape: Shape) -> None:
    """Raises ProblemError if `index` cannot be the one of the file."""
    detail = _crai_detail(index, shape) if isinstance(index, CraiIndex) else _bins_detail(index, shape)
    if detail is not None:
        raise ProblemError(troubles.index_of_another_file(detail))


def _bins_detail(index: BinIndex, shape: Shape) -> str | None:
    if shape.header.kind is not FileKind.BAM:
        return phrase("it is one for BAM, and the file is a CRAM")
    if len(index.references) > len(shape.header.contigs):
        return phrase("it knows more contigs than the file has")
    last = index.last_end >> 16
    if last >= shape.size:
        return phrase("it points past the end of the file")
    if index.first is not None and index.unplaced == 0 and shape.size - last > _AFTER_LAST_READ:
        return phrase("it ends long before the file does")
    return None


def _crai_detail(index: CraiIndex, shape: Shape) -> str | None:
    if shape.header.kind is not FileKind.CRAM:
        return phrase("it is one for CRAM, and the file is a BAM")
    if max(one.tid for one in index.slices) >= len(shape.header.contigs):
        return phrase("it knows more contigs than the file has")
    if index.containers[-1] >= shape.size:
        return phrase("it points past the end of the file")
    return None
