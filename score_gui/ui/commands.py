"""`Copy as command`: what fetches the same files for the same place in a terminal, here or on another computer."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from score_gui.access.profiles import ENVIRONMENT_ID, IMAGING
from score_gui.model.transfer import Layout
from score_gui.practice import PROFILE_ID
from score_gui.ui.queue_rows import Row

MOST_IDS = 100
"""In one line; shells take no line of any length."""
_UNNAMED = frozenset({IMAGING.id, ENVIRONMENT_ID, PROFILE_ID})
"""Profiles that no option names: the commons are known by their addresses, others by the environment."""
_WITH_INDEX = (".bam", ".cram", ".vcf.gz")

_Place = tuple[str, Path, Layout]


def quoted(words: Sequence[str]) -> str:
    """A command for the terminal of this system."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def download_lines(rows: Sequence[Row], sites: Mapping[str, str], manifest: str = "") -> list[str]:
    """A command, or one for each site, folder and layout; they hold nothing secret.

    `sites` are the names of the profiles by their ids. `manifest` is the name of the list whose files these are all;
    it is taken where it is that of a file, which the terminal then has to be beside.
    """
    places: dict[_Place, list[Row]] = {}
    for row in rows:
        item = row.transfer
        places.setdefault((item.profile_id, item.folder, item.layout), []).append(row)
    by_list = len(places) == 1 and bool(Path(manifest).suffix)
    found = []
    for place, members in places.items():
        wanted = [["--manifest", _apart(manifest)]] if by_list else _ids(members)
        options = _options(place, members, sites)
        found += [quoted(["score-gui", "download", *what, *options]) for what in wanted]
    return found


def _ids(rows: Sequence[Row]) -> Iterator[list[str]]:
    for start in range(0, len(rows), MOST_IDS):
        yield ["--object-id", *(row.transfer.object_id for row in rows[start : start + MOST_IDS])]


def _options(place: _Place, rows: Sequence[Row], sites: Mapping[str, str]) -> list[str]:
    profile_id, folder, layout = place
    name = sites.get(profile_id, profile_id)
    words = [] if profile_id in _UNNAMED else ["--profile", profile_id if name.startswith("-") else name]
    words += ["--output-dir", str(folder)]
    if layout is not (Layout.BUNDLE if profile_id == IMAGING.id else Layout.FILENAME):
        words += ["--output-layout", layout.value]
    return words + (["--no-index"] if _came_alone(rows) else [])


def _apart(name: str) -> str:
    """A file whose name could be taken for an option."""
    return f"./{name}" if name.startswith("-") else name


def _came_alone(rows: Sequence[Row]) -> bool:
    """All files that may have an index file are here, and none of them has one."""
    candidates = [row for row in rows if row.transfer.name.lower().endswith(_WITH_INDEX)]
    return bool(candidates) and all(row.status.is_done and not row.companions for row in candidates)
