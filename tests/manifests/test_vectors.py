"""Manifests as the portals wrote them are read as written down beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from score_gui.manifests import read_path
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


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("I01_portal_aws.s5cmd", Kind.IDC_S5CMD),
        ("I02_portal_gcs.s5cmd", Kind.IDC_S5CMD),
        ("I05_bigquery_header.txt", Kind.IDC_S5CMD),
        ("I06_variants.s5cmd", Kind.IDC_S5CMD),
        ("I12_analysis_manifest.json", Kind.IDC_JSON),
        ("I13_portal_cohort.csv", Kind.IDC_CSV),
        ("I15_tcia.tcia", Kind.TCIA),
    ],
)
def test_lists_of_the_imaging_data_commons_are_known_and_not_read_yet(name: str, kind: Kind) -> None:
    manifest = read_path(VECTORS / name)
    assert (manifest.kind, manifest.accepted, manifest.reason) == (kind, False, "idc-not-yet")
