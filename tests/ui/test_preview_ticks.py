"""Ticking by hand and by facet, and the sums that follow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.manifest import Remark
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.preview_sums import Sums
from score_gui.ui.preview_ticks import Ticks
from score_gui.ui.preview_values import (
    HERE,
    MOST_VALUES,
    NOT_HERE,
    VERIFIED,
    FacetValue,
    LearnedFacet,
    facet_values,
)
from tests.ui.preview_samples import GB, entry, liver, manifest

MIXED = PreviewRows(
    manifest(
        entry(2, "a.cram"),
        entry(3, "b.bam", program_id="LICA-FR"),
        entry(4, "c.vcf", size=None, repos=("collaboratory", "aws-virginia")),
        remarks=(Remark("no-object-id", "Empty object ID", 9, blocks=True),),
    )
)
LEFT_OUT, CRAM, BAM, VCF = range(4)


def test_everything_that_can_be_fetched_is_ticked_at_first() -> None:
    ticks = Ticks(MIXED)
    assert ticks.numbers == [CRAM, BAM, VCF]
    assert not ticks.are_touched


def test_a_left_out_line_cannot_be_ticked() -> None:
    ticks = Ticks(MIXED)
    ticks.set_rows([LEFT_OUT], ticked=True)
    assert not ticks.is_ticked(LEFT_OUT)
    assert not ticks.are_touched


def test_a_facet_value_unticks_its_files_and_says_so() -> None:
    ticks = Ticks(MIXED)
    ticks.set_value(Facet.TYPE, "BAM", on=False)
    assert ticks.numbers == [CRAM, VCF]
    assert (ticks.why_not(BAM), ticks.why_not(CRAM)) == ([("BAM",)], [])


def test_a_file_stays_while_one_of_its_repositories_is_on() -> None:
    ticks = Ticks(MIXED)
    ticks.set_value(Facet.REPOSITORY, "collaboratory", on=False)
    assert ticks.numbers == [VCF]


def test_a_tick_by_hand_wins_over_a_facet_until_that_facet_is_touched() -> None:
    ticks = Ticks(MIXED)
    ticks.set_value(Facet.TYPE, "BAM", on=False)
    ticks.set_rows([BAM], ticked=True)
    assert ticks.is_ticked(BAM)
    ticks.set_value(Facet.PROJECT, "LIRI-JP", on=False)
    assert ticks.is_ticked(BAM)
    ticks.set_value(Facet.TYPE, "BAM", on=False)
    assert not ticks.is_ticked(BAM)


def test_sums_count_known_bytes_and_files_without_a_size() -> None:
    assert Ticks(MIXED).sums() == Sums(files=3, bytes=80 * GB, unsized=1, largest=40 * GB)


def test_a_facet_with_one_value_is_not_shown() -> None:
    one = PreviewRows(manifest(entry(2), entry(3, "b.bam")))
    assert facet_values(one) == (
        FacetValue(Facet.TYPE, "BAM", 1, 40 * GB),
        FacetValue(Facet.TYPE, "CRAM", 1, 40 * GB),
    )


def test_the_value_with_most_files_stands_first() -> None:
    types = [value for value in facet_values(PreviewRows(liver())) if value.facet is Facet.TYPE]
    assert [value.value for value in types] == ["CRAM", "BAM", "VCF"]
    assert sum(value.files for value in types) == 208


actions = st.lists(
    st.one_of(
        st.tuples(st.just("row"), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("type"), st.sampled_from(["CRAM", "BAM", "VCF"]), st.booleans()),
        st.tuples(st.just("repository"), st.sampled_from(["collaboratory", "aws-virginia"]), st.booleans()),
    )
)


@given(actions)
def test_every_click_takes_effect_and_the_sums_follow(clicks: list[tuple[str, object, bool]]) -> None:
    ticks = Ticks(MIXED)
    for kind, what, on in clicks:
        if kind == "row":
            assert isinstance(what, int)
            ticks.set_rows([what], ticked=on)
            assert ticks.is_ticked(what) == (on and what != LEFT_OUT)
        else:
            facet = Facet.TYPE if kind == "type" else Facet.REPOSITORY
            ticks.set_value(facet, str(what), on=on)
            assert ticks.is_on(facet, str(what)) == on
    assert LEFT_OUT not in ticks.numbers
    assert ticks.sums().files == len(ticks.entries()) == len(ticks.numbers)


@given(actions)
def test_all_facets_on_and_all_rows_ticked_is_how_it_began(clicks: list[tuple[str, object, bool]]) -> None:
    ticks = Ticks(MIXED)
    for kind, what, on in clicks:
        if kind == "row":
            ticks.set_rows([int(str(what))], ticked=on)
        else:
            ticks.set_value(Facet.TYPE if kind == "type" else Facet.REPOSITORY, str(what), on=on)
    for value in facet_values(MIXED):
        ticks.set_value(value.facet, value.value, on=True)
    ticks.set_rows(range(4), ticked=True)
    assert not ticks.are_touched
    assert ticks.numbers == [CRAM, BAM, VCF]


def test_what_is_here_already_is_not_to_be_fetched() -> None:
    rows = PreviewRows(manifest(entry(1, size=10), entry(2, size=20), entry(3, size=None)))
    ticks = Ticks(rows)
    ticks.set_here(b"\0\1\1", b"\0\1\0")
    sums = ticks.sums()
    assert (sums.files, sums.here, sums.files_to_fetch, sums.bytes_to_fetch, sums.unsized) == (3, 2, 1, 10, 0)
    assert (sums.verified, sums.largest) == (1, 10)


def on_disk(rows: PreviewRows, here: bytes) -> LearnedFacet:
    return LearnedFacet.of(rows, Facet.DISK, {NOT_HERE: rows.wanted, HERE: here})


def test_the_facet_of_the_disk_ticks_and_unticks_what_is_here() -> None:
    rows = PreviewRows(manifest(entry(1, size=10), entry(2, size=20)))
    ticks = Ticks(rows)
    assert ticks.offered(Facet.DISK) == ()
    ticks.learn(on_disk(rows, b"\1\0"))
    assert [(value.value, value.files, value.bytes) for value in ticks.offered(Facet.DISK)] == [
        ("Not here", 1, 20),
        ("Here", 1, 10),
    ]
    ticks.set_value(Facet.DISK, "Here", on=False)
    assert ticks.numbers == [1]
    assert ticks.why_not(0) == [("Here",)]
    ticks.learn(on_disk(rows, b"\1\1"))
    assert (ticks.numbers, len(ticks.offered(Facet.DISK))) == ([], 1)
    ticks.learn(on_disk(rows, b"\0\0"))
    assert ticks.numbers == [0, 1]


def test_of_two_learned_values_the_later_one_counts_and_left_out_rows_have_none() -> None:
    column = LearnedFacet.of(
        MIXED, Facet.DISK, {NOT_HERE: b"\1\1\1\1", HERE: b"\1\1\1\0", VERIFIED: b"\0\1\0\0"}
    ).column
    assert [column.values(row) for row in range(4)] == [(), (VERIFIED,), (HERE,), (NOT_HERE,)]


def test_only_the_commonest_of_very_many_donors_are_offered() -> None:
    pairs = [entry(line, donor=f"DO{line // 2:04}") for line in range(2, 2 * MOST_VALUES + 20)]
    donors = [value for value in facet_values(PreviewRows(manifest(*pairs))) if value.facet is Facet.DONOR]
    assert len(donors) == MOST_VALUES


def test_a_donor_for_each_file_makes_no_facet() -> None:
    assert not any(value.facet is Facet.DONOR for value in facet_values(PreviewRows(liver())))


def test_files_over_a_limit_count_only_if_they_are_still_to_be_fetched() -> None:
    rows = PreviewRows(manifest(entry(1, size=10), entry(2, size=20), entry(3, size=30)))
    ticks = Ticks(rows)
    ticks.set_here(b"\0\0\1", b"\0\0\0")
    assert ticks.picked().over(10) == 1


def test_the_entries_are_made_when_they_are_looked_at() -> None:
    ticks = Ticks(MIXED)
    ticks.set_rows([BAM], ticked=False)
    entries = ticks.entries()
    assert entries == (MIXED[CRAM].entry, MIXED[VCF].entry)
    assert (len(entries), entries[1], entries[:1]) == (2, MIXED[VCF].entry, (MIXED[CRAM].entry,))
    assert ticks.entries(without=b"\0\1\0\0") == (MIXED[VCF].entry,)


def test_a_switch_of_one_of_very_many_donors_means_the_same_in_a_short_preview_and_in_a_long_one() -> None:
    many = PreviewRows(manifest(*(entry(line, donor=f"DO{line // 2:04}") for line in range(2, 1200))))
    plain, quick = Ticks(many), Ticks(many, facet_values(many))
    for donor, on in (("DO0001", False), ("DO0150", False), ("DO0001", True), ("DO0199", False)):
        for ticks in (plain, quick):
            ticks.set_value(Facet.DONOR, donor, on=on)
        assert quick.ticked == plain.ticked
        assert quick.numbers == plain.numbers
    for number in (0, 299, 300, 1100):
        assert quick.values(number, Facet.DONOR) == plain.values(number, Facet.DONOR)
        assert quick.why_not(number) == plain.why_not(number)
