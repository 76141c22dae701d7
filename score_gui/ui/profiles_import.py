"""Takes a profile from a file: which file, and what is asked before anything of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from score_gui.access.imports import Import
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.profiles_words import saved_words
from score_gui.ui.question import Question

ChooseFile = Callable[[QWidget, Callable[[Path], None]], None]
"""Asks for a file over a window and hands it on; returns at once."""
_MOST_REMARKS = 8


def ask_for_file(parent: QWidget, on_chosen: Callable[[Path], None]) -> None:
    """Ask in the dialog of the system."""
    dialog = QFileDialog(parent, "Import a profile")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(["Settings of score-client, profiles (*.properties *.json)", "All files (*)"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_chosen(Path(chosen)))
    dialog.open()


def import_question(found: Import) -> Question:
    """Names every server that would get the token, and what of the file is left behind."""
    told = [*found.remarks[:_MOST_REMARKS]]
    more = len(found.remarks) - _MOST_REMARKS
    told += [f"And {more} more like these."] if more > 0 else []
    consequence = "\n".join([found.preview, *(["", *told] if told else [])])
    text = f"Replace the token for {found.profile.name}?" if found.is_known else f"Add {found.profile.name}?"
    return Question(text, consequence, "Replace token" if found.is_known else "Add profile")


def imported_words(state: TokenState | None, where: str | None) -> str:
    """What was done; `state` is that of the token, None for a profile that came without one."""
    return "Imported. Add your token for it." if state is None else f"Imported. {saved_words(state, where)}"
