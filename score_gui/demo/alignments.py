"""The practice BAM and CRAM with their indexes, written with pysam.

pysam has no wheels for Windows, so nothing here is imported before it is known to be there.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from score_gui.demo.genome import contig_md5
from score_gui.demo.seeded import seeded

_READ_LENGTH = 100
_DEPTH = 8
_UNPLACED_PAIRS = 250
# Sequencers of today report few distinct qualities, which is why real files compress as they do.
_QUALITIES = (2, 11, 25, 37)
_GROUPS = ("practice.lane1", "practice.lane2")

_PAIRED, _PROPER, _UNMAPPED, _MATE_UNMAPPED = 0x1, 0x2, 0x4, 0x8
_REVERSE, _MATE_REVERSE, _FIRST, _SECOND = 0x10, 0x20, 0x40, 0x80


def can_write_alignments() -> bool:
    """Say whether pysam is installed."""
    return importlib.util.find_spec("pysam") is not None


@dataclass(frozen=True)
class _Read:
    name: str
    flag: int
    contig: int
    start: int
    mate_start: int
    span: int
    letters: str
    qualities: tuple[int, ...]
    group: str


def _header(genome: dict[str, str], sample: str) -> dict[str, Any]:
    return {
        "HD": {"VN": "1.6", "SO": "coordinate"},
        # With M5 given, htslib has no reason to write the path of the reference into the CRAM.
        "SQ": [
            {"SN": name, "LN": len(letters), "M5": contig_md5(letters)} for name, letters in genome.items()
        ],
        "RG": [{"ID": group, "SM": sample, "LB": f"{sample}.lib1", "PL": "ILLUMINA"} for group in _GROUPS],
    }


def _pairs(genome: dict[str, str], sample: str) -> Iterator[_Read]:
    generator = seeded(f"reads of {sample}")
    number = 0

    def qualities() -> tuple[int, ...]:
        return tuple(generator.choices(_QUALITIES, weights=(1, 4, 15, 80), k=_READ_LENGTH))

    for contig, letters in enumerate(genome.values()):
        for _ in range(len(letters) * _DEPTH // (2 * _READ_LENGTH)):
            span = generator.randrange(220, 480)
            left = generator.randrange(len(letters) - span)
            right = left + span - _READ_LENGTH
            name, group = f"practice:{number:06d}", _GROUPS[number % 2]
            first_flag = _PAIRED | _PROPER | _FIRST | _MATE_REVERSE
            second_flag = _PAIRED | _PROPER | _SECOND | _REVERSE
            for flag, start, mate, signed in (
                (first_flag, left, right, span),
                (second_flag, right, left, -span),
            ):
                text = letters[start : start + _READ_LENGTH]
                yield _Read(name, flag, contig, start, mate, signed, text, qualities(), group)
            number += 1
    for _ in range(_UNPLACED_PAIRS):
        name, group = f"practice:{number:06d}", _GROUPS[number % 2]
        for flag in (_FIRST, _SECOND):
            text = "".join(generator.choices("ACGT", k=_READ_LENGTH))
            whole_flag = _PAIRED | _UNMAPPED | _MATE_UNMAPPED | flag
            yield _Read(name, whole_flag, -1, -1, -1, 0, text, qualities(), group)
        number += 1


def _order(read: _Read) -> tuple[bool, int, int]:
    return read.contig < 0, read.contig, read.start


def _write_reads(out: Any, header: Any, reads: list[_Read]) -> None:
    import pysam

    for read in reads:
        record = pysam.AlignedSegment(header)
        record.query_name = read.name
        record.flag = read.flag
        record.query_sequence = read.letters
        record.query_qualities = pysam.qualitystring_to_array("".join(chr(q + 33) for q in read.qualities))
        record.reference_id = record.next_reference_id = read.contig
        record.reference_start, record.next_reference_start = read.start, read.mate_start
        record.template_length = read.span
        if read.contig >= 0:
            record.mapping_quality = 60
            record.cigarstring = f"{_READ_LENGTH}M"
        record.set_tag("RG", read.group)
        out.write(record)


def _write(path: Path, mode: str, genome: dict[str, str], sample: str, reference: Path | None) -> None:
    import pysam

    header = pysam.AlignmentHeader.from_dict(_header(genome, sample))
    name = None if reference is None else str(reference)
    reads = sorted(_pairs(genome, sample), key=_order)
    with pysam.AlignmentFile(str(path), mode, header=header, reference_filename=name) as out:
        _write_reads(out, header, reads)


def write_bam(path: Path, index: Path, genome: dict[str, str]) -> None:
    """Write a coordinate-sorted BAM of read pairs in two read groups, unplaced reads last, and its BAI."""
    import pysam

    _write(path, "wb", genome, "SA900001", None)
    pysam.index("-o", str(index), str(path))


def write_cram(path: Path, index: Path, genome: dict[str, str], reference: Path) -> None:
    """Write a CRAM of the same kind against the reference, and its CRAI."""
    import pysam

    _write(path, "wc", genome, "SA900002", reference)
    pysam.index("-o", str(index), str(path))


def compress_variants(plain: Path, packed: Path, index: Path) -> None:
    """Pack a plain VCF with bgzip and write its .tbi index."""
    import pysam

    pysam.tabix_compress(str(plain), str(packed), force=True)
    pysam.tabix_index(str(packed), preset="vcf", force=True, index=str(index))
