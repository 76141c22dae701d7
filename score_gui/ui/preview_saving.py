"""What a person may keep of a manifest as a file of its own: what is ticked, what was left out, what did not arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from score_gui.access.profiles import IMAGING
from score_gui.manifests import save_manifest, shape_of
from score_gui.manifests.writer import save_left_out, suffix_of
from score_gui.model import disk_problems
from score_gui.model.language import tr
from score_gui.model.manifest import Entry, Kind, Manifest
from score_gui.model.problem import Problem
from score_gui.model.transfer import Transfer

ChooseSave = Callable[[QWidget, str], Path | None]
"""Asks a person for the place of a new file of this name; None when they think better of it."""


@dataclass(frozen=True, slots=True)
class Saving:
    """A file to be written, under this name if the person agrees. `write` blocks and may raise OSError."""

    name: str
    write: Callable[[Path], None]


def ticked(manifest: Manifest, entries: Sequence[Entry]) -> Saving:
    """These entries as a manifest that the site's own client reads as well."""
    shape = shape_of(manifest.kind)
    name = f"{_stem(manifest)}-selection{suffix_of(shape)}"
    return Saving(name, lambda path: save_manifest(path, entries, shape))


def left_out(manifest: Manifest) -> Saving:
    """The lines that cannot be read, for whoever made the list."""
    return Saving(f"{_stem(manifest)}-left-out.tsv", lambda path: save_left_out(path, manifest.remarks))


def failed(transfers: Sequence[Transfer]) -> Saving:
    """Files that did not arrive, as a manifest to send to somebody or to try elsewhere."""
    entries = [_entry_of(each) for each in transfers]
    are_images = bool(entries) and all(each.profile_id == IMAGING.id for each in transfers)
    shape = Kind.IDC_S5CMD if are_images else Kind.SCORE_ARGO
    name = f"files-that-need-you{suffix_of(shape)}"
    return Saving(name, lambda path: save_manifest(path, entries, shape))


def _entry_of(transfer: Transfer) -> Entry:
    return Entry(
        transfer.object_id,
        file_name=None if transfer.name == transfer.object_id else transfer.name,
        size=transfer.size,
        md5=transfer.md5,
        file_type=transfer.file_type,
        donor=transfer.donor,
        project=transfer.project,
    )


def save(path: Path, saving: Saving) -> Problem | None:
    """Write it; what stood in the way."""
    try:
        saving.write(path)
    except PermissionError:
        return disk_problems.no_permission(path.parent)
    except OSError as error:
        return disk_problems.disk_error(path, error.strerror or tr("it cannot be written"))
    return None


def choose_save(parent: QWidget, name: str) -> Path | None:
    """The system's dialog, which asks before a file is replaced."""
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save"), name, f"{tr('Manifest')} (*.tsv *.s5cmd)")
    return Path(chosen) if chosen else None


def _stem(manifest: Manifest) -> str:
    return Path(manifest.name).stem or "manifest"
