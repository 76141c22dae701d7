"""What ends the program from outside."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from score_gui.ui.end_signals import end_on_signals

NUMBERS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Those of the test tools come back."""
    before = [signal.getsignal(number) for number in NUMBERS]
    yield
    for number, handler in zip(NUMBERS, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_amid_other_work_ends_the_program_after_it(
    number: signal.Signals, qtbot: QtBot, owner: QObject
) -> None:
    done: list[str] = []
    end_on_signals(owner, lambda: done.append("end"))
    signal.raise_signal(number)
    done.append("the work")
    qtbot.waitUntil(lambda: "end" in done)
    assert done == ["the work", "end"]
