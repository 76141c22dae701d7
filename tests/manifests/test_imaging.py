"""Lists of the Imaging Data Commons in the shapes that portals, databases and people give them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.manifests import read_manifest, write_manifest
from score_gui.model.cloud_path import CloudPath
from score_gui.model.manifest import Entry, Kind, Manifest

from .texts import A, B, C, codes, row_25k, table


def read(text: str) -> Manifest:
    return read_manifest(text.encode(), "list")


def ids(manifest: Manifest) -> list[str]:
    return [entry.object_id for entry in manifest.entries]


def test_a_command_names_a_series_and_its_line() -> None:
    manifest = read(f"# s5cmd run it\ncp s3://idc-open-data/{A}/* ./\n\ncp s3://idc-open-data-two/{B}/* .\n")
    assert manifest.kind is Kind.IDC_S5CMD
    assert ids(manifest) == [f"s3://idc-open-data/{A}/", f"s3://idc-open-data-two/{B}/"]
    assert [entry.line for entry in manifest.entries] == [2, 4]
    assert {(entry.file_type, entry.repos) for entry in manifest.entries} == {("DICOM", ("AWS",))}
    assert [entry.analysis_id for entry in manifest.entries] == [A, B]
    assert manifest.remarks == ()


DANGEROUS = {
    f"rm s3://idc-open-data/{B}/*": "rm is left out",
    f"mv s3://idc-open-data/{B}/* .": "mv is left out",
    "run other.txt": "run is left out",
    f"cp ./mine s3://idc-open-data/{B}/": "from a computer to a bucket",
    f"cp s3://somebody/{B}/* .": "bucket is none of",
    "cp s3://idc-open-data/* .": "a whole bucket",
    f"cp s3://idc-open-data/{B}/../x .": "names no series",
    f"cp s3://idc-open-data/{B}/a/b.dcm .": "names no series",
    f'cp "s3://idc-open-data/{B}/* .': "no other half",
    f"cp gs://idc-open-data-two/{B}/* .": "no such bucket",
}


@pytest.mark.parametrize("line", DANGEROUS)
def test_a_line_that_asks_for_anything_else_is_left_out_and_told(line: str) -> None:
    manifest = read(f"cp s3://idc-open-data/{A}/* .\n{line}\ncp s3://idc-open-data/{C}/* .\n")
    assert ids(manifest) == [f"s3://idc-open-data/{A}/", f"s3://idc-open-data/{C}/"]
    assert [(r.code, r.line, r.blocks) for r in manifest.remarks] == [("line-2-ignored", 2, True)]
    assert DANGEROUS[line] in manifest.remarks[0].message


@pytest.mark.parametrize("folder", ["../x", "/etc", "~/x", r"C:\\x", "a/../../b"])
def test_a_destination_outside_the_folder_is_told_and_not_used(folder: str) -> None:
    manifest = read(f"cp s3://idc-open-data/{A}/* {folder}\n")
    assert ids(manifest) == [f"s3://idc-open-data/{A}/"]
    assert codes(manifest) == ["destination-outside-folder-ignored:1"]


def test_the_heading_of_a_column_is_no_line_that_somebody_misses() -> None:
    manifest = read(f'f0_\n"cp s3://idc-open-data/{A}/* ."\n')
    assert [(r.code, r.blocks) for r in manifest.remarks] == [("line-1-ignored", False)]
    assert manifest.lines == 1


@pytest.mark.parametrize(
    ("text", "cloud"),
    [
        ("cp s3://idc-open-data/{A}/* .", "s3"),
        ("cp gs://idc-open-data/{A}/* .", "gs"),
        ("# s5cmd --endpoint-url https://storage.googleapis.com run x\ncp s3://idc-open-data/{A}/* .", "gs"),
        ("s5cmd --endpoint-url https://storage.googleapis.com cp s3://idc-open-data/{A}/* .", "gs"),
        ("s5cmd --endpoint-url=https://s3.amazonaws.com cp s3://idc-open-data/{A}/* .", "s3"),
        ("cp s3://idc-open-data/{A}/* .\ncp s3://idc-open-idc1/{B}/* .", "gs"),
        ("cp s3://idc-open-data/{A}/* .\ncp s3://idc-open-data-cr/{B}/* .", "s3"),
        ("cp s3://public-datasets-idc/{A}/* .", "gs"),
    ],
)
def test_the_cloud_is_told_by_the_line_the_heading_or_the_other_lines(text: str, cloud: str) -> None:
    manifest = read(text.format(A=A, B=B))
    assert CloudPath.read(manifest.entries[0].object_id).cloud == cloud


def test_both_clouds_in_one_list_are_told() -> None:
    manifest = read(f"cp s3://idc-open-data-two/{A}/* .\ncp s3://idc-open-idc1/{B}/* .\n")
    assert codes(manifest) == ["two-clouds"]
    assert [entry.repos for entry in manifest.entries] == [("AWS",), ("Google Cloud",)]


def test_a_retired_bucket_gives_way_to_one_of_today() -> None:
    manifest = read(f"cp s3://idc-open/{A}/* .\ncp s3://idc-open-idc/{B}.dcm {B}.dcm\n")
    assert ids(manifest) == [f"s3://idc-open-data/{A}/"]
    assert codes(manifest) == ["line-2-ignored", "retired-bucket"]


def test_bare_addresses_are_read_in_all_writings() -> None:
    manifest = read(
        f"s3://idc-open-data-two/{A}/\n"
        f"gs://idc-open-idc1/{B}\n"
        f"https://idc-open-data.s3.us-east-1.amazonaws.com/{C}/a.dcm\n"
        f"https://storage.googleapis.com/idc-open-cr/{C}/b.dcm\n"
    )
    assert manifest.kind is Kind.IDC_ADDRESSES
    assert ids(manifest) == [
        f"s3://idc-open-data-two/{A}/",
        f"gs://idc-open-idc1/{B}/",
        f"s3://idc-open-data/{C}/a.dcm",
        f"gs://idc-open-cr/{C}/b.dcm",
    ]


def test_a_table_tells_patient_and_collection_and_names_a_series_once() -> None:
    rows = f"p 1,ispy1,s3://idc-open-data/{A}/*\n" * 2 + f"p2,ispy1,s3://idc-open-data/{B}/*\n"
    manifest = read(f"Cohort x\n\nPatientID,collection_id,aws_url\n{rows}")
    assert manifest.kind is Kind.IDC_CSV
    assert [(e.object_id, e.donor, e.project) for e in manifest.entries] == [
        (f"s3://idc-open-data/{A}/", "p 1", "ispy1"),
        (f"s3://idc-open-data/{B}/", "p2", "ispy1"),
    ]
    assert codes(manifest) == ["preamble-skipped:1"]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("crdc_series_uuid", A, f"s3://idc-open-data/{A}/"),
        ("aws_bucket,crdc_series_uuid", f"idc-open-data-cr,{A}", f"s3://idc-open-data-cr/{A}/"),
        ("gcs_bucket,crdc_series_uuid", f"idc-open-cr,{A}", f"gs://idc-open-cr/{A}/"),
        (
            "aws_bucket,crdc_series_uuid,crdc_instance_uuid",
            f"idc-open-data,{A},{B}",
            f"s3://idc-open-data/{A}/{B}.dcm",
        ),
        (
            "crdc_series_uuid,aws_url",
            f"{B},s3://idc-open-data/{A}/x.dcm",
            f"s3://idc-open-data/{A}/x.dcm",
        ),
        ("gcs_url,aws_url", f"gs://idc-open-data/{A}/,", f"gs://idc-open-data/{A}/"),
    ],
)
def test_the_most_exact_column_of_a_table_counts(header: str, row: str, expected: str) -> None:
    assert ids(read(f"PatientID,{header}\np1,{row}\n")) == [expected]


def test_a_row_without_a_place_is_told_and_hides_no_other() -> None:
    manifest = read(f"SeriesInstanceUID,crdc_series_uuid\n1.2.3.4.5,\n1.2.3.4.6,{A}\n")
    assert ids(manifest) == [f"s3://idc-open-data/{A}/"]
    assert [(r.code, r.line, r.blocks) for r in manifest.remarks] == [("line-2-ignored", 2, True)]


@pytest.mark.parametrize(
    "content",
    [
        {"crdc_series_uuids": [A, B], "idc_version": "v25"},
        [{"crdc_series_uuid": A}, {"crdc_series_uuid": B}],
        {
            "manifest": {
                "manifest_data": [{"aws_bucket": "idc-open-data", "crdc_series_uuid": one} for one in (A, B)]
            }
        },
    ],
)
def test_json_lists_are_read(content: object) -> None:
    manifest = read(json.dumps(content))
    assert manifest.kind is Kind.IDC_JSON
    assert ids(manifest) == [f"s3://idc-open-data/{A}/", f"s3://idc-open-data/{B}/"]


def test_a_score_manifest_that_mentions_a_bucket_stays_one() -> None:
    manifest = read(f"object_id\tfile_name\n{A}\ts3://idc-open-data/{B}/x.bam\n")
    assert manifest.kind is not Kind.IDC_S5CMD
    assert ids(manifest) == [A]


_WORDS = st.sampled_from(
    [
        "cp",
        "sync",
        "s5cmd",
        "--endpoint-url",
        "-c",
        "2",
        "'",
        '"',
        f"s3://idc-open-data/{A}/*",
        "gs://",
        "s3:///",
        ".",
    ]
)


@given(st.lists(st.lists(_WORDS, max_size=8).map(" ".join), max_size=5))
def test_no_line_upsets_the_reader_and_every_entry_is_a_path(lines: list[str]) -> None:
    manifest = read("\n".join([f"cp s3://idc-open-data/{B}/* .", *lines]))
    assert manifest.accepted
    for object_id in ids(manifest):
        assert str(CloudPath.read(object_id)) == object_id


@pytest.mark.parametrize(
    "lines",
    [
        [f"s3://idc-open-data/{A}/", f"s3://idc-open-data-cr/{B}/x.dcm"],
        [f"gs://idc-open-data/{A}/", f"gs://idc-open-idc1/{B}/x.dcm"],
        [f"s3://idc-open-data-two/{A}/", f"gs://idc-open-idc1/{B}/"],
    ],
)
def test_what_is_written_is_read_back(lines: list[str]) -> None:
    text = write_manifest([Entry(line) for line in lines], Kind.IDC_S5CMD)
    assert ids(read(text)) == lines
    assert read(text).kind is Kind.IDC_S5CMD


def test_lists_of_google_are_written_as_s5cmd_wants_them() -> None:
    assert write_manifest([Entry(f"gs://idc-open-data/{A}/")], Kind.IDC_S5CMD) == (
        "# s5cmd --no-sign-request --endpoint-url https://storage.googleapis.com run <this file>\n"
        f"cp s3://idc-open-data/{A}/* ./\n"
    )


def zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_an_archive_of_both_kinds_is_read_as_its_first() -> None:
    images, score = f"cp s3://idc-open-data/{A}/* .\n", table(row_25k(B)).decode()
    first = read_manifest(zipped(images=images, score=score), "both.zip")
    assert (first.kind, ids(first)) == (Kind.IDC_S5CMD, [f"s3://idc-open-data/{A}/"])
    assert codes(first) == ["member-skipped:other-site"]
    second = read_manifest(zipped(score=score, images=images), "both.zip")
    assert (second.kind, ids(second)) == (Kind.PORTAL_ARCHIVE, [B])
