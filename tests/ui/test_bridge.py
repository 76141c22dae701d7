from __future__ import annotations

import threading

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from score_gui.model.messages import Command, Idle, Stop
from score_gui.ui.bridge import EngineBridge


def test_events_of_another_thread_arrive_in_this_one(qtbot: QtBot) -> None:
    bridge = EngineBridge()
    threads: list[threading.Thread] = []
    bridge.happened.connect(lambda _: threads.append(threading.current_thread()))
    with qtbot.waitSignal(bridge.happened) as told:
        worker = threading.Thread(target=bridge.deliver, args=(Idle(),))
        worker.start()
        worker.join()
    assert told.args == [Idle()]
    assert threads == [threading.main_thread()]


def test_events_keep_their_order_and_none_is_lost(qtbot: QtBot) -> None:
    bridge = EngineBridge()
    seen: list[object] = []
    bridge.happened.connect(seen.append)
    for number in range(100):
        bridge.deliver(number)  # type: ignore[arg-type] # the bridge looks into no event
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 100)
    assert seen == list(range(100))


def test_commands_go_to_the_attached_inbox() -> None:
    bridge = EngineBridge()
    with pytest.raises(RuntimeError, match="no engine"):
        bridge.post(Stop())
    inbox: list[Command] = []
    bridge.attach(inbox.append)
    bridge.post(Stop())
    assert inbox == [Stop()]


def test_an_engine_that_outlives_the_window_is_not_stopped_by_it(qtbot: QtBot) -> None:
    bridge = EngineBridge()
    shiboken6.delete(bridge)
    bridge.deliver(Idle())
