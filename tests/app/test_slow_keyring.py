"""A keyring that waits for somebody, a minute long, keeps nobody from looking at the window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QTimer

from score_gui.ui.profiles_access import AccessDesk
from tests.app.conftest import Person


@pytest.mark.fault("F93", "a keyring that does not answer")
def test_the_window_lives_while_the_keyring_does_not_answer(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, unlocked, really = threading.Event(), threading.Event(), AccessDesk.list
    beats = 0

    def waits(desk: AccessDesk) -> object:
        asked.set()
        assert unlocked.wait(30)
        return really(desk)

    def beat() -> None:
        nonlocal beats
        beats += 1

    monkeypatch.setattr(AccessDesk, "list", waits)
    person.restart()
    timer = QTimer(person.app)
    timer.timeout.connect(beat)
    timer.start(10)
    person.until(asked.is_set)
    before = beats
    person.until(lambda: beats >= before + 20)
    assert person.app.window.isVisible()
    unlocked.set()
