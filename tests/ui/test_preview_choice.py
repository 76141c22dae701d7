"""The columns that a person chose, kept as one line of text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from score_gui.ui.preview_choice import ColumnChoice
from score_gui.ui.preview_keys import FIXED, USUAL, Column


@given(
    st.permutations(list(Column)[1:]),
    st.frozensets(st.sampled_from(Column)),
    st.dictionaries(st.sampled_from(Column), st.integers(-5, 5000), max_size=4),
)
def test_what_was_chosen_is_read_back(
    order: list[Column], shown: frozenset[Column], widths: dict[Column, int]
) -> None:
    choice = ColumnChoice().reorder((Column.TICK, *order))
    for column in Column:
        choice = choice.show(column, shown=column in shown)
    for column, width in widths.items():
        choice = choice.widen(column, width)
    found = ColumnChoice.read(choice.write())
    assert found.shown == choice.shown == shown | FIXED
    wanted = [column for column in choice.order if column in choice.shown]
    assert [column for column in found.order if column in found.shown] == wanted
    assert all(found.width(column) == choice.width(column) for column in wanted)
    assert sorted(found.order) == list(Column)


@given(st.text(alphabet="NAMESIZTCK :19x-", max_size=40))
def test_any_text_gives_a_table_that_can_be_used(text: str) -> None:
    found = ColumnChoice.read(text)
    assert found.shown >= FIXED
    assert sorted(found.order) == list(Column)
    assert found.order[0] is Column.TICK
    assert all(30 <= found.width(column) <= 2000 for column in Column)


def test_nothing_chosen_is_as_usual() -> None:
    assert ColumnChoice.read("").shown == USUAL
