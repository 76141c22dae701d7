"""A profile's own way to its servers: folded away, said in a line, kept with the profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.token_header import HeaderName, TokenHeader
from score_gui.ui.icons import Icons
from score_gui.ui.network_fields import CaField, NetworkDesk, ProxyField
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from score_gui.ui.profiles_dialog import ProfilesDialog
from score_gui.ui.theme import Theme
from tests.fakes.rsa_key import public_key, public_pem
from tests.ui.preview_samples import run_at_once
from tests.ui.profiles_samples import FakeProfileDesk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
LAB = Profile("lab", "Lab", "https://score.lab.example.org", "https://song.lab.example.org")
HOUSE = ProxyChoice(ProxyUse.EXPLICIT, "http://me@proxy.example.org:3128", ("localhost", ".lab"))
CA = Path(__file__).parents[1] / "net" / "certificates" / "authority.pem"
OWN = replace(LAB, proxy=HOUSE, ca_file=CA, connections=4)


class World:
    """The dialog on one profile, or fields alone, and what was asked for."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: Icons) -> None:
        self.qtbot, self.theme, self.icons = qtbot, theme, icons
        self.chosen: Path | None = CA
        self.passwords: dict[str, Secret] = {}
        self.network = NetworkDesk(run_at_once, self._keep, choose_file=lambda _parent: self.chosen)

    def _keep(self, account: str, password: Secret) -> str:
        self.passwords[account] = password
        return "Kept in a keyring."

    def show(self, widget: QWidget) -> None:
        self.qtbot.addWidget(widget)
        widget.show()

    def dialog(self, profile: Profile) -> tuple[ProfilesDialog, FakeProfileDesk]:
        desk = FakeProfileDesk({profile: TokenState.NONE})
        made = ProfilesDialog(self.theme, self.icons, desk, run_at_once)
        self.show(made)
        made.choose(profile.id)
        return made, desk

    def proxy_field(self, *, may_follow: bool = False) -> tuple[ProxyField, list[ProxyChoice | None]]:
        made = ProxyField(self.theme, self.icons, self.network, may_follow=may_follow)
        self.show(made)
        settled: list[ProxyChoice | None] = []
        made.settled.connect(settled.append)
        return made, settled

    def ca_field(self) -> tuple[CaField, list[Path | None]]:
        made = CaField(self.theme, self.network)
        self.show(made)
        chosen: list[Path | None] = []
        made.chosen.connect(chosen.append)
        return made, chosen

    def type(self, field: QLineEdit, text: str) -> None:
        field.selectAll()
        self.qtbot.keyClick(field, Qt.Key.Key_Delete)
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def press(self, within: QWidget, words: str) -> None:
        found = [one for one in within.findChildren(QPushButton) if one.text().strip() == words]
        self.qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


@pytest.fixture
def world(qtbot: QtBot, theme: Theme, icons: Icons) -> World:
    return World(qtbot, theme, icons)


def line(within: QWidget, name: str) -> QLineEdit:
    return next(one for one in within.findChildren(QLineEdit) if one.accessibleName() == name)


def take(within: QWidget, words: str) -> None:
    combo = next(one for one in within.findChildren(QComboBox) if one.accessibleName() == "Proxy")
    combo.setCurrentText(words)
    combo.activated.emit(combo.currentIndex())


def seen(within: QWidget) -> str:
    return "\n".join(one.text() for one in within.findChildren(QLabel) if one.isVisible())


# --- the form of a profile ----------------------------------------------------------------------------------


def test_folded_it_tells_in_a_line_what_is_of_its_own(world: World) -> None:
    dialog, _ = world.dialog(OWN)
    fold = dialog.editor.advanced
    assert not fold.is_open
    assert f"4 connections · proxy {HOUSE.address} · CA file authority.pem" in seen(fold)
    assert not line(fold, "Address of the proxy").isVisible()


def test_a_profile_without_a_way_of_its_own_says_nothing(world: World) -> None:
    dialog, desk = world.dialog(LAB)
    assert seen(dialog.editor.advanced) == ""
    assert not dialog.editor.is_edited
    assert desk.list()[0].profile == LAB


def test_what_is_chosen_there_is_saved_with_the_profile(world: World) -> None:
    dialog, desk = world.dialog(LAB)
    fold = dialog.editor.advanced
    world.press(fold, "Advanced")
    take(fold, "This proxy")
    world.type(line(fold, "Address of the proxy"), HOUSE.address)
    world.type(line(fold, "Not for"), "localhost, .lab")
    fold.findChildren(QSpinBox)[0].setValue(4)
    assert dialog.editor.is_edited
    world.press(dialog, "Save")
    assert desk.list()[0].profile == replace(OWN, ca_file=None)


def test_a_way_of_its_own_can_be_taken_back(world: World) -> None:
    dialog, desk = world.dialog(OWN)
    fold = dialog.editor.advanced
    world.press(fold, "Advanced")
    take(fold, "As in the settings")
    fold.findChildren(QSpinBox)[0].setValue(0)
    world.press(fold, "Remove")
    world.press(dialog, "Save")
    assert desk.list()[0].profile == LAB


@pytest.mark.parametrize(
    ("typed", "words"),
    [("junk junk", "no address"), ("socks5://p:1", "SOCKS"), ("http://me:x@p:1", "Leave the password out")],
)
def test_a_proxy_that_cannot_be_is_told_and_not_saved(world: World, typed: str, words: str) -> None:
    dialog, desk = world.dialog(LAB)
    fold = dialog.editor.advanced
    world.press(fold, "Advanced")
    take(fold, "This proxy")
    world.type(line(fold, "Address of the proxy"), typed)
    assert words in seen(fold)
    world.press(fold, "Advanced")
    assert "cannot be used yet" in seen(fold)
    world.press(dialog, "Save")
    assert words in dialog.editor.said
    assert fold.is_open
    assert desk.list()[0].profile == LAB


def test_the_servers_that_the_token_may_reach_are_named(world: World) -> None:
    dialog, _ = world.dialog(LAB)
    fold = dialog.editor.advanced
    world.press(fold, "Advanced")
    assert "It is sent to score.lab.example.org and song.lab.example.org only." in seen(fold)


# --- the fields ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("may_follow", [True, False])
def test_an_address_is_asked_for_only_where_it_counts(world: World, may_follow: bool) -> None:
    field, _ = world.proxy_field(may_follow=may_follow)
    names = ("Address of the proxy", "Not for", "Password of the proxy")
    assert not any(line(field, name).isVisible() for name in names)
    take(field, "This proxy")
    assert [line(field, name).isVisible() for name in names] == [True, True, False]
    take(field, "No proxy")
    assert not any(line(field, name).isVisible() for name in names)


def test_a_choice_settles_when_the_typing_ends(world: World) -> None:
    field, settled = world.proxy_field()
    take(field, "This proxy")
    assert settled == []
    world.qtbot.keyClicks(line(field, "Address of the proxy"), HOUSE.address)
    assert settled == []
    world.type(line(field, "Not for"), "localhost .lab")
    assert settled[-1] == HOUSE
    take(field, "No proxy")
    assert settled[-1] == ProxyChoice(ProxyUse.NONE)


def test_following_the_settings_is_a_choice_only_where_there_are_some(world: World) -> None:
    field, settled = world.proxy_field(may_follow=True)
    assert field.choice() is None
    take(field, "As the system says")
    assert settled == [ProxyChoice()]
    plain, _ = world.proxy_field()
    assert plain.choice() == ProxyChoice()


def test_a_password_is_asked_for_where_there_is_a_name_and_goes_to_the_keyring(world: World) -> None:
    field, _ = world.proxy_field()
    secret = line(field, "Password of the proxy")
    field.show_choice(replace(HOUSE, address="http://proxy:3128"))
    assert not secret.isVisible()
    field.show_choice(HOUSE)
    assert secret.isVisible()
    assert secret.echoMode() is QLineEdit.EchoMode.Password
    world.qtbot.keyClicks(secret, "canary-password")
    world.press(field, "Keep password")
    assert world.passwords == {"proxy me@proxy.example.org:3128": Secret("canary-password")}
    assert secret.text() == ""
    assert field.said == "Kept in a keyring."


def test_what_somebody_types_is_not_taken_away_by_the_same_choice(world: World) -> None:
    field, _ = world.proxy_field()
    field.show_choice(HOUSE)
    address = line(field, "Not for")
    address.setText("localhost,.lab")
    field.show_choice(HOUSE)
    assert address.text() == "localhost,.lab"


def test_a_file_of_authorities_is_looked_into_and_its_names_are_shown(world: World) -> None:
    field, chosen = world.ca_field()
    world.press(field, "Choose…")
    assert chosen == [CA]
    assert field.said.startswith("score_gui test authority · SHA-256 ")
    world.press(field, "Remove")
    assert chosen == [CA, None]
    assert field.said == ""


@pytest.mark.parametrize("make", [lambda path: path.write_text("nothing"), lambda path: None])
def test_a_file_that_is_none_is_told_and_not_taken(
    world: World, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    world.chosen = tmp_path / "ca.pem"
    make(world.chosen)
    field, chosen = world.ca_field()
    world.press(field, "Choose…")
    assert chosen == []
    assert field.path is None
    assert "cannot be used" in field.said


def test_a_dialog_that_is_closed_changes_nothing(world: World) -> None:
    world.chosen = None
    field, chosen = world.ca_field()
    world.press(field, "Choose…")
    assert (chosen, field.path) == ([], None)


# --- the token for the servers of the data ------------------------------------------------------------------

KEY = public_key()


def test_a_token_goes_to_the_sites_servers_alone_unless_somebody_says_so(world: World) -> None:
    dialog, desk = world.dialog(LAB)
    field = dialog.editor.advanced.header
    world.press(dialog.editor.advanced, "Advanced")
    assert not field.tick.isChecked()
    assert not field.key.isVisible()
    assert desk.list()[0].profile.token_header is None


def test_the_header_is_switched_on_with_the_key_of_the_site(world: World) -> None:
    dialog, desk = world.dialog(LAB)
    field = dialog.editor.advanced.header
    world.press(dialog.editor.advanced, "Advanced")
    field.tick.setChecked(True)
    field.names.setCurrentText("X-ICGC-TOKEN")
    QGuiApplication.clipboard().setText(public_pem())
    field.key.paste()
    world.press(dialog, "Save")
    assert desk.list()[0].profile.token_header == TokenHeader(KEY, HeaderName.ICGC, is_on=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Paste the public key that the site gives out."), ("abc", "That is no RSA public key")],
)
def test_without_a_key_it_is_not_saved_and_the_cursor_goes_there(world: World, typed: str, said: str) -> None:
    dialog, desk = world.dialog(LAB)
    field = dialog.editor.advanced.header
    field.tick.setChecked(True)
    field.key.setText(typed)
    world.press(dialog, "Save")
    assert dialog.editor.said.startswith(said)
    assert dialog.editor.advanced.is_open
    assert dialog.focusWidget() is field.key
    assert desk.list()[0].profile == LAB


def test_a_key_stays_when_the_header_is_switched_off(world: World) -> None:
    sends = replace(LAB, token_header=TokenHeader(KEY, is_on=True))
    dialog, desk = world.dialog(sends)
    assert "X-SCORE-TOKEN" in seen(dialog.editor.advanced), "folded, it tells that it is on"
    assert "and encrypted to the servers of the data" in seen(dialog)
    dialog.editor.advanced.header.tick.setChecked(False)
    world.press(dialog, "Save")
    assert desk.list()[0].profile == replace(LAB, token_header=TokenHeader(KEY, is_on=False))


def test_a_pasted_token_that_does_not_fit_is_told_before_it_is_saved(world: World) -> None:
    dialog, _ = world.dialog(replace(LAB, token_header=TokenHeader(KEY, is_on=True)))
    field = dialog.editor.advanced.header
    assert field.said == ""
    dialog.editor.token.setText("x" * 300)
    assert field.said == "The token has 300 bytes and the public key takes 245, so X-SCORE-TOKEN is not sent."
    dialog.editor.token.setText("short-enough-to-fit")
    assert field.said == ""


def test_of_a_kept_token_it_is_told_too(world: World) -> None:
    desk = FakeProfileDesk(
        lines=[
            ProfileLine(
                replace(LAB, token_header=TokenHeader(KEY, is_on=True)), TokenState.KEPT, unsent="Too long."
            )
        ]
    )
    dialog = ProfilesDialog(world.theme, world.icons, desk, run_at_once)
    world.show(dialog)
    assert dialog.editor.advanced.header.said == "Too long."
