"""Why no window opens is said on the screen, with a next step that fits the reason."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from score_gui.transfer.ledger import LedgerFullError, LedgerInUseError, LedgerUnreadableError
from score_gui.ui.trouble_boxes import tell_queue_trouble, tell_start_trouble


@pytest.fixture
def said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Title and words of each box; nobody has to close them."""
    boxes: list[tuple[str, str]] = []

    def look(box: QMessageBox) -> int:
        boxes.append((box.text(), box.informativeText()))
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    return boxes


@pytest.mark.parametrize(
    ("error", "title", "words"),
    [
        (LedgerInUseError("q"), "score_gui is already at work", "score-gui download"),
        (LedgerFullError("/q: disk is full"), "There is no room for the queue", "Make room on that disk"),
        (LedgerUnreadableError("/q: newer"), "The queue cannot be read", "Move that file away"),
        (
            OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(Path("q"))),
            "The queue cannot be read",
            f"q: {os.strerror(errno.EISDIR)}\nMove that file away",
        ),
    ],
    ids=["in use", "full", "unreadable", "a folder"],
)
def test_trouble_with_the_queue_is_told_with_what_to_do(
    said: list[tuple[str, str]], error: Exception, title: str, words: str
) -> None:
    assert tell_queue_trouble(error) == 1
    ((told, more),) = said
    assert told == title
    assert words in more


def test_a_home_that_cannot_be_used_is_told_on_the_screen_too(said: list[tuple[str, str]]) -> None:
    tell_start_trouble("score_gui cannot keep its own files: /home")
    assert said == [("score_gui cannot start", "score_gui cannot keep its own files: /home")]
