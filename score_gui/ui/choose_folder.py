"""The system's dialog for a folder, which does not wait in a loop of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from score_gui.model.language import tr


def choose_folder(parent: QWidget, folder: Path, on_chosen: Callable[[Path], None]) -> None:
    """Let a person look for a folder, beginning with `folder`; returns at once."""
    dialog = QFileDialog(parent, tr("Choose folder"), str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_chosen(Path(chosen)))
    dialog.open()
