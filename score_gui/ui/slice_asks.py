"""The system's own dialogs that the slice dialog opens, given to it so that tests can answer in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from score_gui.model.language import tr

Answer = Callable[[Path], None]


def _open(parent: QWidget, title: str, kinds: str, on_path: Answer) -> None:
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _show(dialog, on_path)


def _show(dialog: QFileDialog, on_path: Answer) -> None:
    dialog.fileSelected.connect(lambda name: on_path(Path(name)))
    dialog.finished.connect(lambda _: dialog.deleteLater())
    dialog.open()


def ask_alignment(parent: QWidget, on_path: Answer) -> None:
    """A BAM or CRAM on this computer."""
    _open(parent, tr("Choose a BAM or CRAM"), f"{tr('BAM and CRAM')} (*.bam *.cram)", on_path)


def ask_bed(parent: QWidget, on_path: Answer) -> None:
    """A list of regions."""
    kinds = f"BED (*.bed *.bed.gz *.txt);;{tr('All files')} (*)"
    _open(parent, tr("Regions from a BED file"), kinds, on_path)


def ask_reference(parent: QWidget, on_path: Answer) -> None:
    """The reference genome of a CRAM."""
    _open(
        parent,
        tr("Choose the reference"),
        f"FASTA (*.fa *.fasta *.fna *.fa.gz *.fasta.gz);;{tr('All files')} (*)",
        on_path,
    )


def ask_output(parent: QWidget, start: Path, on_path: Answer) -> None:
    """Where the slice goes."""
    dialog = QFileDialog(parent, tr("Save slice"), str(start), "BAM, CRAM, SAM (*.bam *.cram *.sam)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    _show(dialog, on_path)


def ask_folder(parent: QWidget, start: Path, on_path: Answer) -> None:
    """Where the slices of a batch go."""
    dialog = QFileDialog(parent, tr("Save slices"), str(start))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _show(dialog, on_path)


def ask_receipt(parent: QWidget, start: Path, on_path: Answer) -> None:
    """Where the receipt goes."""
    dialog = QFileDialog(parent, tr("Save receipt"), str(start), "JSON (*.json)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("json")
    _show(dialog, on_path)


@dataclass(frozen=True, slots=True)
class Asks:
    """The doors to the system's dialogs; each calls back with a path, or never."""

    alignment: Callable[[QWidget, Answer], None] = ask_alignment
    bed: Callable[[QWidget, Answer], None] = ask_bed
    reference: Callable[[QWidget, Answer], None] = ask_reference
    output: Callable[[QWidget, Path, Answer], None] = ask_output
    folder: Callable[[QWidget, Path, Answer], None] = ask_folder
    receipt: Callable[[QWidget, Path, Answer], None] = ask_receipt
