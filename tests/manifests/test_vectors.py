"""Manifests as the portals wrote them are read as written down beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from score_gui.manifests import read_path
from score_gui.model.cloud_path import CloudPath
from score_gui.model.manifest import Entry, Kind

from .texts import codes

VECTORS = Path(__file__).parent / "vectors"
EXPECTED: dict[str, dict[str, Any]] = json.loads((VECTORS / "expected.json").read_text("utf-8"))
MANIFESTS = {name: told for name, told in EXPECTED.items() if name.startswith("S")}


def as_told(entry: Entry, told: dict[str, Any]) -> dict[str, Any]:
    """The fields that the expectation speaks of."""
    values = {field: getattr(entry, field) for field in told}
    return {field: list(value) if isinstance(value, tuple) else value for field, value in values.items()}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_vector_is_read_as_expected(name: str) -> None:
    told = MANIFESTS[name]
    manifest = read_path(VECTORS / name)
    assert manifest.name == name
    assert manifest.kind == told["kind"]
    assert manifest.accepted is told["accepted"]
    assert codes(manifest) == told.get("warnings", [])
    assert manifest.reason == told.get("code")
    assert bool(manifest.advice) is not manifest.accepted
    if "entries" in told:
        pairs = zip(manifest.entries, told["entries"], strict=True)
        assert [as_told(entry, wanted) for entry, wanted in pairs] == told["entries"]
    if "count" in told:
        assert len(manifest.entries) == told["count"]


def test_hostile_names_are_shown_as_they_will_be_on_the_disk() -> None:
    manifest = read_path(VECTORS / "S25_hostile_names.tsv")
    assert [entry.file_name for entry in manifest.entries] == [
        "passwd",
        "x.bam",
        "_CON.bam",
        "a_b.bam",
        "f167eb7b-fd02-52b5-a643-5d1b92f606ba",
        "name_gpj.bam",
        "inner.bam",
        "trail",
    ]
    assert [remark.line for remark in manifest.remarks] == list(range(2, 10))
    assert manifest.remarks[5].message == r'Stored as "name_gpj.bam"; the list says "name\u202egpj.bam"'


def test_lines_are_counted_from_the_header() -> None:
    manifest = read_path(VECTORS / "S24_duplicates_and_bad_ids.tsv")
    told = [(r.code, r.message, r.line, r.blocks) for r in manifest.remarks]
    assert told == [
        ("duplicate-object", "Same as line 2", 3, True),
        ("row-4-bad-object-id", "Object ID is not a UUID", 4, True),
        ("row-5-no-object-id", "Empty object ID", 5, True),
    ]
    assert manifest.entries[0].line == 2
    assert manifest.lines == 4


NEEDS_INDEX = {"older-version:1", "unresolved:1"}
"""What only the index of the commons tells, which is not part of the program."""
COMMONS = [
    name for name, told in EXPECTED.items() if name.startswith("I") and "needs-idc-index" not in str(told)
]
PROVIDERS = {"s3": "aws", "gs": "gcs"}


@pytest.mark.parametrize("name", COMMONS)
def test_a_list_of_the_imaging_data_commons_is_read_as_expected(name: str) -> None:
    told = EXPECTED[name]
    manifest = read_path(VECTORS / name)
    assert (manifest.kind, manifest.accepted) == (told["kind"], True)
    assert codes(manifest) == [code for code in told["warnings"] if code not in NEEDS_INDEX]
    paths = [CloudPath.read(entry.object_id) for entry in manifest.entries]
    series = [path for path in paths if path.is_series]
    assert [path.key for path in series] == [one["prefix"] for one in told["series"]]
    for path, one in zip(series, told["series"], strict=True):
        assert path.bucket == one.get("bucket", path.bucket)
        assert PROVIDERS[path.cloud] == one.get("provider", "aws")
    files = [(path.bucket, path.key) for path in paths if not path.is_series]
    assert files == [(one["bucket"], one["key"]) for one in told.get("files", [])]


def test_a_list_of_uids_is_sent_to_where_they_are_known() -> None:
    manifest = read_path(VECTORS / "I15_tcia.tcia")
    assert (manifest.kind, manifest.accepted, manifest.reason) == (Kind.TCIA, False, "needs-idc-index")
