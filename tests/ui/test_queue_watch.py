from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_gui.model.transfer import Status, TransferId
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.queue_watch import Ended, ManifestWatch, QueueWatch
from tests.ui.rows import transfer


def put(rows: QueueRows, *statuses: Status, manifest: str = "nov.tsv") -> None:
    """Rows 1, 2, 3… of a manifest in these states."""
    rows.change([transfer(n, status, manifest=manifest) for n, status in enumerate(statuses, 1)])


@pytest.fixture
def rows() -> QueueRows:
    return QueueRows()


# --- the queue ---------------------------------------------------------------------------------------------------


def test_a_queue_ends_with_its_last_file(rows: QueueRows) -> None:
    watch = QueueWatch()
    put(rows, Status.WAITING, Status.WAITING)
    assert watch.look(rows.totals) is None
    put(rows, Status.VERIFIED, Status.VERIFYING)
    assert watch.look(rows.totals) is None
    put(rows, Status.VERIFIED, Status.NEEDS_YOU)
    assert watch.look(rows.totals) == Ended(verified=1, complete=0, need_you=1)
    assert watch.look(rows.totals) is None


def test_what_was_done_before_is_not_counted_again(rows: QueueRows) -> None:
    watch = QueueWatch()
    put(rows, Status.VERIFIED, Status.VERIFIED, Status.WAITING)
    watch.look(rows.totals)
    put(rows, Status.VERIFIED, Status.VERIFIED, Status.COMPLETE)
    assert watch.look(rows.totals) == Ended(verified=0, complete=1, need_you=0)


@pytest.mark.parametrize(
    "held", [Status.WAITING_NETWORK, Status.WAITING_TOKEN, Status.WAITING_SPACE, Status.WAITING_SERVER]
)
def test_a_queue_that_waits_has_not_ended(rows: QueueRows, held: Status) -> None:
    watch = QueueWatch()
    put(rows, Status.DOWNLOADING, Status.VERIFIED)
    watch.look(rows.totals)
    put(rows, held, Status.VERIFIED)
    assert watch.look(rows.totals) is None


def test_pausing_everything_is_no_end(rows: QueueRows) -> None:
    watch = QueueWatch()
    put(rows, Status.DOWNLOADING)
    watch.look(rows.totals)
    put(rows, Status.PAUSED)
    assert watch.look(rows.totals) is None


def test_a_queue_from_an_earlier_run_has_not_just_ended(rows: QueueRows) -> None:
    put(rows, Status.VERIFIED, Status.NEEDS_YOU)
    assert QueueWatch().look(rows.totals) is None


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (Ended(48, 0, 1), "48 files verified, 1 needs you."),
        (Ended(1, 0, 0), "1 file verified."),
        (Ended(0, 2, 0), "2 complete, not verified."),
        (Ended(0, 0, 3), "3 need you."),
        (Ended(1_200, 1, 2), "1,200 files verified, 1 complete, not verified, 2 need you."),
    ],
)
def test_the_end_in_words(ended: Ended, words: str) -> None:
    assert ended.words == words


HISTORY = st.lists(st.lists(st.sampled_from(Status), min_size=3, max_size=3), min_size=1, max_size=12)


@given(HISTORY)
def test_no_file_is_told_as_verified_twice(history: Sequence[Sequence[Status]]) -> None:
    rows, watch = QueueRows(), QueueWatch()
    told, became = 0, 0
    before = [Status.WAITING] * 3
    for statuses in history:
        done = (Status.VERIFIED, Status.SKIPPED)
        became += sum(new in done and old not in done for old, new in zip(before, statuses, strict=True))
        before = list(statuses)
        put(rows, *statuses)
        ended = watch.look(rows.totals)
        told += ended.verified if ended is not None else 0
    assert told <= became


# --- manifests ---------------------------------------------------------------------------------------------------


def test_a_manifest_is_done_once_its_last_file_is_here(rows: QueueRows) -> None:
    watch = ManifestWatch()
    put(rows, Status.VERIFIED, Status.DOWNLOADING)
    assert watch.look(rows.totals) == ()
    put(rows, Status.VERIFIED, Status.COMPLETE)
    assert watch.look(rows.totals) == ("nov.tsv",)
    assert watch.look(rows.totals) == ()


def test_a_manifest_waits_for_its_index_files(rows: QueueRows) -> None:
    watch = ManifestWatch()
    index = transfer(9, Status.DOWNLOADING, companion_of=TransferId(1), manifest="nov.tsv")
    rows.change([transfer(1, Status.VERIFIED, manifest="nov.tsv"), index])
    assert watch.look(rows.totals) == ()
    rows.change([transfer(9, Status.VERIFIED, companion_of=TransferId(1), manifest="nov.tsv")])
    assert watch.look(rows.totals) == ("nov.tsv",)
    assert {item.id for item in rows.of_manifest("nov.tsv")} == {1, 9}


def test_a_file_that_needs_a_person_keeps_a_manifest_open(rows: QueueRows) -> None:
    watch = ManifestWatch()
    put(rows, Status.DOWNLOADING)
    watch.look(rows.totals)
    put(rows, Status.NEEDS_YOU)
    assert watch.look(rows.totals) == ()


def test_a_manifest_that_was_done_at_the_start_is_old_news(rows: QueueRows) -> None:
    put(rows, Status.VERIFIED)
    assert ManifestWatch().look(rows.totals) == ()


def test_a_manifest_that_left_the_list_is_not_done(rows: QueueRows) -> None:
    watch = ManifestWatch()
    put(rows, Status.DOWNLOADING)
    watch.look(rows.totals)
    rows.drop([TransferId(1)])
    assert watch.look(rows.totals) == ()
