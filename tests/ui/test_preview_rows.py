"""How a manifest becomes the rows of the preview."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.manifests import read_manifest
from score_gui.model.manifest import Remark
from score_gui.ui.preview_columns import NOT_GIVEN, TOLD, Facet, type_of, values_of
from score_gui.ui.preview_rows import Group, PreviewRows
from tests.ui.preview_samples import GB, HOSTILE, entry, manifest, object_id


def test_lines_that_cannot_be_read_stand_first_with_their_cause_and_no_entry() -> None:
    rows = PreviewRows(manifest(entry(2), remarks=(Remark("x", "Empty object ID.", 4, blocks=True),)))
    assert [(row.group, row.line, row.remark) for row in rows] == [
        (Group.LEFT_OUT, 4, "Empty object ID"),
        (Group.GOOD, 2, ""),
    ]
    assert rows[0].entry is None


def test_a_remark_about_a_line_makes_its_file_worth_a_look() -> None:
    rows = PreviewRows(manifest(entry(2), entry(3), remarks=(Remark("md5", "No MD5", 3),)))
    assert [(row.group, row.remark) for row in rows] == [(Group.GOOD, ""), (Group.WORTH_A_LOOK, "No MD5")]


def test_several_remarks_on_one_file_are_all_told() -> None:
    told = (Remark("md5", "No MD5.", 3), Remark("name", "Same name as line 2", 3))
    rows = PreviewRows(manifest(entry(2, "a.bam"), entry(3, "a.bam"), remarks=told))
    assert rows[1].remark == "No MD5; Same name as line 2"


def test_remarks_on_the_whole_file_and_on_lines_without_a_file_are_notes() -> None:
    told = (Remark("utf-16", "Saved by Excel as UTF-16."), Remark("odd", "Ignored.", 9))
    assert PreviewRows(manifest(entry(2), remarks=told)).notes == (
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
    assert PreviewRows(manifest(bare))[0].name == bare.object_id


def test_counts_stand_in_for_many_donors_and_projects() -> None:
    many = entry(1, donor=None, donor_count=3, program_id=None, project_count=2)
    rows = PreviewRows(manifest(many))
    row = rows[0]
    assert (row.donor, rows.columns[Facet.PROJECT].values(0)) == ("3 donors", ("2 projects",))


def test_what_is_missing_has_a_value_of_its_own() -> None:
    rows = PreviewRows(manifest(entry(1, "plain", program_id=None, repos=(), donor=None)))
    assert {column.values(0) for column in rows.columns.values()} == {(NOT_GIVEN,)}


def test_the_second_facet_is_named_as_the_manifest_names_it() -> None:
    assert PreviewRows(manifest(entry(1))).facet_titles[Facet.PROJECT] == "Program"
    assert (
        PreviewRows(manifest(entry(1, program_id=None, project="TEST-CA"))).facet_titles[Facet.PROJECT]
        == "Project"
    )


def test_a_hostile_name_is_kept_as_it_is() -> None:
    assert PreviewRows(manifest(entry(1, HOSTILE)))[0].name == HOSTILE


def test_a_line_that_names_an_object_again_shows_it_and_leads_to_it() -> None:
    again = Remark("duplicate-object", "Same as line 2", 9, blocks=True, other_line=2)
    rows = PreviewRows(manifest(entry(2, "a.bam"), remarks=(again,)))
    assert (rows[0].name, rows[0].file_type, rows[0].size, rows[0].twin) == ("a.bam", "BAM", 40 * GB, 1)
    assert rows[1].twin is None


def test_files_of_one_name_lead_to_each_other() -> None:
    told = Remark("same-file-name", "Same name as line 2", 3, other_line=2)
    rows = PreviewRows(manifest(entry(2, "a.bam"), entry(3, "a.bam"), remarks=(told,)))
    assert (rows[0].twin, rows[1].twin) == (None, 0)


def test_entries_that_no_column_holds_are_rows_like_the_others() -> None:
    odd = replace(entry(1), object_id="no-uuid", program_id="ODD", size=5)
    rows = PreviewRows(manifest(odd, entry(2)))
    assert [row.entry for row in rows] == [odd, entry(2)]
    assert rows.columns[Facet.PROJECT].values(0) == ("ODD",)
    assert list(rows.sizes) == [5, 40 * GB]


@given(st.lists(st.integers(0, 300), max_size=40), st.integers(0, 8))
def test_columns_say_of_each_row_what_its_entry_says(numbers: list[int], left_out: int) -> None:
    """Also with more values than fit into a byte."""
    remarks = tuple(Remark("x", "Empty", 900 + line, blocks=True) for line in range(left_out))
    entries = [entry(line, donor=f"DO{number}") for line, number in enumerate(numbers, 1)]
    many = [entry(1000 + number, donor=f"X{number}") for number in range(300 if len(numbers) > 20 else 0)]
    rows = PreviewRows(manifest(*entries, *many, remarks=remarks))
    for row in rows:
        for facet in TOLD:
            wanted = () if row.entry is None else values_of(row.entry, facet)
            assert rows.columns[facet].values(row.number) == wanted
    tally = rows.columns[Facet.DONOR].tally(rows.sizes)
    assert sum(files for files, _ in tally.values()) == len(rows) - left_out
    for donor in {f"DO{number}" for number in numbers}:
        having, passing = rows.columns[Facet.DONOR].having(donor), rows.columns[Facet.DONOR].passing({donor})
        assert [bool(flag) for flag in having] == [row.donor == donor for row in rows]
        assert [bool(flag) for flag in passing] == [
            row.entry is not None and row.donor != donor for row in rows
        ]


def test_a_line_without_an_object_id_shows_what_could_be_read_of_it_and_is_found_by_that() -> None:
    text = f"object_id\tfile_name\tfile_size\tdonor_id\n{object_id(1)}\ta.bam\t5\tDO1\n\tb.cram\t7\tDO2\n"
    rows = PreviewRows(read_manifest(text.encode()))
    assert (rows[0].name, rows[0].file_type, rows[0].donor, rows[0].size) == ("b.cram", "CRAM", "DO2", 7)
    assert rows[0].entry is None
    assert list(rows.find("b.cram do2 empty")) == [1, 0]
