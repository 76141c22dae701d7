"""Somebody who presses everything in any order, on a site that breaks every rule: nothing may be lost by it.

`SCORE_GUI_MONKEY` sets the number of steps, `SCORE_GUI_MONKEY_SEED` what is pressed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from score_gui.model.messages import Resume, Retry
from score_gui.model.transfer import Status, Transfer
from score_gui.ui.tokens import Scheme
from tests.app.conftest import Person
from tests.faults import faults
from tests.faults.hostile_site import SIGNATURE, Asked, Fault, HostileSite, Stored

STEPS = int(os.environ.get("SCORE_GUI_MONKEY", "80"))
SEED = int(os.environ.get("SCORE_GUI_MONKEY_SEED", "1"))
FILES = 8
MOMENT = 15
"""Milliseconds that the program gets between two steps."""

pytestmark = [
    pytest.mark.timeout(120 + STEPS),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

KEYS = (
    Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown,
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_Return,
)  # fmt: skip
BREAKS: tuple[Fault, ...] = (
    faults.cut(1000),
    faults.cut(70_000),
    faults.without_length(500),
    faults.shifted(16),
    faults.shorter(100),
    faults.says("503 Slow Down", "Retry-After: 0"),
    faults.says("403 Forbidden", body=b"<Error><Code>AccessDenied</Code></Error>"),
)


class Weather:
    """Faults that come and go by chance, until `clear` is called."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._is_clear = False

    def clear(self) -> None:
        self._is_clear = True

    def __call__(self, asked: Asked) -> object:
        if self._is_clear or self._random.random() > 0.3:
            return None
        return self._random.choice(BREAKS)(asked)


@pytest.fixture
def random() -> Random:
    return Random(SEED)


@pytest.fixture
def weather(random: Random) -> Weather:
    return Weather(Random(random.random()))


@pytest.fixture
def hostile(random: Random, weather: Weather) -> Iterator[HostileSite]:
    with HostileSite(data=weather) as site:  # type: ignore[arg-type]  # the answers of the faults are steps
        for number in range(FILES):
            data = random.randbytes(200_000 + 70_000 * number)
            site.put(Stored(str(uuid.UUID(int=random.getrandbits(128), version=4)), data, part_size=100_000))
        yield site


@pytest.fixture
def manifest(tmp_path: Path, hostile: HostileSite) -> Path:
    """A list of all objects, as a person would drop it."""
    path = tmp_path / "ids.txt"
    path.write_text("\n".join(hostile.objects) + "\n")
    return path


@pytest.fixture
def monkey(
    qtbot: QtBot,
    qapp: QApplication,
    hostile: HostileSite,
    manifest: Path,
    random: Random,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Monkey]:
    for door in ("reveal", "_open_url"):
        monkeypatch.setattr(f"score_gui.app.{door}", lambda *_: None)
    environ = {
        "SCORE_GUI_HOME": str(tmp_path / "home"),
        "STORAGE_URL": hostile.score.origin,
        "METADATA_URL": hostile.score.origin,
        "ACCESSTOKEN": hostile.token,
    }
    made = Monkey(Person(qtbot, qapp, environ), manifest, random)
    yield made
    if not made.has_ended:
        made.end()


class Monkey:
    """Does one thing at a time, anything that is within reach."""

    def __init__(self, person: Person, manifest: Path, random: Random) -> None:
        self.person = person
        self.manifest = manifest
        self._random = random
        self.did: list[str] = []
        self.has_ended = False
        self._deeds: dict[Callable[[], None], int] = {
            self.drop_the_manifest: 4,
            self.drop_rubbish: 2,
            self.press_the_main_button: 8,
            self.trigger_an_action: 10,
            self.press_a_key: 8,
            self.select_rows: 8,
            self.search: 3,
            self.resize: 2,
            self.change_colours: 1,
            self.start_again: 1,
        }

    def act(self) -> None:
        """One step, and whatever pops up is closed again."""
        deed = self._random.choices(list(self._deeds), list(self._deeds.values()))[0]
        self.did.append(deed.__name__)
        deed()
        self.person.qtbot.wait(MOMENT)
        self._close_what_is_open()

    # --- deeds ---

    def drop_the_manifest(self) -> None:
        self.person.drop(self.manifest)

    def drop_rubbish(self) -> None:
        rubbish = self.manifest.with_name("rubbish.bin")
        rubbish.write_bytes(self._random.randbytes(300))
        self.person.drop(rubbish)

    def press_the_main_button(self) -> None:
        words = ("Download", "Queue", "Cancel", "Start")
        found = [b for b in self._reachable(QPushButton) if b.text().strip().startswith(words)]
        if found:
            self._random.choice(found).click()

    def trigger_an_action(self) -> None:
        actions = self.person.app.window.actions_
        # Files are chosen in the system's dialog, and practice files are made for longer than a test lasts.
        closed = {actions.add, actions.quit, actions.paste, actions.practice}
        found = [one for one in actions.all if one.isEnabled() and one not in closed]
        if found:
            chosen: QAction = self._random.choice(found)
            self.did[-1] += f" {chosen.text()}"
            chosen.trigger()

    def press_a_key(self) -> None:
        target = QApplication.focusWidget() or self.person.app.window.page.view
        self.person.qtbot.keyClick(target, self._random.choice(KEYS))

    def select_rows(self) -> None:
        rows = self.person.rows
        if rows:
            chosen = self._random.sample(rows, self._random.randint(1, len(rows)))
            self.person.app.window.page.view.select({row.id for row in chosen})

    def search(self) -> None:
        self.person.app.window.tools.search.setText(self._random.choice(["", "a", "no such file", "\u202e"]))

    def resize(self) -> None:
        width, height = self._random.choice([(1280, 800), (960, 600), (700, 500)])
        self.person.app.window.resize(width, height)

    def change_colours(self) -> None:
        self.person.app.theme.choose(self._random.choice(list(Scheme)))

    def start_again(self) -> None:
        self.person.restart()

    # --- what is in reach ---

    def _reachable(self, kind: type[QPushButton]) -> list[QPushButton]:
        window = self.person.app.window
        return [one for one in window.findChildren(kind) if one.isVisible() and one.isEnabled()]

    def _close_what_is_open(self) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in self.person.app.window.findChildren(QDialog):
            if dialog.isVisible():
                self._answer(dialog)

    def _answer(self, dialog: QWidget) -> None:
        buttons = dialog.buttons() if isinstance(dialog, QMessageBox) else []
        if buttons and self._random.random() < 0.5:
            self._random.choice(buttons).click()
        if dialog.isVisible():
            dialog.close()

    # --- afterwards ---

    def end(self) -> None:
        self.has_ended = True
        self.person.quit()

    def settle(self) -> None:
        """Let everything that is in the queue come to its end on a site that is honest now."""
        self.person.restart()
        self.person.app.window.show_queue()

        def done() -> bool:
            stuck = [row for row in self._unfinished() if not row.status.is_active]
            held = tuple(row.id for row in stuck if row.status is not Status.NEEDS_YOU)
            asking = tuple(row.id for row in stuck if row.status is Status.NEEDS_YOU)
            for command in (Resume(held), Retry(asking)):
                if command.ids:
                    self.person.app.bridge.post(command)
            return not self._unfinished()

        self.person.until(done)

    def _unfinished(self) -> list[Transfer]:
        rows = self.person.app.window.rows
        return [row.transfer for row in rows if not row.status.is_done]


def test_whatever_is_pressed_the_queue_is_true_and_every_file_right(
    monkey: Monkey, hostile: HostileSite, weather: Weather, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(STEPS):
        monkey.act()
    weather.clear()
    monkey.settle()
    rows = [row.transfer for row in monkey.person.app.window.rows]
    for row in rows:
        assert row.target is not None, monkey.did
        assert row.target.read_bytes() == hostile.objects[row.object_id].data, monkey.did
    monkey.end()
    check_disk(hostile, tmp_path)
    check_secrets(hostile, tmp_path, caplog)


def check_disk(hostile: HostileSite, folder: Path) -> None:
    """Right bytes only under final names, and what the ledger says of unfinished files is on the disk."""
    truths = {hashlib.sha256(one.data).hexdigest() for one in hostile.objects.values()}
    downloads = folder / "home" / "downloads"
    endings = (".receipt.html", ".receipt.json", ".md5", ".part")
    data = [path for path in downloads.rglob("*") if path.is_file() and not path.name.endswith(endings)]
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in data} <= truths
    for object_id, part, start, stop in ledger_ranges(folder / "home" / "state" / "ledger.db"):
        truth = hostile.objects[object_id].data[start:stop]
        assert Path(part).read_bytes()[start:stop] == truth, (
            f"{start}-{stop} is in the ledger, not on the disk"
        )


def ledger_ranges(ledger: Path) -> list[tuple[str, str, int, int]]:
    """Object id, unfinished file, start and stop of all that the ledger knows; the program has ended."""
    query = "SELECT object_id, part, start, stop FROM range JOIN transfer ON transfer.id = range.transfer"
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as database:
        return list(database.execute(query))


def check_secrets(hostile: HostileSite, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither token nor signature anywhere, and no token at the store."""
    for canary in (hostile.token, SIGNATURE):
        assert canary not in caplog.text
        for path in folder.rglob("*"):
            assert not path.is_file() or canary.encode() not in path.read_bytes(), path.name
    assert not [asked.head for asked in hostile.data_asked if asked.has_token]
