"""Small files of the program's own: after a crash they hold what they held before, or what was written, in full."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from score_gui.files import durable


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the place of what the file holds. Raises OSError; the file is then as it was."""
    temporary = path.with_name(f"{path.name}.new")
    # What a crash left behind must not show through the end of a shorter text.
    temporary.unlink(missing_ok=True)
    with os.fdopen(durable.open_part(temporary), "wb") as file:
        file.write(data)
        file.flush()
        durable.sync_file(file.fileno())
    durable.replace(temporary, path)


def set_aside(path: Path) -> Path:
    """Move a file that cannot be used out of the way, beside itself; tells where it is. Raises OSError."""
    names = (f"{path.stem}.damaged{'' if number == 1 else f'-{number}'}{path.suffix}" for number in count(1))
    for name in names:
        aside = path.with_name(name)
        try:
            durable.publish(path, aside)
        except FileExistsError:
            continue
        return aside
    raise AssertionError("there is always another name")
