"""A long queue is gone through step by step, whatever happens to its rows meanwhile."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.transfer import Status, TransferId
from score_gui.ui.queue_columns import Column
from score_gui.ui.queue_filter import Filter, Group, sort_key
from score_gui.ui.queue_rows import QueueRows, Row
from score_gui.ui.queue_sieve import Sieve
from tests.ui.rows import transfer

STATUSES = (Status.PAUSED, Status.VERIFIED, Status.WAITING)
ids = st.lists(st.integers(1, 400), max_size=150)


@given(
    st.lists(st.tuples(ids, st.sampled_from([*STATUSES, None])), max_size=6),
    st.sampled_from([Column.NUMBER, Column.NAME, Column.STATE]),
)
def test_what_changes_meanwhile_is_found_as_it_is_at_the_end(
    changes: list[tuple[list[int], Status | None]], column: Column
) -> None:
    rows = QueueRows()
    rows.load([transfer(number, STATUSES[number % 3]) for number in range(1, 301)])
    matches, key = Filter(Group.PAUSED).matcher(), sort_key(column)
    sieve = Sieve((row.id for row in rows), rows.get, matches, key)
    for numbers, status in changes:
        sieve.go_on(0.0)
        touched = [TransferId(number) for number in dict.fromkeys(numbers)]
        if status is None:
            rows.drop(touched)
        else:
            rows.change([transfer(number, status) for number in touched])
        sieve.add(touched)
    found, in_order = sieve.result()
    assert found == {row.id: key(row) for row in rows if matches(row)}
    assert in_order == sorted(found.values())


class Key:
    """Counts how often two keys are compared: that is the time of a long sort."""

    compared = 0

    def __init__(self, place: int) -> None:
        self.place = place

    def __lt__(self, other: Key) -> bool:
        Key.compared += 1
        return self.place < other.place

    def __le__(self, other: Key) -> bool:
        return not other < self


def test_one_step_looks_at_few_rows_however_long_the_queue_is() -> None:
    rows = QueueRows()
    rows.load([transfer(number) for number in range(1, 5001)])
    seen: list[TransferId] = []

    def look_up(key: TransferId) -> Row | None:
        seen.append(key)
        return rows.get(key)

    sieve = Sieve(rows.ids(), look_up, Filter().matcher(), sort_key(Column.NUMBER))
    assert seen == []
    sieve.go_on(0.0)
    assert 0 < len(seen) <= 100


@pytest.mark.parametrize(("in_order", "most"), [(True, 0), (False, 3 * 5000)])
def test_little_is_left_to_sort_when_all_rows_are_looked_at(in_order: bool, most: int) -> None:
    rows = QueueRows()
    rows.load([transfer(number) for number in range(1, 5001)])
    places = list(range(5001))
    if not in_order:
        Random(1).shuffle(places)
    sieve = Sieve(rows.ids(), rows.get, Filter().matcher(), lambda row: Key(places[row.id]))  # type: ignore[arg-type, return-value]
    while not sieve.is_done:
        sieve.go_on(0.0)
    Key.compared = 0
    _, found = sieve.result()
    assert Key.compared <= most
    assert len(found) == 5000
