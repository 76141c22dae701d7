from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from score_gui.model.settings import Settings
from score_gui.model.speed_mode import SpeedMode
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import NetworkDesk
from score_gui.ui.settings_desk import SettingsDesk
from score_gui.ui.settings_dialog import Doors
from score_gui.ui.theme import Theme
from tests.ui.preview_samples import run_at_once

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FIRST = Settings(Path("/mnt/genomes"))
BY_HOURS = replace(FIRST, speed_mode=SpeedMode.HOURS)
MONDAY = "2026-11-23T"
NETWORK = NetworkDesk(run_at_once, lambda _account, _password: "")


class Clock:
    """A local time that a test sets."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat(f"{MONDAY}07:00")

    def __call__(self) -> datetime:
        return self.now

    def set(self, time: str) -> None:
        self.now = datetime.fromisoformat(f"{MONDAY}{time}")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def saved() -> list[Settings]:
    return []


@pytest.fixture
def make(owner: QObject, clock: Clock, saved: list[Settings]) -> Callable[[Settings], SettingsDesk]:
    return lambda settings: SettingsDesk(
        settings, FIRST, saved.append, Doors(NETWORK), run_at_once, clock, parent=owner
    )


Make = Callable[[Settings], SettingsDesk]


def heard(desk: SettingsDesk) -> list[Settings]:
    told: list[Settings] = []
    desk.engine_changed.connect(told.append)
    return told


def test_a_change_is_told_kept_and_given_to_the_engine(make: Make, saved: list[Settings]) -> None:
    desk = make(FIRST)
    told = heard(desk)
    changed: list[Settings] = []
    desk.changed.connect(changed.append)
    wanted = replace(FIRST, connections=16)
    desk.put(wanted)
    assert (desk.settings, changed, told, saved) == (wanted, [wanted], [wanted], [wanted])


def test_the_same_again_is_no_change(make: Make, saved: list[Settings]) -> None:
    desk = make(FIRST)
    told = heard(desk)
    desk.put(replace(FIRST))
    assert (told, saved) == ([], [])


def test_the_engine_hears_of_the_slow_hours_when_they_begin_and_end(make: Make, clock: Clock) -> None:
    desk = make(BY_HOURS)
    told = heard(desk)
    for time in ("07:59", "08:00", "12:00", "17:59", "18:00", "18:01"):
        clock.set(time)
        desk.look_at_clock()
    assert [one.rate_limit for one in told] == [10_000_000, None]


def test_the_engine_begins_with_the_limit_of_the_hour(make: Make, clock: Clock) -> None:
    clock.set("09:00")
    assert make(BY_HOURS).for_engine().rate_limit == 10_000_000
    assert make(BY_HOURS).settings.rate_limit is None


def test_one_dialog_is_open_at_most_and_follows_changes_made_elsewhere(
    qtbot: QtBot, make: Make, theme: Theme, icons: Icons
) -> None:
    desk = make(FIRST)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = desk.open(theme, icons, parent)
    assert desk.open(theme, icons, parent) is dialog
    desk.put(replace(FIRST, files_at_once=7))
    dialog.chosen.emit(replace(dialog.settings, connections=2))
    assert desk.settings == replace(FIRST, files_at_once=7, connections=2)
    dialog.accept()
    assert desk.open(theme, icons, parent) is not dialog
