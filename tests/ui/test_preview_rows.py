"""How a manifest becomes the rows of the preview."""

from __future__ import annotations

from dataclasses import replace

import pytest

from score_gui.model.manifest import Remark
from score_gui.ui.preview_rows import NOT_GIVEN, Facet, Group, PreviewRows, type_of
from tests.ui.preview_samples import HOSTILE, entry, manifest


def test_lines_that_cannot_be_read_stand_first_with_their_cause_and_no_entry() -> None:
    rows = PreviewRows.of(manifest(entry(2), remarks=(Remark("x", "Empty object ID.", 4, blocks=True),))).rows
    assert [(row.group, row.line, row.remark) for row in rows] == [
        (Group.LEFT_OUT, 4, "Empty object ID"),
        (Group.GOOD, 2, ""),
    ]
    assert rows[0].entry is None


def test_a_remark_about_a_line_makes_its_file_worth_a_look() -> None:
    rows = PreviewRows.of(manifest(entry(2), entry(3), remarks=(Remark("md5", "No MD5", 3),))).rows
    assert [(row.group, row.remark) for row in rows] == [(Group.GOOD, ""), (Group.WORTH_A_LOOK, "No MD5")]


def test_several_remarks_on_one_file_are_all_told() -> None:
    told = (Remark("md5", "No MD5.", 3), Remark("name", "Same name as line 2", 3))
    rows = PreviewRows.of(manifest(entry(2, "a.bam"), entry(3, "a.bam"), remarks=told)).rows
    assert rows[1].remark == "No MD5; Same name as line 2"


def test_remarks_on_the_whole_file_and_on_lines_without_a_file_are_notes() -> None:
    told = (Remark("utf-16", "Saved by Excel as UTF-16."), Remark("odd", "Ignored.", 9))
    assert PreviewRows.of(manifest(entry(2), remarks=told)).notes == (
        "Saved by Excel as UTF-16.",
        "Line 9: Ignored.",
    )


@pytest.mark.parametrize(
    ("name", "told", "shown"),
    [
        ("a.bam", "BAM", "BAM"),
        ("a.bam", None, "BAM"),
        ("calls.somatic.vcf.gz", None, "VCF"),
        ("a.cram", "cram", "CRAM"),
        ("noending", None, ""),
        ("a.longending", None, ""),
        ("a.gz", None, ""),
        (None, None, ""),
    ],
)
def test_the_type_is_told_or_read_from_the_name(name: str | None, told: str | None, shown: str) -> None:
    assert type_of(replace(entry(1), file_name=name, file_type=told)) == shown


def test_a_file_without_a_name_is_shown_by_its_object_id() -> None:
    bare = replace(entry(1), file_name=None)
    assert PreviewRows.of(manifest(bare)).rows[0].name == bare.object_id


def test_counts_stand_in_for_many_donors_and_projects() -> None:
    many = entry(1, donor=None, donor_count=3, program_id=None, project_count=2)
    row = PreviewRows.of(manifest(many)).rows[0]
    assert (row.donor, row.values[Facet.PROJECT]) == ("3 donors", ("2 projects",))


def test_what_is_missing_has_a_value_of_its_own() -> None:
    row = PreviewRows.of(manifest(entry(1, "plain", program_id=None, repos=()))).rows[0]
    assert row.values == ((NOT_GIVEN,), (NOT_GIVEN,), (NOT_GIVEN,))


def test_the_second_facet_is_named_as_the_manifest_names_it() -> None:
    assert PreviewRows.of(manifest(entry(1))).facet_titles[1] == "Program"
    assert PreviewRows.of(manifest(entry(1, program_id=None, project="TEST-CA"))).facet_titles[1] == "Project"


def test_a_hostile_name_is_kept_as_it_is() -> None:
    assert PreviewRows.of(manifest(entry(1, HOSTILE))).rows[0].name == HOSTILE
