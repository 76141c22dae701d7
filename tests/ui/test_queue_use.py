"""What of the queue hangs on a token."""

from __future__ import annotations

from score_gui.model.transfer import Status
from score_gui.ui.queue_rows import Row
from score_gui.ui.queue_use import QueueUse, use_of
from tests.ui.rows import transfer


def test_files_are_counted_by_profile_and_finished_ones_need_no_token() -> None:
    rows = [
        Row(transfer(1, Status.DOWNLOADING, kept=5)),
        Row(transfer(2, Status.WAITING_TOKEN, kept=7)),
        Row(transfer(3, Status.WAITING)),
        Row(transfer(4, Status.VERIFIED)),
    ]
    profile_id = rows[0].transfer.profile_id
    assert use_of(rows) == {profile_id: QueueUse(1, 1, 2, 12, rows[0].transfer.object_id)}
    assert use_of([]) == {}
