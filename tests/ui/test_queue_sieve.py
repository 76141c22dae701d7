"""A long queue is gone through step by step, whatever happens to its rows meanwhile."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.transfer import Status, TransferId
from score_gui.ui.queue_columns import Column
from score_gui.ui.queue_filter import Filter, Group, sort_key
from score_gui.ui.queue_rows import QueueRows
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
