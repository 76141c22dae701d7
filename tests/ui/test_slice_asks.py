"""The system's dialogs open without holding up the window, and give back what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from score_gui.ui.slice_asks import Asks

# Where there is no screen, windows have no sizes to tell.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ASKS = Asks()
QUESTIONS: dict[str, Callable[[QWidget, Callable[[Path], None]], None]] = {
    "Choose a BAM or CRAM": ASKS.alignment,
    "Regions from a BED file": ASKS.bed,
    "Choose the reference": ASKS.reference,
    "Save slice": lambda window, on_path: ASKS.output(window, Path("a.bam"), on_path),
    "Save slices": lambda window, on_path: ASKS.folder(window, Path("slices"), on_path),
    "Save receipt": lambda window, on_path: ASKS.receipt(window, Path("a.json"), on_path),
}


@pytest.mark.parametrize("title", QUESTIONS)
def test_a_question_is_asked_and_its_answer_handed_on(title: str, qtbot: QtBot, theme: object) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    chosen: list[Path] = []
    QUESTIONS[title](window, chosen.append)
    (dialog,) = window.findChildren(QFileDialog)
    assert (dialog.windowTitle(), dialog.isVisible()) == (title, True)
    dialog.fileSelected.emit("/home/me/chosen")
    dialog.reject()
    assert chosen == [Path("/home/me/chosen")]
