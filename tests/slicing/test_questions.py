"""Regions that are asked for at once: each read is still told by the region that it lies in."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from score_gui.slicing.questions import LONGEST, Question, grouped
from score_gui.slicing.regions import Region, normalise

CONTIGS = {"a": 9_000, "b": 5_000}
regions_of_two_contigs = st.lists(
    st.tuples(st.sampled_from(list(CONTIGS)), st.integers(0, 4_000), st.integers(1, 300)).map(
        lambda item: Region(item[0], item[1], item[1] + item[2])
    ),
    min_size=1,
    max_size=30,
)


@given(regions=regions_of_two_contigs, gap=st.integers(0, 2_000))
def test_questions_hold_all_regions_in_their_order_and_only_near_ones_together(
    regions: list[Region], gap: int
) -> None:
    wanted = normalise(regions, CONTIGS).regions
    questions = list(grouped(wanted, lambda before, after: after.begin - before.end <= gap))
    assert tuple(part for question in questions for part in question.parts) == wanted
    assert all(b.begin - a.end <= gap for question in questions for a, b in pairwise(question.parts))
    assert all(
        a.hull.contig != b.hull.contig or b.hull.begin - a.hull.end > gap for a, b in pairwise(questions)
    )


@given(regions=regions_of_two_contigs, begin=st.integers(0, 4_500), length=st.integers(1, 600))
def test_a_read_belongs_to_the_first_region_that_it_overlaps(
    regions: list[Region], begin: int, length: int
) -> None:
    parts = tuple(part for part in normalise(regions, CONTIGS).regions if part.contig == "a")
    if parts:
        overlapped = [
            number for number, part in enumerate(parts) if part.begin < begin + length and part.end > begin
        ]
        assert Question(parts).part_at(begin, begin + length) == (overlapped[0] if overlapped else None)


def test_a_question_does_not_grow_without_end() -> None:
    regions = [Region("a", n * LONGEST // 10, n * LONGEST // 10 + 5) for n in range(40)]
    questions = list(grouped(regions, lambda _before, _after: True))
    assert len(questions) == 4
    assert all(question.hull.end - question.hull.begin <= LONGEST for question in questions)
