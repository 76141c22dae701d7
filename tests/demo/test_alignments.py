"""The practice alignments and variants: what the field's own tools read in them."""

from __future__ import annotations

from typing import Any

import pytest

from score_gui.demo import PracticeData, Role

from .client import truth

pysam = pytest.importorskip("pysam")


@pytest.mark.parametrize(("role", "index_role"), [(Role.BAM, Role.BAI), (Role.CRAM, Role.CRAI)])
def test_alignments_are_sorted_indexed_pairs_in_two_read_groups_with_unplaced_reads(
    data: PracticeData, role: Role, index_role: Role
) -> None:
    held, index = data.get(role), data.get(index_role)
    with pysam.AlignmentFile(
        str(held.path), reference_filename=str(data.reference), index_filename=str(index.path)
    ) as file:
        assert file.check_index()
        reads = list(file.fetch(until_eof=True))
        in_region = [read.query_name for read in file.fetch("chr17", 50_000, 51_000)]
        in_hla = sum(1 for _ in file.fetch("HLA-DRB1*15:01:01:02"))
    placed = [(read.reference_id, read.reference_start) for read in reads if not read.is_unmapped]
    assert placed == sorted(placed)
    assert {read.reference_name for read in reads if not read.is_unmapped} >= {"chr1", "chr2", "chrM"}
    assert [read.is_unmapped for read in reads] == [False] * len(placed) + [True] * 500
    assert {read.get_tag("RG") for read in reads} == {"practice.lane1", "practice.lane2"}
    assert all(read.is_paired for read in reads)
    expected = [
        read.query_name
        for read in reads
        if read.reference_name == "chr17" and 49_900 < read.reference_start < 51_000
    ]
    assert in_region == expected != []
    assert in_hla > 100


def test_mates_point_at_each_other(data: PracticeData) -> None:
    with pysam.AlignmentFile(str(data.get(Role.BAM).path)) as file:
        pairs: dict[str, list[Any]] = {}
        for read in file.fetch("chr2"):
            pairs.setdefault(read.query_name, []).append(read)
    assert {len(pair) for pair in pairs.values()} == {2}
    for one, other in pairs.values():
        assert one.next_reference_start == other.reference_start
        assert one.template_length == -other.template_length
        assert one.is_read1 != other.is_read1


def test_the_reads_match_the_reference(data: PracticeData) -> None:
    with (
        pysam.FastaFile(str(data.reference)) as reference,
        pysam.AlignmentFile(str(data.get(Role.CRAM).path), reference_filename=str(data.reference)) as file,
    ):
        for read in list(file.fetch(until_eof=True))[:200]:
            start = read.reference_start
            assert read.query_sequence == reference.fetch(read.reference_name, start, start + 100)


def test_alignments_say_nothing_of_where_they_were_made(data: PracticeData) -> None:
    for role in (Role.BAM, Role.CRAM):
        with pysam.AlignmentFile(str(data.get(role).path)) as file:
            header = str(file.header)
        assert str(data.folder.parent) not in header
        assert "UR:" not in header
    # The file id of a CRAM, for which htslib takes the path.
    assert truth(data.get(Role.CRAM))[6:26].rstrip(b"\0") == b"practice"


def test_variants_are_indexed(data: PracticeData) -> None:
    held, index = data.get(Role.VCF), data.get(Role.TBI)
    with pysam.VariantFile(str(held.path), index_filename=str(index.path)) as file:
        found = [(record.ref, record.pos) for record in file.fetch("chr2", 1000, 9000)]
    assert found
    with pysam.FastaFile(str(data.reference)) as reference:
        assert all(letter == reference.fetch("chr2", place - 1, place) for letter, place in found)
