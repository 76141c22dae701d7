"""From a study of the site to verified files, without any manifest."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from score_gui.demo import PracticeSite, Role
from score_gui.model.transfer import Status
from score_gui.ui.browse_page import BrowsePage
from tests.app.conftest import Person


def open_browser(person: Person) -> BrowsePage:
    person.app.window.actions_.browse.trigger()
    person.until(lambda: person.app.browser.page is not None)
    page = person.app.browser.page
    assert page is not None
    own = person.app.wiring.environment_profile
    assert own is not None
    page.header.profile_chosen.emit(own.id)
    return page


def review(person: Person, page: BrowsePage) -> None:
    go = next(each for each in page.findChildren(QPushButton) if each.property("kind") == "primary")
    person.qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    person.press_download()


def test_a_study_is_browsed_and_its_files_arrive(person: Person, site: PracticeSite) -> None:
    page = open_browser(person)
    person.until(lambda: page.model.analyses == 4)
    assert page.side.model.studies == ("PRAC-CA", "PRAC-XX")
    page.header.search.setText("variantCall")
    page.model.toggle_shown()
    review(person, page)
    person.until(lambda: person.rows and all(row.status is Status.VERIFIED for row in person.rows))
    vcf = site.data.get(Role.VCF)
    assert {row.name for row in person.rows} == {vcf.name, "summary.tsv"}
    found = hashlib.md5(person.target(vcf.name).read_bytes(), usedforsecurity=False).hexdigest()
    assert found == vcf.md5


def test_ids_of_files_and_analyses_are_looked_up_and_arrive(person: Person, site: PracticeSite) -> None:
    page = open_browser(person)
    vcf, empty = site.data.get(Role.VCF), site.data.get(Role.EMPTY)
    person.until(lambda: page.model.analyses == 4)
    page.side.list.choose(None)
    page.ids.text.setPlainText(f"{empty.object_id}, {vcf.analysis.analysis_id}")
    person.qtbot.mouseClick(page.ids.look_up, Qt.MouseButton.LeftButton)
    person.until(lambda: page.model.analyses == 2)
    review(person, page)
    person.until(lambda: person.rows and all(row.status is Status.VERIFIED for row in person.rows))
    assert {row.name for row in person.rows} == {vcf.name, "summary.tsv", empty.name}


def test_the_files_of_an_unpublished_analysis_cannot_be_ticked(person: Person, site: PracticeSite) -> None:
    page = open_browser(person)
    person.until(lambda: page.model.analyses == 4)
    page.side.list.choose(None)
    page.ids.text.setPlainText(site.data.get(Role.UNPUBLISHED).object_id)
    person.qtbot.mouseClick(page.ids.look_up, Qt.MouseButton.LeftButton)
    person.until(lambda: page.model.analyses == 1)
    page.model.toggle([0, 1])
    assert page.model.choice.entries == ()
