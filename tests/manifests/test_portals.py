"""The habits and accidents of each portal, one by one."""

from __future__ import annotations

import pytest

from score_gui.manifests import read_manifest
from score_gui.model.manifest import Kind

from .texts import ANALYSIS, HEADER_25K, HEADER_ARGO, INDEX, MD5, A, B, C, codes, ids, row_25k, table

DISPLAY_NAMES = (
    "Repository\tObject ID\tAnalysis ID\tStudy ID\tFile Type\tFile Name\tFile Size\tFile MD5\t"
    "Index File Object ID\tDonor ID\tSample ID"
)


def test_glued_manifests_unite_the_repositories_of_an_object() -> None:
    manifest = read_manifest(
        table(row_25k(A, repo="aws-virginia"), HEADER_25K, row_25k(A), row_25k(B, name="b.bam"))
    )
    assert (manifest.kind, codes(manifest)) == (
        Kind.SCORE_25K,
        ["repeated-header", "several-repositories"],
    )
    assert manifest.entries[0].repos == ("aws-virginia", "collaboratory")
    assert ids(manifest) == [A, B]
    assert [(r.line, r.blocks) for r in manifest.remarks] == [(3, False), (2, False)]


def test_the_name_of_a_further_repository_is_shown_short_and_visible() -> None:
    further = "x" * 500 + "\ue000"
    manifest = read_manifest(table(row_25k(A), row_25k(A, repo=further), row_25k(B, repo="\ue000")))
    message = manifest.remarks[0].message
    assert message == f"Also in repository {'x' * 60}…"
    assert manifest.entries[0].repos == ("collaboratory", further)


@pytest.mark.parametrize(
    "part",
    [
        f'<?xml version="1.0"?>\n<ResultSet>\n<Result id="1">{B}</Result>\n</ResultSet>\n',
        f'<?xml version="1.0"?>\n<ResultSet>\n<Result id="1">{B}</Result>\n</ResultSet>',
        f"#!/bin/bash\naws --profile pdc s3 cp s3://x/{B} .\n",
        f"id\tfilename\tmd5\tsize\tstate\n{B}\tb.bam\t{MD5}\t10\treleased\n",
        f"url\tfile_name\tfile_size\tmd5_sum\tstudy\nhttps://x/{B}\tb\t1\t{MD5}\tS\n",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_parts_for_other_repositories_are_left_out_of_glued_manifests(part: str, first: bool) -> None:
    ours = table(row_25k(A)).decode()
    whole = part * 30 + ours if first else ours + part + table(row_25k(C, name="c.bam")).decode()
    manifest = read_manifest(whole.encode())
    assert manifest.kind is Kind.SCORE_25K
    assert ids(manifest) == ([A] if first else [A, C])
    assert codes(manifest) == ["repeated-header"]
    assert [r.blocks for r in manifest.remarks] == ([True] if first else [True, False])


def test_a_joined_row_is_split() -> None:
    row = (
        f"collaboratory,collaboratory\tFI1,FI2\t{A},{B}\tBAM,VCF\ta.bam,b.vcf\t10,20\t{MD5},{'b' * 32}\t"
        f"{INDEX},\tDO1,DO2\tTEST-CA\tPCAWG"
    )
    manifest = read_manifest(table(row))
    assert codes(manifest) == ["joined-row-split"]
    told = [(e.object_id, e.file_name, e.size, e.index_object_id, e.donor) for e in manifest.entries]
    assert told == [(A, "a.bam", 10, INDEX, "DO1"), (B, "b.vcf", 20, None, "DO2")]
    assert {(e.project, e.repos, e.line) for e in manifest.entries} == {("TEST-CA", ("collaboratory",), 2)}


def test_a_joined_row_whose_cells_do_not_match_keeps_the_ids_only() -> None:
    manifest = read_manifest(table(row_25k(f"{A},{B}", name="a,b,c.bam", size="1,2,3")))
    assert [(e.object_id, e.file_name, e.size) for e in manifest.entries] == [
        (A, None, None),
        (B, None, None),
    ]


def test_argo_of_2020_called_its_programs_projects() -> None:
    header = HEADER_ARGO.replace("program_id", "project_id")
    row = f"collab\t{ANALYSIS}\t{A}\tBAM\talpha.bam\t1\t{MD5}\t\tDO1|DO2\tSA1|SA2\tTEST-CA"
    manifest = read_manifest(table(row, header=header))
    assert (manifest.kind, codes(manifest)) == (Kind.SCORE_ARGO, [])
    entry = manifest.entries[0]
    assert (entry.program_id, entry.project, entry.donor, entry.samples, entry.analysis_id) == (
        "TEST-CA",
        None,
        "DO1, DO2",
        ("SA1", "SA2"),
        ANALYSIS,
    )


def test_arranger_with_display_names_and_dashes_for_nothing() -> None:
    row = f"collab; other\t{A}\t{ANALYSIS}\tTEST-CA\tbam\talpha.bam\t--\t--\t--\tDO1\tSA1, SA2"
    manifest = read_manifest(table(row, header=DISPLAY_NAMES))
    assert (manifest.kind, codes(manifest)) == (Kind.SCORE_ARRANGER, [])
    entry = manifest.entries[0]
    assert (entry.object_id, entry.size, entry.md5, entry.index_object_id) == (A, None, None, None)
    assert (entry.repos, entry.samples, entry.project) == (("collab", "other"), ("SA1", "SA2"), "TEST-CA")
    assert entry.file_type == "BAM"


def test_what_describes_the_index_file_is_not_said_of_the_object() -> None:
    header = (
        "repositories.code\tobject_id\tanalysis.analysis_id\tstudy_id\tfile_type\tfile.index_file.name\t"
        "file.index_file.size\tfile.index_file.md5sum\tfile.index_file.object_id\tdonors.donor_id"
    )
    row = f"collab\t{A}\t{ANALYSIS}\tTEST-CA\tBAM\talpha.bam.bai\t100\t{MD5}\t{INDEX}\tDO1"
    manifest = read_manifest(table(row, header=header))
    assert (manifest.kind, codes(manifest)) == (
        Kind.SCORE_ARRANGER,
        ["name-size-md5-belong-to-index-file"],
    )
    entry = manifest.entries[0]
    assert (entry.file_name, entry.size, entry.md5, entry.index_object_id) == (None, None, None, INDEX)


def test_an_index_name_beside_an_index_id_is_not_the_objects_name() -> None:
    manifest = read_manifest(table(row_25k(A, name="alpha.bam.bai", index=INDEX)))
    assert codes(manifest) == ["name-size-md5-belong-to-index-file"]
    assert (manifest.entries[0].file_name, manifest.entries[0].md5) == (None, None)


def test_an_index_file_may_be_wanted_for_itself() -> None:
    manifest = read_manifest(table(row_25k(A, name="alpha.bam.bai"), row_25k(B, name="b.bai", index=B)))
    assert codes(manifest) == []
    assert [e.file_name for e in manifest.entries] == ["alpha.bam.bai", "b.bai"]
    assert manifest.entries[1].index_object_id is None


@pytest.mark.parametrize("tabs", ["\t" * 8, ""])
def test_rows_with_nothing_but_an_id_get_their_names_from_the_server(tabs: str) -> None:
    manifest = read_manifest(table(f"\t\t{A}{tabs}", f"\t\t{B}{tabs}"))
    assert (manifest.kind, codes(manifest)) == (Kind.SCORE_25K, ["names-from-server"])
    assert ids(manifest) == [A, B]


def test_score_clients_own_example_header_is_a_25k_manifest() -> None:
    header = (
        "Repo code\tFile ID\tFile UUID\tFile format\tFile name\tFile size\tFile md5sum\tIndex file UUID\t"
        "Donor ID\tProject ID\tStudy"
    )
    manifest = read_manifest(table(row_25k(A, index=INDEX), header=header))
    assert (manifest.kind, codes(manifest)) == (Kind.SCORE_25K, [])
    entry = manifest.entries[0]
    assert (entry.file_name, entry.md5, entry.index_object_id) == ("alpha.bam", MD5, INDEX)


def test_a_spreadsheets_csv_is_read_but_not_its_rounded_sizes() -> None:
    header = HEADER_25K.replace("\t", ",")
    row = f'"collaboratory","FI1","{A}",BAM,"a, b.bam",1.04858E+06,{MD5},,DO1,TEST-CA,PCAWG'
    manifest = read_manifest(table(row, header=header))
    assert (manifest.kind, codes(manifest)) == (
        Kind.SCORE_25K,
        ["comma-separated", "size-damaged-by-spreadsheet"],
    )
    assert (manifest.entries[0].file_name, manifest.entries[0].size) == ("a, b.bam", None)


def test_semicolons_separate_too() -> None:
    text = table(row_25k(A)).replace(b"\t", b";")
    assert codes(read_manifest(text)) == ["semicolon-separated"]
    assert ids(read_manifest(text)) == [A]


def test_extra_and_reordered_columns_do_no_harm() -> None:
    header = "access\tfile_name\tobject_id\trepo_code\tfile_size\tmd5_sum\tnotes\tobject_id"
    row = f"open\talpha.bam\t{A}\tcollaboratory\t7\t{MD5}\tmine\t{B}"
    manifest = read_manifest(table(row, header=header))
    assert (manifest.kind, codes(manifest), ids(manifest)) == (Kind.SCORE_25K, [], [A])
    assert manifest.entries[0].size == 7


def test_one_name_for_two_objects_is_told() -> None:
    rows = (row_25k(A, name="Alpha.bam"), row_25k(B, name="alpha.bam"), row_25k(C, name="gamma.bam"))
    manifest = read_manifest(table(*rows))
    assert codes(manifest) == ["same-file-name"]
    assert (manifest.remarks[0].message, manifest.remarks[0].line) == ("Same name as line 2", 3)
    assert ids(manifest) == [A, B, C]


@pytest.mark.parametrize(
    ("size", "md5", "kept"),
    [("9", MD5, (None, MD5)), ("1048576", "f" * 32, (1048576, None)), ("9", "f" * 32, (None, None))],
)
def test_contradicting_duplicates_are_left_to_the_server(
    size: str, md5: str, kept: tuple[int | None, str | None]
) -> None:
    manifest = read_manifest(table(row_25k(A), row_25k(A, size=size, md5=md5)))
    assert codes(manifest) == ["duplicate-object-differs"]
    assert (manifest.entries[0].size, manifest.entries[0].md5) == kept


def test_what_one_duplicate_leaves_out_the_other_tells() -> None:
    manifest = read_manifest(table(row_25k(A, size="", md5=""), row_25k(A)))
    assert (manifest.entries[0].size, manifest.entries[0].md5) == (1048576, MD5)


def test_argos_file_table_gives_ids_and_nothing_exact() -> None:
    header = (
        "File ID\tDonor ID\tSubmitter Donor ID\tProgram ID\tData Type\tFile Type\tExperimental Strategy\t"
        "Size\tObject ID"
    )
    manifest = read_manifest(table(f"FL1\tDO1\tS1\tTEST-CA\tReads\tBAM\tWGS\t1.2 GB\t{A}", header=header))
    assert (manifest.kind, codes(manifest)) == (Kind.SCORE_ARGO_TABLE, ["table-export-not-manifest"])
    entry = manifest.entries[0]
    assert (entry.object_id, entry.size, entry.file_id, entry.program_id) == (A, None, "FL1", "TEST-CA")


def test_eleven_columns_without_a_header_are_read_by_position() -> None:
    manifest = read_manifest((row_25k(A, index=INDEX) + "\n" + row_25k(B, name="b.bam")).encode())
    assert (manifest.kind, codes(manifest)) == (Kind.SCORE_HEADERLESS, ["no-header"])
    assert [(e.object_id, e.file_name, e.line) for e in manifest.entries] == [
        (A, "alpha.bam", 1),
        (B, "b.bam", 2),
    ]


@pytest.mark.parametrize("header", ["", "\t" * 10 + "\n"])
def test_a_uuid_in_another_column_is_never_taken_by_position(header: str) -> None:
    manifest = read_manifest(f"{header}a\t{A}\tb\tc\td\te\tf\tg\th\ti\tj\n".encode())
    assert (manifest.accepted, manifest.reason) == (False, "not-recognised")


@pytest.mark.parametrize(
    ("name", "file_type"),
    [("a.cram", "CRAM"), ("a.vcf.gz", "VCF"), ("a.bam.bai", "BAI"), ("a", None), ("a.tar.gz", "TAR")],
)
def test_without_a_column_the_name_tells_the_type(name: str, file_type: str | None) -> None:
    manifest = read_manifest(table(f"{A}\t{name}\tcollab", header="object_id\tfile_name\trepo_code"))
    assert manifest.entries[0].file_type == file_type
