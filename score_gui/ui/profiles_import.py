"""Takes a profile from a file: which file, and what is asked before anything of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from score_gui.access.imports import Import
from score_gui.model.language import tr, trn
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.profiles_words import saved_words
from score_gui.ui.question import Question

ChooseFile = Callable[[QWidget, Callable[[Path], None]], None]
"""Asks for a file over a window and hands it on; returns at once."""
_MOST_REMARKS = 8


def ask_for_file(parent: QWidget, on_chosen: Callable[[Path], None]) -> None:
    """Ask in the dialog of the system."""
    dialog = QFileDialog(parent, tr("Import a profile"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    kinds = tr("Settings of score-client, profiles")
    dialog.setNameFilters([f"{kinds} (*.properties *.json)", f"{tr('All files')} (*)"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_chosen(Path(chosen)))
    dialog.open()


def import_question(found: Import) -> Question:
    """Names every server that would get the token, and what of the file is left behind."""
    told = [*found.remarks[:_MOST_REMARKS]]
    more = len(found.remarks) - _MOST_REMARKS
    told += [trn("And {count} more like these.", "And {count} more like these.", more)] if more > 0 else []
    consequence = "\n".join([found.preview, *(["", *told] if told else [])])
    name = found.profile.name
    if found.is_known:
        return Question(tr("Replace the token for {name}?", name=name), consequence, tr("Replace token"))
    return Question(tr("Add {name}?", name=name), consequence, tr("Add profile"))


def imported_words(state: TokenState | None, where: str | None) -> str:
    """What was done; `state` is that of the token, None for a profile that came without one."""
    if state is None:
        return tr("Imported. Add your token for it.")
    return f"{tr('Imported.')} {saved_words(state, where)}"
