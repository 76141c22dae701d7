"""Takes the data of an unfinished file to another place, which may be another drive."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from score_gui.files import durable

_PIECE = 4 * 1024 * 1024


def move_data(source: Path, target: Path, stopped: Callable[[], bool]) -> bool:
    """Move an unfinished file to a name that is free. False if stopped; the source is then as it was.

    On one drive it is renamed. To another it is copied, and the source goes only once the copy is on the disk.
    """
    try:
        durable.publish(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return _copy(source, target, stopped)
    return True


def _copy(source: Path, target: Path, stopped: Callable[[], bool]) -> bool:
    fd = durable.open_part(target)
    try:
        is_whole = _copy_into(source, fd, stopped)
        if is_whole:
            durable.sync_file(fd)
            durable.sync_folder(target.parent)
    except BaseException:
        os.close(fd)
        target.unlink(missing_ok=True)
        raise
    os.close(fd)
    (source if is_whole else target).unlink()
    return is_whole


def _copy_into(source: Path, fd: int, stopped: Callable[[], bool]) -> bool:
    with source.open("rb") as data:
        while piece := memoryview(data.read(_PIECE)):
            if stopped():
                return False
            while piece:
                piece = piece[os.write(fd, piece) :]
    return True
