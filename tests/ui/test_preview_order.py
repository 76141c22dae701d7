"""Groups, folding, sorting and search of the preview table."""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.manifest import Remark
from score_gui.ui.preview_keys import FACETS, Column, text_of
from score_gui.ui.preview_order import GroupLine, Order, SortKey, TableLine
from score_gui.ui.preview_rows import Group, PreviewRows, Row
from score_gui.ui.preview_sorting import sorted_rows
from tests.ui.preview_samples import entry, liver, manifest

MIXED = PreviewRows(
    manifest(
        entry(2, "b.cram", size=3),
        entry(3, "a.bam", size=None),
        entry(4, "c.bam", size=1),
        remarks=(Remark("bad", "Object ID is cut off", 9, blocks=True), Remark("md5", "No MD5", 4)),
    )
)


def told(lines: Sequence[TableLine]) -> list[str]:
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
    assert told(Order().apply(PreviewRows(manifest(entry(2, "b.cram"))))) == ["= Good", "b.cram"]


def test_folding_hides_the_rows_and_keeps_the_heading_with_its_count() -> None:
    folded = Order().fold(Group.GOOD)
    lines = folded.apply(MIXED)
    assert told(lines)[-1] == "= Good"
    assert isinstance(lines[-1], GroupLine)
    assert (lines[-1].files, lines[-1].is_folded) == (2, True)
    assert folded.fold(Group.GOOD) == Order()


def test_sorting_stays_inside_the_groups() -> None:
    assert told(by(Column.NAME).apply(MIXED))[-3:] == ["= Good", "a.bam", "b.cram"]
    assert told(by(Column.SIZE).sort(Column.SIZE).apply(MIXED))[-3:] == ["= Good", "b.cram", "a.bam"]


def test_search_takes_every_word_in_name_donor_and_id_ignoring_case() -> None:
    assert told(Order(search="C.BAM").apply(MIXED)) == ["= Worth a look", "c.bam"]
    assert told(Order(search=f"do32802 {MIXED[1].entry.object_id[:8]}").apply(MIXED)) == ["= Good", "b.cram"]  # type: ignore[union-attr]
    assert len(Order(search="nothing like it").apply(MIXED)) == 0


def by(column: Column) -> Order:
    return Order().sort(column)


def test_a_click_sorts_up_then_down_then_not_at_all() -> None:
    once = by(Column.SIZE)
    twice = once.sort(Column.SIZE)
    assert (once.keys, twice.keys) == ((SortKey(Column.SIZE),), (SortKey(Column.SIZE, descending=True),))
    assert twice.sort(Column.SIZE).keys == ()


def test_further_columns_sort_what_the_first_leaves_equal() -> None:
    rows = PreviewRows(
        manifest(
            entry(1, "b.bam", donor="DO2"),
            entry(2, "a.bam", donor="DO2"),
            entry(3, "c.bam", donor="DO1"),
        )
    )
    order = by(Column.DONOR).sort(Column.NAME, further=True)
    assert told(order.apply(rows)) == ["= Good", "c.bam", "a.bam", "b.bam"]
    turned = order.sort(Column.DONOR, further=True)
    assert told(turned.apply(rows)) == ["= Good", "a.bam", "b.bam", "c.bam"]
    assert turned.sort(Column.DONOR, further=True).keys == (SortKey(Column.NAME),)
    assert turned.sort(Column.SIZE).keys == (SortKey(Column.SIZE),)


def test_no_more_than_three_columns_sort() -> None:
    order = Order()
    for column in (Column.DONOR, Column.TYPE, Column.SIZE, Column.NAME):
        order = order.sort(column, further=True)
    assert [key.column for key in order.keys] == [Column.DONOR, Column.TYPE, Column.NAME]


@given(st.text(alphabet="sa408.bcrmdo-f9 ", max_size=6), st.integers(0, 40), st.integers(0, 35))
def test_the_search_finds_what_the_rows_say(text: str, number: int, start: int) -> None:
    preview = PreviewRows(liver(40))
    some = preview[number]
    piece = some.entry.object_id[start : start + 9] if some.entry else ""
    for wanted in (text, piece if len(piece.replace("-", "")) >= 4 else text):
        found = preview.find(wanted)
        for row in preview:
            entry = row.entry
            said = [row.name, row.remark, row.donor, entry.object_id.replace("-", "") if entry else ""]
            said = [row.remark] if entry is None and row.twin is not None else said
            words = wanted.casefold().split()
            plain = all(any(word in each.casefold() for each in said[:3]) for word in words)
            by_id = all(
                any(word in each.casefold() or word.replace("-", "") in said[-1] for each in said)
                for word in words
            )
            assert plain <= bool(found[row.number]) <= by_id


def test_an_id_is_found_by_its_digits_and_no_two_ids_make_a_third() -> None:
    rows = PreviewRows(manifest(entry(1), entry(2)))
    first, second = (row.entry.object_id for row in rows if row.entry)
    assert list(rows.find(first.upper())) == [1, 0]
    assert list(rows.find(second.replace("-", ""))) == [0, 1]
    assert list(rows.find(first[-4:] + second[:4])) == [0, 0]


def test_the_place_of_a_row_is_found_in_any_order() -> None:
    preview = PreviewRows(liver(40))
    for order in (Order(), by(Column.SIZE), Order("cram"), Order(folded=frozenset({Group.GOOD}))):
        lines = order.apply(preview)
        places = {line.number: place for place, line in enumerate(lines) if isinstance(line, Row)}
        for number in range(len(preview)):
            assert lines.place_of(number, in_manifest_order=not order.keys) == places.get(number)
        assert [bool(flag) for flag in lines.shown] == [number in places for number in range(len(preview))]


@given(
    st.text(alphabet="sa408.bcrm ", max_size=6),
    st.sampled_from([None, *Column]),
    st.booleans(),
    st.frozensets(st.sampled_from(Group)),
)
def test_whatever_the_order_each_found_row_stands_once_under_its_own_heading(
    search: str, column: Column | None, descending: bool, folded: frozenset[Group]
) -> None:
    preview = PreviewRows(liver(40))
    keys = () if column is None else (SortKey(column, descending),)
    lines = Order(search, keys, folded).apply(preview)
    rows = [line for line in lines if isinstance(line, Row)]
    assert len({row.number for row in rows}) == len(rows)
    group = None
    for line in lines:
        group = line.group if isinstance(line, GroupLine) else group
        assert line.group is group
        assert group not in folded or isinstance(line, GroupLine)
    shown = sum(line.files for line in lines if isinstance(line, GroupLine) and not line.is_folded)
    assert shown == len(rows)


WIDE = PreviewRows(
    manifest(
        entry(2, "B.cram", samples=("SA9", "SA1"), md5="f" * 32, analysis_id="AN2", file_id="FI1"),
        entry(3, "a.bam", samples=(), md5=None, analysis_id=None, file_id="FI10"),
        entry(4, "c.vcf.gz", samples=("SA2",), md5="0" * 32, analysis_id="AN1", donor=None, donor_count=3),
        entry(5, None, size=7, repos=("collaboratory", "aws-virginia"), study="PCAWG"),
        remarks=(Remark("bad", "Object ID is cut off", 9, blocks=True), Remark("size", "No size", 4)),
    )
)


@pytest.mark.parametrize("column", [column for column in Column if column is not Column.TICK])
@pytest.mark.parametrize("descending", [False, True])
def test_a_column_sorts_by_what_it_tells(column: Column, descending: bool) -> None:
    def told_of(number: int) -> object:
        row = WIDE[number]
        if column is Column.SIZE:
            return -1 if row.size is None else row.size
        if column is Column.LINE:
            return row.line or 0
        values = WIDE.columns[FACETS[column]].values(number) if column in FACETS else None
        text = text_of(row, column)
        return values or (text.replace("-", "") if column is Column.OBJECT_ID else text.casefold())

    rows = array("i", range(1, len(WIDE)))
    expected = sorted(rows, key=told_of, reverse=descending)  # type: ignore[arg-type]
    assert list(sorted_rows(WIDE, rows, column, descending=descending)) == expected


@pytest.mark.parametrize("column", [Column.NAME, Column.FILE_ID, Column.DONOR, Column.MD5])
def test_rows_are_sorted_alike_in_one_run_and_in_many(column: Column) -> None:
    numbers = random.Random(1).sample(range(50_000), 50_000)
    many = PreviewRows(
        manifest(*(entry(2, f"{n % 9973}.bam", file_id=f"FI{n}", donor=f"DO{n % 700}") for n in numbers))
    )
    found = sorted_rows(many, array("i", range(len(many))), column)
    keys = [(text_of(many[number], column), number) for number in found]
    assert len(set(found)) == len(many)
    assert keys == sorted(keys)


def test_the_rows_between_two_places_are_told_in_order_and_as_flags() -> None:
    lines = by(Column.NAME).apply(MIXED)
    numbers = [line.number if isinstance(line, Row) else None for line in lines]
    for first in range(len(lines)):
        for stop in range(first, len(lines) + 1):
            inside = [number for number in numbers[first:stop] if number is not None]
            assert list(lines.numbers(range(first, stop))) == inside
            assert list(lines.flagged([range(first, stop)])) == [n in inside for n in range(len(MIXED))]


def test_rows_of_several_ranges_and_of_none() -> None:
    lines = Order(search="bam").apply(MIXED)
    assert lines.flagged([]) == bytes(len(MIXED))
    everything = lines.flagged([range(2), range(2, len(lines))])
    assert everything == lines.shown
    assert not any(Order().fold(Group.GOOD).apply(MIXED).flagged([range(6)])[1:3])


@given(st.sets(st.integers(0, 3), min_size=1), st.booleans())
def test_every_row_is_found_where_it_stands(shown: set[int], descending: bool) -> None:
    order = by(Column.NAME).sort(Column.NAME) if descending else by(Column.NAME)
    lines = order.apply(MIXED)
    for number in shown:
        place = lines.place_of(number, in_manifest_order=False)
        assert place is not None
        assert lines[place] == MIXED[number]
