"""How much lies on each contig, as the index tells it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from score_gui.slicing.bai import read_bai
from score_gui.slicing.counts import ContigCounts, contig_counts
from score_gui.slicing.crai import read_crai
from score_gui.slicing.index import Index, read_index
from score_gui.slicing.opening import LocalFile, Opened

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from tests.slicing.files import UNPLACED, Made  # noqa: E402 - needs pysam
from tests.slicing.oracle import all_reads, shape_of  # noqa: E402


def counts(made: Made, index: Index | None, folder: Path) -> ContigCounts | None:
    return contig_counts(Opened("a", folder, LocalFile(made.path), shape_of(made.path), index, None))


@pytest.mark.parametrize("kind", ["bai", "csi"])
def test_reads_of_each_contig_are_those_of_the_file(kind: str, made: dict[str, Made], tmp_path: Path) -> None:
    one = made[kind]
    found = counts(one, read_index(one.index.read_bytes()), tmp_path)
    assert found is not None
    assert found.counts_reads
    placed = Counter(contig for _, contig, *_ in all_reads(one.path))
    assert found.by_contig == tuple((name, placed[name]) for name in shape_of(one.path).header.contigs)
    assert found.unplaced == UNPLACED


@pytest.mark.parametrize("kind", ["crai", "multi"])
def test_a_cram_tells_bytes(kind: str, made: dict[str, Made], tmp_path: Path) -> None:
    one = made[kind]
    found = counts(one, read_index(one.index.read_bytes()), tmp_path)
    assert found is not None
    assert not found.counts_reads
    assert found.unplaced is not None
    total = sum(value for _, value in found.by_contig) + found.unplaced
    assert 0.8 * one.path.stat().st_size < total <= one.path.stat().st_size


def test_a_slice_of_several_contigs_is_counted_once(made: dict[str, Made], tmp_path: Path) -> None:
    index = read_crai(b"0 1 5 100 20 50\n1 1 5 100 20 50\n1 6 5 100 70 30\n-1 0 0 900 5 8\n")
    found = counts(made["crai"], index, tmp_path)
    assert found is not None
    assert (found.by_contig[:3], found.unplaced) == ((("chr1", 50), ("chr2", 30), ("chr3", 0)), 8)


def test_an_index_that_counts_no_reads_tells_bytes(made: dict[str, Made], tmp_path: Path) -> None:
    chunk = (0).to_bytes(8, "little") + (5000 << 16).to_bytes(8, "little")
    numbers = (b"\1\0\0\0", b"\1\0\0\0", (4681).to_bytes(4, "little"), b"\1\0\0\0", chunk, bytes(4))
    found = counts(made["bai"], read_bai(b"BAI\1" + b"".join(numbers)), tmp_path)
    assert found is not None
    assert (found.by_contig[0], found.counts_reads, found.unplaced) == (("chr1", 5000), False, None)


def test_without_an_index_there_is_nothing_to_tell(made: dict[str, Made], tmp_path: Path) -> None:
    assert counts(made["bai"], None, tmp_path) is None
