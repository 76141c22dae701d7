"""An EntryList gives back exactly what was put in, in the room of a few arrays."""

from __future__ import annotations

import dataclasses
import sys
import uuid
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.entries import END, EntryList, Fields
from score_gui.model.manifest import Entry

TEXT = st.none() | st.sampled_from(["", "a\x1fb", "a\x1eb", "x|y", "\udc80", "SA1.bam"]) | st.text(max_size=8)
NUMBER = st.none() | st.integers(-2, 2) | st.sampled_from([1 << 31, (1 << 63) - 1, 1 << 63])
IDS = st.sampled_from(["0" * 8 + "-0000-0000-0000-" + "0" * 12, "no-uuid", ""]) | st.uuids().map(str)
MD5S = st.none() | st.sampled_from(["0" * 32, "", "A" * 32]) | st.uuids().map(lambda each: each.hex)
ENTRIES = st.builds(
    Entry,
    object_id=IDS,
    file_name=TEXT,
    size=NUMBER,
    md5=MD5S,
    index_object_id=st.none() | IDS,
    repos=st.lists(st.text(max_size=3), max_size=2).map(tuple),
    donor=TEXT,
    donor_count=NUMBER,
    program_id=TEXT,
    samples=st.lists(st.sampled_from(["", "SA1", "a|b", "x\x1fy"]), max_size=2).map(tuple),
    analysis_id=TEXT,
    file_id=TEXT,
    line=NUMBER,
)


def listed(*entries: Entry) -> EntryList:
    found = EntryList()
    for entry in entries:
        found.append(Fields.of(entry))
    return found


def test_the_fields_stand_in_the_order_of_an_entry() -> None:
    assert Fields._fields == tuple(field.name for field in dataclasses.fields(Entry))
    assert Fields._field_defaults == {
        field.name: field.default for field in dataclasses.fields(Entry) if field.name != "object_id"
    }


@given(st.lists(ENTRIES, max_size=5))
def test_every_entry_comes_back_as_it_was(entries: list[Entry]) -> None:
    found = listed(*entries)
    assert list(found) == entries
    assert [found.object_id(place) for place in range(len(found))] == [each.object_id for each in entries]


@given(st.lists(ENTRIES, min_size=1, max_size=4), ENTRIES)
def test_an_entry_can_be_replaced(entries: list[Entry], other: Entry) -> None:
    found = listed(*entries)
    found.replace(0, other)
    assert list(found) == [other, *entries[1:]]
    assert found.object_id(0) == other.object_id


def test_it_is_used_like_a_tuple() -> None:
    entries = tuple(Entry(str(uuid.UUID(int=number)), line=number) for number in range(1, 6))
    found = listed(*entries)
    assert (len(found), found[-1], found[1:3]) == (5, entries[4], entries[1:3])
    assert found == entries
    assert found != entries[:4]
    assert found == listed(*entries)
    assert hash(found) == hash(entries)
    assert entries[2] in found
    with pytest.raises(IndexError):
        found[5]


def test_an_entry_takes_fewer_than_200_bytes() -> None:
    found = EntryList()
    for number in range(1, 5001):
        md5, name = f"{number:032x}"[::-1], f"{uuid.UUID(int=number).hex}.SA{number}.bam"
        index = str(uuid.UUID(int=number + (1 << 100)))
        found.append(
            Fields(
                str(uuid.UUID(int=number)), name, number, md5, index, ("collaboratory",), "BAM", line=number
            )
        )
    columns = (
        found._ids,
        found._md5s,
        found._index_ids,
        found._sizes,
        found._lines,
        found._texts,
        found._ends,
    )
    assert sum(map(sys.getsizeof, columns)) < 200 * len(found)
    assert not found._whole


@given(st.lists(ENTRIES, max_size=6), st.data())
def test_the_columns_tell_what_the_entries_tell(entries: list[Entry], data: st.DataObject) -> None:
    found = listed(*entries)
    start = data.draw(st.integers(0, len(entries)))
    stop = data.draw(st.integers(start, len(entries)))
    texts, ids = found.text(start, stop).split(END)[:-1], found.hex_ids(start, stop)
    for at, place in enumerate(range(start, stop)):
        assert found.file_name(place) == entries[place].file_name
        if place not in found.whole:
            assert texts[at].split("\x1f")[0] == (entries[place].file_name or "")
            assert ids[32 * at : 32 * (at + 1)] == entries[place].object_id.replace("-", "")
            assert found.sizes[place] == (-1 if entries[place].size is None else entries[place].size)
            assert found.shared[place][0] == entries[place].repos
            assert found.donors[place] == (entries[place].donor, entries[place].donor_count)
    assert len(texts) == stop - start


def test_a_list_with_columns_is_not_copied() -> None:
    found = listed(Entry(str(uuid.UUID(int=1))))
    assert EntryList.of(found) is found
    assert EntryList.of(list(found)) == found


def _some_entry(number: int, name: str | None, size: int | None, md5: str | None) -> Entry:
    return Entry(str(uuid.UUID(int=number + 1)), file_name=name, size=size, md5=md5, line=number)


_PIECES = st.tuples(
    st.sampled_from([None, "a.bam", "b\x1fc"]),
    st.sampled_from([None, 0, 5]),
    st.sampled_from([None, "0" * 31 + "1", "00" * 8 + "ff" * 8, "ff" * 8 + "00" * 8]),
)


@given(st.lists(_PIECES, max_size=12), st.integers(0, 12))
def test_entries_that_lack_something_are_found_by_their_places(
    pieces: list[tuple[str | None, int | None, str | None]], most: int
) -> None:
    entries = [_some_entry(number, *piece) for number, piece in enumerate(pieces)]
    expected = [place for place, piece in enumerate(pieces) if None in piece]
    assert EntryList.of(entries).incomplete(most) == expected[:most]


def test_another_list_with_some_replaced_leaves_the_first_as_it_was() -> None:
    entries = [_some_entry(number, None, None, None) for number in range(3)]
    first = EntryList.of(entries)
    told = replace(entries[1], file_name="a.bam", size=5, md5="0" * 31 + "1")
    second = first.with_replaced({1: told})
    assert tuple(first) == tuple(entries)
    assert tuple(second) == (entries[0], told, entries[2])
    assert (first.incomplete(9), second.incomplete(9)) == ([0, 1, 2], [0, 2])


def test_in_a_long_list_too_none_is_missed() -> None:
    """So long that every column is looked through in several goes."""
    draw = Random(1)
    entries = [
        _some_entry(
            number,
            draw.choice([None, "a.bam"]) if number % 997 == 0 else f"SA{number}.aln.cram",
            None if number % 16_384 in {0, 16_383} else 5,
            None if number % 32_768 in {0, 32_767} else f"{number + 1:032x}",
        )
        for number in range(40_000)
    ]
    expected = [place for place, one in enumerate(entries) if None in (one.file_name, one.size, one.md5)]
    assert len(expected) > 20
    assert EntryList.of(entries).incomplete(len(entries)) == expected
