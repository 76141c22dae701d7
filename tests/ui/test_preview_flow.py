"""From a dropped file to the preview, also when the list is long."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from score_gui.manifests import Watch, read_path
from score_gui.manifests.limits import LOOK_EVERY
from score_gui.model.manifest import Kind, Manifest
from score_gui.model.messages import Add, Command
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.problems import connection_lost
from score_gui.model.settings import Settings
from score_gui.ui import preview_flow
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Forgetful, Outside
from score_gui.ui.preview_flow import PreviewFlow
from score_gui.ui.preview_reading import Reading, ReadingView
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.theme import Theme
from tests.ui.preview_samples import FakePreviewDesk, entry, object_id

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support|propagateSizeHints", extend=True)


class Slow:
    """A runner whose work is done when the test says so."""

    def __init__(self) -> None:
        self._jobs: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def __call__(self, work: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        self._jobs.append((work, on_done))

    def go_on(self) -> None:
        while self._jobs:
            work, on_done = self._jobs.pop(0)
            on_done(work())

    def last_first(self) -> None:
        """Do only what was asked for last."""
        work, on_done = self._jobs.pop()
        on_done(work())


class World:
    """The flow in a window, and what was asked of the outside."""

    def __init__(self, theme: Theme, icons: Icons, qtbot: QtBot) -> None:
        self.commands: list[Command] = []
        self.adds: list[Add] = []
        self.run = Slow()
        self.memory = Forgetful()
        self.window = MainWindow(
            self.commands.append,
            settings=Settings(Path("data")),
            profiles=(),
            theme=theme,
            icons=icons,
            outside=Outside(reveal=lambda _path: None, memory=self.memory),
        )
        qtbot.addWidget(
            self.window, before_close_func=lambda _: self.memory.setValue("ask-before-quit", False)
        )
        profiles = [ProfileRow("argo", "ICGC ARGO", TokenState.KEPT)]
        self.flow = PreviewFlow(
            self.window, theme, icons, self.run, FakePreviewDesk(), lambda: profiles, self.fetch
        )
        self.flow.choose_save = self.choose
        self.problems: list[Problem] = []
        self.chosen: Path | None = None
        self.suggested: list[str] = []
        self.fetched: list[str] = []
        self.flow.stumbled.connect(self.problems.append)
        self.flow.settings = Settings(Path("genomes").absolute())
        self.flow.download_asked.connect(self.adds.append)
        self.window.show()

    def choose(self, _parent: QWidget, name: str) -> Path | None:
        self.suggested.append(name)
        return self.chosen

    def fetch(self, address: str, _watch: Watch) -> Manifest:
        self.fetched.append(address)
        if "nothing" in address:
            raise ProblemError(connection_lost("lists.example.org"))
        return Manifest(Kind.ID_LIST, accepted=True, name="ids.txt", entries=(entry(1),))


@pytest.fixture
def world(theme: Theme, icons: Icons, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(preview_flow, "PATIENCE", 0)
    return World(theme, icons, qtbot)


def a_list(folder: Path, name: str = "ids.txt", count: int = 3) -> Path:
    path = folder / name
    path.write_text("".join(f"{object_id(number)}\n" for number in range(1, count + 1)))
    return path


def told(view: ReadingView) -> list[str]:
    return [each.text() for each in view.findChildren(QLabel)]


def test_a_dropped_list_is_shown_and_downloaded(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    world.flow.page.foot.go_asked.emit()
    assert [len(add.entries) for add in world.adds] == [3]
    assert world.flow.page is None


def test_several_lists_are_shown_one_after_the_other(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path, "a.txt", 1), a_list(tmp_path, "b.txt", 2)])
    world.run.go_on()
    for _ in range(2):
        assert world.flow.page is not None
        world.flow.page.foot.go_asked.emit()
        world.run.go_on()
    assert [(add.manifest, len(add.entries)) for add in world.adds] == [("a.txt", 1), ("b.txt", 2)]


def test_lists_that_wait_are_told(world: World, tmp_path: Path) -> None:
    def header() -> list[str]:
        assert world.flow.page is not None
        return [each.text() for each in world.flow.page.header.findChildren(QLabel)]

    lists = [a_list(tmp_path, f"{name}.txt", 1) for name in "abc"]
    world.flow.read_paths(lists)
    world.run.go_on()
    assert "1 line, profile ICGC ARGO. 2 more lists follow." in header()
    assert world.flow.page is not None
    world.flow.page.foot.go_asked.emit()
    assert "1 line, profile ICGC ARGO. 1 more list follows." in header()
    world.run.go_on()
    world.flow.page.foot.go_asked.emit()
    assert "1 line, profile ICGC ARGO" in header()


def test_a_refused_list_tells_what_follows(world: World, tmp_path: Path) -> None:
    refused = tmp_path / "notes.txt"
    refused.write_text("Dear all")
    world.flow.read_paths([refused, a_list(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    assert "1 more list follows." in [each.text() for each in world.flow.page.header.findChildren(QLabel)]


def test_a_list_that_cannot_be_used_makes_room_for_the_next(world: World, tmp_path: Path) -> None:
    world.flow.read_text("Dear all")
    world.run.go_on()
    assert world.flow.page is not None
    assert world.flow.page.is_refused
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    assert not world.flow.page.is_refused


def test_a_long_list_tells_how_far_it_is(world: World, tmp_path: Path, qtbot: QtBot) -> None:
    world.flow.read_paths([a_list(tmp_path, "long.txt")])
    qtbot.waitUntil(lambda: world.flow.reading_view is not None)
    assert world.flow.reading_view is not None
    assert "Reading long.txt" in told(world.flow.reading_view)
    world.run.go_on()
    assert world.flow.reading_view is None
    assert world.flow.page is not None


def test_a_long_list_can_be_cancelled(world: World, tmp_path: Path, qtbot: QtBot) -> None:
    world.flow.read_paths([a_list(tmp_path, count=2 * LOOK_EVERY)])
    qtbot.waitUntil(lambda: world.flow.reading_view is not None)
    assert world.flow.reading_view is not None
    world.flow.reading_view.cancel.click()
    world.run.go_on()
    assert (world.flow.reading_view, world.flow.page) == (None, None)
    assert world.window.page.isVisible()


def test_a_preview_is_not_covered_by_the_reading_of_the_next_list(
    world: World, tmp_path: Path, qapp: QApplication
) -> None:
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    page = world.flow.page
    world.flow.read_paths([a_list(tmp_path, "next.txt")])
    qapp.processEvents()
    assert world.flow.reading_view is None
    assert world.flow.page is page


def test_the_progress_is_told_in_percent(theme: Theme, qtbot: QtBot) -> None:
    reading = Reading("big.tsv")
    view = ReadingView(theme, reading)
    qtbot.addWidget(view)
    reading.watch.look(0.42)
    view.refresh()
    assert "42% of this long list is read. Nothing is queued yet." in told(view)


def test_an_address_is_fetched(world: World) -> None:
    world.flow.read_text(" https://lists.example.org/ids.txt\n")
    world.run.go_on()
    assert world.fetched == ["https://lists.example.org/ids.txt"]
    assert world.flow.page is not None


def test_while_an_address_is_fetched_only_its_server_is_named(world: World, qtbot: QtBot) -> None:
    world.flow.read_text("https://lists.example.org/ids.txt?key=canary")
    qtbot.waitUntil(lambda: world.flow.reading_view is not None)
    assert world.flow.reading_view is not None
    assert "Reading the list from lists.example.org" in told(world.flow.reading_view)


def test_an_address_that_gives_nothing_is_told_and_left(world: World, qtbot: QtBot) -> None:
    world.flow.read_text("https://lists.example.org/nothing")
    qtbot.waitUntil(lambda: world.flow.reading_view is not None)
    world.run.go_on()
    assert [problem.code for problem in world.problems] == [connection_lost("").code]
    assert (world.flow.reading_view, world.flow.page) == (None, None)


def test_the_ticked_files_are_saved_as_a_manifest(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    assert world.flow.page.content is not None
    world.flow.page.content.model.ticks.set_rows([1], ticked=False)
    world.chosen = tmp_path / "some.tsv"
    world.flow.page.header.save.click()
    world.run.go_on()
    assert world.suggested == ["ids-selection.tsv"]
    assert [each.object_id for each in read_path(world.chosen).entries] == [object_id(1), object_id(3)]
    assert all(line.count("\t") == 10 for line in world.chosen.read_text("utf-8").splitlines())
    assert world.problems == []


def test_a_list_that_cannot_be_saved_is_told(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    world.flow.page.header.save.click()
    world.chosen = tmp_path / "no such folder" / "some.tsv"
    world.flow.page.header.save.click()
    world.run.go_on()
    assert [problem.code for problem in world.problems] == ["disk-error"]


def test_the_trouble_of_one_list_leaves_the_reading_of_another_alone(
    world: World, tmp_path: Path, qtbot: QtBot
) -> None:
    world.flow.read_paths([a_list(tmp_path)])
    qtbot.waitUntil(lambda: world.flow.reading_view is not None)
    shown = world.flow.reading_view
    world.flow.read_text("https://lists.example.org/nothing")
    world.run.last_first()
    assert len(world.problems) == 1
    assert world.flow.reading_view is shown
