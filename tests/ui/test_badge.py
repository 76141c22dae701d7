"""The number on the program's icon."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from score_gui.model.transfer import Status, Transfer, TransferId
from score_gui.ui.badge import Badge
from score_gui.ui.queue_rows import QueueRows
from tests.ui.rows import transfer


class Icon:
    """What the system was given to show; rows and the choice are a test's."""

    def __init__(self, qtbot: QtBot, owner: QObject) -> None:
        self.shown: list[int] = []
        self.rows = QueueRows()
        self.is_wanted = True
        self._qtbot = qtbot
        self.badge = Badge(owner, lambda: self.rows.totals, lambda: self.is_wanted, self.shown.append)

    def change(self, *transfers: Transfer) -> None:
        self.rows.change(transfers)
        self.badge.look()

    def until_shown(self, *numbers: int) -> None:
        self._qtbot.waitUntil(lambda: self.shown == list(numbers))


def test_it_counts_what_goes_on_by_itself_down_to_nothing(qtbot: QtBot, owner: QObject) -> None:
    icon = Icon(qtbot, owner)
    icon.change(transfer(1, Status.DOWNLOADING), transfer(2), transfer(3, Status.WAITING_NETWORK))
    icon.until_shown(3)
    icon.change(transfer(1, Status.VERIFIED), transfer(2, Status.PAUSED))
    icon.until_shown(3, 1)
    icon.change(transfer(3, Status.NEEDS_YOU))
    icon.until_shown(3, 1, 0)


def test_many_files_in_a_moment_are_one_number(qtbot: QtBot, owner: QObject) -> None:
    icon = Icon(qtbot, owner)
    icon.change(*(transfer(n) for n in range(1, 101)))
    for number in range(1, 100):
        icon.change(transfer(number, Status.VERIFIED))
    assert icon.shown == [100]
    icon.until_shown(100, 1)


def test_it_goes_where_it_is_not_wanted_and_comes_back(qtbot: QtBot, owner: QObject) -> None:
    icon = Icon(qtbot, owner)
    icon.change(transfer(1))
    icon.until_shown(1)
    icon.is_wanted = False
    icon.badge.look()
    icon.until_shown(1, 0)
    icon.is_wanted = True
    icon.badge.look()
    icon.until_shown(1, 0, 1)


def test_nothing_is_left_behind_when_the_program_ends(qtbot: QtBot, owner: QObject) -> None:
    icon = Icon(qtbot, owner)
    icon.badge.clear()
    assert icon.shown == []
    icon.change(transfer(1))
    icon.rows.drop([TransferId(1)])
    icon.badge.clear()
    assert icon.shown == [1, 0]


def test_qt_takes_such_a_number(qapp: QGuiApplication) -> None:
    rows = QueueRows()
    rows.change([transfer(1)])
    badge = Badge(qapp, lambda: rows.totals, lambda: True, qapp.setBadgeNumber)
    badge.look()
    badge.clear()
