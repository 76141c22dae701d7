from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from score_gui.model.messages import Command, Pause, Remove, Resume
from score_gui.model.transfer import Status, TransferId
from score_gui.ui.icons import Icons
from score_gui.ui.manifest_desk import ManifestDesk
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.side_bar import SideBar
from score_gui.ui.side_rows import Part, side_rows
from score_gui.ui.theme import Theme
from tests.ui.rows import HOSTILE, transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NOV = "nov.tsv"


@pytest.fixture
def rows() -> QueueRows:
    made = QueueRows()
    made.change(
        [
            transfer(1, Status.DOWNLOADING, manifest=NOV),
            transfer(2, Status.PAUSED, manifest=NOV, kept=700),
            transfer(3, Status.VERIFIED, manifest=NOV),
            transfer(4, Status.WAITING, manifest="other.tsv"),
            transfer(5, Status.WAITING, manifest=HOSTILE),
        ]
    )
    return made


@pytest.fixture
def side(qtbot: QtBot, theme: Theme, icons: Icons, rows: QueueRows) -> SideBar:
    made = SideBar(theme, icons)
    qtbot.addWidget(made)
    made.set_rows(side_rows(rows.totals, ()))
    made.resize(200, 600)
    made.show()
    return made


@pytest.fixture
def desk(side: SideBar, rows: QueueRows) -> ManifestDesk:
    return ManifestDesk(side, rows)


@pytest.fixture
def sent(desk: ManifestDesk) -> list[Command]:
    told: list[Command] = []
    desk.commanded.connect(told.append)
    return told


def press(menu: QMenu, words: str) -> None:
    (action,) = [one for one in menu.actions() if one.text() == words]
    action.trigger()


def test_all_files_of_a_manifest_start_and_stop_together(desk: ManifestDesk, sent: list[Command]) -> None:
    press(desk.make_menu(NOV), "Pause all")
    press(desk.make_menu(NOV), "Start all")
    assert sent == [Pause((TransferId(1),)), Resume((TransferId(2),))]


def test_all_files_of_a_manifest_are_sliced_together(desk: ManifestDesk) -> None:
    asked: list[object] = []
    desk.slice_asked.connect(asked.append)
    press(desk.make_menu(NOV), "Slice…")
    (rows,) = asked
    assert isinstance(rows, tuple)
    assert [row.transfer.name for row in rows] == ["file-1.bam", "file-2.bam", "file-3.bam"]


def test_the_command_for_all_its_files_names_the_list(desk: ManifestDesk) -> None:
    press(desk.make_menu(NOV), "Copy as command")
    assert "--manifest nov.tsv" in QGuiApplication.clipboard().text()


def test_what_would_change_nothing_is_off(desk: ManifestDesk) -> None:
    able = {action.text(): action.isEnabled() for action in desk.make_menu("other.tsv").actions()}
    assert (able["Start all"], able["Pause all"]) == (False, True)


def test_a_manifest_is_shown_alone_and_with_the_others_again(desk: ManifestDesk, side: SideBar) -> None:
    press(desk.make_menu(NOV), "Show only this")
    assert side.rows.manifest == NOV
    press(desk.make_menu(NOV), "Show all manifests")
    assert side.rows.manifest is None


def test_a_receipt_is_asked_for(qtbot: QtBot, desk: ManifestDesk) -> None:
    with qtbot.waitSignal(desk.receipt_asked) as asked:
        press(desk.make_menu(NOV), "Save receipt")
    assert asked.args == [NOV]


def test_removing_asks_and_says_what_stays(desk: ManifestDesk, side: SideBar, sent: list[Command]) -> None:
    press(desk.make_menu(NOV), "Remove from list…")
    (box,) = side.window().findChildren(QMessageBox)
    assert box.text() == "Remove the 3 files of nov.tsv from the list?"
    assert "Finished files stay on the disk. 700 bytes of unfinished files are kept" in box.informativeText()
    (yes,) = [button for button in box.buttons() if button.text() == "Remove from list"]
    yes.click()
    assert sent == [Remove((TransferId(1), TransferId(2), TransferId(3)))]


def test_a_hostile_name_is_only_text(desk: ManifestDesk, side: SideBar) -> None:
    press(desk.make_menu(HOSTILE), "Remove from list…")
    (box,) = side.window().findChildren(QMessageBox)
    assert "\u202e" not in box.text()
    assert "\n" not in box.text()


def test_the_menu_opens_over_a_manifest_only(
    qtbot: QtBot, desk: ManifestDesk, side: SideBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    side.manifest_menu_asked.disconnect()
    side.manifest_menu_asked.connect(lambda name, _place: asked.append(name))
    for number in range(side.rows.rowCount()):
        place = side.visualRect(side.rows.index(number)).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, side.mapToGlobal(place))
        QApplication.sendEvent(side.viewport(), event)
    manifests = [
        side.rows.row_at(n).key
        for n in range(side.rows.rowCount())
        if side.rows.row_at(n).part is Part.MANIFEST
    ]
    assert asked == manifests


def test_the_menu_opens_by_key_for_the_entry_with_the_focus(desk: ManifestDesk, side: SideBar) -> None:
    asked: list[str] = []
    side.manifest_menu_asked.disconnect()
    side.manifest_menu_asked.connect(lambda name, _place: asked.append(name))
    number = next(n for n in range(side.rows.rowCount()) if side.rows.row_at(n).key == NOV)
    side.setCurrentIndex(side.rows.index(number))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), side.mapToGlobal(QPoint(0, 0)))
    QApplication.sendEvent(side.viewport(), event)
    assert asked == [NOV]
