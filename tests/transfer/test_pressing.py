"""What must be in the ledger before it is told: everything that a crash would take, and nothing that comes back."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from score_gui.model.transfer import Status
from score_gui.transfer.ledger import Ledger
from score_gui.transfer.pressing import Pressing
from score_gui.transfer.record import Record
from tests.fakes.memory_store import MemoryStore
from tests.transfer.conftest import Bench, make_bytes, object_id
from tests.transfer.records import record

PART = Path("out/1.bam.part")


def now(written: Record, status: Status, **fields: Any) -> Record:
    """The row some steps later; `part` and `etag` are the record's own."""
    own = {name: fields.pop(name) for name in ("part", "etag") if name in fields}
    return replace(written, transfer=replace(written.transfer, status=status, **fields), **own)


WAITING = record(1)
BEGUN = now(WAITING, Status.DOWNLOADING, part=PART)


@pytest.mark.parametrize(
    ("written", "change", "is_pressing"),
    [
        (None, WAITING, True),
        (None, now(WAITING, Status.PREPARING), True),
        (WAITING, now(WAITING, Status.PREPARING, size=7, name="x.bam", placed="x.bam"), False),
        (WAITING, now(WAITING, Status.CHECKING), False),
        (WAITING, now(WAITING, Status.PREPARING, order=9), True),
        (WAITING, now(WAITING, Status.PAUSED), True),
        (WAITING, now(WAITING, Status.WAITING, order=9), True),
        (now(WAITING, Status.PAUSED), now(WAITING, Status.PREPARING), True),
        (WAITING, BEGUN, True),
        (BEGUN, now(BEGUN, Status.VERIFYING), False),
        (BEGUN, now(BEGUN, Status.VERIFYING, renewals=1), True),
        (BEGUN, now(BEGUN, Status.DOWNLOADING, etag="v2"), True),
        (BEGUN, now(BEGUN, Status.VERIFIED, part=None), True),
        (now(BEGUN, Status.PAUSED), BEGUN, True),
    ],
)
def test_what_cannot_wait(written: Record | None, change: Record, is_pressing: bool) -> None:
    pressing = Pressing()
    if written is not None:
        pressing.written([written])
    assert pressing.cannot_wait(change) is is_pressing


def test_a_small_file_is_three_transactions(
    bench: Bench, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a slow computer a checkpoint would come between, with a transaction of its own.
    monkeypatch.setattr("score_gui.transfer.checkpoints.SYNC_SECONDS", math.inf)
    seen: list[Status] = []
    really = Ledger.write

    def write(self: Ledger, records: Any = (), *more: Any) -> None:
        rows = list(records)
        seen.extend(one.transfer.status for one in rows)
        really(self, rows, *more)

    monkeypatch.setattr(Ledger, "write", write)
    entry = store.put(object_id(1), make_bytes(1000))
    bench.add(entry)
    bench.until_done(entry)
    assert seen in (
        [Status.WAITING, Status.DOWNLOADING, Status.VERIFIED],
        [Status.PREPARING, Status.DOWNLOADING, Status.VERIFIED],
    )
