"""A folder for one slice at work, in the cache: it goes when the slice is done, or some days after a crash."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

STALE = 3 * 24 * 3600.0
"""Seconds without a change after which a folder belongs to nobody: its program was ended by force."""


@contextmanager
def workplace(cache: Path) -> Iterator[Path]:
    """An empty folder below `cache`, on the drive that is to hold the sparse file. Raises OSError."""
    folder = cache / "slices"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as made:
        yield Path(made)


def _sweep(folder: Path) -> None:
    for left in folder.iterdir():
        with suppress(OSError):
            if time.time() - _last_change(left) > STALE:
                shutil.rmtree(left)


def _last_change(folder: Path) -> float:
    return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
