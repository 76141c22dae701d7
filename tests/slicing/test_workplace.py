"""The folder of a slice at work goes with it, and what a crash has left goes later."""

from __future__ import annotations

import os
import time
from pathlib import Path

from score_gui.slicing.workplace import STALE, workplace


def test_the_folder_goes_with_the_slice(tmp_path: Path) -> None:
    with workplace(tmp_path) as folder:
        (folder / "sparse").write_bytes(b"x")
    assert list((tmp_path / "slices").iterdir()) == []


def test_only_what_has_not_changed_for_days_is_swept(tmp_path: Path) -> None:
    old, long_at_work = tmp_path / "slices" / "old", tmp_path / "slices" / "busy"
    past = time.time() - STALE - 60
    for folder in (old, long_at_work):
        folder.mkdir(parents=True)
        (folder / "sparse").write_bytes(b"x")
        os.utime(folder, (past, past))
    os.utime(old / "sparse", (past, past))

    with workplace(tmp_path):
        assert not old.exists()
        assert long_at_work.exists()
