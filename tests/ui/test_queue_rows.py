from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.ui.queue_rows import QueueRows, Row
from score_gui.ui.queue_totals import Sums
from tests.ui.rows import sample, transfer

T = TransferId


def test_a_changed_transfer_becomes_a_row() -> None:
    rows = QueueRows()
    delta = rows.change([transfer(1)])
    assert delta.touched == (1,)
    assert rows[T(1)].status is Status.WAITING


def test_samples_count_while_work_goes_on_and_bytes_on_disk_afterwards() -> None:
    rows = QueueRows()
    rows.change([transfer(1, Status.DOWNLOADING)])
    rows.tick([sample(1, 520, 100, speed=5.0)])
    assert (rows[T(1)].done, rows[T(1)].checked, rows[T(1)].speed, rows[T(1)].percent) == (520, 100, 5.0, 52)
    rows.change([transfer(1, Status.PAUSED, kept=510)])
    assert (rows[T(1)].done, rows[T(1)].speed, rows[T(1)].percent) == (510, 0.0, 51)


def test_a_sample_of_a_row_that_is_gone_is_dropped() -> None:
    rows = QueueRows()
    assert rows.tick([sample(7)]).touched == ()


def test_percent_is_never_100_before_the_end() -> None:
    assert Row(transfer(1, Status.DOWNLOADING), sample(1, 1000)).percent == 99
    assert Row(transfer(1, Status.VERIFYING), sample(1, 1000, 1000)).percent == 99
    assert Row(transfer(1, Status.VERIFIED, kept=1000)).percent is None
    assert Row(transfer(1, Status.DOWNLOADING, size=None), sample(1, 10)).percent is None


def test_verifying_tells_the_percent_of_the_check() -> None:
    assert Row(transfer(1, Status.VERIFYING), sample(1, 1000, 630)).percent == 63


def test_an_index_file_is_folded_into_its_main_file() -> None:
    rows = QueueRows()
    delta = rows.change([transfer(2, companion_of=T(1)), transfer(1)])
    assert len(rows) == 1
    assert rows[T(1)].ids == (1, 2)
    assert set(delta.touched) == {1}


def test_an_index_file_that_changes_touches_its_main_file() -> None:
    rows = QueueRows()
    rows.change([transfer(1), transfer(2, companion_of=T(1))])
    assert rows.change([transfer(2, Status.VERIFIED, companion_of=T(1))]).touched == (1,)
    assert [item.status for item in rows[T(1)].companions] == [Status.VERIFIED]


def test_an_index_file_without_its_main_file_is_a_row() -> None:
    rows = QueueRows()
    rows.change([transfer(2, companion_of=T(1))])
    assert T(2) in rows


def test_an_index_file_whose_main_file_goes_alone_becomes_a_row() -> None:
    rows = QueueRows()
    rows.change([transfer(1), transfer(2, companion_of=T(1))])
    delta = rows.drop([T(1)])
    assert (delta.touched, delta.gone) == ((2,), (1,))
    assert [row.id for row in rows] == [2]


def test_a_pair_goes_together() -> None:
    rows = QueueRows()
    rows.change([transfer(1), transfer(2, companion_of=T(1))])
    rows.drop([T(1), T(2)])
    assert len(rows) == 0
    assert rows.totals.all == Sums()


def test_places_follow_queue_order() -> None:
    rows = QueueRows()
    rows.change([transfer(3), transfer(1, Status.DOWNLOADING), transfer(2)])
    assert [rows.number(rows[T(n)]) for n in (1, 2, 3)] == [1, 2, 3]
    assert [rows.place(rows[T(n)]) for n in (2, 3)] == [1, 2]
    rows.change([transfer(2, Status.DOWNLOADING)])
    assert rows.place(rows[T(3)]) == 1


def test_a_large_load_has_the_same_places_as_a_slow_one() -> None:
    rows = QueueRows()
    rows.load([transfer(n) for n in range(3000, 0, -1)])
    assert [rows.number(rows[T(n)]) for n in (1, 1500, 3000)] == [1, 1500, 3000]


class Order(int):
    """Counts how often two places of the queue are compared: that is the time of moving many rows."""

    __slots__ = ()
    compared = 0

    def __lt__(self, other: int) -> bool:
        Order.compared += 1
        return int(self) < int(other)


def test_many_rows_that_move_at_once_are_sorted_once() -> None:
    count = 1500
    rows = QueueRows()
    rows.load([transfer(n, order=Order(n)) for n in range(1, count + 1)])
    Order.compared = 0
    rows.change([transfer(n, order=Order(count - n)) for n in range(1, count + 1)])
    assert Order.compared < 50 * count
    assert [rows.number(rows[T(n)]) for n in (1, 750, count)] == [count, 751, 1]
    assert rows.in_order() == list(range(count, 0, -1))


def test_the_moment_of_a_new_state_is_remembered_but_not_that_of_an_old_session() -> None:
    rows = QueueRows(clock=lambda: 99.0)
    rows.load([transfer(1, Status.WAITING_NETWORK), transfer(2, Status.DOWNLOADING)])
    rows.change([transfer(1, Status.WAITING_NETWORK), transfer(2, Status.WAITING_NETWORK)])
    assert (rows[T(1)].since, rows[T(2)].since) == (None, 99.0)


changes = st.lists(
    st.builds(
        lambda number, status, size, kept, manifest, profile: transfer(
            number, status, size=size, kept=min(kept, size or kept), manifest=manifest, profile_id=profile
        ),
        st.integers(1, 6),
        st.sampled_from(Status),
        st.one_of(st.none(), st.integers(0, 5000)),
        st.integers(0, 5000),
        st.sampled_from([None, "a.tsv", "b.tsv"]),
        st.sampled_from(["argo", "lab"]),
    ),
    max_size=12,
)


@given(changes, st.lists(st.integers(1, 6).map(TransferId)))
def test_running_sums_equal_sums_made_at_once(told: Sequence[Transfer], gone: list[TransferId]) -> None:
    rows = QueueRows()
    for item in told:
        rows.change([item])
        rows.tick([sample(item.id, min(item.kept + 1, item.size or 0), item.kept // 2)])
    rows.drop(gone)
    fresh = QueueRows()
    for row in rows:
        fresh._put(row)
    assert rows.totals.all == fresh.totals.all
    assert rows.totals.left == fresh.totals.left
    assert dict(rows.totals.held) == dict(fresh.totals.held)
    assert dict(rows.totals.manifests) == dict(fresh.totals.manifests)
    assert all(rows.totals.files(status) == fresh.totals.files(status) for status in Status)
