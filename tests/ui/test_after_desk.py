from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from score_gui.model.settings import Settings, WhenDone
from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.ui.after_desk import AfterDesk, Deeds
from score_gui.ui.countdown import SECONDS, Countdown
from score_gui.ui.queue_rows import QueueRows
from tests.ui.preview_samples import run_at_once
from tests.ui.rows import transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PAGE = Path("/mnt/nov.receipt.html")


@dataclass
class World:
    """What was done, in order."""

    settings: Settings = field(default_factory=lambda: Settings(Path("/mnt")))
    did: list[str] = field(default_factory=list)
    receipts: list[list[TransferId]] = field(default_factory=list)
    may_sleep: bool = True

    def deeds(self) -> Deeds:
        return Deeds(
            tell=lambda title, text: self.did.append(f"{title}: {text}"),
            quit=lambda: self.did.append("quit"),
            suspend=self._suspend,
            save_receipt=self._save,
            show_receipt=lambda page: self.did.append(f"show {page.name}"),
            keep_awake=lambda needed: self.did.append("awake" if needed else "drowsy"),
        )

    def _suspend(self) -> bool:
        self.did.append("sleep")
        return self.may_sleep

    def _save(self, manifest: str, transfers: list[Transfer]) -> Path:
        self.did.append(f"receipt of {manifest}")
        self.receipts.append(sorted(item.id for item in transfers))
        return PAGE


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def rows() -> QueueRows:
    return QueueRows()


@pytest.fixture
def desk(world: World, window: QWidget, rows: QueueRows) -> AfterDesk:
    return AfterDesk(window, rows, lambda: world.settings, world.deeds(), run_at_once)


def put(desk: AfterDesk, rows: QueueRows, *statuses: Status) -> None:
    rows.change([transfer(n, status, manifest="nov.tsv") for n, status in enumerate(statuses, 1)])
    desk.look()


def finish(desk: AfterDesk, rows: QueueRows, *more: Status) -> None:
    put(desk, rows, Status.DOWNLOADING, *more)
    put(desk, rows, Status.VERIFIED, *more)


def boxes(window: QWidget) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_a_queue_that_ends_is_told_once_with_a_receipt(
    desk: AfterDesk, rows: QueueRows, world: World
) -> None:
    finish(desk, rows)
    desk.look()
    assert world.did == ["awake", "receipt of nov.tsv", "drowsy", "The queue is done: 1 file verified."]


def test_a_person_may_want_neither(desk: AfterDesk, rows: QueueRows, world: World) -> None:
    world.settings = replace(world.settings, notify=False, receipts=False)
    finish(desk, rows)
    assert world.did == ["awake", "drowsy"]


def test_a_receipt_that_is_asked_for_is_shown(desk: AfterDesk, rows: QueueRows, world: World) -> None:
    put(desk, rows, Status.PAUSED, Status.VERIFIED)
    desk.save_receipt("nov.tsv")
    assert world.did == ["receipt of nov.tsv", "show nov.receipt.html"]
    assert world.receipts == [[1, 2]]


def test_nothing_happens_after_the_queue_unless_it_is_chosen(
    desk: AfterDesk, rows: QueueRows, window: QWidget
) -> None:
    finish(desk, rows)
    assert boxes(window) == []


def test_the_computer_sleeps_after_a_countdown(
    desk: AfterDesk, rows: QueueRows, world: World, window: QWidget
) -> None:
    world.settings = replace(world.settings, when_done=WhenDone.SLEEP)
    finish(desk, rows)
    (box,) = boxes(window)
    assert isinstance(box, Countdown)
    assert box.informativeText() == "The computer goes to sleep in 30 seconds."
    for _ in range(SECONDS - 1):
        box.tick()
    assert box.informativeText() == "The computer goes to sleep in 1 second."
    assert "sleep" not in world.did
    box.tick()
    assert world.did[-1] == "sleep"
    assert boxes(window) == []


def test_a_countdown_can_be_stopped(
    desk: AfterDesk, rows: QueueRows, world: World, window: QWidget, qtbot: QtBot
) -> None:
    world.settings = replace(world.settings, when_done=WhenDone.QUIT)
    finish(desk, rows)
    (box,) = boxes(window)
    (stop,) = [button for button in box.buttons() if button.text() == "Keep open"]
    stop.click()
    assert "quit" not in world.did
    assert boxes(window) == []


def test_a_countdown_can_be_cut_short(
    desk: AfterDesk, rows: QueueRows, world: World, window: QWidget
) -> None:
    world.settings = replace(world.settings, when_done=WhenDone.QUIT)
    finish(desk, rows)
    (now,) = [button for button in boxes(window)[0].buttons() if button.text() == "Quit now"]
    now.click()
    assert world.did.count("quit") == 1


@pytest.mark.parametrize("choice", [WhenDone.QUIT, WhenDone.SLEEP])
def test_a_file_that_needs_a_person_keeps_the_program_there(
    desk: AfterDesk, rows: QueueRows, world: World, window: QWidget, choice: WhenDone
) -> None:
    world.settings = replace(world.settings, when_done=choice)
    finish(desk, rows, Status.NEEDS_YOU)
    assert boxes(window) == []
    assert world.did[-1] == "The queue is done: 1 file verified, 1 needs you."


def test_a_computer_that_does_not_sleep_is_told(
    desk: AfterDesk, rows: QueueRows, world: World, window: QWidget
) -> None:
    world.settings = replace(world.settings, when_done=WhenDone.SLEEP)
    world.may_sleep = False
    finish(desk, rows)
    box = boxes(window)[0]
    assert isinstance(box, Countdown)
    for _ in range(SECONDS):
        box.tick()
    assert [one.text() for one in boxes(window)] == ["The computer did not go to sleep"]
