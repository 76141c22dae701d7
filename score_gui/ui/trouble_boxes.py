"""Boxes for what stands in the way of the program as a whole; their texts are plain, whatever is in them."""

from __future__ import annotations

import signal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from score_gui.model.language import tr
from score_gui.model.problem import Problem
from score_gui.transfer.ledger import LedgerFullError, LedgerInUseError


def tell_problem(window: QWidget, problem: Problem) -> None:
    """Say it over the window, and go on."""
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(tr(problem.title))
    box.setInformativeText(f"{tr(problem.cause)}\n{tr(problem.next_step)}")
    box.open()


def tell_start_trouble(reason: str) -> None:
    """Say why there will be no window: whoever started it from a menu sees no terminal."""
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(tr("score_gui cannot start"))
    box.setInformativeText(reason)
    # Nothing has begun that would have to be put away, and Python hears no signal while the box is open.
    former = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGTERM)}
    box.exec()
    for number, handler in former.items():
        signal.signal(number, handler)


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
    elif isinstance(error, LedgerFullError):
        box.setText(tr("There is no room for the queue"))
        box.setInformativeText(f"{error}\n{tr('Make room on that disk, then start again.')}")
    else:
        box.setText(tr("The queue cannot be read"))
        box.setInformativeText(f"{_reason(error)}\n{tr('Move that file away to start with an empty queue.')}")
    box.exec()
    return 1


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)
