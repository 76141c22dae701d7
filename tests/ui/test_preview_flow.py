"""From a dropped file to the preview, also when the list is long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from score_gui.access.profiles import IMAGING
from score_gui.manifests import Watch, read_path
from score_gui.manifests.decode import PIECE
from score_gui.model.manifest import IMAGING_KINDS, Kind, Manifest
from score_gui.model.messages import Add, Command
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.server_problems import connection_lost
from score_gui.model.settings import Settings
from score_gui.model.transfer import Layout, Status
from score_gui.ui import preview_reader
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Forgetful, Outside
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_flow import PreviewFlow
from score_gui.ui.preview_reader import ListOutside
from score_gui.ui.preview_reading import Reading, ReadingView
from score_gui.ui.preview_recent import RecentLists
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.side_rows import Part, ProfileRow
from score_gui.ui.theme import Theme
from tests.ui.preview_samples import FakePreviewDesk, entry, object_id
from tests.ui.rows import transfer as queue_row

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
            outside=Outside(
                reveal=lambda _path: None,
                memory=self.memory,
                choose_manifests=lambda _parent: self.to_choose,
            ),
        )
        qtbot.addWidget(
            self.window, before_close_func=lambda _: self.memory.setValue("ask-before-quit", False)
        )
        self.to_choose: list[Path] = []
        self.profiles = [ProfileRow("argo", "ICGC ARGO", TokenState.KEPT)]
        outside = PreviewOutside(FakePreviewDesk(), self.run, self.memory)
        lists = ListOutside(self.fetch, self.unfold)
        self.flow = PreviewFlow(self.window, theme, icons, outside, lambda: self.profiles, lists)
        self.flow.choose_save = self.choose
        self.problems: list[Problem] = []
        self.chosen: Path | None = None
        self.suggested: list[str] = []
        self.fetched: list[str] = []
        self.closed = False
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

    def unfold(self, manifest: Manifest, _watch: Watch) -> Manifest:
        if manifest.kind not in IMAGING_KINDS:
            return manifest
        if self.closed:
            raise ProblemError(connection_lost("buckets.example.org"))
        files = [
            replace(one, object_id=f"{one.object_id}{n}.dcm") for one in manifest.entries for n in (1, 2)
        ]
        return replace(manifest, entries=tuple(files))


@pytest.fixture
def world(theme: Theme, icons: Icons, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(preview_reader, "PATIENCE", 0)
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


def opened(world: World) -> list[str]:
    return [page.manifest.name for page in world.flow.previews]


def test_several_lists_are_open_side_by_side_the_first_in_front(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path, "a.txt", 1), a_list(tmp_path, "b.txt", 2)])
    world.run.go_on()
    assert opened(world) == ["a.txt", "b.txt"]
    assert [world.flow.tabs.bar.tabText(place) for place in range(2)] == ["a.txt", "b.txt"]
    for _ in range(2):
        assert world.flow.page is not None
        world.flow.page.foot.go_asked.emit()
        world.run.go_on()
    assert [(add.manifest, len(add.entries)) for add in world.adds] == [("a.txt", 1), ("b.txt", 2)]
    assert world.window.page.isVisible()


def test_one_list_alone_has_no_tab(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path, "a.txt")])
    world.run.go_on()
    assert not world.flow.tabs.bar.isVisible()
    world.flow.read_paths([a_list(tmp_path, "b.txt")])
    world.run.go_on()
    assert world.flow.tabs.bar.isVisible()
    assert world.flow.page is not None
    assert world.flow.page.manifest.name == "b.txt"


def test_each_tab_keeps_its_own_state(world: World, tmp_path: Path, qtbot: QtBot) -> None:
    world.flow.read_paths([a_list(tmp_path, "a.txt"), a_list(tmp_path, "b.txt")])
    world.run.go_on()
    first, second = world.flow.previews
    assert first.content is not None
    first.content.model.set_ticks([range(1, 2)], ticked=False)
    qtbot.keyClick(world.flow.tabs, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert world.flow.page is second
    second.options.choose_layout(Layout.ID)
    qtbot.keyClick(world.flow.tabs, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert world.flow.page is first
    assert first.content.model.ticks.numbers == [1, 2]
    assert first.options.layout_choice is Layout.FILENAME
    assert second.options.layout_choice is Layout.ID


def test_a_tab_is_closed_by_its_cross_and_by_a_key(world: World, tmp_path: Path, qtbot: QtBot) -> None:
    world.flow.read_paths([a_list(tmp_path, f"{name}.txt") for name in "abc"])
    world.run.go_on()
    world.flow.tabs.bar.tabCloseRequested.emit(1)
    assert opened(world) == ["a.txt", "c.txt"]
    qtbot.keyClick(world.flow.tabs, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
    assert opened(world) == ["a.txt"]


def test_a_tab_with_changed_ticks_asks_before_it_is_closed(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path, "a.txt"), a_list(tmp_path, "b.txt")])
    world.run.go_on()
    second = world.flow.previews[1]
    assert second.content is not None
    second.content.model.set_ticks([range(1, 2)], ticked=False)
    world.flow.tabs.bar.tabCloseRequested.emit(1)
    assert opened(world) == ["a.txt", "b.txt"]
    question = second.findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    next(each for each in question.buttons() if each.text() == "Leave").click()
    assert opened(world) == ["a.txt"]


def test_the_queue_is_looked_at_while_a_preview_stays_open(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path, "a.txt")])
    world.run.go_on()
    page = world.flow.page
    assert page is not None
    page.back_asked.emit()
    assert world.window.page.isVisible()
    side = world.window.page.side
    rows = [side.rows.row_at(place) for place in range(side.rows.rowCount())]
    assert [(row.text, row.spoken) for row in rows if row.part is Part.PREVIEW] == [
        ("a.txt", "Preview of a.txt, not queued yet")
    ]
    side.preview_asked.emit(0)
    assert world.flow.page is page
    assert page.isVisible()
    page.cancel()
    assert not any(side.rows.row_at(place).part is Part.PREVIEW for place in range(side.rows.rowCount()))


def test_files_chosen_elsewhere_are_previewed_under_the_profile_they_come_from(world: World) -> None:
    chosen = Manifest(Kind.ID_LIST, accepted=True, name="LIRI-JP", entries=(entry(1), entry(2)))
    world.profiles.append(ProfileRow("lab", "Lab Overture", TokenState.KEPT))
    world.flow.open(chosen, "Study LIRI-JP", "lab")
    world.run.go_on()
    assert world.flow.page is not None
    assert world.flow.page.options.profile_id == "lab"
    assert world.flow.tabs.bar.tabText(0) == "Study LIRI-JP"


def test_a_list_is_first_offered_to_a_site_whose_token_is_here(world: World, tmp_path: Path) -> None:
    world.profiles[:] = [
        ProfileRow("argo", "ICGC ARGO", TokenState.NONE),
        ProfileRow("old", "Old lab", TokenState.REFUSED),
        ProfileRow("lab", "Lab Overture", TokenState.UNTIL_QUIT),
    ]
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    assert world.flow.page.options.profile_id == "lab"


def recent(world: World) -> list[str]:
    return [action.text() for action in world.window.recent.actions() if not action.isSeparator()]


def test_what_was_opened_can_be_opened_again_also_after_a_restart(world: World, tmp_path: Path) -> None:
    assert not world.window.recent.menuAction().isEnabled()
    for name in ("a.txt", "b.txt", "a.txt"):
        world.flow.read_paths([a_list(tmp_path, name)])
        world.run.go_on()
    assert recent(world) == ["a.txt  -  3 files", "b.txt  -  3 files", "Forget these"]
    assert [each.name for each in RecentLists(world.memory).items] == ["a.txt", "b.txt"]
    world.window.recent.actions()[1].trigger()
    world.run.go_on()
    assert world.flow.page is not None
    assert world.flow.page.manifest.name == "b.txt"
    world.window.recent.actions()[-1].trigger()
    assert (recent(world), RecentLists(world.memory).items) == ([], ())


def test_pasted_and_refused_lists_and_addresses_with_a_key_are_not_remembered(
    world: World, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Dear all")
    world.flow.read_paths([notes])
    world.flow.read_text(object_id(1))
    world.flow.read_text("https://lists.example.org/ids.txt?key=canary")
    world.run.go_on()
    assert recent(world) == []
    assert "canary" not in str(world.memory.value("recent-manifests", ""))
    world.flow.read_text("https://lists.example.org/ids.txt")
    world.run.go_on()
    assert recent(world) == ["ids.txt  -  1 file", "Forget these"]


def test_a_list_that_is_gone_is_told(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([tmp_path / "gone.tsv"])
    world.run.go_on()
    assert [problem.code for problem in world.problems] == ["list-unreadable"]


def test_an_earlier_list_is_compared_with(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path, "now.txt", 3)])
    world.run.go_on()
    page = world.flow.page
    assert page is not None
    assert page.content is not None
    earlier = tmp_path / "before.txt"
    earlier.write_text(f"{object_id(2)}\n{object_id(9)}\n")
    world.to_choose = [earlier]
    page.header.compare.click()
    world.run.go_on()
    changes = [value for value in page.content.facets.values if value.facet is Facet.CHANGE]
    assert [(value.value, value.files) for value in changes] == [("New", 2), ("As before", 1)]
    words = "\n".join(each.text() for each in page.findChildren(QLabel))
    assert f"Since before.txt: 2 new, 0 changed, 1 gone ({object_id(9)})." in words
    page.content.model.set_value(Facet.CHANGE, "As before", on=False)
    assert page.content.model.ticks.numbers == [0, 2]


def test_a_file_that_is_no_manifest_is_not_compared_with(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    world.to_choose = [tmp_path / "notes.txt"]
    world.to_choose[0].write_text("Dear all")
    world.flow.page.header.compare.click()
    world.run.go_on()
    assert [problem.code for problem in world.problems] == ["list-unusable"]


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
    world.flow.read_paths([a_list(tmp_path, count=2 * PIECE // 37)])
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
    assert "42 % of this long list is read. Nothing is queued yet." in told(view)


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
    world.flow.page.header.save_asked.emit()
    world.run.go_on()
    assert world.suggested == ["ids-selection.tsv"]
    assert [each.object_id for each in read_path(world.chosen).entries] == [object_id(1), object_id(3)]
    assert all(line.count("\t") == 10 for line in world.chosen.read_text("utf-8").splitlines())
    assert world.problems == []


def test_a_list_that_cannot_be_saved_is_told(world: World, tmp_path: Path) -> None:
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    world.chosen = tmp_path / "no such folder" / "some.tsv"
    world.flow.page.header.save_asked.emit()
    world.run.go_on()
    assert [problem.code for problem in world.problems] == ["disk-error"]


def test_the_lines_left_out_are_saved_with_their_cause(world: World, tmp_path: Path) -> None:
    text = f"object_id\tfile_name\n{object_id(1)}\ta.bam\n\tb.bam\n"
    path = tmp_path / "some.tsv"
    path.write_text(text)
    world.flow.read_paths([path])
    world.run.go_on()
    assert world.flow.page is not None
    world.chosen = tmp_path / "left out.tsv"
    world.flow.page.header.save_left_out_asked.emit()
    world.run.go_on()
    assert world.suggested == ["some-left-out.tsv"]
    assert world.chosen.read_text("utf-8") == "line\tcause\n3\tEmpty object ID\n"


def test_the_files_that_need_somebody_are_saved_as_a_manifest(world: World, tmp_path: Path) -> None:
    row = queue_row(1, Status.NEEDS_YOU, object_id=object_id(1), name="a.bam", size=5)
    world.window.load([row, queue_row(2, Status.VERIFIED)])
    world.chosen = tmp_path / "failed.tsv"
    world.window.actions_.save_failed.trigger()
    world.run.go_on()
    found = read_path(world.chosen)
    assert [(each.object_id, each.file_name, each.size) for each in found.entries] == [
        (row.object_id, "a.bam", 5)
    ]
    assert all(line.count("\t") == 10 for line in world.chosen.read_text("utf-8").splitlines())


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


def a_list_of_series(folder: Path, name: str = "images.s5cmd", count: int = 1) -> Path:
    path = folder / name
    path.write_text("".join(f"cp s3://idc-open-data/{object_id(n)}/* .\n" for n in range(1, count + 1)))
    return path


IMAGES = ProfileRow(IMAGING.id, IMAGING.name, TokenState.NOT_NEEDED, holds_images=True)


def test_a_list_of_series_shows_their_files_for_the_one_site_that_has_them(
    world: World, tmp_path: Path
) -> None:
    world.profiles.append(IMAGES)
    world.flow.read_paths([a_list_of_series(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    world.flow.page.foot.go_asked.emit()
    (add,) = world.adds
    assert (len(add.entries), add.profile_id, add.layout) == (2, IMAGING.id, Layout.BUNDLE)


def test_a_list_of_another_site_is_not_offered_to_the_commons(world: World, tmp_path: Path) -> None:
    world.profiles.insert(0, IMAGES)
    world.flow.read_paths([a_list(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    assert world.flow.page.options.profile_id == "argo"


def test_a_layout_that_a_person_chose_holds_for_images_too(world: World, tmp_path: Path) -> None:
    world.profiles.append(IMAGES)
    world.flow.settings = replace(world.flow.settings, layout=Layout.ID)
    world.flow.read_paths([a_list_of_series(tmp_path)])
    world.run.go_on()
    assert world.flow.page is not None
    assert world.flow.page.options.layout_choice is Layout.ID


def test_buckets_that_cannot_be_asked_are_a_problem_and_no_empty_preview(
    world: World, tmp_path: Path
) -> None:
    world.closed = True
    world.flow.read_paths([a_list_of_series(tmp_path)])
    world.run.go_on()
    assert [problem.code for problem in world.problems] == ["connection-lost"]
    assert world.flow.previews == []


def test_lists_of_series_are_compared_by_their_files(world: World, tmp_path: Path) -> None:
    world.profiles.append(IMAGES)
    world.flow.read_paths([a_list_of_series(tmp_path, count=2)])
    world.run.go_on()
    page = world.flow.page
    assert page is not None
    world.to_choose = [a_list_of_series(tmp_path, "before.s5cmd", count=1)]
    page.header.compare.click()
    world.run.go_on()
    assert any("2 new" in text.text() for text in page.findChildren(QLabel))
