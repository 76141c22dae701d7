from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_gui.model.transfer import Status
from score_gui.ui.icons import Icons
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.queue_filter import Group
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.side_bar import SideBar, SideModel
from score_gui.ui.side_rows import Part, ProfileRow, Tone, badge_words, side_rows
from score_gui.ui.theme import Theme
from tests.ui.rows import HOSTILE, transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PROFILES = (
    ProfileRow("argo", "ICGC ARGO", TokenState.KEPT, 28),
    ProfileRow("idc", "IDC", TokenState.NOT_NEEDED),
)


def filled() -> QueueRows:
    rows = QueueRows()
    rows.load(
        [
            transfer(1, Status.DOWNLOADING, manifest="a.tsv"),
            transfer(2, Status.WAITING_TOKEN, manifest="a.tsv"),
            transfer(3, Status.VERIFIED, manifest=HOSTILE),
            transfer(4, Status.SKIPPED),
        ]
    )
    return rows


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, icons: Icons) -> SideBar:
    made = SideBar(theme, icons)
    qtbot.addWidget(made)
    made.set_rows(side_rows(filled().totals, PROFILES))
    made.resize(208, 700)
    made.show()
    return made


def click(qtbot: QtBot, bar: SideBar, text: str) -> None:
    position = next(n for n in range(bar.rows.rowCount()) if bar.rows.row_at(n).text == text)
    place = bar.visualRect(bar.rows.index(position)).center()
    qtbot.mouseClick(bar.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


def test_states_are_counted_and_zero_is_shown() -> None:
    counts = {row.text: row.count for row in side_rows(filled().totals, ()) if row.part is Part.GROUP}
    assert counts == {"All files": 4, "Active": 1, "Waiting": 1, "Paused": 0, "Needs you": 0, "Verified": 2}


def test_complete_files_have_an_entry_only_when_there_are_some() -> None:
    rows = filled()
    rows.change([transfer(5, Status.COMPLETE)])
    texts = [row.text for row in side_rows(rows.totals, ())]
    assert "Complete, not verified" in texts


def test_an_empty_queue_says_none_yet() -> None:
    assert [row.text for row in side_rows(QueueRows().totals, ())].count("None yet") == 2


@pytest.mark.parametrize(
    ("token", "days", "text", "tone"),
    [
        (TokenState.KEPT, 28, "28 days", Tone.GOOD),
        (TokenState.KEPT, 7, "7 days", Tone.SOON),
        (TokenState.KEPT, 1, "1 day", Tone.SOON),
        (TokenState.KEPT, 0, "ended", Tone.OVER),
        (TokenState.KEPT, None, "token", Tone.GOOD),
        (TokenState.REFUSED, 28, "refused", Tone.OVER),
        (TokenState.NONE, None, "no token", Tone.NEUTRAL),
        (TokenState.NOT_NEEDED, None, "open", Tone.NEUTRAL),
    ],
)
def test_badges_are_words(token: TokenState, days: int | None, text: str, tone: Tone) -> None:
    words = badge_words(ProfileRow("x", "X", token, days))
    assert (words.text, words.tone) == (text, tone)


def test_the_model_keeps_the_rules_of_qt(bar: SideBar, qtmodeltester: ModelTester) -> None:
    model = SideModel(bar)
    model.set_rows(side_rows(filled().totals, PROFILES))
    qtmodeltester.check(model)
    model.set_rows(side_rows(QueueRows().totals, ()))
    qtmodeltester.check(model)


def test_a_click_filters_and_another_one_clears(qtbot: QtBot, bar: SideBar) -> None:
    with qtbot.waitSignal(bar.filtered) as told:
        click(qtbot, bar, "Waiting")
    assert told.args == [Group.WAITING, None]
    with qtbot.waitSignal(bar.filtered) as told:
        click(qtbot, bar, "a.tsv")
    assert told.args == [Group.WAITING, "a.tsv"]
    with qtbot.waitSignal(bar.filtered) as told:
        click(qtbot, bar, "Waiting")
    assert told.args == [Group.ALL, "a.tsv"]


def test_keys_do_what_clicks_do(qtbot: QtBot, bar: SideBar) -> None:
    bar.setCurrentIndex(bar.rows.index(3))
    with qtbot.waitSignal(bar.filtered) as told:
        qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert told.args == [Group.PAUSED, None]


def test_headings_and_profiles_open_their_dialogs(qtbot: QtBot, bar: SideBar) -> None:
    with qtbot.waitSignal(bar.manifest_asked):
        click(qtbot, bar, "Manifests")
    with qtbot.waitSignal(bar.new_profile_asked):
        click(qtbot, bar, "Profiles")
    with qtbot.waitSignal(bar.profile_asked) as told:
        click(qtbot, bar, "ICGC ARGO")
    assert told.args == ["argo"]


def test_rows_speak_and_hostile_names_are_letters(bar: SideBar) -> None:
    said = [
        str(bar.rows.index(n).data(Qt.ItemDataRole.AccessibleTextRole)) for n in range(bar.rows.rowCount())
    ]
    assert "Profile ICGC ARGO, 28 days" in said
    assert "Waiting, 1" in said
    hostile = next(n for n in range(bar.rows.rowCount()) if bar.rows.row_at(n).text == HOSTILE)
    assert "<img" not in str(bar.rows.index(hostile).data(Qt.ItemDataRole.ToolTipRole))
    assert "\n" not in str(bar.rows.index(hostile).data())
