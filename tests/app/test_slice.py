"""A slice by the whole program: from a row of the queue to a small BAM, held against the whole file."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

pysam = pytest.importorskip("pysam", reason="pysam does not exist for this system")

from score_gui.demo import PracticeSite, Role  # noqa: E402 - needs pysam
from score_gui.model.manifest import Entry  # noqa: E402
from score_gui.model.transfer import Status  # noqa: E402
from score_gui.ui.slice_dialog import SliceDialog  # noqa: E402
from tests.app.conftest import Person  # noqa: E402

# The list of words that are offered is a window of its own, which cannot be raised where there is no screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

REGION = "chr17:30,001-60,000"


def reads(path: Path) -> list[str]:
    with pysam.AlignmentFile(str(path)) as file:
        return [read.to_string() for read in file.fetch(until_eof=True)]


def overlapping(path: Path, contig: str, begin: int, end: int) -> list[str]:
    with pysam.AlignmentFile(str(path)) as file:
        return [
            read.to_string()
            for read in file.fetch(until_eof=True)
            if read.reference_name == contig
            and read.reference_start < end
            and (read.reference_end or 0) > begin
        ]


def button(dialog: SliceDialog, words: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().strip() == words and b.isVisible())


def open_slice(person: Person, name: str) -> SliceDialog:
    """Select the row and press the key."""
    person.select(name)
    person.qtbot.keyClick(person.app.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: person.app.slices.dialogs)
    dialog = person.app.slices.dialogs[-1]
    person.until(dialog.editor.field.isEnabled)
    return dialog


def save(person: Person, dialog: SliceDialog, text: str) -> Path:
    person.qtbot.keyClicks(dialog.editor.field.edit, text)
    person.qtbot.keyClick(dialog.editor.field.edit, Qt.Key.Key_Return)
    person.until(dialog.editor.save.isEnabled)
    person.qtbot.mouseClick(dialog.editor.save, Qt.MouseButton.LeftButton)
    person.until(dialog.saved_page.isVisible)
    return Path(dialog.saved_page.form._values["Saved"].text())


@pytest.fixture
def queued(person: Person, site: PracticeSite) -> Person:
    """The practice files are in the queue, the large one held so that nothing ends by itself."""
    site.hold(after=1_000_000)
    person.drop(site.data.manifest)
    person.press_download()
    person.until(lambda: len(person.rows) == 7)
    return person


def test_from_a_queue_row_to_a_slice_that_holds_exactly_its_reads(queued: Person, site: PracticeSite) -> None:
    name = site.data.get(Role.BAM).name
    dialog = open_slice(queued, name)
    made = save(queued, dialog, REGION)
    whole = site.data.get(Role.BAM).path
    assert whole is not None
    assert reads(made) == overlapping(whole, "chr17", 30_000, 60_000)
    assert len(reads(made)) > 1000
    with pysam.AlignmentFile(str(made)) as file:
        assert file.has_index()
        assert sum(1 for _ in file.fetch("chr17", 40_000, 41_000)) > 10
    assert made.parent == queued.app.choices.settings.output_folder / "slices"
    site.release()
    queued.until(lambda: all(row.status is Status.VERIFIED for row in queued.rows))


def test_from_a_line_of_a_manifest_to_its_regions(person: Person, site: PracticeSite) -> None:
    person.drop(site.data.manifest)
    person.until(lambda: person.app.previews.page is not None)
    entry = Entry(site.data.get(Role.CRAM).object_id, site.data.get(Role.CRAM).name)
    profile = person.app.wiring.environment_profile
    page = person.app.previews.page
    assert page is not None
    assert profile is not None
    page.slice_asked.emit((entry,), profile.id)
    dialog = person.app.slices.dialogs[-1]
    person.until(dialog.editor.field.isEnabled)
    assert dialog.editor.options.reference.isVisible()
    dialog.close()


def open_entry(person: Person, site: PracticeSite) -> SliceDialog:
    """The BAM where it is, with a region of it chosen."""
    profile = person.app.wiring.environment_profile
    assert profile is not None
    person.app.slices.open_entries([Entry(site.data.get(Role.BAM).object_id)], profile.id)
    dialog = person.app.slices.dialogs[-1]
    person.until(dialog.editor.field.isEnabled)
    person.qtbot.keyClicks(dialog.editor.field.edit, "chr1")
    person.qtbot.keyClick(dialog.editor.field.edit, Qt.Key.Key_Return)
    person.until(dialog.editor.save.isEnabled)
    return dialog


def test_a_slice_keeps_to_the_rate_of_the_settings_and_hears_of_another(
    person: Person, site: PracticeSite
) -> None:
    choices = person.app.choices
    dialog = open_entry(person, site)
    choices.put(replace(choices.settings, rate_limit=1))  # the first piece would take hours
    person.qtbot.mouseClick(dialog.editor.save, Qt.MouseButton.LeftButton)
    progress = dialog.saving.progress
    assert progress is not None
    person.until(lambda: progress.planned and site.bytes_served(site.data.get(Role.BAM).object_id))
    began = time.monotonic()
    choices.put(replace(choices.settings, rate_limit=progress.planned // 2))
    person.until(dialog.saved_page.isVisible)
    # Two seconds, less what a connection may make up for at its end. A busy computer only makes it longer.
    assert time.monotonic() - began > 1.8
    dialog.close()


def test_quitting_with_a_slice_on_its_way_leaves_nothing_of_it(person: Person, site: PracticeSite) -> None:
    dialog = open_entry(person, site)
    site.hold(after=1_000)
    person.qtbot.mouseClick(dialog.editor.save, Qt.MouseButton.LeftButton)
    assert site.wait_held()
    folder = person.app.choices.settings.output_folder / "slices"
    cache = person.app.wiring.folders.cache / "slices"
    assert list(cache.iterdir())
    person.restart()
    # A program that ends waits for its threads no longer than a moment.
    person.until(lambda: list(cache.iterdir()) == [])
    site.release()
    assert not folder.exists() or list(folder.iterdir()) == []


def test_without_a_selection_the_key_asks_for_a_file(person: Person) -> None:
    person.qtbot.keyClick(person.app.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: person.app.slices.dialogs)
    dialog = person.app.slices.dialogs[-1]
    assert dialog.start_page.isVisible()
    person.until(lambda: dialog.start_page.profile.count() > 0)
    dialog.close()


def test_the_whole_file_goes_to_the_preview(queued: Person, site: PracticeSite) -> None:
    dialog = open_slice(queued, site.data.get(Role.BAM).name)
    queued.qtbot.mouseClick(button(dialog, "Whole file instead"), Qt.MouseButton.LeftButton)
    queued.until_button("Download 1 file")
    site.release()
