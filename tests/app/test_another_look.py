"""Another size of text holds at once: everything in sight is made anew, and the downloads notice nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QListView,
    QToolButton,
    QWidget,
)

from score_gui.demo import PracticeSite, Role
from score_gui.model import language
from score_gui.model.language import tr
from score_gui.model.transfer import Status
from score_gui.ui.details import Tab
from score_gui.ui.queue_columns import Column
from score_gui.ui.queue_filter import Group
from score_gui.ui.settings_dialog import SettingsDialog
from tests.app.conftest import LARGE, Person
from tests.ui.legible import cut, too_small

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def font(qapp: QApplication) -> Iterator[None]:
    """A program sets the font of the whole application, and the next test is another program."""
    before = QFont(qapp.font())
    yield
    qapp.setFont(before)


def choose_size(person: Person, percent: int) -> None:
    """As a person does who has the settings open."""
    person.app.window.actions_.settings.trigger()
    settings_dialog(person).show_page("Appearance")
    field = size_field(person)
    place = field.findText(f"{percent} %")
    field.setFocus()
    field.setCurrentIndex(place)
    field.activated.emit(place)
    person.until(lambda: person.app.theme.text_size == percent)


def choose_language(person: Person, code: str) -> None:
    """The same for the language."""
    person.app.window.actions_.settings.trigger()
    settings_dialog(person).show_page("Appearance")
    field = field_named(person, tr("Language"))
    place = ["", *(each for each, _name in person.app.tongues.names)].index(code)
    field.setFocus()
    field.setCurrentIndex(place)
    field.activated.emit(place)
    person.until(lambda: person.app.tongues.speaks(code))


def settings_dialog(person: Person) -> SettingsDialog:
    """The one that is open."""
    found = [one for one in person.app.window.findChildren(SettingsDialog) if one.isVisible()]
    (dialog,) = found
    return dialog


def field_named(person: Person, name: str) -> QComboBox:
    fields = settings_dialog(person).findChildren(QComboBox)
    return next(field for field in fields if field.accessibleName() == name)


def size_field(person: Person) -> QComboBox:
    return field_named(person, "Text size")


def close_settings(person: Person) -> None:
    settings_dialog(person).accept()


def test_a_larger_text_costs_a_running_download_nothing(person: Person, site: PracticeSite) -> None:
    large = site.data.get(Role.LARGE)
    person.download_up_to_the_large_one(site)
    choose_size(person, 200)
    close_settings(person)
    assert person.row(LARGE).status is Status.DOWNLOADING
    site.release()
    person.until_verified()
    assert site.bytes_served(large.object_id) == large.size  # the connections were the same ones all along


def test_the_window_shows_the_same_as_before(person: Person, site: PracticeSite) -> None:
    person.download_up_to_the_large_one(site)
    window = person.app.window
    window.tools.search.setText("bam")
    person.until(lambda: len(person.rows) < 7)
    window.page.side.choose(Group.VERIFIED, None)
    window.page.view.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    names = [row.name for row in person.rows]
    person.select(names[-1])
    window.page.details.show_tab(Tab.ACTIVITY)
    person.until(lambda: told(window.page.details))
    notes = told(window.page.details)
    choose_size(person, 200)
    close_settings(person)
    assert [row.name for row in person.rows] == names
    assert window.tools.search.text() == "bam"
    assert window.page.side.rows.group is Group.VERIFIED
    assert window.page.view.horizontalHeader().sortIndicatorSection() == Column.NAME
    assert [row.transfer.name for row in window.page.view.selected_rows()] == [names[-1]]
    assert window.page.details.tabs.currentIndex() == Tab.ACTIVITY
    assert told(window.page.details) == notes
    assert window.windowTitle().endswith("6 of 7 · score_gui")


def told(details: QWidget) -> list[str]:
    """What the page of the activity says."""
    (view,) = [one for one in details.findChildren(QListView) if one.accessibleName() == "Activity"]
    model = view.model()
    return [str(model.index(place, 0).data()) for place in range(model.rowCount())]


def parts_text(person: Person) -> str:
    """What the details say of the parts, in words."""
    words = (one.text() for one in person.app.window.page.details.findChildren(QLabel) if one.isVisible())
    return " ".join(one for one in words if "arriving" in one)


def test_parts_are_watched_on_after_the_change(person: Person, site: PracticeSite) -> None:
    person.download_up_to_the_large_one(site)
    person.select(LARGE)
    person.app.window.page.details.show_tab(Tab.PARTS)
    choose_size(person, 150)
    close_settings(person)
    person.until(lambda: parts_text(person))
    site.release()
    person.until_verified()


def test_the_settings_stay_open_where_they_were(person: Person) -> None:
    choose_size(person, 200)
    dialog = settings_dialog(person)
    assert dialog.page.names == ("language", "look", "text_size", "badge")
    assert size_field(person).currentText() == "200 %"
    assert dialog.focusWidget() is size_field(person)
    choose_size(person, 100)
    assert size_field(person).currentText() == "100 %"


def test_an_open_manifest_keeps_its_ticks_and_choices(person: Person, site: PracticeSite) -> None:
    person.drop(site.data.manifest)
    person.until_button("Download 7 files")
    page = person.app.previews.page
    assert page is not None
    assert page.content is not None
    page.content.model.untick([1, 2])
    person.until_button("Download 5 files")
    page.foot.set_starts(starts=False)
    page.options.set_folder(person.app.wiring.folders.state)
    person.until_button("Queue 5 files")
    choose_size(person, 200)
    close_settings(person)
    again = person.app.previews.page
    assert again is not None
    assert again is not page
    person.until_button("Queue 5 files")
    person.until(again.command)
    command = again.command()
    assert command is not None
    assert len(command.entries) == 5
    assert command.folder == person.app.wiring.folders.state
    assert not command.start
    person.qtbot.mouseClick(person.until_button("Queue 5 files"), Qt.MouseButton.LeftButton)
    person.until(lambda: len(person.rows) == 5)


def test_another_language_holds_at_once_while_bytes_come(person: Person, site: PracticeSite) -> None:
    large = site.data.get(Role.LARGE)
    person.download_up_to_the_large_one(site)
    page = person.app.window.page
    choose_language(person, "de")
    close_settings(person)
    assert language.chosen().code == "de"
    assert person.app.window.page is not page
    assert person.app.window.menuBar().actions()[0].text() == "&Datei"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert [button.text() for button in box.buttons()] == ["Abbrechen"]  # what Qt says by itself
    site.release()
    person.until_verified()
    assert site.bytes_served(large.object_id) == large.size
    person.restart()
    assert language.chosen().code == "de"
    choose_language(person, "en")
    assert language.chosen().code == "en"


def test_the_regions_have_their_sizes_again_after_there_and_back(person: Person, site: PracticeSite) -> None:
    person.download_all(site)
    window = person.app.window
    window.resize(1600, 1000)

    def sizes() -> tuple[int, int]:
        return window.page.side.width(), window.page.details.height()

    person.until(lambda: window.page.details.height() > 200)
    before = sizes()
    choose_size(person, 125)
    person.until(lambda: window.page.side.width() > before[0])
    choose_size(person, 100)
    person.until(lambda: sizes() == before)


def test_in_a_small_window_the_table_and_the_search_stay_in_sight(person: Person, site: PracticeSite) -> None:
    person.download_all(site)
    window = person.app.window
    window.resize(1280, 800)
    choose_size(person, 200)
    assert window.size() == QSize(1280, 800)
    assert window.page.view.isVisible()
    person.until(window.tools.search.isVisible)
    shown = [one for one in window.tools.findChildren(QToolButton) if one.isVisible()]
    for inside in (window.tools.search, *shown):
        assert window.tools.rect().contains(inside.geometry())
    assert not window.page.details.isVisible()
    choose_size(person, 100)
    person.until(window.page.details.isVisible)


def test_nothing_is_too_small_or_cut_at_200_percent(person: Person, site: PracticeSite) -> None:
    person.download_all(site)
    person.app.window.resize(1600, 1000)
    choose_size(person, 200)
    windows = (person.app.window, settings_dialog(person))
    person.until(lambda: not any(cut(window) for window in windows))
    for window in windows:
        assert too_small(window, person.app.theme) == []
