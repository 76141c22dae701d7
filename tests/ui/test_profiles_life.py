"""The profiles dialog: when a token ends, how long it is kept, and profiles from files."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from score_gui.access.imports import Import
from score_gui.access.life import EndSource, TokenEnd, full_day_text
from score_gui.access.profiles import ARGO
from score_gui.model.problem import Problem, Recovery
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.ui import profiles_desk, profiles_life, profiles_list
from score_gui.ui.icons import Icons
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from score_gui.ui.profiles_dialog import ProfilesDialog
from score_gui.ui.profiles_import import import_question, imported_words
from score_gui.ui.profiles_list import token_look
from score_gui.ui.theme import Theme
from tests.fakes.still_clock import NOON, TODAY, stop_clock
from tests.ui.preview_samples import run_at_once
from tests.ui.profiles_samples import FakeProfileDesk

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

LAB = Profile("lab", "Lab Overture", "https://score.lab.example.org", "https://song.lab.example.org")
TOKEN = "0a1b2c3d-made-up-4e5f"
FILE = Path("application.properties")


def jwt(**claims: object) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()) for one in ({"alg": "RS256"}, claims)]
    return ".".join([*(part.rstrip(b"=").decode() for part in parts), "c2ln"])


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, profiles_desk, profiles_life, profiles_list)


@pytest.fixture
def desk() -> FakeProfileDesk:
    ends = {"lab": TokenEnd.on(TODAY + timedelta(days=3), EndSource.PERSON)}
    return FakeProfileDesk({ARGO: TokenState.NONE, LAB: TokenState.KEPT}, ends=ends)


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, icons: Icons, desk: FakeProfileDesk) -> Iterator[ProfilesDialog]:
    def choose(_parent: QWidget, on_chosen: Callable[[Path], None]) -> None:
        on_chosen(FILE)

    made = ProfilesDialog(theme, icons, desk, run_at_once, choose_file=choose)
    qtbot.addWidget(made)
    made.choose("lab")
    made.show()
    # Nobody else holds a dialog: the garbage collector would take it away, even in the middle of its painting.
    yield made
    made.close()


def press(qtbot: QtBot, parent: QWidget, words: str) -> None:
    buttons = parent.findChildren(QPushButton)
    found = [each for each in buttons if words in {each.text().strip(), each.accessibleName()}]
    assert len(found) == 1
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def save(qtbot: QtBot, dialog: ProfilesDialog) -> None:
    primary = next(each for each in dialog.findChildren(QPushButton) if each.property("kind") == "primary")
    assert primary.isEnabled()
    qtbot.mouseClick(primary, Qt.MouseButton.LeftButton)


# --- the list ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "state", "color", "words"),
    [
        (28, TokenState.KEPT, "state-good", "Ends in 28 days"),
        (7, TokenState.UNTIL_QUIT, "state-wait", "Ends in 7 days"),
        (0, TokenState.KEPT, "state-wait", "Ends today"),
        (28, TokenState.REFUSED, "state-need", "Refused"),
    ],
)
def test_the_list_tells_the_end_of_a_token(days: int, state: TokenState, color: str, words: str) -> None:
    end = TokenEnd.on(TODAY + timedelta(days=days), EndSource.PERSON)
    assert token_look(ProfileLine(LAB, state, end))[1:] == (color, words)


def test_a_token_that_has_ended_is_marked() -> None:
    end = TokenEnd.on(TODAY - timedelta(days=1), EndSource.PERSON)
    icon, color, words = token_look(ProfileLine(LAB, TokenState.KEPT, end))
    assert (icon, color, words.split()[0]) == ("triangle-alert", "state-need", "Ended")


# --- the form ---------------------------------------------------------------------------------------------------


def test_the_end_of_the_kept_token_is_shown_and_not_for_writing(dialog: ProfilesDialog) -> None:
    row = dialog.editor.ends
    assert (row.field.text(), row.note) == (full_day_text(TODAY + timedelta(days=3)), "Ends in 3 days")
    assert not row.field.isEnabled()


def test_a_token_that_tells_its_end_is_believed(dialog: ProfilesDialog) -> None:
    ends = NOON + timedelta(days=30)
    dialog.editor.token.setText(jwt(exp=ends.timestamp(), scope="score.READ", email="ada@example.org"))
    row = dialog.editor.ends
    assert (row.field.text(), row.note, row.field.isEnabled()) == (
        full_day_text(ends.date()),
        "Read from the token, 30 days from now",
        False,
    )
    assert dialog.editor.said == "It says of itself that it is for ada@example.org and opens score.READ."


def test_a_token_that_has_ended_says_so_before_it_is_kept(dialog: ProfilesDialog) -> None:
    dialog.editor.token.setText(jwt(exp=1_700_000_000, scope="score.READ", email="ada@example.org"))
    assert dialog.editor.ends.note == "Read from the token: it has ended."


def test_the_end_of_a_bare_key_is_asked_for(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.editor.token, TOKEN)
    row = dialog.editor.ends
    assert (row.field.text(), row.note) == ("", "The token does not say its end. Write it if you know it.")
    qtbot.keyClicks(row.field, full_day_text(TODAY))
    assert row.note == "You entered this."
    save(qtbot, dialog)
    assert desk.ends == {"lab": TODAY}


def test_icgc_argo_is_known_to_give_thirty_days(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    dialog.table.choose(ARGO.id)
    qtbot.keyClicks(dialog.editor.token, TOKEN)
    assert dialog.editor.ends.note == "The token does not say its end. ARGO tokens last 30 days."
    save(qtbot, dialog)
    assert desk.ends == {ARGO.id: TODAY + timedelta(days=30)}


def test_a_day_that_is_none_is_said_and_nothing_is_kept(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.editor.token, TOKEN)
    qtbot.keyClicks(dialog.editor.ends.field, "31 Feb 2027")
    save(qtbot, dialog)
    assert dialog.editor.said == "Write the day as 21 Dec 2026, or leave it empty."
    assert desk.tokens == {}


def test_a_token_may_be_kept_for_this_run_only(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.editor.token, TOKEN)
    dialog.editor.keep.until_quit.click()
    save(qtbot, dialog)
    assert desk.list()[1].token is TokenState.UNTIL_QUIT
    assert dialog.editor.said == "The token is kept until you quit."
    assert not dialog.editor.keep.until_quit.isChecked()


def test_a_keyring_that_takes_no_token_is_named(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    desk.is_locked = True
    qtbot.keyClicks(dialog.editor.token, TOKEN)
    save(qtbot, dialog)
    expected = "Not kept in Windows Credential Manager, which may be locked. The token stays until you quit."
    assert dialog.editor.said == expected


# --- files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "told"),
    [
        (Secret(TOKEN), "Imported. The token is kept in Windows Credential Manager."),
        (None, "Imported. Add your token for it."),
    ],
)
def test_a_profile_from_a_file_is_shown_before_it_is_kept(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot, token: Secret | None, told: str
) -> None:
    fresh = Profile("fresh", "Fresh", "https://s.example.org", "https://s.example.org")
    desk.imports[FILE] = Import(fresh, token, ("Line 4, client.ssl.custom: not understood.",))
    press(qtbot, dialog, "Import from score-client…")
    box = dialog.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "will be sent to s.example.org." in box.informativeText()
    assert "Line 4" in box.informativeText()
    assert len(desk.list()) == 2
    with qtbot.waitSignal(dialog.profile_saved) as saved:
        press(qtbot, box, "Add profile")
    assert saved.args == ["fresh"]
    assert dialog.editor.said == told
    assert dialog.editor.draft().name == "Fresh"


def test_a_file_that_brings_nothing_new_leads_to_its_profile(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    desk.imports[FILE] = Import(ARGO, None, (), is_known=True)
    press(qtbot, dialog, "Import from score-client…")
    assert dialog.findChild(QMessageBox) is None
    assert dialog.editor.said == "ICGC ARGO is in the list already."
    assert dialog.editor.draft().name == "ICGC ARGO"


def test_a_file_that_is_none_is_said_in_the_form(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    desk.problem = Problem(
        "import-unusable", "notes.txt cannot be imported", "It is neither.", "", Recovery.PERSON
    )
    press(qtbot, dialog, "Import from score-client…")
    assert dialog.editor.said.startswith("notes.txt cannot be imported. It is neither.")


def test_a_site_that_is_known_gets_its_token_only() -> None:
    question = import_question(
        Import(ARGO, Secret(TOKEN), tuple(f"Line {n}" for n in range(12)), is_known=True)
    )
    assert (question.text, question.yes) == ("Replace the token for ICGC ARGO?", "Replace token")
    assert question.consequence.splitlines()[-1] == "And 4 more like these."
    assert imported_words(TokenState.UNTIL_QUIT, None) == "Imported. The token is kept until you quit."
