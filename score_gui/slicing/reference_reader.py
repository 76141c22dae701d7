"""The process that looks at a reference: htslib finds its way in the FASTA, and the sequences are compared by MD5."""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING

from score_gui.slicing.child import limit
from score_gui.slicing.contig_names import alike
from score_gui.slicing.reference_order import Contig, Difference, Finding, ReferenceOrder

if TYPE_CHECKING:
    import pysam

_PIECE = 1 << 22


def main() -> int:
    """Read one order from standard input, answer on standard output."""
    order = ReferenceOrder.from_json(sys.stdin.readline())
    limit(order.memory, order.seconds)
    try:
        finding = look(order)
    except (OSError, ValueError) as error:
        finding = Finding(detail=str(error) or type(error).__name__)
    sys.stdout.write(finding.to_json() + "\n")
    sys.stdout.flush()
    return 0


def look(order: ReferenceOrder) -> Finding:
    """The first thing that is wrong. Raises OSError or ValueError where the file is no FASTA."""
    import pysam

    pysam.set_verbosity(0)
    with pysam.FastaFile(order.path) as fasta:
        lengths = dict(zip(fasta.references, fasta.lengths, strict=True))
        for name in (*(contig.name for contig in order.contigs), *order.others):
            if name not in lengths:
                return Finding(missing=name, names=alike(name, lengths))
        for contig in order.contigs:
            difference = _difference(fasta, contig, lengths[contig.name])
            if difference is not None:
                return Finding(difference=difference)
    return Finding()


def _difference(fasta: pysam.FastaFile, contig: Contig, length: int) -> Difference | None:
    if length != contig.length:
        return Difference(contig.name, length, contig.length)
    if contig.md5 is None:
        return None
    seen = _md5(fasta, contig.name, length)
    return None if seen == contig.md5 else Difference(contig.name, seen, contig.md5)


def _md5(fasta: pysam.FastaFile, name: str, length: int) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for begin in range(0, length, _PIECE):
        piece = fasta.fetch(name, begin, min(length, begin + _PIECE))
        digest.update(piece.upper().encode("ascii", "replace"))
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
