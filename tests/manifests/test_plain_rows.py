"""Rows that are read column by column make the same entries and remarks as rows that are read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.manifests import decode, read_manifest
from score_gui.manifests.plain_rows import PlainRows
from score_gui.model.manifest import Manifest

from .texts import HEADER_25K, MD5, ids, row_25k

HEADERS = {
    "25k": HEADER_25K,
    "argo": "repository_code\tanalysis_id\tobject_id\tfile_type\tfile_name\tfile_size\tmd5sum\tindex_object_id\t"
    "donor_id\tsample_id(s)\tprogram_id",
    "bare": "object_id\tnote",
}


def object_id(number: int) -> str:
    return f"33dd93ef-aab8-561c-8cc0-{number:012x}"


numbers = st.integers(1, 40)
common = st.sampled_from(["", "x", "DO1", "3 donors", "a|b", "undefined", "1.5E+06", "-"])
cells = st.tuples(
    common,
    common,
    numbers.map(object_id) | st.sampled_from(["", "x", object_id(1).upper()]),
    st.sampled_from(["", "BAM", "vcf", "null"]),
    numbers.map("f{}.bam".format)
    | st.sampled_from(["", "a.bai", " b.bam", "../c.bam", "con", "é.bam", '"q"']),
    st.integers(0, 10**18).map(str) | st.sampled_from(["", "12 kB", "undefined", "9" * 19]),
    st.just(MD5) | st.sampled_from(["", "0" * 32, "undefined", MD5.upper()]),
    numbers.map(object_id) | st.sampled_from(["", "x", "00000000-0000-0000-0000-000000000000"]),
    common,
    common,
    common,
)
lines = st.lists(cells.map("\t".join) | st.sampled_from(["", "# note", "\t" * 10, "<html>"]), max_size=12)


@contextmanager
def one_by_one() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainRows, "take", lambda *_: False)
        yield


def in_pieces(data: bytes, size: int) -> Manifest:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decode, "PIECE", size)
        return read_manifest(data)


@given(st.sampled_from(sorted(HEADERS)), lines, st.integers(150, 900))
def test_any_rows_are_read_alike_in_blocks_and_one_by_one(kind: str, rows: list[str], size: int) -> None:
    cut = [row.split("\t")[2:4] if kind == "bare" else [row] for row in rows]
    data = "\n".join([HEADERS[kind], *("\t".join(row) for row in cut)]).encode()
    with one_by_one():
        expected = read_manifest(data)
    assert read_manifest(data) == expected
    assert in_pieces(data, size) == expected


ODD = {
    0: ["a|b", "", "undefined"],
    1: ["", "-", "null", "x" * 70_000],
    2: ["", "x", object_id(1), object_id(7).upper(), f"{object_id(1)},{object_id(2)}", "object_id"],
    3: ["", "null", "vcf"],
    4: ["", "undefined", "nan", "a.bai", "A.BAI", " b.bam", "../c.bam", "con", "é.bam", "x" * 70_000],
    5: ["", "12 kB", "undefined", "9" * 19, "9" * 18, "-1", "\u0661"],
    6: ["", "0" * 32, "undefined", MD5.upper(), "x"],
    7: ["", "x", object_id(2), object_id(50), "00000000-0000-0000-0000-000000000000"],
    8: ["", "3 donors", "DO1|DO2"],
    9: ["", "2 projects", "n/a"],
    10: ["", "--", "a\tb", '"q"'],
}


@pytest.mark.parametrize(
    ("column", "cell"), [(column, cell) for column, each in ODD.items() for cell in each]
)
def test_one_odd_cell_among_plain_ones(column: int, cell: str) -> None:
    rows = [row_25k(object_id(n), name=f"f{n}.bam", index=object_id(50 + n)).split("\t") for n in (1, 2, 3)]
    rows[1][column] = cell
    data = "\n".join([HEADER_25K, *("\t".join(row) for row in rows)]).encode()
    with one_by_one():
        expected = read_manifest(data)
    assert read_manifest(data) == expected
    alone = "\n".join([HEADER_25K, "\t".join(rows[1])]).encode()
    with one_by_one():
        expected = read_manifest(alone)
    assert read_manifest(alone) == expected


plain_rows = st.lists(
    st.tuples(numbers, st.integers(0, 10**12)), min_size=1, max_size=30, unique_by=lambda row: row[0]
)


@given(plain_rows, st.integers(150, 900))
def test_plain_rows_take_the_short_way(rows: list[tuple[int, int]], size: int) -> None:
    listed = [row_25k(object_id(number), name=f"{number}.bam", size=str(bytes_)) for number, bytes_ in rows]
    taken: list[bool] = []
    whole = PlainRows.take

    def take(self: PlainRows, number: int, lines: list[str]) -> bool:
        taken.append(whole(self, number, lines))
        return taken[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainRows, "take", take)
        manifest = in_pieces("\n".join([HEADER_25K, *listed]).encode(), size)
    assert all(taken)
    assert ids(manifest) == [object_id(number) for number, _ in rows]
    assert [entry.size for entry in manifest.entries] == [bytes_ for _, bytes_ in rows]
    assert [entry.line for entry in manifest.entries] == list(range(2, len(rows) + 2))
    assert not manifest.remarks
