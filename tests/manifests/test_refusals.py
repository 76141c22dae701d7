"""What is no Score manifest is called by its name, with what to do instead."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

from score_gui.manifests import describe_kind, read_manifest
from score_gui.model.manifest import Kind

from .texts import ANALYSIS, MD5, A, B, codes, ids, table

PORTAL_KF = (
    "Access URL\tFile ID\tFile Name\tFile Size\tData Category\tData Type\tFile Format\t"
    "Experimental Strategy\tHash\tStudy Name\tParticipant ID\tSample ID\tProband\tFamily ID\n"
    f"drs://data.example/{A}\tGF1\ta.bam\t1\tx\ty\tBAM\tWGS\t{MD5}\tS\tPT1\tBS1\tYes\tFM1\n"
)
OLD_KF = (
    "File ID\tLatest Did\tFile Name\tData Type\tFile Format\tExperiment Strategy\tParticipants ID\tProband\t"
    f"Family ID\tExternal Sample Id\tExternal Aliquot Id\nGF1\t{A}\ta.bam\tx\tBAM\tWGS\tPT1\tYes\tFM1\tE1\tE2\n"
)

REFUSED = {
    "upload header": (
        f"File UUID\tFile name\tFile md5sum\n{A}\t/in/a.bam\t{MD5}\n",
        Kind.SONG_UPLOAD,
        "upload-manifest",
    ),
    "upload rows, tabs lost": (
        f"{ANALYSIS}\n{A}\t/in/a.bam\t{MD5}\n",
        Kind.SONG_UPLOAD,
        "upload-manifest",
    ),
    "EGA script": ("#!/bin/bash\necho hello\n", Kind.SHELL_MANIFEST, "repository-script"),
    "PDC script": (
        f"aws --profile pdc --endpoint-url https://x s3 cp s3://b/{A} .\n",
        Kind.SHELL_MANIFEST,
        "repository-script",
    ),
    "URL list": (
        f"url\tfile_name\tfile_size\tmd5_sum\tstudy\nhttps://x/a\ta\t1\t{MD5}\tS\n",
        Kind.PORTAL_URL_LIST,
        "not-a-score-object",
    ),
    "Kids First": (PORTAL_KF, Kind.KIDS_FIRST, "kids-first-drs"),
    "Kids First of old": (OLD_KF, Kind.KIDS_FIRST, "kids-first-drs"),
    "sign-in page": (
        "\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>",
        Kind.HTML,
        "web-page-not-manifest",
    ),
    "page with a comment first": ("<!-- x --><HTML lang='en'>", Kind.HTML, "web-page-not-manifest"),
    "some XML": ("<?xml version='1.0'?><Error><Code>x</Code></Error>", Kind.UNKNOWN, "xml-not-manifest"),
    "IDC table of UIDs": (
        "PatientID,SeriesInstanceUID\np1,1.3.6.1.4.1.9328.50.3\n",
        Kind.IDC_CSV,
        "needs-idc-index",
    ),
    "IDC JSON of UIDs": (
        json.dumps([{"SeriesInstanceUID": "1.3.6.1.4.1.9328.50.3"}]),
        Kind.IDC_JSON,
        "needs-idc-index",
    ),
    "s5cmd, nothing but its heading": (
        "# Manifest generated at 09:15:02\n# s5cmd --no-sign-request run x\n",
        Kind.IDC_S5CMD,
        "empty-manifest",
    ),
    "s5cmd, foreign buckets only": (f"cp s3://somebody/{A}/* .\n", Kind.IDC_S5CMD, "no-usable-line"),
    "TCIA": (
        "downloadServerUrl=https://x\nincludeAnnotation=true\nListOfSeriesToDownload=\n1.2.3.4.5.6\n",
        Kind.TCIA,
        "needs-idc-index",
    ),
    "DICOM UIDs": ("1.3.6.1.4.1.9328\n1.3.6.1.4.1.14519\n", Kind.IDC_CSV, "needs-idc-index"),
    "DRS ids": (f"drs://dg.4DFC:{A}\ndg.4DFC/{B}\n", Kind.DRS, "drs-list"),
    "DRS table": (f"name,drs_uri\na,drs://dg.4DFC/{A}\n", Kind.DRS, "drs-list"),
    "gen3 JSON": (json.dumps([{"object_id": f"dg.4DFC/{A}"}]), Kind.DRS, "drs-list"),
    "other JSON": ("[1, 2]", Kind.UNKNOWN, "not-recognised"),
    "prose": ("Dear all,\nhere are the files.\n", Kind.UNKNOWN, "not-recognised"),
    "blanks for tabs": (
        f"repo_code   object_id   file_name\nx   {A}   a.bam\n",
        Kind.UNKNOWN,
        "blanks-for-tabs",
    ),
    "EGA files": ("EGAF00001753735\nEGAF00001753736\n", Kind.EGA, "ega-list"),
    "EGA files with their names": (
        "file_id,filename\nEGAF00001753735,a.bam.c4gh\nEGAF00001753736,b.bam.c4gh\n",
        Kind.EGA,
        "ega-list",
    ),
    "EGA datasets": ("EGAD00001000001", Kind.EGA, "ega-list"),
    "EGA table": (
        "file_accession_id,file_name,status\nEGAF00001753735,a.bam.c4gh,available\n",
        Kind.EGA,
        "ega-list",
    ),
    "GDC sample sheet": (
        f"File ID\tFile Name\tData Category\tData Type\tProject ID\tCase ID\n{A}\ta.bam\tx\ty\tT\tc\n",
        Kind.GDC,
        "gdc-manifest",
    ),
    "IDs under a name of its own": (
        f"sample,uuid,name\ns1,{A},a.bam\ns2,{B},b.bam\n",
        Kind.UNKNOWN,
        "no-object-id-column",
    ),
    "IDs under a name of its own, some missing": (
        f"sample\tuuid\n\ns1\t{A}\ns2\t\ns3\t{B}\n",
        Kind.UNKNOWN,
        "no-object-id-column",
    ),
    "two columns of IDs": (
        f"sample\tone\tother\ns1\t{A}\t{B}\n",
        Kind.UNKNOWN,
        "no-object-id-column",
    ),
    "columns of a manifest without IDs": (
        "file_name\tfile_size\tmd5sum\na.bam\t1\t\n",
        Kind.UNKNOWN,
        "no-object-id-column",
    ),
    "nothing": ("", Kind.UNKNOWN, "empty-manifest"),
    "blank lines": (" \n\r\n", Kind.UNKNOWN, "empty-manifest"),
    "only comments": ("# a\n# b\n", Kind.UNKNOWN, "not-recognised"),
}


@pytest.mark.parametrize(("text", "kind", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_list_for_something_else_is_refused_by_its_name(text: str, kind: Kind, reason: str) -> None:
    manifest = read_manifest(text.encode(), "list.txt")
    assert (manifest.kind, manifest.accepted, manifest.reason) == (kind, False, reason)
    assert manifest.entries == ()
    assert manifest.name == "list.txt"
    assert manifest.advice is not None
    assert manifest.advice.endswith(".")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (
            f"sample,uuid,name\ns1,{A},a.bam\n",
            '"uuid" holds IDs of that kind: if they are object IDs, call the column object_id',
        ),
        (
            f"sample\tone\tother\ns1\t{A}\t{B}\n",
            '"one" and "other" hold IDs of that kind: call the one with the object IDs object_id',
        ),
        (
            "file_name\tfile_size\na.bam\t1\n",
            "names files without their object IDs. Save it again with the column object_id",
        ),
    ],
)
def test_a_table_without_a_column_of_object_ids_is_told_what_it_has(text: str, advice: str) -> None:
    assert advice in (read_manifest(text.encode()).advice or "")


@pytest.mark.parametrize(
    "magic", [b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\0", b"BZh91AY&SY", b"Rar!\x1a\x07\0", b"\x28\xb5\x2f\xfd"]
)
def test_a_file_packed_in_another_way_is_to_be_unpacked_first(magic: bytes) -> None:
    manifest = read_manifest(magic + b"\0\xff" * 50)
    assert (manifest.kind, manifest.reason) == (Kind.PORTAL_ARCHIVE, "unreadable-archive")
    assert (
        manifest.advice
        == "This file is packed in a way that is not opened here. Unpack it first, or pack it as zip."
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (gzip.compress(b"BAM\1" + b"\0" * 100), "a BAM file"),
        (b"CRAM\3\0" + b"\0" * 100, "a CRAM file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (gzip.compress(b"##fileformat=VCFv4.2\n"), "a VCF file"),
        (b"##fileformat=VCFv4.2\n", "a VCF file"),
    ],
)
def test_a_data_file_is_called_what_it_is(data: bytes, what: str) -> None:
    manifest = read_manifest(data)
    assert manifest.reason == "data-file-not-manifest"
    assert manifest.advice is not None
    assert what in manifest.advice


def test_other_bytes_are_no_text() -> None:
    assert read_manifest(b"ab\0\1\2\3" * 100).reason == "not-text"
    assert read_manifest("repo_code".encode("utf-32")).reason == "not-text"


def test_a_workbook_is_told_from_other_archives() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    assert read_manifest(packed.getvalue()).reason == "workbook-not-manifest"


def test_the_first_line_is_shown_harmless_and_long_words_are_not() -> None:
    manifest = read_manifest(b"\x1b[2J hello eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzZWNyZXQifQ\n")
    advice = manifest.advice or ""
    assert r"\x1b[2J hello eyJhbGci…" in advice
    assert "eyJzdWIi" not in advice


def test_a_score_table_with_an_address_column_is_still_a_score_table() -> None:
    row = f"collaboratory\t{A}\ts3://bucket/{B}"
    assert ids(read_manifest(table(row, header="repo_code\tobject_id\turl"))) == [A]


def test_with_a_fourth_column_it_is_no_upload_manifest() -> None:
    header = "File UUID\tFile name\tFile md5sum\tRepo code"
    assert ids(read_manifest(table(f"{A}\ta.bam\t{MD5}\tcollab", header=header))) == [A]


def test_an_id_column_counts_only_beside_columns_of_a_score_site() -> None:
    assert ids(read_manifest(table(f"{A}\t{B}", header="id\tindex_object_id"))) == [A]
    assert read_manifest(table(f"{A}\ta", header="id\ttitle")).reason == "no-object-id-column"


def test_bad_words_in_a_list_of_ids_are_told_by_line() -> None:
    manifest = read_manifest(f"{A}; {B} # both\n'{A[:-2]}'\n".encode())
    assert (manifest.kind, codes(manifest), ids(manifest)) == (
        Kind.ID_LIST,
        ["row-2-bad-object-id"],
        [A, B],
    )


def test_a_single_column_of_ids_is_a_list() -> None:
    manifest = read_manifest(table(A, B, header="object_id"))
    assert (manifest.kind, codes(manifest), ids(manifest)) == (Kind.ID_LIST, [], [A, B])


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_words(kind: Kind) -> None:
    assert describe_kind(kind)[0].isupper()
