"""Alignment files made for the tests: small, but with everything that makes slicing hard."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pysam

HLA = "HLA-A*01:01:01:01"
CONTIGS = {
    "chr1": 400_000,
    "chr2": 300_000,
    "chr3": 60_000,
    "chrM": 16_569,
    HLA: 3_503,
    "decoy1": 5_000,
    "decoy2": 900,
}
READS = {"chr1": 16_000, "chr2": 9_000, "chr3": 0, "chrM": 1_500, HLA: 600, "decoy2": 1}
UNPLACED = 700


@dataclass(frozen=True)
class Made:
    """One file, its index and, for a CRAM, its reference."""

    path: Path
    index: Path
    reference: Path | None = None


def genome() -> dict[str, str]:
    random = Random(11)
    return {name: "".join(random.choices("ACGT", k=length)) for name, length in CONTIGS.items()}


def write_reference(path: Path, letters: dict[str, str]) -> Path:
    path.write_text(
        "".join(f">{name}\n{text}\n" for name, text in letters.items()), encoding="ascii", newline="\n"
    )
    pysam.faidx(str(path))
    return path


def _header(letters: dict[str, str]) -> pysam.AlignmentHeader:
    squares = [
        {"SN": name, "LN": len(text), "M5": hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}
        for name, text in letters.items()
    ]
    return pysam.AlignmentHeader.from_dict(
        {
            "HD": {"VN": "1.6", "SO": "coordinate"},
            "SQ": squares,
            "RG": [{"ID": "rg1", "SM": "s"}, {"ID": "rg2", "SM": "s"}],
            "PG": [{"ID": "score_gui", "PN": "an earlier slice"}],
        }
    )


def reads(header: pysam.AlignmentHeader, letters: dict[str, str]) -> Iterator[pysam.AlignedSegment]:
    """Spliced reads, clips, placed reads without an alignment, and reads without a place."""
    random = Random(7)
    for tid, (name, text) in enumerate(letters.items()):
        starts = sorted(random.randrange(max(1, len(text) - 100)) for _ in range(READS.get(name, 0)))
        for number, start in enumerate(starts):
            yield _placed(header, random, tid, text, start, f"{tid}:{number}")
    for number in range(UNPLACED):
        yield _record(header, random, f"u:{number}", 4, "".join(random.choices("ACGT", k=100)))


def _record(
    header: pysam.AlignmentHeader, random: Random, name: str, flag: int, letters: str
) -> pysam.AlignedSegment:
    record = pysam.AlignedSegment(header)
    record.query_name = name
    record.flag = flag
    record.query_sequence = letters
    record.query_qualities = pysam.qualitystring_to_array("".join(random.choices("#,:F", k=len(letters))))
    if random.random() < 0.8:
        record.set_tag("RG", random.choice(["rg1", "rg2"]))
    return record


def _placed(
    header: pysam.AlignmentHeader, random: Random, tid: int, text: str, start: int, name: str
) -> pysam.AlignedSegment:
    kind = random.random()
    gap = random.randrange(200, 60_000) if kind < 0.02 and len(text) > 100_000 else 0
    if gap and start + 100 + gap < len(text):
        sequence = text[start : start + 50] + text[start + 50 + gap : start + 100 + gap]
        cigar = f"50M{gap}N50M"
    else:
        sequence, cigar = text[start : start + 100], "100M"
    record = _record(header, random, name, 0 if kind < 0.97 else 4, sequence)
    record.reference_id, record.reference_start = tid, start
    if kind < 0.97:
        record.mapping_quality = 60
        record.cigarstring = cigar if len(sequence) == 100 else f"{len(sequence)}M"
    return record


def _write_cram(bam: Path, cram: Path, header: pysam.AlignmentHeader, reference: Path, option: str) -> None:
    options = ["seqs_per_slice=400", "version=3.0", option]
    with (
        pysam.AlignmentFile(str(bam)) as source,
        pysam.AlignmentFile(
            str(cram), "wc", header=header, reference_filename=str(reference), format_options=options
        ) as out,
    ):
        for read in source.fetch(until_eof=True):
            out.write(read)
    pysam.index("-o", f"{cram}.crai", str(cram))


def make_files(folder: Path) -> dict[str, Made]:
    """`bai`, `csi` and `crai`: the same reads, three ways to find them; in `multi` contigs share containers."""
    letters = genome()
    reference = write_reference(folder / "genome.fa", letters)
    header = _header(letters)
    bam, twin, cram = folder / "a.bam", folder / "twin.bam", folder / "a.cram"
    with pysam.AlignmentFile(str(bam), "wb", header=header) as out:
        for read in reads(header, letters):
            out.write(read)
    pysam.index("-o", f"{bam}.bai", str(bam))
    shutil.copy(bam, twin)
    pysam.index("-c", "-m", "12", "-o", f"{twin}.csi", str(twin))
    many = folder / "many.cram"
    _write_cram(bam, cram, header, reference, "multi_seq_per_slice=0")
    _write_cram(bam, many, header, reference, "multi_seq_per_slice=1")
    return {
        "bai": Made(bam, Path(f"{bam}.bai")),
        "csi": Made(twin, Path(f"{twin}.csi")),
        "crai": Made(cram, Path(f"{cram}.crai"), reference),
        "multi": Made(many, Path(f"{many}.crai"), reference),
    }
