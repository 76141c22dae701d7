"""Encodings, line ends, quotes and shapes: odd rows are told by line, good rows go on."""

from __future__ import annotations

import codecs

import pytest

from score_gui.manifests import read_manifest
from score_gui.model.manifest import Kind

from .texts import HEADER_25K, MD5, A, B, codes, ids, row_25k, table

PLAIN = table(row_25k(A), row_25k(B, name="beta.bam")).decode()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_and_without_a_mark(encoding: str) -> None:
    manifest = read_manifest(PLAIN.encode(encoding))
    assert (codes(manifest), ids(manifest)) == (["utf-16"], [A, B])


def test_a_byte_order_mark_is_no_part_of_the_header() -> None:
    assert read_manifest(codecs.BOM_UTF8 + PLAIN.encode()).kind is Kind.SCORE_25K


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_lines_end_with_lf_crlf_or_cr(end: str, last: bool) -> None:
    text = PLAIN.replace("\n", end)
    manifest = read_manifest((text if last else text.rstrip(end)).encode())
    assert [(e.object_id, e.line) for e in manifest.entries] == [(A, 2), (B, 3)]


@pytest.mark.parametrize("inside", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1c"])
def test_nothing_else_ends_a_line(inside: str) -> None:
    manifest = read_manifest(table(row_25k(A, name=f"al{inside}pha.bam")))
    assert manifest.entries[0].file_name == "al_pha.bam"


def test_text_that_is_not_utf_8_is_told_by_line_and_not_guessed() -> None:
    manifest = read_manifest(table(row_25k(A), row_25k(B, name="café.bam")).decode().encode("latin-1"))
    assert codes(manifest) == ["row-3-not-utf-8", "names-from-server"]
    assert [(e.object_id, e.file_name) for e in manifest.entries] == [(A, "alpha.bam"), (B, None)]


def test_an_id_with_damaged_bytes_is_no_id() -> None:
    manifest = read_manifest(table(row_25k(A), row_25k("\u00e9" + B[1:])).decode().encode("latin-1"))
    assert ids(manifest) == [A]
    assert codes(manifest) == ["row-3-not-utf-8", "row-3-no-object-id"]


def test_a_text_in_an_unknown_encoding_is_refused_with_its_line() -> None:
    manifest = read_manifest(b"hello\nw\xe9ird\n")
    assert (manifest.reason, manifest.advice) == (
        "not-utf-8",
        "Line 2 is not UTF-8 text. Save the list as UTF-8 and open it again.",
    )


def test_a_stray_quote_does_not_swallow_the_rest() -> None:
    manifest = read_manifest(table(row_25k(A, name='al"pha.bam'), row_25k(B, name="beta.bam")))
    assert ids(manifest) == [A, B]
    assert manifest.entries[0].file_name == "al_pha.bam"


def test_a_cell_quoted_as_a_whole_is_unquoted() -> None:
    manifest = read_manifest(table(row_25k(f'"{A}"', name='"al ""x"" pha.bam"')))
    assert ids(manifest) == [A]
    assert manifest.entries[0].file_name == "al _x_ pha.bam"


def test_a_stray_quote_in_csv_ends_with_its_line() -> None:
    rows = (row_25k(A, name='"alpha'), row_25k(B, name="beta.bam"))
    manifest = read_manifest(table(*rows).replace(b"\t", b","))
    assert ids(manifest) == [A, B]


@pytest.mark.parametrize(
    "spelling",
    [A.upper(), f" {A} ", f"{{{A}}}", f"\u00a0{A}", f"{A}\u200b", f"\ufeff{A}\u2060", f"\u200e{A}"],
)
def test_an_id_may_be_upper_case_or_braced_or_come_with_blanks_of_a_web_page(spelling: str) -> None:
    assert ids(read_manifest(table(row_25k(spelling)))) == [A]
    assert ids(read_manifest(f"{spelling}\n{B}\n".encode())) == [A, B]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (A[:-1], "Object ID is cut off"),
        (A + "0", "Object ID is not a UUID"),
        ("1.2E+45", "Object ID is not a UUID"),
        ("../../x", "Object ID is not a UUID"),
        (f"{A}?x=1", "Object ID is not a UUID"),
        (A.replace("-", ""), "Object ID is not a UUID"),
        (A[:8] + "\u200b" + A[8:], "Object ID is not a UUID"),
        ("\uff13" + A[1:], "Object ID is not a UUID"),
    ],
)
def test_what_is_no_uuid_is_left_out_with_its_reason(cell: str, message: str) -> None:
    manifest = read_manifest(table(row_25k(cell), row_25k(B)))
    assert ids(manifest) == [B]
    remark = manifest.remarks[0]
    assert (remark.code, remark.message, remark.line, remark.blocks) == (
        "row-2-bad-object-id",
        message,
        2,
        True,
    )


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ("1,234", "size-unreadable"),
        ("1.2 GB", "size-unreadable"),
        ("-5", "size-unreadable"),
        ("\u0661\u0662", "size-unreadable"),
        ("9" * 30, "size-unreadable"),
        ("1E+06", "size-damaged-by-spreadsheet"),
        ("1048576.0", "size-damaged-by-spreadsheet"),
        ("None", "size-missing"),
    ],
)
def test_a_size_that_is_no_plain_number_is_unknown(size: str, code: str) -> None:
    manifest = read_manifest(table(row_25k(A, size=size)))
    assert (manifest.entries[0].size, codes(manifest)) == (None, [code])


@pytest.mark.parametrize("md5", [MD5[:-1], "sha256:abc"])
def test_an_md5_that_cannot_be_read_is_unknown(md5: str) -> None:
    manifest = read_manifest(table(row_25k(A, md5=md5)))
    assert (manifest.entries[0].md5, codes(manifest)) == (None, ["md5-unreadable"])


def test_short_and_long_rows_are_read_and_told() -> None:
    short = "\t".join(row_25k(A).split("\t")[:9])
    manifest = read_manifest(table(short, row_25k(B, name="b.bam") + "\t\t", row_25k(A) + "\tmore"))
    assert [(r.code, r.message, r.line) for r in manifest.remarks] == [
        ("short-line", "Line ends after column 9 of 11", 2),
        ("duplicate-object", "Same as line 2", 4),
        ("long-line", "Line has 12 columns, the header 11", 4),
    ]


def test_a_line_that_ends_before_the_id_has_none() -> None:
    assert codes(read_manifest(table("collaboratory\tFI1", row_25k(A)))) == ["row-2-no-object-id"]


def test_blank_lines_comments_and_prose_before_the_header_are_skipped() -> None:
    text = f"# saved by me\nMy files\n\n{HEADER_25K}\n\n{row_25k(A)}\n# half\n\t\t\t\n"
    manifest = read_manifest(text.encode())
    assert codes(manifest) == ["preamble-skipped:1"]
    assert [(e.object_id, e.line) for e in manifest.entries] == [(A, 6)]
    assert manifest.lines == 1


def test_text_from_a_list_cannot_hide_characters() -> None:
    row = row_25k(A, repo="col\u202elab").replace("PCAWG", "P\x1b[2JC")
    entry = read_manifest(table(row)).entries[0]
    assert (entry.repos, entry.study) == (("col_lab",), "P_[2JC")


def test_a_list_without_one_usable_line_says_so_and_keeps_the_remarks() -> None:
    manifest = read_manifest(table(row_25k("x"), row_25k("")))
    assert (manifest.accepted, manifest.reason, manifest.kind) == (False, "no-usable-line", Kind.SCORE_25K)
    assert codes(manifest) == ["row-2-bad-object-id", "row-3-no-object-id"]
