"""A token that ends while files are on their way: one message, one new token, and no byte that comes twice."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from score_gui.demo import Access, PracticeData, PracticeObject, PracticeSite, Role
from score_gui.demo.catalogue import Analysis, AnalysisState, stable_id
from score_gui.model.manifest import Entry
from score_gui.model.messages import Add, Configure
from score_gui.model.profile import Profile
from score_gui.model.secret import Secret
from score_gui.model.transfer import Status
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.profiles_dialog import ProfilesDialog
from tests.app.conftest import Person

FILES = 5
SIZE = 36_000_000
"""More than one range of ours and one part of Score's, so that a file needs the site again on its way."""
CONNECTIONS = 3
LAB = "lab"
STANDS_AT = 2_000_000
"""Bytes of each body that pass before the store stands still."""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> PracticeData:
    """Controlled files only: all of them need the token."""
    folder = tmp_path_factory.mktemp("controlled")
    analysis = Analysis("an1", "ST-CA", "sequencingAlignment", AnalysisState.PUBLISHED, "DO1", ("SA1",))
    objects = tuple(_controlled(folder, number, analysis) for number in range(FILES))
    return PracticeData(folder, objects, folder / "none", folder / "none", None)


def _controlled(folder: Path, number: int, analysis: Analysis) -> PracticeObject:
    path = folder / f"controlled-{number}.tar"
    content = random.Random(number).randbytes(SIZE)
    path.write_bytes(content)
    return PracticeObject(
        role=Role.LARGE,
        object_id=stable_id(path.name),
        analysis=analysis,
        name=path.name,
        file_type="TAR",
        access=Access.CONTROLLED,
        size=SIZE,
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        path=path,
        index_object_id=None,
        has_stored_parts=True,
        in_manifests=True,
    )


def queue_all(person: Person, site: PracticeSite) -> Profile:
    profile = Profile(LAB, "Lab Overture", site.storage_url, site.metadata_url)
    person.app.wiring.profiles.save(profile)
    person.app.profiles.desk.keep_token(LAB, Secret(site.token))
    person.app.bridge.post(Configure(replace(person.app.choices.settings, connections=CONNECTIONS)))
    entries = tuple(Entry(held.object_id, held.name, held.size, held.md5) for held in site.data.objects)
    person.app.bridge.post(Add(entries, LAB, person.app.choices.settings.output_folder))
    person.until(lambda: len(person.rows) == FILES)
    return profile


def end_in_mid_queue(person: Person, site: PracticeSite) -> None:
    """The token is revoked and all links end while bodies stand still; those that are being sent go on."""
    assert site.wait_held(CONNECTIONS)
    site.revoke_token()
    site.expire_links()
    site.release()


def dialogs(person: Person) -> list[ProfilesDialog]:
    return [each for each in person.app.window.findChildren(ProfilesDialog) if each.isVisible()]


@pytest.mark.parametrize("external", [True, False], ids=["links to whole objects", "links to parts"])
def test_a_token_that_ends_in_mid_queue_costs_one_message_and_no_byte(
    person: Person, site: PracticeSite, external: bool
) -> None:
    site.external = external
    site.hold(after=STANDS_AT)
    profile = queue_all(person, site)
    end_in_mid_queue(person, site)

    ends = {Status.WAITING_TOKEN, Status.VERIFIED}
    person.until(lambda: all(row.status in ends for row in person.rows))
    waiting = [row for row in person.rows if row.status is Status.WAITING_TOKEN]
    assert len(waiting) >= FILES - CONNECTIONS
    # One of them was half way; what is kept of it is known when its last connection is closed.
    person.until(lambda: any(row.kept for row in person.rows if row.status is Status.WAITING_TOKEN))
    banner = person.app.window.page.banner
    told = f"Lab Overture needs a new token. {len(waiting)} files wait for it."
    person.until(lambda: told in banner.accessibleDescription())
    assert banner.status is Status.WAITING_TOKEN
    person.until(lambda: person.app.profiles.desk.token_state(profile) is TokenState.REFUSED)
    assert dialogs(person) == []  # nobody is interrupted, least of all once for each file

    person.qtbot.mouseClick(banner.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    person.until(lambda: len(dialogs(person)) == 1)
    [dialog] = dialogs(person)
    person.until(lambda: dialog.editor.draft().name == "Lab Overture")
    dialog.editor.token.setText(site.replace_token())
    save = next(each for each in dialog.findChildren(QPushButton) if each.property("kind") == "primary")
    assert save.text() == "Save and go on"
    person.qtbot.mouseClick(save, Qt.MouseButton.LeftButton)

    person.until(lambda: all(row.status is Status.VERIFIED for row in person.rows))
    person.until(lambda: banner.status is None)
    for held in site.data.objects:
        assert (
            hashlib.md5(person.target(held.name).read_bytes(), usedforsecurity=False).hexdigest() == held.md5
        )
        assert site.bytes_served(held.object_id) == held.size
    person.app.profiles.desk.forget_token(LAB)
    dialog.close()


def test_the_plus_beside_the_profiles_begins_a_new_one(person: Person) -> None:
    person.app.window.page.side.new_profile_asked.emit()
    person.until(lambda: person.app.window.findChildren(ProfilesDialog))
    dialog = person.app.window.findChildren(ProfilesDialog)[-1]
    person.until(lambda: dialog.model.lines)
    assert dialog.editor.draft().is_new
    assert dialog.editor.draft().name == ""
    dialog.close()
