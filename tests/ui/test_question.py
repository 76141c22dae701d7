"""A question before something is given up: the careful answer is the default, and a dangerous one looks it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from score_gui.ui.question import Question, ask
from score_gui.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # the platform without a screen


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def asked(window: QWidget, answers: list[str], *, dangerous: bool) -> tuple[QPushButton, QPushButton]:
    """The buttons of an open question: what gives up something, and what does not."""
    question = Question("Delete 3 files?", "121.4 GB will be freed.", "Delete & go", is_dangerous=dangerous)
    box = ask(window, question, lambda: answers.append("yes"))
    assert isinstance(box, QMessageBox)
    no, yes = sorted(box.findChildren(QPushButton), key=lambda one: one.text() != "Cancel")
    return yes, no


@pytest.mark.parametrize(("dangerous", "token"), [(True, "state-need"), (False, "text")])
def test_only_a_dangerous_answer_looks_dangerous(
    window: QWidget, theme: Theme, token: str, *, dangerous: bool
) -> None:
    yes, no = asked(window, [], dangerous=dangerous)
    assert yes.palette().color(QPalette.ColorRole.ButtonText) == theme.color(token)
    assert no.palette().color(QPalette.ColorRole.ButtonText) == theme.color("text")
    assert no.isDefault()


def test_a_yes_is_told_once_and_a_no_is_not(window: QWidget, qtbot: QtBot) -> None:
    answers: list[str] = []
    yes, _ = asked(window, answers, dangerous=True)
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert answers == ["yes"]
    _, no = asked(window, answers, dangerous=True)
    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)
    assert answers == ["yes"]
