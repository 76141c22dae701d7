"""From a dropped manifest to verified files, with everything in between that life brings."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from score_gui.demo import PracticeSite, Role
from score_gui.manifests import read_path
from score_gui.model.messages import Add, TokenChanged
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.server_problems import nothing_came
from score_gui.model.speed_mode import SpeedMode
from score_gui.model.transfer import Status
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.status_bar import StatusBar
from tests.app.conftest import LARGE, Person
from tests.ui.menus import press_menu

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def test_drop_preview_download_pause_quit_start_resume_verified(person: Person, site: PracticeSite) -> None:
    large = site.data.get(Role.LARGE)
    person.download_up_to_the_large_one(site)

    person.select(LARGE)
    person.qtbot.keyClick(person.app.window.page.view, Qt.Key.Key_Space)
    person.until(lambda: person.row(LARGE).status is Status.PAUSED)
    person.until(lambda: person.row(LARGE).kept > 0)
    kept = person.row(LARGE).kept

    person.restart()
    person.until(lambda: len(person.rows) == 7)
    row = person.row(LARGE)
    assert (row.status, row.kept) == (Status.PAUSED, kept)
    assert sum(r.status is Status.VERIFIED for r in person.rows) == 6

    site.release()
    person.select(LARGE)
    person.qtbot.keyClick(person.app.window.page.view, Qt.Key.Key_Space)
    person.until_verified()
    assert md5(person.target(LARGE)) == large.md5
    assert site.bytes_served(large.object_id) == large.size  # no byte came twice


def test_every_file_of_the_manifest_is_here_and_right(person: Person, site: PracticeSite) -> None:
    person.download_all(site)
    folder = person.rows[0].folder
    stem = site.data.manifest.stem
    receipt = [folder / f"{stem}{ending}" for ending in (".receipt.json", ".receipt.html", ".md5")]
    person.until(lambda: all(path.exists() for path in receipt))
    found = sorted(md5(path) for path in folder.iterdir() if path not in receipt)
    wanted = sorted(each.md5 for each in site.data.objects if each.published and each.path is not None)
    assert found == wanted
    told = json.loads(receipt[0].read_text("utf-8"))
    assert sorted(each["md5_computed"] for each in told["files"]) == wanted
    assert sorted(line.split()[0] for line in receipt[2].read_text("utf-8").splitlines()) == wanted


def test_a_list_that_is_no_manifest_says_so_and_queues_nothing(person: Person, tmp_path: Path) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("buy milk\n")
    person.drop(wrong)
    person.until_button("Choose another file")
    assert person.rows == []


def test_a_link_that_ends_midway_is_renewed_without_a_lost_byte(person: Person, site: PracticeSite) -> None:
    large = site.data.get(Role.LARGE)
    person.download_up_to_the_large_one(site)
    site.expire_links()
    person.select(LARGE)
    person.qtbot.keyClick(person.app.window.page.view, Qt.Key.Key_Space)
    person.until(lambda: person.row(LARGE).status is Status.PAUSED)
    person.until(lambda: person.row(LARGE).kept > 0)  # the last worker has closed its connection
    site.release()
    person.qtbot.keyClick(person.app.window.page.view, Qt.Key.Key_Space)
    person.until_verified()
    assert site.bytes_served(large.object_id) == large.size


def test_a_manifest_given_at_the_start_opens_in_the_preview(person: Person, site: PracticeSite) -> None:
    person.restart(site.data.manifest)
    person.until_button("Download 7 files")
    assert person.rows == []


def test_a_refused_token_waits_for_a_new_one_and_then_all_go_on(person: Person, site: PracticeSite) -> None:
    profile = Profile("lab", "Lab", site.storage_url, site.metadata_url)
    person.app.wiring.profiles.save(profile)
    person.app.profiles.desk.keep_token("lab", Secret("00000000-0000-4000-8000-000000000000"))
    entries = read_path(site.data.manifest).entries
    person.app.bridge.post(Add(entries, "lab", person.app.choices.settings.output_folder))
    person.until(lambda: [r.status for r in person.rows].count(Status.WAITING_TOKEN) == 2)
    person.until(lambda: [r.status for r in person.rows].count(Status.VERIFIED) == 5)
    person.until(lambda: person.app.profiles.desk.token_state(profile) is TokenState.REFUSED)

    person.app.profiles.desk.keep_token("lab", Secret(site.token))
    person.app.bridge.post(TokenChanged("lab"))
    person.until_verified()
    for row in person.rows:
        assert site.bytes_served(row.object_id) == row.size


def test_nothing_stays_in_view_when_the_program_ends(person: Person) -> None:
    person.app.profiles.open()
    person.app.window.actions_.settings.trigger()
    left: list[QWidget] = []

    def look() -> None:
        left.extend(one for one in QApplication.topLevelWidgets() if one.isVisible())

    look()
    assert len(left) == 3
    left.clear()
    app = person.app
    app.ended.connect(look)
    app.window.quit_asked.connect(lambda: app.pool.stumbled.emit(nothing_came()))
    person.restart()
    assert left == []


def test_quitting_and_starting_keeps_what_a_person_chose(person: Person) -> None:
    status = person.app.window.statusBar()
    assert isinstance(status, StatusBar)
    press_menu(status, "Files at once", "4 files at once")
    press_menu(status, "Speed", "Slow (10 MB/s)")
    assert person.app.choices.for_engine().rate_limit == 10_000_000
    person.restart()
    kept = person.app.choices.settings
    assert (kept.files_at_once, kept.speed_mode) == (4, SpeedMode.SLOW)
