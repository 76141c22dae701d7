"""Whether a FASTA is the reference of an alignment, told before anything is fetched.

htslib, given a wrong one, says no more than that the file is truncated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from score_gui.model.problem import ProblemError
from score_gui.slicing import troubles
from score_gui.slicing.contig_names import alike
from score_gui.slicing.header import Header

if TYPE_CHECKING:
    import pysam

_PIECE = 1 << 22


def check_reference(
    path: Path, header: Header, contigs: Iterable[str], neighbours: Iterable[str] = ()
) -> None:
    """Names, lengths and, where the header tells them, MD5s of `contigs`. Raises ProblemError.

    Of `neighbours`, contigs that share a container with the wanted ones, the names have to be there: for one that is
    missing, htslib would open the file that the header of the CRAM names, whatever that is.
    """
    import pysam

    try:
        with pysam.FastaFile(str(path)) as fasta:
            for name in dict.fromkeys(contigs):
                _check_contig(fasta, name, header)
            for name in neighbours:
                if name not in fasta.references:
                    raise ProblemError(troubles.reference_differs(f"it has no contig {name}"))
    except (OSError, ValueError) as error:
        detail = f"{path.name} cannot be read as FASTA ({error})"
        raise ProblemError(troubles.reference_differs(detail)) from None


def _check_contig(fasta: pysam.FastaFile, name: str, header: Header) -> None:
    lengths = dict(zip(fasta.references, fasta.lengths, strict=True))
    if name not in lengths:
        names = alike(name, lengths)
        hint = f", but {names[0]}" if names else ""
        raise ProblemError(troubles.reference_differs(f"it has no contig {name}{hint}"))
    if lengths[name] != header.contigs[name]:
        detail = f"{name} has {lengths[name]:,} bases there and {header.contigs[name]:,} in the file"
        raise ProblemError(troubles.reference_differs(detail))
    wanted = header.md5s.get(name)
    if wanted is not None:
        seen = _md5(fasta, name, lengths[name])
        if seen != wanted:
            detail = f"{name} has MD5 {seen} there and {wanted} in the file"
            raise ProblemError(troubles.reference_differs(detail))


def _md5(fasta: pysam.FastaFile, name: str, length: int) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for begin in range(0, length, _PIECE):
        digest.update(
            fasta.fetch(name, begin, min(length, begin + _PIECE)).upper().encode("ascii", "replace")
        )
    return digest.hexdigest()
