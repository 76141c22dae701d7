"""The whole program in one process: its real window, engine and ledger, against a practice site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from score_gui.app import App
from score_gui.demo import PracticeData, PracticeSite, make_practice_data
from score_gui.model.transfer import Status, Transfer
from score_gui.wiring import Wiring

PATIENCE = 30_000
"""Milliseconds after which a test gives up; reached only when something is broken."""
LARGE = "practice_large.tar"
HELD_AFTER = 3_000_000
"""Bytes after which each connection of a held site stands still; all files but the large one are smaller."""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    return make_practice_data(tmp_path_factory.mktemp("practice"), large_size=50_000_000)


@pytest.fixture
def site(data: PracticeData) -> Iterator[PracticeSite]:
    with PracticeSite(data) as running:
        yield running


class Person:
    """Does with the program what a person does: looks at rows, drops files, presses keys, quits, starts again."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, environ: dict[str, str]) -> None:
        self.qtbot = qtbot
        self._qapp = qapp
        self.environ = environ
        self.app = self._open()

    def _open(self, *manifests: Path) -> App:
        app = App(self._qapp, Wiring(self.environ))
        app.memory.setValue("ask-before-quit", False)  # the question has a test of its own
        with self.qtbot.waitExposed(app.window, timeout=PATIENCE):
            app.start(manifests)
        return app

    def restart(self, *manifests: Path) -> None:
        self.quit()
        self.app = self._open(*manifests)

    def quit(self) -> None:
        with self.qtbot.waitSignal(self.app.ended, timeout=PATIENCE):
            self.app.window.close()
        self.app.window.deleteLater()
        self.app.deleteLater()

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def drop(self, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        args = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.app.window, QDragEnterEvent(QPoint(400, 300), *args))
        QApplication.sendEvent(self.app.window, QDropEvent(QPointF(400, 300), *args))

    def press_download(self) -> None:
        self.until(lambda: self.app.previews.page is not None)
        self.qtbot.mouseClick(self.until_button("Download"), Qt.MouseButton.LeftButton)

    def download(self, site: PracticeSite) -> None:
        """Put all files of the practice manifest in the queue."""
        self.drop(site.data.manifest)
        self.press_download()
        self.until(lambda: len(self.rows) == 7)

    def download_all(self, site: PracticeSite) -> None:
        """All files of the practice manifest are here."""
        self.download(site)
        self.until_verified()

    def download_up_to_the_large_one(self, site: PracticeSite) -> None:
        """All other files are here, and every connection of the large one stands still until the site is released."""
        site.hold(after=HELD_AFTER)
        self.download(site)
        self.until(lambda: all(r.status is Status.VERIFIED for r in self.rows if r.name != LARGE))
        self.until(lambda: self._stands_still(site))

    def until_verified(self) -> None:
        self.until(lambda: all(row.status is Status.VERIFIED for row in self.rows))

    def _stands_still(self, site: PracticeSite) -> bool:
        """All connections of the large file are held; one that is cut while bytes are on their way would lose those."""
        row = self.row(LARGE)
        live = self.app.window.rows[row.id].live
        return live is not None and 0 < live.connections * HELD_AFTER == site.bytes_served(row.object_id)

    def until_button(self, word: str) -> QPushButton:
        """The button that begins with `word`, as soon as it can be pressed."""
        found: list[QPushButton] = []

        def look() -> bool:
            buttons = self.app.window.findChildren(QPushButton)
            found[:] = [b for b in buttons if b.text().strip().startswith(word) and b.isEnabled()]
            return bool(found)

        self.until(look)
        return found[0]

    @property
    def rows(self) -> list[Transfer]:
        model = self.app.window.page.view.rows
        return [model.row_at(position).transfer for position in range(model.rowCount())]

    def row(self, name: str) -> Transfer:
        return next(row for row in self.rows if row.name == name)

    def target(self, name: str) -> Path:
        target = self.row(name).target
        assert target is not None
        return target

    def select(self, name: str) -> None:
        row = self.row(name)
        self.app.window.page.view.select({row.id}, row.id)


@pytest.fixture
def person(qtbot: QtBot, qapp: QApplication, site: PracticeSite, tmp_path: Path) -> Iterator[Person]:
    environ = {
        "SCORE_GUI_HOME": str(tmp_path / "home"),
        "STORAGE_URL": site.storage_url,
        "METADATA_URL": site.metadata_url,
        "ACCESSTOKEN": site.token,
    }
    made = Person(qtbot, qapp, environ)
    yield made
    made.quit()
