"""The practice files that need no genomics library: the big one, the tables and the variants as text."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

from score_gui.demo.seeded import seeded

_BLOCK = 1 << 20
_TAR_BLOCK = 512


def _noise(size: int) -> Iterator[bytes]:
    generator = seeded("noise")
    for start in range(0, size, _BLOCK):
        yield generator.randbytes(min(_BLOCK, size - start))


def write_large(path: Path, size: int) -> None:
    """Write `size` bytes that no compression shortens: a tar of one member, or noise if too small for one."""
    # One header, and the two empty blocks that end an archive.
    payload = (size - 3 * _TAR_BLOCK) // _TAR_BLOCK * _TAR_BLOCK
    with path.open("wb") as out:
        if payload > 0:
            member = tarfile.TarInfo("practice_large/noise.bin")
            member.size = payload
            out.write(member.tobuf(tarfile.USTAR_FORMAT))
        for block in _noise(payload if payload > 0 else size):
            out.write(block)
        out.truncate(size)


def write_table(path: Path, title: str) -> None:
    """Write a table of some 100 kB whose content depends on the title."""
    generator = seeded(title)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"# {title}\ngene\tcount\tmean_depth\n")
        for number in range(5000):
            count, depth = generator.randrange(10_000), generator.random() * 60
            out.write(f"GENE{number:05d}\t{count}\t{depth:.2f}\n")


def write_note(path: Path, text: str) -> None:
    """Write one line of text."""
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def write_variants(path: Path, contigs: dict[str, str]) -> None:
    """Write a VCF in order of place; the reference letters are those of the contigs."""
    generator = seeded("variants")
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("##fileformat=VCFv4.2\n")
        for name, letters in contigs.items():
            out.write(f"##contig=<ID={name},length={len(letters)}>\n")
        out.write('##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">\n')
        out.write("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n")
        for name, letters in contigs.items():
            places = sorted(generator.sample(range(1, len(letters)), len(letters) // 100))
            for place in places:
                found = letters[place - 1]
                other = generator.choice([letter for letter in "ACGT" if letter != found])
                depth = generator.randrange(8, 80)
                out.write(f"{name}\t{place}\t.\t{found}\t{other}\t{depth * 3}\tPASS\tDP={depth}\n")
