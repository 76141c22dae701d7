"""Boxes for what stands in the way of the program as a whole; their texts are plain, whatever is in them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from score_gui.model.language import tr
from score_gui.model.problem import Problem
from score_gui.transfer.ledger import LedgerInUseError


def tell_problem(window: QWidget, problem: Problem) -> None:
    """Say it over the window, and go on."""
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(tr(problem.title))
    box.setInformativeText(f"{tr(problem.cause)}\n{tr(problem.next_step)}")
    box.open()


def tell_queue_trouble(error: Exception) -> int:
    """Say why there will be no window; returns the exit status."""
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    if isinstance(error, LedgerInUseError):
        box.setText(tr("score_gui is already at work"))
        box.setInformativeText(
            tr(
                "Another window, or a `score-gui download`, works with the queue. "
                "Add the manifest there, or start again when that has ended."
            )
        )
    else:
        box.setText(tr("The queue cannot be read"))
        box.setInformativeText(f"{error}\n{tr('Move that file away to start with an empty queue.')}")
    box.exec()
    return 1
