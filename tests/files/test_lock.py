"""One program per folder, and a dead one holds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from score_gui.files.lock import FolderInUseError, FolderLock, held

HOLD_AND_TELL = """
import sys
from pathlib import Path
from score_gui.files.lock import FolderLock
print(FolderLock(Path(sys.argv[1])).take(), flush=True)
"""


def other_program(folder: Path) -> str:
    told = subprocess.run(
        [sys.executable, "-c", HOLD_AND_TELL, str(folder)], capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


def test_a_second_program_does_not_get_in(tmp_path: Path) -> None:
    with held(tmp_path) as lock:
        assert lock.is_held
        assert other_program(tmp_path) == "False"
    assert other_program(tmp_path) == "True"


def test_a_program_that_ended_without_a_word_holds_nothing(tmp_path: Path) -> None:
    assert other_program(tmp_path) == "True"
    assert FolderLock(tmp_path).take()


def test_a_second_lock_in_one_program_does_not_get_in(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    assert first.take()
    assert first.take()
    assert not second.take()
    with pytest.raises(FolderInUseError), held(tmp_path):
        pass
    first.release()
    first.release()
    assert second.take()
    second.release()
