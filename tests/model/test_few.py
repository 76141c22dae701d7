"""A table of few things under each key gives what a table of lists would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.few import Few

KEYS, THINGS = st.sampled_from("ab"), st.integers(0, 3)


@given(st.lists(st.tuples(st.booleans(), KEYS, THINGS)))
def test_it_holds_what_was_put_there_and_not_taken(steps: list[tuple[bool, str, int]]) -> None:
    few: Few[str, int] = Few()
    lists: dict[str, list[int]] = {"a": [], "b": []}
    for puts, key, thing in steps:
        if puts:
            few.add(key, thing)
            lists[key] += [] if thing in lists[key] else [thing]
        else:
            few.drop(key, thing.__eq__)
            lists[key] = [other for other in lists[key] if other != thing]
        assert {each: few[each] for each in "ab"} == {each: tuple(lists[each]) for each in "ab"}
