"""The practice BAM and CRAM with their indexes, written with pysam.

pysam has no wheels for Windows, so nothing here is imported before it is known to be there.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from score_gui.demo.genome import contig_md5
from score_gui.demo.seeded import seeded

if TYPE_CHECKING:
    import pysam

_READ_LENGTH = 100
_DEPTH = 8
_UNPLACED_PAIRS = 250
# Sequencers of today report few distinct qualities, which is why real files compress as they do.
_QUALITIES, _QUALITY_WEIGHTS = "#,:F", (1, 4, 15, 80)
_QUALITY_ROWS = 2000
# A tenth of what is usual, so that a region of so small a file leaves most slices out.
_READS_PER_SLICE = 1000
_CRAM_FILE_ID_OFFSET, _CRAM_FILE_ID_LENGTH = 6, 20
_NORMAL, _TUMOUR = "SA900001", "SA900002"
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
    qualities: str
    group: str


def _header(genome: dict[str, str], sample: str) -> dict[str, Any]:
    return {
        "HD": {"VN": "1.6", "SO": "coordinate"},
        "SQ": [
            {"SN": name, "LN": len(letters), "M5": contig_md5(letters)} for name, letters in genome.items()
        ],
        "RG": [{"ID": group, "SM": sample, "LB": f"{sample}.lib1", "PL": "ILLUMINA"} for group in _GROUPS],
    }


class _Sequencer:
    """Reads pairs off a genome, the same pairs for the same sample."""

    def __init__(self, genome: dict[str, str], sample: str) -> None:
        self._genome = genome
        self._random = seeded(f"reads of {sample}")
        self._pairs = 0
        # Drawing each letter of each read would take most of the time of the whole practice set.
        self._quality_rows = ["".join(self._draw_qualities()) for _ in range(_QUALITY_ROWS)]

    def reads(self) -> Iterator[_Read]:
        for contig, letters in enumerate(self._genome.values()):
            for _ in range(len(letters) * _DEPTH // (2 * _READ_LENGTH)):
                yield from self._placed_pair(contig, letters)
        for _ in range(_UNPLACED_PAIRS):
            yield from self._unplaced_pair()

    def _placed_pair(self, contig: int, letters: str) -> Iterator[_Read]:
        span = self._random.randrange(220, 480)
        left = self._random.randrange(len(letters) - span)
        right = left + span - _READ_LENGTH
        name, group = self._next_pair()
        for flag, start, mate, signed_span in (
            (_FIRST | _MATE_REVERSE, left, right, span),
            (_SECOND | _REVERSE, right, left, -span),
        ):
            text = letters[start : start + _READ_LENGTH]
            whole_flag = _PAIRED | _PROPER | flag
            yield _Read(name, whole_flag, contig, start, mate, signed_span, text, self._qualities(), group)

    def _unplaced_pair(self) -> Iterator[_Read]:
        name, group = self._next_pair()
        for flag in (_FIRST, _SECOND):
            text = "".join(self._random.choices("ACGT", k=_READ_LENGTH))
            whole_flag = _PAIRED | _UNMAPPED | _MATE_UNMAPPED | flag
            yield _Read(name, whole_flag, -1, -1, -1, 0, text, self._qualities(), group)

    def _next_pair(self) -> tuple[str, str]:
        number = self._pairs
        self._pairs += 1
        return f"practice:{number:06d}", _GROUPS[number % len(_GROUPS)]

    def _draw_qualities(self) -> list[str]:
        return self._random.choices(_QUALITIES, weights=_QUALITY_WEIGHTS, k=_READ_LENGTH)

    def _qualities(self) -> str:
        return self._random.choice(self._quality_rows)


def _order(read: _Read) -> tuple[bool, int, int]:
    return read.contig < 0, read.contig, read.start


def _write_reads(out: pysam.AlignmentFile, header: pysam.AlignmentHeader, reads: list[_Read]) -> None:
    import pysam

    for read in reads:
        record = pysam.AlignedSegment(header)
        record.query_name = read.name
        record.flag = read.flag
        record.query_sequence = read.letters
        record.query_qualities = pysam.qualitystring_to_array(read.qualities)
        record.reference_id = record.next_reference_id = read.contig
        record.reference_start, record.next_reference_start = read.start, read.mate_start
        record.template_length = read.span
        if read.contig >= 0:
            record.mapping_quality = 60
            record.cigarstring = f"{_READ_LENGTH}M"
        record.set_tag("RG", read.group)
        out.write(record)


def _make_header(genome: dict[str, str], sample: str) -> pysam.AlignmentHeader:
    import pysam

    return pysam.AlignmentHeader.from_dict(_header(genome, sample))


def _sorted_reads(genome: dict[str, str], sample: str) -> list[_Read]:
    return sorted(_Sequencer(genome, sample).reads(), key=_order)


def write_bam(path: Path, index: Path, genome: dict[str, str]) -> None:
    """Write a coordinate-sorted BAM of read pairs in two read groups, unplaced reads last, and its BAI."""
    import pysam

    header = _make_header(genome, _NORMAL)
    with pysam.AlignmentFile(str(path), "wb", header=header) as out:
        _write_reads(out, header, _sorted_reads(genome, _NORMAL))
    pysam.index("-o", str(index), str(path))


def write_cram(path: Path, index: Path, genome: dict[str, str], reference: Path) -> None:
    """Write a CRAM of the same kind against the reference, and its CRAI."""
    import pysam

    header = _make_header(genome, _TUMOUR)
    draft, header_text = path.with_suffix(".draft"), path.with_suffix(".sam")
    with pysam.AlignmentFile(
        str(draft),
        "wc",
        header=header,
        reference_filename=str(reference),
        format_options=[f"seqs_per_slice={_READS_PER_SLICE}"],
    ) as out:
        _write_reads(out, header, _sorted_reads(genome, _TUMOUR))
    # htslib writes the path of the reference into the header and the path of the file before it. Copied under
    # the header as it was meant, and with a file id of our own, the CRAM is the same on every machine.
    header_text.write_text(str(header), encoding="ascii", newline="\n")
    pysam.cat("--no-PG", "-h", str(header_text), "-o", str(path), str(draft))
    with path.open("r+b") as file:
        file.seek(_CRAM_FILE_ID_OFFSET)
        file.write(b"practice".ljust(_CRAM_FILE_ID_LENGTH, b"\0"))
    pysam.index("-o", str(index), str(path))
    draft.unlink()
    header_text.unlink()


def compress_variants(plain: Path, packed: Path, index: Path) -> None:
    """Pack a plain VCF with bgzip and write its .tbi index."""
    import pysam

    pysam.tabix_compress(str(plain), str(packed), force=True)
    pysam.tabix_index(str(packed), preset="vcf", force=True, index=str(index))
