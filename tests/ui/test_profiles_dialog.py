"""The profiles dialog as a person uses it, with a desk that remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_gui.access.keys import IssuedKey
from score_gui.access.notes import Note
from score_gui.access.probe import Probe, Verdict
from score_gui.access.profiles import ARGO
from score_gui.model.problem import Problem, Recovery
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import TickBox
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from score_gui.ui.profiles_dialog import ProfilesDialog
from score_gui.ui.profiles_keys import KeysDialog
from score_gui.ui.queue_use import QueueUse
from score_gui.ui.theme import Theme
from tests.ui.preview_samples import HOSTILE, run_at_once
from tests.ui.profiles_samples import FakeProfileDesk

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

LAB = Profile("lab", "Lab Overture", "https://score.lab.example.org", "https://song.lab.example.org")
TOKEN = "0a1b2c3d-made-up-4e5f"
Make = Callable[..., ProfilesDialog]
Waiting = list[tuple[Callable[[], Any], Callable[[Any], None]]]


@pytest.fixture
def desk() -> FakeProfileDesk:
    return FakeProfileDesk({ARGO: TokenState.KEPT, LAB: TokenState.NONE})


@pytest.fixture
def make(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[Make]:
    dialogs: list[ProfilesDialog] = []

    def made(desk: FakeProfileDesk, run: Any = run_at_once, chosen: str = "lab") -> ProfilesDialog:
        dialog = ProfilesDialog(theme, icons, desk, run)
        qtbot.addWidget(dialog)
        dialog.choose(chosen)
        dialog.show()
        dialogs.append(dialog)
        return dialog

    # Nobody else holds a dialog: the garbage collector would take it away, even in the middle of its painting.
    yield made
    for dialog in dialogs:
        dialog.close()


@pytest.fixture
def dialog(make: Make, desk: FakeProfileDesk) -> ProfilesDialog:
    return make(desk)


def button(widget: QWidget, *words: str) -> QPushButton:
    found = [
        each
        for each in widget.findChildren(QPushButton)
        if each.text().strip() in words or each.accessibleName() in words
    ]
    assert len(found) == 1, [each.text() for each in widget.findChildren(QPushButton)]
    return found[0]


def save_button(dialog: ProfilesDialog) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.property("kind") == "primary")


def press(qtbot: QtBot, pressed: QPushButton) -> None:
    assert pressed.isEnabled()
    qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)


def field(dialog: ProfilesDialog, name: str) -> QLineEdit:
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == name)


def everything_readable(dialog: ProfilesDialog) -> str:
    """All that a screen reader or a picture of the labels would give away."""
    told = [dialog.windowTitle()]
    for widget in dialog.findChildren(QWidget):
        told += [
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
            widget.objectName(),
        ]
        told += [widget.text()] if isinstance(widget, QLabel | QPushButton) else []
        told += [widget.displayText()] if isinstance(widget, QLineEdit) else []
    return "\n".join(told)


# --- the list ---------------------------------------------------------------------------------------------------


def test_the_list_tells_name_server_and_token(dialog: ProfilesDialog, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(dialog.model)
    told = [dialog.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert told == [
        "ICGC ARGO, api.platform.icgc-argo.org, Not tested, Credential Manager",
        "Lab Overture, score.lab.example.org, No token",
    ]


def test_choosing_a_profile_fills_the_form_and_leaves_no_token_behind(
    dialog: ProfilesDialog, qtbot: QtBot
) -> None:
    dialog.editor.token.setText(TOKEN)
    dialog.table.choose("icgc-argo")
    assert field(dialog, "Name").text() == "ICGC ARGO"
    assert field(dialog, "Storage URL").text() == ARGO.storage_url
    assert dialog.editor.token.text() == ""


def test_the_profile_that_needs_a_token_is_shown_with_the_cursor_in_its_field(dialog: ProfilesDialog) -> None:
    assert field(dialog, "Name").text() == "Lab Overture"
    assert dialog.editor.token.hasFocus() or dialog.focusWidget() is dialog.editor.token


def test_an_empty_list_begins_with_a_new_profile(make: Make) -> None:
    dialog = make(FakeProfileDesk())
    assert dialog.editor.draft().is_new
    assert not button(dialog, "Remove profile…").isEnabled()


# --- the token --------------------------------------------------------------------------------------------------


def test_saving_a_token_keeps_it_tells_where_and_empties_the_field(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.editor.token, TOKEN)
    with qtbot.waitSignal(dialog.profile_saved) as saved:
        press(qtbot, save_button(dialog))
    assert saved.args == ["lab"]
    assert desk.tokens["lab"].reveal() == TOKEN
    assert dialog.editor.said == "The token is kept in Windows Credential Manager."
    assert dialog.editor.token.text() == ""
    assert not dialog.editor.token.isUndoAvailable()
    assert field(dialog, "Name").text() == "Lab Overture"
    assert dialog.model.index(1, 4).data() == "Credential Manager"


def test_without_a_keyring_the_button_says_how_long_the_token_is_kept(make: Make, qtbot: QtBot) -> None:
    desk = FakeProfileDesk({LAB: TokenState.NONE}, where=None)
    dialog = make(desk)
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog)]
    assert "Your system has no keyring running" in labels
    dialog.editor.token.setText(TOKEN)
    press(qtbot, button(dialog, "Keep until I quit"))
    assert dialog.editor.said == "The token is kept until you quit."


def test_files_that_wait_are_promised_to_go_on(dialog: ProfilesDialog) -> None:
    dialog.set_use({"lab": QueueUse(for_token=33, running=3, to_come=112, kept=117_500_000_000)})
    assert save_button(dialog).text() == "Save"
    dialog.editor.token.setText(TOKEN)
    assert save_button(dialog).text() == "Save and go on"
    assert "33 files that wait for this token go on at once" in everything_readable(dialog)


def test_a_pasted_token_is_cleaned_and_the_person_is_told(
    dialog: ProfilesDialog, qtbot: QtBot, desk: FakeProfileDesk
) -> None:
    QGuiApplication.clipboard().setText(f"  Bearer {TOKEN}\n")
    press(qtbot, button(dialog, "Paste token"))
    assert dialog.editor.said == "“Bearer” and 3 spaces were taken off."
    press(qtbot, save_button(dialog))
    assert desk.tokens["lab"].reveal() == TOKEN


def test_a_token_that_cannot_be_right_is_not_saved(dialog: ProfilesDialog, desk: FakeProfileDesk) -> None:
    dialog.editor.token.setText(f"{TOKEN}\N{EN DASH}")
    assert "Copy the token again from its page." in dialog.editor.said
    assert not save_button(dialog).isEnabled()
    dialog.editor.token.setText(TOKEN)
    assert dialog.editor.said == ""
    assert save_button(dialog).isEnabled()


def test_the_token_can_be_read_nowhere(dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot) -> None:
    dialog.editor.token.setText(TOKEN)
    assert TOKEN not in everything_readable(dialog)
    press(qtbot, button(dialog, "Test token"))
    assert TOKEN not in everything_readable(dialog)
    press(qtbot, save_button(dialog))
    assert TOKEN not in everything_readable(dialog)


def test_the_eye_shows_the_token_until_the_focus_leaves_and_lets_nothing_be_copied(
    dialog: ProfilesDialog, qtbot: QtBot
) -> None:
    token = dialog.editor.token
    token.setText(TOKEN)
    token.show_token(shown=True)
    assert token.displayText() == TOKEN
    QGuiApplication.clipboard().setText("before")
    token.selectAll()
    for key in (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut):
        qtbot.keySequence(token, QKeySequence(key))
    assert QGuiApplication.clipboard().text() == "before"
    assert token.text() == TOKEN
    token.setFocus()
    field(dialog, "Name").setFocus()
    qtbot.waitUntil(lambda: not token.is_shown)
    assert TOKEN not in token.displayText()


def test_closing_empties_the_field(dialog: ProfilesDialog, qtbot: QtBot) -> None:
    dialog.editor.token.setText(TOKEN)
    press(qtbot, button(dialog, "Close"))
    assert dialog.editor.token.text() == ""


# --- testing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", Verdict)
def test_a_test_needs_no_saving_and_ends_in_one_sentence(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot, verdict: Verdict
) -> None:
    desk.answer = Probe(verdict, "Lab Overture says something.")
    dialog.editor.token.setText(TOKEN)
    press(qtbot, button(dialog, "Test token"))
    profile, token = desk.tested[0]
    assert profile == LAB
    assert token is not None
    assert token.reveal() == TOKEN
    assert dialog.editor.said == "Lab Overture says something."
    assert desk.tokens == {}


def test_without_a_new_token_the_kept_one_is_tested(make: Make, desk: FakeProfileDesk, qtbot: QtBot) -> None:
    dialog = make(desk, chosen="icgc-argo")
    press(qtbot, button(dialog, "Test token"))
    assert desk.tested == [(ARGO, None)]


def test_there_is_nothing_to_test_without_any_token(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    press(qtbot, button(dialog, "Test token"))
    assert desk.tested == []
    assert dialog.editor.said == "Paste a token first."


def test_an_answer_that_comes_after_another_profile_was_chosen_is_not_told_there(
    make: Make, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    waiting: Waiting = []
    dialog = make(desk, run=lambda work, on_done: waiting.append((work, on_done)))
    finish(waiting)
    dialog.editor.token.setText(TOKEN)
    press(qtbot, button(dialog, "Test token"))
    assert dialog.editor.said == "Asking score.lab.example.org…"
    assert not button(dialog, "Test token").isEnabled()
    dialog.table.choose("icgc-argo")
    finish(waiting)
    assert dialog.editor.said == ""
    assert button(dialog, "Test token").isEnabled()


def finish(waiting: Waiting) -> None:
    while waiting:
        work, on_done = waiting.pop(0)
        on_done(work())


def test_an_answer_for_a_dialog_that_is_gone_is_dropped(
    theme: Theme, icons: Icons, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    waiting: Waiting = []
    dialog = ProfilesDialog(theme, icons, desk, lambda work, on_done: waiting.append((work, on_done)))
    with qtbot.waitSignal(dialog.destroyed):
        dialog.deleteLater()
    finish(waiting)


# --- profiles ---------------------------------------------------------------------------------------------------


def test_a_profile_is_changed_without_touching_its_token(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    assert not save_button(dialog).isEnabled()
    field(dialog, "Name").selectAll()
    qtbot.keyClicks(field(dialog, "Name"), "Our lab")
    press(qtbot, save_button(dialog))
    assert [line.profile.name for line in desk.list()] == ["ICGC ARGO", "Our lab"]
    assert desk.tokens == {}
    assert dialog.editor.said == "Saved."


def test_a_new_profile_begins_with_a_preset(make: Make, qtbot: QtBot) -> None:
    desk = FakeProfileDesk({LAB: TokenState.NONE})
    dialog = make(desk)
    next(action for action in dialog.new_menu().actions() if action.text() == "ICGC ARGO").trigger()
    assert field(dialog, "Storage URL").text() == ARGO.storage_url
    dialog.editor.token.setText(TOKEN)
    press(qtbot, save_button(dialog))
    assert [line.profile for line in desk.list()] == [LAB, ARGO]
    assert dialog.table.currentIndex().row() == 1


def test_a_new_profile_from_nothing_says_what_is_missing(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    dialog.new_menu().actions()[-1].trigger()
    qtbot.keyClicks(field(dialog, "Name"), "Third site")
    press(qtbot, save_button(dialog))
    assert dialog.editor.said == "The storage address is missing."
    qtbot.keyClicks(field(dialog, "Metadata URL"), "h")
    assert dialog.editor.said == ""  # it was said of other words
    field(dialog, "Metadata URL").clear()
    qtbot.keyClicks(field(dialog, "Storage URL"), "https://score.third.example.org")
    press(qtbot, save_button(dialog))
    assert desk.list()[-1].profile.id == "third-site"
    assert dialog.editor.said == "Saved."


def test_what_stands_in_the_way_is_told_with_its_next_step_and_nothing_is_lost(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    desk.problem = Problem(
        "disk", "The list cannot be written", "The disk is full.", "Make room.", Recovery.PERSON
    )
    dialog.editor.token.setText(TOKEN)
    with qtbot.assertNotEmitted(dialog.profile_saved):
        press(qtbot, save_button(dialog))
    assert dialog.editor.said == "The list cannot be written. The disk is full. Make room."
    assert dialog.editor.token.text() == TOKEN


@pytest.mark.parametrize(
    ("start", "yes", "signal"),
    [
        ("Remove token…", "Remove token", lambda dialog: dialog.token_removed),
        ("Remove profile…", "Remove profile", lambda dialog: dialog.profile_removed),
    ],
)
def test_removing_asks_first_and_says_what_stops(
    make: Make, desk: FakeProfileDesk, qtbot: QtBot, start: str, yes: str, signal: Callable[[Any], Any]
) -> None:
    dialog = make(desk, chosen="icgc-argo")
    press(qtbot, button(dialog, start))
    question = dialog.findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    assert "Nothing on the disk is deleted" in question.informativeText()
    assert question.defaultButton().text() == "Cancel"
    with qtbot.waitSignal(signal(dialog)) as removed:
        press(qtbot, button(question, yes))
    assert removed.args == ["icgc-argo"]
    states = {line.profile.id: line.token for line in desk.list()}
    assert states.get("icgc-argo", TokenState.NONE) is TokenState.NONE


def test_a_profile_without_a_token_has_none_to_remove(dialog: ProfilesDialog) -> None:
    assert not button(dialog, "Remove token…").isEnabled()
    assert button(dialog, "Remove token…").toolTip() == "This profile has no token"


def test_the_token_page_is_offered_where_there_is_one(
    make: Make, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    dialog = make(desk, chosen="icgc-argo")
    with qtbot.waitSignal(dialog.url_asked) as asked:
        press(qtbot, button(dialog, "Open token page"))
    assert asked.args == [ARGO.token_page]
    dialog.table.choose("lab")
    assert not button(dialog, "Open token page").isVisible()


def test_hostile_names_are_shown_letter_by_letter(make: Make, qtbot: QtBot) -> None:
    hostile = Profile("h", HOSTILE, "https://score.example.org", "https://score.example.org")
    dialog = make(FakeProfileDesk({hostile: TokenState.KEPT}), chosen="h")
    press(qtbot, button(dialog, "Remove token…"))
    question = dialog.findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    assert question.textFormat() is Qt.TextFormat.PlainText
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or "<" not in label.text()
    for row in range(dialog.model.rowCount()):
        assert "<img" not in dialog.model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_every_control_has_a_name_for_those_who_hear_it(dialog: ProfilesDialog) -> None:
    for control in dialog.findChildren(QWidget):
        if control.isVisibleTo(dialog) and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            named = control.accessibleName() or getattr(control, "text", str)()
            assert named or control.objectName().startswith("qt_"), control


# --- what is known of tokens --------------------------------------------------------------------------------------


def test_the_list_tells_what_a_token_opens_when_it_was_used_and_that_it_works(make: Make) -> None:
    now = datetime.now(UTC)
    line = ProfileLine(LAB, TokenState.KEPT, None, "score.READ", note=Note(now, now))
    dialog = make(FakeProfileDesk(lines=[line]))
    told = [dialog.model.index(0, column).data() for column in range(5)]
    assert told == ["Lab Overture", "Works", "score.READ", "just now", "Credential Manager"]


def test_all_tokens_are_tested_with_one_button(make: Make, qtbot: QtBot) -> None:
    desk = FakeProfileDesk({ARGO: TokenState.KEPT, LAB: TokenState.KEPT})
    dialog = make(desk)
    with qtbot.waitSignal(dialog.tested):
        press(qtbot, button(dialog, "Test all"))
    assert [profile.id for profile, _ in desk.tested] == ["icgc-argo", "lab"]
    assert dialog.editor.said == "ICGC ARGO and Lab Overture work."


def test_without_any_token_there_is_nothing_to_test_at_all(make: Make) -> None:
    assert not button(make(FakeProfileDesk({LAB: TokenState.NONE})), "Test all").isEnabled()


def test_where_a_site_does_not_tell_a_file_of_the_queue_is_offered(
    dialog: ProfilesDialog, desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    dialog.set_use({"lab": QueueUse(sample="0a1b2c3d-0000-4000-8000-000000000001")})
    desk.answer = Probe(Verdict.UNKNOWN, "Lab Overture does not tell.")
    dialog.editor.token.setText(TOKEN)
    assert not dialog.editor.file_test.isVisible()
    press(qtbot, button(dialog, "Test token"))
    assert desk.tested_files == [None]
    press(qtbot, button(dialog, "Test with this file"))
    assert desk.tested_files == [None, "0a1b2c3d-0000-4000-8000-000000000001"]
    dialog.table.choose("icgc-argo")
    assert not dialog.editor.file_test.isVisible()


def test_removing_a_token_tells_what_stops_what_waits_and_what_is_kept(make: Make, qtbot: QtBot) -> None:
    dialog = make(FakeProfileDesk({LAB: TokenState.KEPT}))
    dialog.set_use({"lab": QueueUse(running=3, to_come=112, kept=117_500_000_000)})
    press(qtbot, button(dialog, "Remove token…"))
    question = dialog.findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    assert question.informativeText() == (
        "3 files stop and 112 wait for a new token. "
        "Nothing on the disk is deleted; 117.5 GB of unfinished files are kept."
    )


def test_how_to_get_a_keyring_is_one_press_away(make: Make, qtbot: QtBot) -> None:
    dialog = make(FakeProfileDesk({LAB: TokenState.NONE}, where=None))
    press(qtbot, button(dialog, "How to set one up"))
    assert "gnome-keyring" in everything_readable(dialog)


def test_every_server_that_gets_the_token_is_named(dialog: ProfilesDialog) -> None:
    field(dialog, "Key service").setText("https://login.lab.example.org/realms/lab")
    dialog.editor.edited.emit()
    assert (
        "Sent to score.lab.example.org, song.lab.example.org and login.lab.example.org only."
        in everything_readable(dialog)
    )


# --- keys -----------------------------------------------------------------------------------------------------------

WITH_KEYS = replace(LAB, key_service="https://login.lab.example.org/realms/lab")


@pytest.fixture
def key_desk() -> FakeProfileDesk:
    desk = FakeProfileDesk(lines=[ProfileLine(WITH_KEYS, TokenState.KEPT, can_manage=True)])
    now = datetime.now(UTC)
    desk.issued = [
        IssuedKey(
            "laptop",
            ("score.READ",),
            now - timedelta(days=2),
            now + timedelta(days=300),
            False,
            Secret(TOKEN),
        ),
        IssuedKey("hidden", ("score.READ",), now - timedelta(days=3)),
    ]
    return desk


@pytest.fixture
def keys(make: Make, key_desk: FakeProfileDesk, qtbot: QtBot) -> KeysDialog:
    dialog = make(key_desk)
    press(qtbot, button(dialog, "Manage keys…"))
    return dialog.findChildren(KeysDialog)[0]


def test_keys_are_listed_and_shown_nowhere(keys: KeysDialog, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(keys.model)
    told = [keys.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert told[0].startswith("laptop, score.READ, ")
    assert "Until " in told[0]
    assert told[1].endswith(", Works")
    assert TOKEN not in "".join(told)


def test_a_key_is_made_for_the_ticked_scopes_and_becomes_the_token(
    keys: KeysDialog, key_desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    keys.name.setText("new laptop")
    keys.findChildren(TickBox)[1].setChecked(False)
    parent = keys.parent()
    assert isinstance(parent, ProfilesDialog)
    with qtbot.waitSignal(parent.profile_saved):
        press(qtbot, button(keys, "Make a key and keep it"))
    assert (key_desk.issued[-1].description, key_desk.issued[-1].scopes) == ("new laptop", ("score.READ",))
    assert key_desk.tokens["lab"].reveal() == "made-key"
    assert parent.editor.said == "The new key is kept as the token of this profile."


def test_a_key_without_any_scope_cannot_be_made(keys: KeysDialog) -> None:
    for tick in keys.findChildren(TickBox):
        tick.setChecked(False)
    assert not button(keys, "Make a key and keep it").isEnabled()


def test_a_key_is_revoked_after_a_question(keys: KeysDialog, key_desk: FakeProfileDesk, qtbot: QtBot) -> None:
    keys.table.selectRow(0)
    press(qtbot, button(keys, "Revoke…"))
    question = keys.findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    assert TOKEN not in question.text()
    press(qtbot, button(question, "Revoke key"))
    assert [one.is_revoked for one in key_desk.issued] == [True, False]


def test_a_key_that_its_service_hides_cannot_be_revoked_here_and_it_is_said_why(keys: KeysDialog) -> None:
    keys.table.selectRow(1)
    assert not button(keys, "Revoke…").isEnabled()
    assert "hides its keys" in button(keys, "Revoke…").toolTip()


def test_a_bare_key_does_not_open_the_list(make: Make, key_desk: FakeProfileDesk, qtbot: QtBot) -> None:
    dialog = make(FakeProfileDesk(lines=[ProfileLine(WITH_KEYS, TokenState.KEPT)]))
    press(qtbot, button(dialog, "Manage keys…"))
    assert dialog.editor.said.startswith("A bare key cannot list keys.")
    assert dialog.findChildren(KeysDialog) == []


def test_without_a_key_service_there_is_nothing_to_manage(dialog: ProfilesDialog) -> None:
    assert not dialog.editor.keys.isVisible()


def test_what_the_key_service_refuses_is_told(
    keys: KeysDialog, key_desk: FakeProfileDesk, qtbot: QtBot
) -> None:
    key_desk.problem = Problem("sign-in-ended", "Signed out", "It ended.", "Sign in.", Recovery.PERSON)
    press(qtbot, button(keys, "Make a key and keep it"))
    assert keys.said.text == "Signed out. It ended. Sign in."
    assert keys.isVisible()
