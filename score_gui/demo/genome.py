"""A small made-up genome: the contigs that the practice alignments and variants are about."""

from __future__ import annotations

import hashlib
from pathlib import Path

from score_gui.demo.seeded import seeded

_LINE = 60
# Two names of real references that a careless region parser splits at the wrong place.
_LENGTHS = {
    "chr1": 240_000,
    "chr2": 160_000,
    "chr17": 120_000,
    "chrM": 16_569,
    "HLA-A*01:01:01:01": 3_503,
    "HLA-DRB1*15:01:01:02": 11_571,
}


def make_genome() -> dict[str, str]:
    """Return the letters of each contig, in the order of the reference."""
    generator = seeded("genome")
    return {name: "".join(generator.choices("ACGT", k=length)) for name, length in _LENGTHS.items()}


def contig_md5(letters: str) -> str:
    """Return the MD5 that a SAM header gives for a contig (M5: of the upper-case letters alone)."""
    return hashlib.md5(letters.encode("ascii"), usedforsecurity=False).hexdigest()


def write_reference(path: Path, genome: dict[str, str]) -> None:
    """Write the FASTA and, beside it, its .fai index (name, length, offset, letters and bytes of a line)."""
    rows = []
    with path.open("wb") as out:
        for name, letters in genome.items():
            out.write(f">{name}\n".encode("ascii"))
            rows.append(f"{name}\t{len(letters)}\t{out.tell()}\t{_LINE}\t{_LINE + 1}\n")
            for start in range(0, len(letters), _LINE):
                out.write(letters[start : start + _LINE].encode("ascii") + b"\n")
    path.with_name(f"{path.name}.fai").write_text("".join(rows), encoding="ascii", newline="\n")
