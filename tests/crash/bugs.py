"""Faults that are put into the program from here, to prove that each of the loops would see them.

The program has no switch for any of this: a test, or the child of a test, replaces a function by a wrong one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from score_gui.files import durable
from score_gui.model.problem import Problem
from score_gui.transfer import errands, unfinished
from score_gui.transfer.active import Active
from score_gui.transfer.checkpoints import Checkpoints
from score_gui.transfer.errands import Published, Synced
from score_gui.transfer.part_file import PartFile

Bug = Callable[[pytest.MonkeyPatch], None]


def no_data_sync(patch: pytest.MonkeyPatch) -> None:
    """The ledger learns of bytes that nobody asked the disk to keep."""
    patch.setattr(PartFile, "sync", lambda _part: None)
    patch.setattr(PartFile, "sync_all", lambda _part: None)


def sync_before_snapshot(patch: pytest.MonkeyPatch) -> None:
    """What is recorded is what has arrived when the sync has ended, not what had arrived when it began."""
    really = Checkpoints.synced

    def synced(checkpoints: Checkpoints, active: Active, report: Synced) -> Problem | None:
        return really(checkpoints, active, replace(report, ranges=active.arrived))

    patch.setattr(Checkpoints, "synced", synced)


def no_name_sync(patch: pytest.MonkeyPatch) -> None:
    """The bytes are on the medium, but the name of their file is not."""
    patch.setattr(PartFile, "sync_name", lambda _part: None)


def no_sync_before_the_name(patch: pytest.MonkeyPatch) -> None:
    """A file gets its final name while its last bytes are on the way to the disk."""

    def publish(part: PartFile, target: Path, *, force: bool) -> Published:
        part.close()
        durable.publish(part.path, target)
        return Published(target)

    patch.setattr(errands, "publish", publish)


def old_name_goes_first(patch: pytest.MonkeyPatch) -> None:
    """The unfinished name is dropped before the final one is on the medium."""

    def move(part: Path, target: Path) -> None:
        os.link(part, target)
        part.unlink()

    patch.setattr(durable, "_move_by_link", move)


def times_stay_behind(patch: pytest.MonkeyPatch) -> None:
    """A paused file is known again by its times, and those are lost."""
    patch.setattr(PartFile, "sync_all", PartFile.sync)


def promise_before_the_bytes(patch: pytest.MonkeyPatch) -> None:
    """What was asked for is recorded, not what came."""
    really = Checkpoints.synced

    def synced(checkpoints: Checkpoints, active: Active, report: Synced) -> Problem | None:
        asked = report.ranges.add(*(job.range for job in active.jobs))
        return really(checkpoints, active, replace(report, ranges=asked))

    patch.setattr(Checkpoints, "synced", synced)


def final_name_before_the_check(patch: pytest.MonkeyPatch) -> None:
    """The file is fetched under its final name."""
    patch.setattr(unfinished, "free_part_path", lambda target: target)


def one_write_is_enough(patch: pytest.MonkeyPatch) -> None:
    """Who asks the system to write believes that it wrote all."""
    patch.setattr(PartFile, "write_at", lambda part, data, offset: part._write_some(data, offset))


SYNC_BUGS: tuple[Bug, ...] = (
    no_data_sync,
    sync_before_snapshot,
    no_name_sync,
    no_sync_before_the_name,
    old_name_goes_first,
    times_stay_behind,
)
"""Faults that only a disk shows which forgets what was not synced."""
BUGS = {
    bug.__name__: bug
    for bug in (
        *SYNC_BUGS,
        promise_before_the_bytes,
        final_name_before_the_check,
        one_write_is_enough,
    )
}
