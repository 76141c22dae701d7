"""Asks before something is given up: plain text, the careful answer as the default, and no waiting in a loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from score_gui.model.language import mark, tr
from score_gui.ui.widgets import Kind, menu_text


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what follows from a yes, and the words of both buttons."""

    text: str
    consequence: str
    yes: str
    no: str = mark("Cancel")
    is_dangerous: bool = False


def ask(parent: QWidget, question: Question, on_yes: Callable[[], None]) -> QMessageBox:
    """Show the question over `parent`; `on_yes` is called if the person agrees. Returns at once."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question.text)
    box.setInformativeText(question.consequence)
    no = box.addButton(menu_text(tr(question.no)), QMessageBox.ButtonRole.RejectRole)
    yes = QPushButton(menu_text(question.yes), box)
    if question.is_dangerous:
        # The style sheet looks at a button once, when the box takes it.
        yes.setProperty("kind", Kind.DANGER.value)
    box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    yes.clicked.connect(lambda _checked=False: on_yes())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
