from __future__ import annotations

import threading

import pytest
import shiboken6
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from score_gui.model.messages import Changed, Command, Event, Gone, Idle, Stop, Stopped
from score_gui.model.transfer import TransferId
from score_gui.ui.bridge import PORTION, EngineBridge, portions
from tests.ui.rows import transfer


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
        bridge.deliver(number)  # type: ignore[arg-type] # what it does not know it hands on
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 100)
    assert seen == list(range(100))


def rows_of(event: Event) -> tuple[object, ...]:
    match event:
        case Changed(transfers):
            return transfers
        case Gone(ids):
            return ids
    return ()


@settings(max_examples=25)
@given(st.integers(0, 3 * PORTION), st.booleans())
@example(PORTION, True)
@example(PORTION + 1, False)
def test_an_event_of_many_rows_is_told_in_portions_that_hold_each_row_once(count: int, is_gone: bool) -> None:
    ids = tuple(map(TransferId, range(count)))
    event = Gone(ids) if is_gone else Changed(tuple(transfer(number) for number in ids))
    told = list(portions(event))
    assert [row for each in told for row in rows_of(each)] == list(rows_of(event))
    assert all(type(each) is type(event) and len(rows_of(each)) <= PORTION for each in told)
    assert len(told) == max(1, -(-count // PORTION))


def test_an_index_file_comes_after_the_file_that_it_is_of() -> None:
    index = transfer(1, companion_of=TransferId(2 * PORTION))
    told = list(portions(Changed((index, *(transfer(number) for number in range(2, 2 * PORTION + 1))))))
    assert rows_of(told[-1])[-1] == index


def test_what_comes_after_many_rows_waits_for_them_and_the_window_has_turns_between(qtbot: QtBot) -> None:
    bridge = EngineBridge()
    seen: list[Event] = []
    turns: list[int] = []
    bridge.happened.connect(seen.append)
    between = QTimer(bridge, interval=0)
    between.timeout.connect(lambda: turns.append(len(seen)))
    between.start()
    bridge.deliver(Gone(tuple(map(TransferId, range(3 * PORTION)))))
    bridge.deliver(Idle())
    qtbot.waitUntil(lambda: Idle() in seen)
    between.stop()
    assert [len(rows_of(event)) for event in seen] == [PORTION, PORTION, PORTION, 0]
    assert {1, 2} <= set(turns)


def test_the_end_of_the_engine_does_not_wait_for_rows_that_nobody_will_see(qtbot: QtBot) -> None:
    bridge = EngineBridge()
    seen: list[Event] = []
    bridge.happened.connect(seen.append)
    bridge.deliver(Gone(tuple(map(TransferId, range(9 * PORTION)))))
    bridge.deliver(Stopped())
    qtbot.waitUntil(lambda: Stopped() in seen)
    assert seen[-1] == Stopped()
    assert len(seen) < 9


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
