"""BED: what is read, and what is told by line."""

from __future__ import annotations

import gzip

import pytest

from score_gui.slicing.bed import read_bed
from score_gui.slicing.regions import Region, RegionError

CONTIGS = {"chr1": 10_000, "chrM": 16_569}


def test_bed_counts_from_zero_and_leaves_the_end_out() -> None:
    assert read_bed(b"chr1\t4999\t5000\tname\n", CONTIGS).regions == (Region("chr1", 4999, 5000),)


def test_headers_comments_blank_lines_and_a_mark_of_order_are_no_regions() -> None:
    text = "\ufeff# c\r\ntrack name=x\r\nbrowser position chr1:1-2\r\n\r\nchr1 5 10\r\nchr1\t9990\t20000\r\n"
    found = read_bed(text.encode(), CONTIGS)
    assert found.regions == (Region("chr1", 5, 10), Region("chr1", 9990, 10_000))
    assert found.remarks == ()


def test_gzip_is_told_by_its_first_bytes() -> None:
    packed = gzip.compress(b"chr1\t1\t2\n") + gzip.compress(b"chr1\t3\t4\n")
    assert len(read_bed(packed, CONTIGS).regions) == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("chr1\t5", "no contig, start and end"),
        ("chr1\t10\t10", "empty"),
        ("chr1\t10\t5", "empty"),
        ("chr1\t-1\t5", "no contig"),
        ("chr1\t1e3\t2e3", "no contig"),
        ("chr1\t1\t\u0665", "no contig"),
        ("chr1\t10000\t10001", "past the end"),
        ("1\t5\t10", "did you mean chr1"),
        ("MT\t5\t10", "did you mean chrM"),
        ("chr7\t5\t10", "no contig chr7"),
    ],
)
def test_lines_that_cannot_be_used_are_told_by_number(line: str, words: str) -> None:
    found = read_bed(f"# first\n{line}\nchr1\t1\t2\n".encode(), CONTIGS)
    assert [remark.line for remark in found.remarks] == [2]
    assert words in found.remarks[0].message
    assert len(found.regions) == 1


@pytest.mark.parametrize("data", ["chr1\t1\t2".encode("utf-16"), gzip.compress(b"chr1\t1\t2\n" * 50)[:-9]])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(RegionError):
        read_bed(data, CONTIGS)


def test_contigs_with_other_names_are_offered_and_taken_in_when_that_is_wanted() -> None:
    data = b"1\t5\t10\nMT\t5\t10\nchr7\t1\t2\nchr1\t0\t3\n"
    found = read_bed(data, CONTIGS)
    assert found.renames == {"1": "chr1", "MT": "chrM"}
    again = read_bed(data, CONTIGS, found.renames)
    assert [(region.contig, region.begin) for region in again.regions] == [
        ("chr1", 5),
        ("chrM", 5),
        ("chr1", 0),
    ]
    assert [remark.line for remark in again.remarks] == [3]
