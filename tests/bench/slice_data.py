"""A BAM like those of a whole genome, made from nothing for the slice benchmark: 40 Mb, some 17 reads deep.

It has what makes slices hard: pairs, spliced reads, clips, mates across contigs, thousands of decoys in its header,
and reads without a place. Written by samtools, as most real files are.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

CONTIGS = {"chr1": 16_000_000, "chr2": 12_000_000, "chr3": 8_000_000, "chr4": 4_000_000}
DECOYS = 2_500
LENGTH = 150
_POOL = 4_000
_UNPLACED = 45_000
_CIGARS = ("150M", "150M", "150M", "150M", "150M", "150M", "5S145M", "145M5S", "70M2D80M", "70M1I79M")


@dataclass(frozen=True)
class Sample:
    """A BAM, its BAI, and how many reads it has on each base."""

    bam: Path
    index: Path


def make_sample(folder: Path, depth: float = 17.0) -> Sample:
    """The BAM of `folder`, made if it is not there; 285 MB at the usual depth, two minutes of work."""
    sample = Sample(folder / "genome.bam", folder / "genome.bam.bai")
    if not sample.index.exists():
        view = subprocess.Popen(
            ["samtools", "view", "-b", "--no-PG", "-o", str(sample.bam), "-"], stdin=subprocess.PIPE
        )
        assert view.stdin is not None
        with view.stdin as out:
            out.write(_header().encode())
            for lines in _blocks(depth):
                out.write(lines.encode())
        if view.wait():
            raise subprocess.CalledProcessError(view.returncode, "samtools view")
        subprocess.run(["samtools", "index", str(sample.bam), str(sample.index)], check=True)
    return sample


def _header() -> str:
    lines = ["@HD\tVN:1.6\tSO:coordinate"]
    lines += [f"@SQ\tSN:{name}\tLN:{length}" for name, length in CONTIGS.items()]
    lines += [f"@SQ\tSN:chrUn_JTFH0{number:07}v1_decoy\tLN:{1000 + number}" for number in range(DECOYS)]
    lines += [f"@RG\tID:rg{number}\tSM:sample\tLB:lib{number}\tPL:ILLUMINA" for number in range(4)]
    return "".join(f"{line}\n" for line in lines)


def _blocks(depth: float) -> Iterator[str]:
    """Lines of SAM in the order of the file, some thousands at once."""
    dice = Random(20)
    qualities = ["".join(dice.choices("F:,#", (88, 8, 3, 1), k=LENGTH)) for _ in range(_POOL)]
    number = 0
    for name, length in CONTIGS.items():
        bases = "".join(dice.choices("ACGT", k=length))
        for begin in range(0, length - 1_000, 10_000):
            count = round(depth * 10_000 / LENGTH)
            starts = sorted(begin + dice.randrange(10_000) for _ in range(count))
            yield "".join(
                _read(dice, name, start, bases, qualities, number + n)
                for n, start in enumerate(starts)
                if start < length - 1_000
            )
            number += count
    for _ in range(_UNPLACED):
        bases = "".join(dice.choices("ACGT", k=LENGTH))
        number += 1
        yield f"r{number}\t4\t*\t0\t0\t*\t*\t0\t0\t{bases}\t{dice.choice(qualities)}\tRG:Z:rg0\n"


def _read(dice: Random, name: str, start: int, bases: str, qualities: list[str], number: int) -> str:
    kind = dice.random()
    letters = bases[start : start + LENGTH]
    if kind < 0.3:
        at = dice.randrange(LENGTH)
        letters = f"{letters[:at]}{dice.choice('ACGT')}{letters[at + 1 :]}"
    cigar = _CIGARS[int(kind * 10)] if kind > 0.005 else f"75M{dice.randrange(100, 60_000)}N75M"
    mate = "=" if kind < 0.99 else "chr1"
    flag = 99 if number % 2 else 147
    apart = dice.randrange(200, 600)
    tail = f"{mate}\t{start + apart}\t{apart}\t{letters}\t{dice.choice(qualities)}"
    tags = f"NM:i:{int(kind < 0.3)}\tMD:Z:150\tAS:i:{150 - int(kind * 9)}\tXS:i:{int(kind * 90)}"
    place = f"{flag}\t{name}\t{start + 1}\t60\t{cigar}"
    return f"HWI-ST:{number // 3000}:{number}\t{place}\t{tail}\t{tags}\tRG:Z:rg{number % 3}\n"
