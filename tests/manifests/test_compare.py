"""What became of an earlier list."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from score_gui.manifests.compare import compare
from score_gui.model.manifest import Entry, Kind, Manifest
from tests.ui.preview_samples import entry, object_id


def listed(*entries: Entry, name: str = "earlier.tsv") -> Manifest:
    return Manifest(Kind.SCORE_ARGO, True, name, entries)


def test_new_changed_and_gone_are_told_apart() -> None:
    earlier = listed(entry(1), entry(2), entry(3))
    later = listed(entry(1), replace(entry(2), size=7), entry(4))
    found = compare(earlier, later)
    assert (found.new, found.changed) == (b"\0\0\1", b"\0\1\0")
    assert found.gone == (entry(3),)
    assert found.earlier == "earlier.tsv"


def test_a_file_published_anew_under_another_id_is_a_change() -> None:
    before = entry(1, "a.bam", analysis_id="AN1")
    found = compare(listed(before), listed(replace(before, object_id=object_id(9))))
    assert (found.new, found.changed, found.gone) == (b"\0", b"\1", ())


def test_the_same_name_of_another_donor_is_another_file() -> None:
    found = compare(listed(entry(1, "a.bam")), listed(entry(2, "a.bam")))
    assert (found.new, len(found.gone)) == (b"\1", 1)


def test_what_one_list_does_not_tell_is_no_change() -> None:
    bare = Entry(object_id(1))
    assert compare(listed(entry(1)), listed(bare)).changed == b"\0"


NUMBERS = st.lists(st.integers(1, 12), unique=True, max_size=10)


@given(NUMBERS, NUMBERS)
def test_every_file_has_one_fate(before: list[int], now: list[int]) -> None:
    found = compare(listed(*map(entry, before)), listed(*map(entry, now)))
    assert {number for number, flag in zip(now, found.new, strict=True) if flag} == set(now) - set(before)
    assert {each.object_id for each in found.gone} == {object_id(each) for each in set(before) - set(now)}
    assert found.changed == bytes(len(now))
