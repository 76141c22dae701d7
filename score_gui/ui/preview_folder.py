"""Gathers the facts about a folder for the fit check. Looks at the disk: never called in the GUI thread."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from score_gui.files.identity import same_volume, volume_of
from score_gui.files.space import (
    file_system,
    free_bytes,
    nearest_existing,
    reserve_bytes,
    total_bytes,
    volume_name,
)
from score_gui.model.language import tr
from score_gui.ui.preview_facts import FolderFacts

_SYNCED = ("OneDrive", "Dropbox", "iCloud", "Google Drive", "Nextcloud", "ownCloud")


def folder_facts(folder: Path, to_come: Mapping[Path, int]) -> FolderFacts:
    """What is known of the volume `folder` lies on or would lie on; what cannot be found out is None.

    `to_come` are the bytes that the queue still fetches, by folder.
    """
    try:
        existing = nearest_existing(folder)
        system = file_system(existing)
        free = max(0, free_bytes(existing) - reserve_bytes(total_bytes(existing)))
        queued = _queued(existing, to_come)
    except OSError:
        return FolderFacts(str(folder), is_writable=False)
    return FolderFacts(
        drive=volume_name(existing) or tr("this disk"),
        free=free,
        file_system=system.kind,
        largest_file=system.largest_file,
        longest_path=system.longest_path,
        is_writable=os.access(existing, os.W_OK),
        synced_by=_synced_by(folder),
        queued=queued,
    )


def _queued(existing: Path, to_come: Mapping[Path, int]) -> int:
    """What of it goes to the volume of a folder that is there."""
    mine = volume_of(existing)
    return sum(
        left for folder, left in to_come.items() if left and same_volume(mine, _volume_or_none(folder))
    )


def _volume_or_none(folder: Path) -> str:
    """A drive that is away takes nothing of the room that is here."""
    try:
        return volume_of(nearest_existing(folder))
    except OSError:
        return ""


def _synced_by(folder: Path) -> str | None:
    """The program that copies everything below `folder` elsewhere, as far as a folder's name tells."""
    for part in folder.parts:
        found = next((name for name in _SYNCED if part.casefold().startswith(name.casefold())), None)
        if found is not None:
            return found
    return None
