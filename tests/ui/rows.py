"""Small makers of transfers and samples for the tests of the queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from score_gui.model.byterange import ByteRange
from score_gui.model.messages import Sample, Span, SpanKind
from score_gui.model.transfer import Layout, Status, Transfer, TransferId

HOSTILE = '<img src="file:///dev/zero"><b>&lt;a&gt;\u202e\n.bam'


def transfer(number: int = 1, status: Status = Status.WAITING, **more: Any) -> Transfer:
    values: dict[str, Any] = {
        "id": TransferId(number),
        "object_id": f"id-{number}",
        "name": f"file-{number}.bam",
        "folder": Path("data"),
        "layout": Layout.FILENAME,
        "profile_id": "argo",
        "status": status,
        "order": number,
        "size": 1000,
    }
    return Transfer(**{**values, **more})


def sample(number: int = 1, done: int = 500, checked: int = 0, **more: Any) -> Sample:
    return Sample(TransferId(number), done, checked, **more)


def span(start: int, stop: int, kind: SpanKind = SpanKind.DISK, filled: int | None = None) -> Span:
    return Span(ByteRange(start, stop), kind, stop if filled is None else filled)
