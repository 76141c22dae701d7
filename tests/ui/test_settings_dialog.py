from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from score_gui.files.resources import resource_path
from score_gui.model import language
from score_gui.model.language import available
from score_gui.model.network import ProxyChoice, ProxyUse
from score_gui.model.problem import ProblemError
from score_gui.model.secret import Secret
from score_gui.model.settings import Look, Settings, StayAwake, WhenDone
from score_gui.model.setup_problems import ca_file_unusable
from score_gui.model.speed_mode import Days, SlowHours, SpeedMode
from score_gui.model.transfer import Layout
from score_gui.net.tls import Authority
from score_gui.ui.icons import Icons
from score_gui.ui.marks import Clock, Combo, Spin, Tick
from score_gui.ui.network_fields import NetworkDesk
from score_gui.ui.settings_dialog import Doors, SettingsDialog
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import Label
from tests.ui.preview_samples import run_at_once

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
DEFAULT = Settings(Path("/mnt/genomes"))
OTHER = Path("/mnt/other")
CA = Path("/etc/house.pem").absolute()


@dataclass
class Network:
    """A keyring, and files with authorities."""

    kept: list[tuple[str, Secret]] = field(default_factory=list)
    is_certificate: bool = True

    def desk(self) -> NetworkDesk:
        return NetworkDesk(run_at_once, self._keep, self._authorities, lambda _parent: CA)

    def _authorities(self, path: Path) -> tuple[Authority, ...]:
        if not self.is_certificate:
            raise ProblemError(ca_file_unusable(path, "it holds no certificate of an authority"))
        return (Authority("Hospital CA", "ab" * 32),)

    def _keep(self, account: str, password: Secret) -> str:
        self.kept.append((account, password))
        return "The password is kept in the keyring."


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def told() -> list[Settings]:
    return []


@pytest.fixture
def dialog(
    qtbot: QtBot, theme: Theme, icons: Icons, told: list[Settings], network: Network
) -> SettingsDialog:
    languages = (("en", "English"), ("de", "Deutsch"))
    doors = Doors(network.desk(), lambda _parent, _start: OTHER, languages)
    made = SettingsDialog(theme, icons, DEFAULT, DEFAULT, doors)
    qtbot.addWidget(made)
    made.chosen.connect(told.append)
    made.show()
    return made


def go_to(dialog: SettingsDialog, page: str) -> None:
    words = [dialog.list.item(number).text() for number in range(dialog.list.count())]
    dialog.list.setCurrentRow(words.index(page))


def named(dialog: SettingsDialog, name: str) -> QWidget:
    found = [one for one in dialog.page.findChildren(QWidget) if one.accessibleName() == name]
    assert len(found) == 1, name
    return found[0]


def choose(dialog: SettingsDialog, name: str, words: str) -> None:
    """Take one of the choices, as a person does with the keyboard."""
    combo = named(dialog, name)
    assert isinstance(combo, Combo)
    combo.setCurrentText(words)
    combo.activated.emit(combo.currentIndex())


def press(dialog: SettingsDialog, words: str) -> None:
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    found.click()


def spin(dialog: SettingsDialog, name: str, value: int) -> None:
    field = named(dialog, name)
    assert isinstance(field, Spin)
    field.setValue(value)


def tick(dialog: SettingsDialog, name: str) -> None:
    box = named(dialog, name)
    assert isinstance(box, Tick)
    box.click()


def clock(dialog: SettingsDialog, name: str, hour: int) -> None:
    field = named(dialog, name)
    assert isinstance(field, Clock)
    field.setTime(QTime(hour, 0))


def slow_from_seven(dialog: SettingsDialog) -> None:
    tick(dialog, "Slow from")
    clock(dialog, "Slow from time", 7)
    clock(dialog, "Slow until", 19)
    choose(dialog, "Days of the slow hours", "every day")


def write(dialog: SettingsDialog, name: str, text: str) -> None:
    line = named(dialog, name)
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.editingFinished.emit()


def own_proxy(dialog: SettingsDialog) -> None:
    choose(dialog, "Proxy", "This proxy")
    write(dialog, "Address of the proxy", "http://me@proxy.example.org:3128")
    write(dialog, "Not for", "localhost, .example.org")


OWN_PROXY = ProxyChoice(ProxyUse.EXPLICIT, "http://me@proxy.example.org:3128", ("localhost", ".example.org"))
HOURS = SlowHours(time(7), time(19), Days.EVERY_DAY)

# A page, what a person does there, and what they then have.
CHANGES: list[tuple[str, Callable[[SettingsDialog], None], dict[str, Any]]] = [
    ("Downloads", lambda d: spin(d, "Files at once", 6), {"files_at_once": 6}),
    ("Downloads", lambda d: spin(d, "Connections", 16), {"connections": 16}),
    ("Downloads", lambda d: spin(d, "Full speed", 50), {"rate_limit": 50_000_000}),
    ("Downloads", lambda d: spin(d, "Slow speed", 2), {"slow_rate": 2_000_000}),
    ("Downloads", slow_from_seven, {"speed_mode": SpeedMode.HOURS, "slow_hours": HOURS}),
    ("Downloads", lambda d: choose(d, "Then", "Quit score_gui"), {"when_done": WhenDone.QUIT}),
    (
        "Downloads",
        lambda d: tick(d, "One notification for the queue, if the window is not in front"),
        {"notify": False},
    ),
    ("Folders and names", lambda d: press(d, "Choose…"), {"output_folder": OTHER}),
    ("Folders and names", lambda d: choose(d, "Layout", "By object ID"), {"layout": Layout.ID}),
    (
        "Folders and names",
        lambda d: tick(d, "Fetch index files (bai, crai, tbi) with their files"),
        {"with_index": False},
    ),
    (
        "Checking",
        lambda d: tick(d, "Write a receipt beside the files when all files of a manifest are here"),
        {"receipts": False},
    ),
    ("Network", lambda d: choose(d, "Proxy", "No proxy"), {"proxy": ProxyChoice(ProxyUse.NONE)}),
    ("Network", own_proxy, {"proxy": OWN_PROXY}),
    ("Network", lambda d: press(d, "Choose…"), {"ca_file": CA}),
    ("Power and sleep", lambda d: choose(d, "Keep awake", "Never"), {"stay_awake": StayAwake.NEVER}),
    ("Appearance", lambda d: choose(d, "Language", "Deutsch"), {"language": "de"}),
    ("Appearance", lambda d: choose(d, "Colours", "Dark"), {"look": Look.DARK}),
    ("Appearance", lambda d: choose(d, "Text size", "150 %"), {"text_size": 150}),
    (
        "Appearance",
        lambda d: tick(d, "Show how many files are left on the icon in the Dock or task bar"),
        {"badge": False},
    ),
]


@pytest.mark.parametrize(("page", "act", "changes"), CHANGES, ids=range(len(CHANGES)))
def test_a_change_holds_at_once(
    dialog: SettingsDialog,
    told: list[Settings],
    page: str,
    act: Callable[[SettingsDialog], None],
    changes: dict[str, Any],
) -> None:
    go_to(dialog, page)
    act(dialog)
    assert told[-1] == replace(DEFAULT, **changes)


@pytest.mark.parametrize(("page", "act", "changes"), CHANGES, ids=range(len(CHANGES)))
def test_a_page_can_be_restored_and_leaves_the_others_alone(
    dialog: SettingsDialog,
    told: list[Settings],
    page: str,
    act: Callable[[SettingsDialog], None],
    changes: dict[str, Any],
) -> None:
    elsewhere: dict[str, Any] = {"receipts": False} if page != "Checking" else {"files_at_once": 9}
    dialog.show_settings(replace(DEFAULT, **elsewhere))
    go_to(dialog, page)
    act(dialog)
    press(dialog, "Restore this page")
    assert told[-1] == replace(DEFAULT, **elsewhere)


def test_changes_of_several_pages_add_up(dialog: SettingsDialog, told: list[Settings]) -> None:
    spin(dialog, "Files at once", 6)
    go_to(dialog, "Appearance")
    choose(dialog, "Colours", "Light")
    go_to(dialog, "Downloads")
    spin(dialog, "Connections", 16)
    assert told[-1] == replace(DEFAULT, files_at_once=6, connections=16, look=Look.LIGHT)


def test_what_is_changed_elsewhere_shows_and_is_not_told_again(
    dialog: SettingsDialog, told: list[Settings]
) -> None:
    dialog.show_settings(replace(DEFAULT, files_at_once=2, speed_mode=SpeedMode.HOURS))
    assert told == []
    spin(dialog, "Connections", 4)
    assert told == [replace(DEFAULT, files_at_once=2, speed_mode=SpeedMode.HOURS, connections=4)]


def test_the_hours_can_be_changed_only_while_they_count(dialog: SettingsDialog) -> None:
    assert not named(dialog, "Slow until").isEnabled()
    tick(dialog, "Slow from")
    assert named(dialog, "Slow until").isEnabled()


def test_a_page_as_on_the_first_day_has_nothing_to_restore(dialog: SettingsDialog) -> None:
    (restore,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "Restore this page"]
    assert not restore.isEnabled()
    spin(dialog, "Files at once", 6)
    assert restore.isEnabled()
    go_to(dialog, "Checking")
    assert not restore.isEnabled()


def test_no_limit_is_said_in_words(dialog: SettingsDialog, told: list[Settings]) -> None:
    field = named(dialog, "Full speed")
    assert isinstance(field, Spin)
    assert field.text() == "No limit"
    spin(dialog, "Full speed", 5)
    spin(dialog, "Full speed", 0)
    assert told[-1].rate_limit is None


def test_a_folder_that_is_not_chosen_stays(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    doors = Doors(Network().desk(), lambda _parent, _start: None)
    made = SettingsDialog(theme, icons, DEFAULT, DEFAULT, doors)
    qtbot.addWidget(made)
    made.show()
    go_to(made, "Folders and names")
    with qtbot.assertNotEmitted(made.chosen):
        press(made, "Choose…")


@pytest.mark.parametrize("name", ["Files at once", "Then"])
def test_the_wheel_over_a_field_changes_nothing_in_passing(
    dialog: SettingsDialog, told: list[Settings], name: str
) -> None:
    field = named(dialog, name)
    dialog.list.setFocus()
    middle = QPointF(field.rect().center())
    turn = QWheelEvent(
        middle,
        QPointF(field.mapToGlobal(field.rect().center())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, turn)
    assert told == []


def said(dialog: SettingsDialog) -> str:
    return " ".join(one.text() for one in dialog.page.findChildren(Label) if one.text())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("socks5://proxy:1080", "SOCKS"),
        ("http://me:hunter2@proxy:3128", "Leave the password out of the address"),
        ("http://proxy:99999", "no address"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_said_and_not_kept(
    dialog: SettingsDialog, told: list[Settings], address: str, words: str
) -> None:
    go_to(dialog, "Network")
    choose(dialog, "Proxy", "This proxy")
    write(dialog, "Address of the proxy", address)
    assert told == []
    assert words in said(dialog)
    assert "hunter2" not in said(dialog)


def test_the_password_goes_to_the_keyring_and_leaves_the_field(
    dialog: SettingsDialog, told: list[Settings], network: Network
) -> None:
    go_to(dialog, "Network")
    own_proxy(dialog)
    line = named(dialog, "Password of the proxy")
    assert isinstance(line, QLineEdit)
    line.setText("hunter2")
    line.textEdited.emit("hunter2")
    press(dialog, "Keep password")
    assert network.kept == [("proxy me@proxy.example.org:3128", Secret("hunter2"))]
    assert line.text() == ""
    assert "kept in the keyring" in said(dialog)
    assert "hunter2" not in repr(told)


def test_a_file_without_authorities_is_said_and_not_kept(
    dialog: SettingsDialog, told: list[Settings], network: Network
) -> None:
    network.is_certificate = False
    go_to(dialog, "Network")
    press(dialog, "Choose…")
    assert told == []
    assert "it holds no certificate of an authority" in said(dialog)


def test_the_authorities_of_a_file_are_named(dialog: SettingsDialog) -> None:
    go_to(dialog, "Network")
    press(dialog, "Choose…")
    assert "Hospital CA · SHA-256 AB:AB" in said(dialog)
    press(dialog, "Remove")
    assert dialog.settings.ca_file is None


def test_every_setting_is_on_one_page(dialog: SettingsDialog) -> None:
    on_pages: list[str] = []
    for number in range(dialog.list.count()):
        dialog.list.setCurrentRow(number)
        on_pages += dialog.page.names
    assert sorted(on_pages) == sorted(one.name for one in fields(Settings))


def test_every_field_has_a_name_for_a_screen_reader(dialog: SettingsDialog) -> None:
    for number in range(dialog.list.count()):
        dialog.list.setCurrentRow(number)
        named_fields = dialog.page.findChildren(QWidget)
        fields_ = [one for one in named_fields if isinstance(one, Combo | Spin | Clock | Tick)]
        assert [one for one in fields_ if not one.accessibleName()] == []


def test_a_page_can_be_shown_by_its_name(dialog: SettingsDialog) -> None:
    dialog.show_page("Network")
    assert dialog.page.names == ("proxy", "ca_file")


@pytest.fixture
def large(theme: Theme) -> Iterator[Theme]:
    theme.set_text_size(200)
    yield theme
    theme.set_text_size(100)


@pytest.fixture(params=available(resource_path("translations")), ids=lambda tongue: tongue.code)
def tongue(request: pytest.FixtureRequest) -> Iterator[None]:
    language.choose(request.param)
    yield
    language.choose(language.ENGLISH)


@pytest.mark.usefixtures("tongue")
@pytest.mark.parametrize("page", range(6))
def test_no_page_is_wider_than_a_small_screen_with_large_text(
    qapp: QApplication, qtbot: QtBot, large: Theme, network: Network, page: int
) -> None:
    made = SettingsDialog(large, Icons(large), DEFAULT, DEFAULT, Doors(network.desk(), lambda *_: OTHER))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.list.setCurrentRow(page)
    qapp.processEvents()
    area = next(one for one in made.findChildren(QScrollArea) if one.isVisible())
    form = area.widget()
    assert form is not None
    assert form.width() <= area.viewport().width()


def test_a_tick_goes_on_in_the_next_line_and_keeps_its_words(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    box = Tick(theme, icons, "Write a receipt beside the files")
    qtbot.addWidget(box)
    wide, narrow = box.sizeHint().width(), box.minimumSizeHint().width()
    assert box.heightForWidth(narrow) > box.heightForWidth(wide)
    box.resize(narrow, box.heightForWidth(narrow))
    box.show()
    assert QCheckBox.text(box).count("\n") >= 3
    assert box.text() == "Write a receipt beside the files"
    box.resize(wide, box.heightForWidth(wide))
    assert "\n" not in QCheckBox.text(box)
