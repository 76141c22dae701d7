"""What hangs on the token of a profile: the files of the queue that run with it, wait for it, or are unfinished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from score_gui.model.transfer import Status
from score_gui.ui.queue_rows import Row


@dataclass(frozen=True, slots=True)
class QueueUse:
    """Files and bytes of one profile. `sample` is the id of an object that somebody wants with it."""

    for_token: int = 0
    """Files that wait for a new token."""
    running: int = 0
    to_come: int = 0
    """Files that would still need the token, the running ones left out."""
    kept: int = 0
    """Bytes of unfinished files on the disk."""
    sample: str | None = None


def use_of(rows: Iterable[Row]) -> dict[str, QueueUse]:
    """By the ids of the profiles."""
    found: dict[str, QueueUse] = {}
    for row in rows:
        if row.status.is_done:
            continue
        profile_id = row.transfer.profile_id
        before = found.get(profile_id, QueueUse())
        is_running = row.status.is_active
        found[profile_id] = QueueUse(
            before.for_token + (row.status is Status.WAITING_TOKEN),
            before.running + is_running,
            before.to_come + (not is_running),
            before.kept + row.done,
            before.sample or row.transfer.object_id,
        )
    return found
