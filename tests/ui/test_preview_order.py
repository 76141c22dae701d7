"""Groups, folding, sorting and search of the preview table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.manifest import Remark
from score_gui.ui.preview_order import Column, GroupLine, Order, TableLine
from score_gui.ui.preview_rows import Group, PreviewRows, Row
from tests.ui.preview_samples import entry, liver, manifest

MIXED = PreviewRows.of(
    manifest(
        entry(2, "b.cram", size=3),
        entry(3, "a.bam", size=None),
        entry(4, "c.bam", size=1),
        remarks=(Remark("bad", "Object ID is cut off", 9, blocks=True), Remark("md5", "No MD5", 4)),
    )
)


def told(lines: list[TableLine]) -> list[str]:
    return [f"= {line.title}" if isinstance(line, GroupLine) else line.name or line.remark for line in lines]


def test_problems_stand_first_each_group_under_its_heading() -> None:
    assert told(Order().apply(MIXED)) == [
        "= Left out",
        "Object ID is cut off",
        "= Worth a look",
        "c.bam",
        "= Good",
        "b.cram",
        "a.bam",
    ]


def test_headings_count_and_agree_in_number() -> None:
    headings = [line.sentence for line in Order().apply(MIXED) if isinstance(line, GroupLine)]
    assert headings == ["1 line cannot be read as a file", "1 file, will be downloaded", "2 files"]


def test_a_group_without_rows_is_missing() -> None:
    assert told(Order().apply(PreviewRows.of(manifest(entry(2, "b.cram"))))) == ["= Good", "b.cram"]


def test_folding_hides_the_rows_and_keeps_the_heading_with_its_count() -> None:
    folded = Order().fold(Group.GOOD)
    lines = folded.apply(MIXED)
    assert told(lines)[-1] == "= Good"
    assert isinstance(lines[-1], GroupLine)
    assert (lines[-1].files, lines[-1].is_folded) == (2, True)
    assert folded.fold(Group.GOOD) == Order()


def test_sorting_stays_inside_the_groups() -> None:
    assert told(Order(column=Column.NAME).apply(MIXED))[-3:] == ["= Good", "a.bam", "b.cram"]
    assert told(Order(column=Column.SIZE, descending=True).apply(MIXED))[-3:] == ["= Good", "b.cram", "a.bam"]


def test_search_takes_every_word_in_name_donor_and_id_ignoring_case() -> None:
    rows = MIXED.rows
    assert told(Order(search="C.BAM").apply(MIXED)) == ["= Worth a look", "c.bam"]
    assert told(Order(search=f"do32802 {rows[1].entry.object_id[:8]}").apply(MIXED)) == ["= Good", "b.cram"]  # type: ignore[union-attr]
    assert Order(search="nothing like it").apply(MIXED) == []


@given(
    st.text(alphabet="sa408.bcrm ", max_size=6),
    st.sampled_from([None, *Column]),
    st.booleans(),
    st.frozensets(st.sampled_from(Group)),
)
def test_whatever_the_order_each_found_row_stands_once_under_its_own_heading(
    search: str, column: Column | None, descending: bool, folded: frozenset[Group]
) -> None:
    preview = PreviewRows.of(liver(40))
    lines = Order(search, column, descending, folded).apply(preview)
    rows = [line for line in lines if isinstance(line, Row)]
    assert len({row.number for row in rows}) == len(rows)
    group = None
    for line in lines:
        group = line.group if isinstance(line, GroupLine) else group
        assert line.group is group
        assert group not in folded or isinstance(line, GroupLine)
    shown = sum(line.files for line in lines if isinstance(line, GroupLine) and not line.is_folded)
    assert shown == len(rows)
