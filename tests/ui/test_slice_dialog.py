"""The slice dialog as a person uses it, with a desk that answers at once or when a test lets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from score_gui.model import disk_problems, problems
from score_gui.model.manifest import Entry
from score_gui.slicing import troubles
from score_gui.slicing.orders import OutputFormat
from score_gui.slicing.regions import Region
from score_gui.ui.icons import Icons
from score_gui.ui.slice_asks import Asks
from score_gui.ui.slice_dialog import SliceDialog
from score_gui.ui.slice_draft import SliceTarget
from score_gui.ui.slice_start import RefusedPage
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from tests.ui.legible import cut, too_small
from tests.ui.preview_samples import run_at_once
from tests.ui.slice_samples import CRAM, FOLDER, OBJECT_ID, TARGET, FakeSliceDesk, facts

# The list of words that are offered is a window of its own, which cannot be raised where there is no screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

T = TypeVar("T")
BED = Path("/home/me/panel.bed")


class Later:
    """A runner whose jobs wait until the test lets them go on."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], T], on_done: Callable[[T], None], /) -> None:
        self.jobs.append(lambda: on_done(work()))

    def go(self) -> None:
        """Do all that waits, and what comes of it."""
        while self.jobs:
            self.jobs.pop(0)()


class Person:
    """Types, pastes, clicks and reads."""

    def __init__(self, qtbot: QtBot, dialog: SliceDialog) -> None:
        self.qtbot, self.dialog = qtbot, dialog

    @property
    def editor(self) -> Any:
        return self.dialog.editor

    def type(self, text: str) -> None:
        """And press Enter."""
        self.editor.field.edit.setFocus()
        self.qtbot.keyClicks(self.editor.field.edit, text)
        self.qtbot.keyClick(self.editor.field.edit, Qt.Key.Key_Return)
        self.settle()

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.qtbot.keySequence(self.editor.field.edit, QKeySequence(QKeySequence.StandardKey.Paste))
        self.settle()

    def settle(self) -> None:
        """The pause of typing is over."""
        if self.dialog.weighing.pause.isActive():
            self.dialog.weighing.pause.stop()
            self.dialog.weighing.pause.timeout.emit()

    def click(self, words: str) -> None:
        self.qtbot.mouseClick(self.button(words), Qt.MouseButton.LeftButton)
        self.settle()

    def button(self, words: str) -> QPushButton:
        found = [
            b for b in self.dialog.findChildren(QPushButton) if b.isVisible() and b.text().strip() == words
        ]
        assert found, f"no button {words!r}"
        return found[0]

    def sees(self, words: str) -> bool:
        QApplication.processEvents()  # what was added is laid out now
        return any(words in label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible())

    @property
    def chips(self) -> list[str]:
        return [box.accessibleName() for box in self.editor.field.boxes]


@pytest.fixture
def desk() -> FakeSliceDesk:
    return FakeSliceDesk()


@pytest.fixture
def open_dialog(qtbot: QtBot, theme: Theme, icons: Icons, desk: FakeSliceDesk) -> Callable[..., Person]:
    def make(*targets: SliceTarget, run: Any = run_at_once, asks: Asks | None = None) -> Person:
        dialog = SliceDialog(theme, icons, desk, run, FOLDER, asks=asks)
        qtbot.addWidget(dialog)
        if targets:
            dialog.open_targets(targets)
        else:
            dialog.ask_for_file()
        with qtbot.waitExposed(dialog, timeout=20_000):
            dialog.show()
        return Person(qtbot, dialog)

    return make


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def slow(open_dialog: Callable[..., Person], later: Later) -> Person:
    """The file is open; whatever the desk does from now on waits for `later.go`."""
    made = open_dialog(TARGET, run=later)
    later.go()
    return made


@pytest.fixture
def saving(slow: Person, later: Later) -> Person:
    """A slice is on its way."""
    slow.type("TP53")
    later.go()
    slow.click("Save slice")
    return slow


@pytest.fixture
def person(open_dialog: Callable[..., Person]) -> Person:
    return open_dialog(TARGET)


def drop(window: QWidget, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    args = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(40, 30), *args))
    QApplication.sendEvent(window, QDropEvent(QPointF(40, 30), *args))


# --- choosing ---------------------------------------------------------------------------------------------


def test_the_file_is_introduced_by_its_header_and_index(person: Person) -> None:
    assert person.sees("SA408046.aln.bam")
    assert person.sees("112.4 GB, DO32842, GRCh38 (read from the header), index SA408046.aln.bam.bai found")
    assert person.sees("from the index, 734.3 M mapped")


def test_a_typed_region_is_a_chip_with_its_cost(person: Person) -> None:
    person.type("TP53")
    assert person.chips == ["chr17:7,668,421-7,687,490: TP53, 19.1 kb"]
    assert "2,800 reads in 1 region" in person.editor.cost.text
    assert "Fetches 952 kB in 3 requests" in person.editor.cost.text
    assert "412.0 GB are free" in person.editor.cost.text
    assert person.editor.contigs.chart.chosen == {"chr17"}
    assert person.editor.options.output.line.text() == str(FOLDER / "SA408046.aln.TP53.bam")


def test_lines_that_are_pasted_become_chips_at_once(person: Person) -> None:
    person.paste("chr1:1-100\nchr2:5-50\n\n*\n")
    assert len(person.chips) == 2
    assert person.editor.options.unplaced.isChecked()


def test_a_long_paste_is_read_elsewhere(slow: Person, later: Later) -> None:
    slow.paste("\n".join(f"chr1:{n * 100 + 1}-{n * 100 + 50}" for n in range(1000)))
    assert slow.chips == []
    later.go()
    assert slow.chips == ["1,000 pasted regions: 1,000 regions, 50.0 kb"]


def test_one_pasted_word_can_still_be_edited(person: Person) -> None:
    person.paste(" chr1:1-100 ")
    assert person.chips == []
    assert person.editor.field.edit.text() == "chr1:1-100"


def test_a_broken_chip_stops_the_slice_and_one_click_repairs_it(person: Person) -> None:
    person.type("TP53")
    person.type("17:43,044,295-43,125,364")
    assert person.sees("This file has no contig 17. It has chr17.")
    assert person.sees("Fix or remove 1 region first")
    assert "in 1 of 2 regions" in person.editor.cost.text
    assert not person.editor.save.isEnabled()
    person.click("Use chr17")
    assert person.chips[1].startswith("chr17:43,044,295-43,125,364")
    assert person.editor.save.isEnabled()
    assert not person.sees("Fix or remove")


def test_all_broken_chips_are_repaired_at_once(person: Person) -> None:
    person.paste("1:1-100 MT chrM:16000-20000 7:5-50")
    assert person.sees("and 1 more")
    person.click("Repair all 4")
    assert person.editor.draft.chips.broken == ()
    assert person.editor.save.isEnabled()


def test_backspace_takes_the_last_chip_back_into_the_text(person: Person) -> None:
    person.type("chr1:1-100")
    person.qtbot.keyClick(person.editor.field.edit, Qt.Key.Key_Backspace)
    assert person.chips == []
    assert person.editor.field.edit.text() == "chr1:1-100"


def test_a_chip_is_taken_away_by_its_cross_and_by_del(person: Person) -> None:
    person.paste("chr1:1-100 chr2:1-100 chr3:1-100")
    person.qtbot.mouseClick(person.editor.field.boxes[0].close_button, Qt.MouseButton.LeftButton)
    person.qtbot.keyClick(person.editor.field.boxes[0].close_button, Qt.Key.Key_Delete)
    assert [chip.split(":")[0] for chip in person.chips] == ["chr3"]


def test_a_bed_file_is_a_chip_and_its_bad_lines_are_for_the_person_to_decide(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    desk.beds[BED] = b"chr1\t0\t100\nchr2\t9\t9\n"
    person = open_dialog(TARGET, asks=Asks(bed=lambda _window, on_path: on_path(BED)))
    person.click("From BED file…")
    assert person.sees("1 line of panel.bed cannot be used. Line 2: the interval is empty.")
    assert not person.editor.save.isEnabled()
    person.click("Leave out 1 line")
    assert person.chips == ["panel.bed: 1 region, 100 bases"]
    assert person.editor.save.isEnabled()


def test_a_bed_file_that_cannot_be_read_is_told(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    person = open_dialog(TARGET, asks=Asks(bed=lambda _window, on_path: on_path(BED)))
    desk.problem = troubles.region_unclear("panel.bed cannot be read: Permission denied.")
    person.click("From BED file…")
    assert person.sees("panel.bed cannot be read: Permission denied.")


def test_the_choices_reach_the_desk(person: Person, desk: FakeSliceDesk) -> None:
    options = person.editor.options
    person.type("TP53")
    options.padding.setValue(500)
    options.contained.click()
    options.unplaced.click()
    options.pruned.click()
    person.qtbot.mouseClick(options.format._buttons["sam"], Qt.MouseButton.LeftButton)
    person.settle()
    draft = desk.weighed[-1]
    assert (draft.padding, draft.contained, draft.unplaced, draft.pruned) == (500, True, True, True)
    assert draft.format is OutputFormat.SAM
    assert options.output.line.text().endswith("SA408046.aln.TP53_unplaced.sam")


def test_a_name_that_is_taken_is_told_before_anything_is_fetched(person: Person, desk: FakeSliceDesk) -> None:
    desk.in_the_way = troubles.output_exists("tp53.bam")
    person.type("TP53")
    assert person.sees("There is a file tp53.bam already, and it is kept. Choose another name.")
    assert not person.editor.save.isEnabled()


def test_a_drive_that_does_not_answer_leaves_the_choices_as_they_are(
    person: Person, desk: FakeSliceDesk
) -> None:
    desk.problem = disk_problems.no_permission(FOLDER)
    person.type("TP53")
    assert person.sees(disk_problems.no_permission(FOLDER).cause)
    assert len(person.chips) == 1
    assert not person.editor.save.isEnabled()
    person.type("BRCA2")
    assert person.editor.save.isEnabled()


def test_a_typed_place_is_kept_and_follows_the_format(person: Person, desk: FakeSliceDesk) -> None:
    person.type("TP53")
    line = person.editor.options.output.line
    line.setFocus()
    line.selectAll()
    person.qtbot.keyClicks(line, "/data/mine.bam")
    person.qtbot.keyClick(line, Qt.Key.Key_Tab)
    person.qtbot.mouseClick(person.editor.options.format._buttons["cram"], Qt.MouseButton.LeftButton)
    person.settle()
    assert desk.weighed[-1].output == Path("/data/mine.cram")


def test_most_of_a_file_is_offered_whole(person: Person, desk: FakeSliceDesk) -> None:
    desk.download = 100_000_000_000
    person.type("chr1")
    assert "That is 88 % of the file." in person.editor.cost.text
    with person.qtbot.waitSignal(person.dialog.whole_asked) as asked:
        person.qtbot.mouseClick(person.editor.cost._whole, Qt.MouseButton.LeftButton)
    assert asked.args == [(TARGET,)]
    assert not person.dialog.isVisible()


# --- CRAM -------------------------------------------------------------------------------------------------


@pytest.fixture
def cram_desk(desk: FakeSliceDesk) -> FakeSliceDesk:
    desk.facts = facts(cram=True)
    return desk


def test_a_cram_asks_for_its_reference_and_tells_that_it_fits(
    cram_desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    fasta = Path("/ref/GRCh38.fa")
    person = open_dialog(CRAM, asks=Asks(reference=lambda _window, on_path: on_path(fasta)))
    assert person.sees("Size per contig")
    person.type("TP53")
    assert person.sees("Choose its FASTA file.")
    assert not person.editor.save.isEnabled()
    person.qtbot.mouseClick(person.editor.options.reference.choose, Qt.MouseButton.LeftButton)
    person.settle()
    assert cram_desk.weighed[-1].reference == fasta
    assert person.sees("Fits: 1 contig compared by MD5.")
    assert person.editor.save.isEnabled()


def test_a_reference_that_does_not_fit_is_told_with_what_differs(
    cram_desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    person = open_dialog(CRAM)
    cram_desk.in_the_way = troubles.reference_differs("chr17 has MD5 a there and b in the file")
    person.editor.options.set_reference(Path("/ref/other.fa"))
    person.type("TP53")
    assert person.sees("The reference does not fit: chr17 has MD5 a there and b in the file.")


# --- saving -----------------------------------------------------------------------------------------------


def test_a_slice_is_saved_and_shown_with_its_depth(person: Person, desk: FakeSliceDesk) -> None:
    person.paste("TP53 BRCA2")
    person.click("Save slice")
    assert len(desk.saved) == 1
    assert person.sees("reads in 2 regions")
    assert person.sees(
        "The BAM reads to its end and the index fits. Fetched 5.2 MB of 112.4 GB in 3 seconds."
    )
    assert person.sees("5b0d3c9e71fa42d8a6c45e0f9b7d1a38")
    assert person.sees("Depth over BRCA2")
    person.dialog.saved_page.table.selectRow(1)
    assert person.sees("Depth over TP53")
    assert person.sees("38.1\N{MULTIPLICATION SIGN}")


def test_what_is_typed_and_not_entered_is_part_of_the_slice(person: Person, desk: FakeSliceDesk) -> None:
    person.qtbot.keyClicks(person.editor.field.edit, "TP53")
    person.click("Save slice")
    assert [chip.label for chip in desk.saved[0].chips.all] == ["TP53"]


def test_what_is_typed_and_broken_stops_the_slice(person: Person, desk: FakeSliceDesk) -> None:
    person.qtbot.keyClicks(person.editor.field.edit, "17:1-50")
    person.click("Save slice")
    assert desk.saved == []
    assert person.sees("Fix or remove 1 region first")


def test_enter_in_the_empty_field_saves(person: Person, desk: FakeSliceDesk) -> None:
    person.type("TP53")
    person.qtbot.keyClick(person.editor.field.edit, Qt.Key.Key_Return)
    assert len(desk.saved) == 1


def test_a_problem_while_saving_is_told_and_the_choices_stay(person: Person, desk: FakeSliceDesk) -> None:
    person.type("TP53")
    desk.problem = troubles.read_trouble(TARGET.name, "at chr17: truncated file")
    person.click("Save slice")
    assert person.sees(
        "SA408046.aln.bam cannot be read: at chr17: truncated file. No partial slice was kept."
    )
    assert len(person.chips) == 1
    assert person.editor.save.isEnabled()


def test_cancel_answers_at_once_and_a_late_result_is_not_shown(
    desk: FakeSliceDesk, saving: Person, later: Later
) -> None:
    assert saving.sees("Fetching, 0 %")
    saving.click("Cancel")
    assert desk.files[0].is_cancelled
    assert saving.sees("Cancelled. Nothing was kept of it.")
    assert saving.editor.field.isEnabled()
    later.go()
    assert not saving.dialog.saved_page.isVisible()


def test_closing_while_saving_cancels_and_gives_everything_back(
    desk: FakeSliceDesk, saving: Person, later: Later
) -> None:
    saving.dialog.close()
    assert (desk.files[0].is_cancelled, desk.files[0].is_closed) == (True, True)
    later.go()
    assert not saving.dialog.isVisible()


def test_progress_is_told_in_bytes_and_reads(saving: Person) -> None:
    progress = saving.dialog.saving.progress
    assert progress is not None
    progress.planned, progress.fetched = 5_200_000, 3_100_000
    saving.dialog.saving.looking.timeout.emit()
    assert saving.editor.cost.text == "Fetching, 59 % 3.1 MB of 5.2 MB"
    progress.reads = 4_096
    saving.dialog.saving.looking.timeout.emit()
    assert saving.editor.cost.text == "Fetching, 59 % 3.1 MB of 5.2 MB, 4,096 reads written"
    progress.stage, progress.reads = type(progress.stage).READING, 12_288
    saving.dialog.saving.looking.timeout.emit()
    assert saving.editor.cost.text == "Writing 12,288 reads written"


def test_an_old_answer_does_not_overtake_a_new_choice(slow: Person, later: Later) -> None:
    slow.type("TP53")
    slow.type("BRCA2")
    first, second = later.jobs
    second()
    after = slow.editor.cost.text
    first()
    assert slow.editor.cost.text == after
    assert "2 regions" in after


# --- after a slice ----------------------------------------------------------------------------------------


@pytest.fixture
def saved(person: Person) -> Person:
    person.type("TP53")
    person.click("Save slice")
    return person


def test_an_empty_slice_says_so(person: Person, desk: FakeSliceDesk) -> None:
    desk.reads = 0
    person.type("TP53")
    person.click("Save slice")
    assert person.sees("No reads in these regions. The BAM holds its header only.")


def test_the_command_is_copied_without_a_secret(saved: Person) -> None:
    saved.click("Copy as command")
    text = QGuiApplication.clipboard().text()
    assert text.startswith(f"score-gui slice --object-id {OBJECT_ID} --profile 'ICGC ARGO' --region ")
    assert "chr17:7668421-7687490" in text
    assert "--write-index" in text
    assert "--prune-read-groups" not in text


def test_igv_is_shown_the_chosen_region(saved: Person, desk: FakeSliceDesk) -> None:
    saved.click("Open in IGV")
    assert desk.shown_in_igv == [
        (FOLDER / "SA408046.aln.TP53.bam", Region("chr17", 7_668_420, 7_687_490), "GRCh38")
    ]
    assert saved.sees("Shown in IGV.")


def test_a_silent_igv_is_explained(saved: Person, desk: FakeSliceDesk) -> None:
    desk.igv_problem = troubles.igv_silent(60151)
    saved.click("Open in IGV")
    assert saved.sees("IGV does not answer on port 60151.")
    assert saved.button("Open in IGV").isEnabled()


def test_a_receipt_tells_all_but_secrets(desk: FakeSliceDesk, open_dialog: Callable[..., Person]) -> None:
    wanted = Path("/home/me/r.json")
    person = open_dialog(TARGET, asks=Asks(receipt=lambda _window, _start, on_path: on_path(wanted)))
    person.type("TP53")
    person.click("Save slice")
    person.click("Save receipt…")
    text = desk.receipts[wanted]
    for word in ("5b0d3c9e71fa42d8a6c45e0f9b7d1a38", "chr17:7,668,421-7,687,490", "ICGC ARGO", TARGET.name):
        assert word in text
    assert person.sees("The receipt is saved.")


def test_a_new_slice_of_the_same_file_needs_no_second_opening(saved: Person, desk: FakeSliceDesk) -> None:
    saved.click("New slice")
    assert saved.chips == []
    saved.type("BRCA2")
    saved.click("Save slice")
    assert len(desk.saved) == 2
    assert len(desk.files) == 1


def test_show_in_folder_and_done(saved: Person) -> None:
    with saved.qtbot.waitSignal(saved.dialog.reveal_asked) as asked:
        saved.qtbot.mouseClick(saved.dialog.saved_page.reveal, Qt.MouseButton.LeftButton)
    assert asked.args == [FOLDER / "SA408046.aln.TP53.bam"]
    saved.click("Done")
    assert not saved.dialog.isVisible()


# --- what stands in the way -------------------------------------------------------------------------------


def test_without_an_index_the_whole_file_is_offered(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    desk.problem = troubles.no_index(TARGET.name)
    person = open_dialog(TARGET)
    assert person.sees("Index file missing")
    with person.qtbot.waitSignal(person.dialog.whole_asked):
        person.click("Whole file instead")


def test_without_pysam_the_dialog_explains_and_offers_the_whole_file(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    desk.problem = troubles.no_reader()
    person = open_dialog(TARGET)
    assert person.sees("Slices need pysam, which does not exist for this system.")
    assert person.button("Whole file instead").isEnabled()


def test_a_missing_token_leads_to_the_tokens(desk: FakeSliceDesk, open_dialog: Callable[..., Person]) -> None:
    desk.problem = problems.token_refused("ICGC ARGO")
    person = open_dialog(TARGET)
    with person.qtbot.waitSignal(person.dialog.token_asked) as asked:
        person.click("Add new token")
    assert asked.args == ["argo"]
    person.click("Try again")
    assert person.sees("Regions")


# --- where it begins --------------------------------------------------------------------------------------


def test_an_object_id_is_asked_for_with_its_site(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    person = open_dialog()
    page = person.dialog.start_page
    person.qtbot.keyClicks(page.object_id, "not an id")
    person.click("Open")
    assert person.sees("That is not an object ID.")
    page.object_id.clear()
    page.profile.setCurrentIndex(1)
    person.qtbot.keyClicks(page.object_id, "5C1F9D2E-0b7a-4d53-9f0e-6f2a8c1b3d47")
    person.click("Open")
    assert desk.files[-1].target == SliceTarget(
        Entry("5c1f9d2e-0b7a-4d53-9f0e-6f2a8c1b3d47"), "lab", "Lab Overture"
    )


def test_a_file_of_this_computer_has_no_whole_file_to_offer(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    path = Path("/data/mine.bam")
    person = open_dialog(asks=Asks(alignment=lambda _window, on_path: on_path(path)))
    person.click("Choose file…")
    assert desk.files[-1].target == SliceTarget(path=path)
    person.type("TP53")
    assert "which is on this computer" in person.editor.cost.text
    assert not any(
        b.isVisible() and b.text().startswith("Whole") for b in person.dialog.findChildren(QPushButton)
    )


# --- several files ----------------------------------------------------------------------------------------


def many(count: int) -> list[SliceTarget]:
    return [replace(TARGET, entry=Entry(f"{n:032x}", f"SA{n}.bam")) for n in range(count)]


def test_one_file_that_is_stopped_does_not_stop_the_others(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    desk.stops["SA1.bam"] = troubles.no_index("SA1.bam")
    person = open_dialog(*many(3))
    person.type("TP53")
    person.click("Save 3 slices")
    assert person.sees("2 of 3 slices made")
    assert person.sees("1 file could not be sliced; each says why.")
    model = person.dialog.batch_page.table.model()
    states = [model.index(row, 1).data() for row in range(3)]
    assert states == ["Saved", "Needs you", "Saved"]
    assert person.sees("No index file of SA1.bam is known.")


def test_a_batch_begins_with_the_first_file_that_opens(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    desk.stops["SA0.bam"] = troubles.no_index("SA0.bam")
    person = open_dialog(*many(3))
    assert [file.target.name for file in desk.files] == ["SA0.bam", "SA1.bam"]
    assert desk.files[0].is_closed
    person.type("TP53")
    person.click("Save 3 slices")
    assert [line.problem is None for line in desk.batches[0].lines] == [False, True, True]


def test_a_batch_stops_where_every_file_would(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    desk.problem = problems.token_refused("ICGC ARGO")
    person = open_dialog(*many(3))
    assert len(desk.files) == 1
    assert person.button("Add new token").isVisible()


def test_a_batch_of_files_that_cannot_be_sliced_is_refused(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    desk.stops = {f"SA{n}.bam": troubles.no_index(f"SA{n}.bam") for n in range(2)}
    person = open_dialog(*many(2))
    assert person.sees("No index lies next to this file.")


def test_a_running_batch_is_cancelled(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person], later: Later
) -> None:
    person = open_dialog(*many(3), run=later)
    later.go()
    person.type("TP53")
    later.go()
    person.click("Save 3 slices")
    assert person.sees("0 of 3 files done")
    person.click("Cancel")
    assert desk.batches[0].is_cancelled


# --- keys and screen readers ------------------------------------------------------------------------------


def test_genes_and_contigs_are_offered_while_typing(person: Person) -> None:
    edit = person.editor.field.edit
    person.qtbot.keyClicks(edit, "br")
    popup = edit.completer().popup()
    words = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    assert (popup.isVisible(), words) == (True, ["BRCA1", "BRCA2"])
    person.qtbot.keyClick(popup, Qt.Key.Key_Down)
    person.qtbot.keyClick(popup, Qt.Key.Key_Down)
    person.qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert [chip.split(":")[0] for chip in person.chips] == ["chr13"]
    assert not popup.isVisible()


def test_the_repair_of_a_chip_comes_right_after_the_chips(person: Person) -> None:
    person.type("TP53")
    person.type("17:1-5")
    person.editor.field.boxes[-1].close_button.setFocus()
    person.qtbot.keyClick(person.editor.field.boxes[-1].close_button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is person.button("Use chr17")


def test_the_format_is_chosen_with_the_arrow_keys(person: Person, desk: FakeSliceDesk) -> None:
    person.type("TP53")
    buttons = person.editor.options.format._buttons
    buttons["bam"].setFocus()
    person.qtbot.keyClick(buttons["bam"], Qt.Key.Key_Right)
    person.settle()
    assert desk.weighed[-1].format is OutputFormat.CRAM


def test_dropped_files_are_regions_or_the_next_file(person: Person, desk: FakeSliceDesk) -> None:
    desk.beds[BED] = b"chr1\t0\t100\n"
    drop(person.dialog, BED)
    assert person.chips == ["panel.bed: 1 region, 100 bases"]
    drop(person.dialog, Path("/data/other.bam"))
    assert desk.files[-1].target == SliceTarget(path=Path("/data/other.bam"))
    assert person.chips == []


def test_every_control_has_a_name_and_the_keys_reach_it(person: Person) -> None:
    person.type("TP53")
    person.type("17:1-5")
    reached: list[QWidget] = []
    widget: QWidget | None = person.editor.field.edit
    while widget is not None and widget not in reached:
        reached.append(widget)
        person.qtbot.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    nameless = [w for w in reached if not (w.accessibleName() or getattr(w, "text", str)())]
    assert nameless == []
    names = [w.accessibleName() or w.text() for w in reached if isinstance(w, QPushButton)]
    assert "Use chr17, for 17:1-5" in names
    for control in (person.editor.options.padding, person.editor.options.output.line, person.editor.cancel):
        assert control in reached


def test_escape_leaves(person: Person, desk: FakeSliceDesk) -> None:
    person.qtbot.keyClick(person.dialog, Qt.Key.Key_Escape)
    assert not person.dialog.isVisible()
    assert desk.files[0].is_closed


def test_foreign_names_are_shown_letter_by_letter(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person]
) -> None:
    desk.facts = replace(desk.facts, name="<b>SA&1</b>.bam")
    person = open_dialog(TARGET)
    label = person.editor.head.title
    assert label.text() == "<b>SA&1</b>.bam"
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_refused_page_that_is_gone_takes_no_colours(qapp: QApplication, theme: Theme, icons: Icons) -> None:
    shiboken6.delete(RefusedPage(theme, icons))
    theme.choose(Scheme.DARK)
    qapp.processEvents()  # an exception in a slot is told here


# --- another size of text -----------------------------------------------------------------------------------


def grow(person: Person, theme: Theme) -> None:
    """Choose a text of twice the size."""
    theme.set_text_size(200)
    person.dialog.renew()
    person.dialog.resize(1600, 1200)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    person.qtbot.waitUntil(lambda: not cut(person.dialog))
    assert too_small(person.dialog, theme) == []


def test_regions_and_choices_stay(person: Person, desk: FakeSliceDesk, theme: Theme) -> None:
    person.type("TP53")
    options = person.editor.options
    options.padding.setValue(500)
    options.contained.setChecked(True)
    options.unplaced.setChecked(True)
    options.pruned.setChecked(True)
    person.qtbot.mouseClick(options.format._buttons["cram"], Qt.MouseButton.LeftButton)
    options.set_output(Path("/mnt/elsewhere/mine.cram"))
    person.settle()
    person.editor.field.edit.setText("BRCA")
    before, former = person.editor.draft, person.editor
    assert before.padding == 500
    grow(person, theme)
    assert person.editor is not former
    assert person.editor.draft == before
    assert person.editor.field.edit.text() == "BRCA"
    assert person.sees("SA408046.aln.bam")
    person.editor.field.edit.clear()
    weighed = len(desk.weighed)
    person.click("Save slice")
    assert len(desk.weighed) == weighed, "the cost was known already"
    assert desk.saved == [before]
    assert person.dialog.saved_page.isVisible()


def test_a_slice_on_its_way_goes_on(desk: FakeSliceDesk, saving: Person, theme: Theme, later: Later) -> None:
    grow(saving, theme)
    assert saving.sees("Fetching, 0 %")
    assert not desk.files[0].is_cancelled
    assert len(desk.files) == 1
    later.go()
    assert saving.dialog.saved_page.isVisible()
    assert len(desk.saved) == 1


def test_a_file_that_is_being_opened_opens(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person], theme: Theme, later: Later
) -> None:
    person = open_dialog(TARGET, run=later)
    grow(person, theme)
    later.go()
    assert len(desk.files) == 1
    person.type("TP53")
    assert person.chips != []


def test_a_slice_that_is_there_is_still_shown(person: Person, desk: FakeSliceDesk, theme: Theme) -> None:
    person.type("TP53")
    person.click("Save slice")
    grow(person, theme)
    assert person.dialog.saved_page.isVisible()
    person.click("Open in IGV")
    assert len(desk.shown_in_igv) == 1
    person.click("New slice")
    assert person.dialog.editor.isVisible()


def test_a_refusal_is_told_again(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person], theme: Theme
) -> None:
    desk.problem = troubles.no_reader()
    person = open_dialog(TARGET)
    title = troubles.no_reader().title
    assert person.sees(title)
    grow(person, theme)
    assert person.sees(title)
    with person.qtbot.waitSignal(person.dialog.whole_asked):
        person.click("Whole file instead")


def test_what_was_typed_at_the_start_stays(open_dialog: Callable[..., Person], theme: Theme) -> None:
    person = open_dialog()
    start = person.dialog.start_page
    start.object_id.setText("5c1f9d2e-0b7a")
    start.profile.setCurrentIndex(1)
    grow(person, theme)
    again = person.dialog.start_page
    assert again is not start
    assert (again.object_id.text(), again.profile.currentText()) == ("5c1f9d2e-0b7a", "Lab Overture")
    assert again.go.isEnabled()


@pytest.mark.parametrize("is_over", [False, True])
def test_a_batch_goes_on_or_shows_its_end(
    desk: FakeSliceDesk, open_dialog: Callable[..., Person], theme: Theme, is_over: bool, later: Later
) -> None:
    person = open_dialog(*many(2), run=later)
    later.go()
    person.type("TP53")
    later.go()
    person.click("Save 2 slices")
    if is_over:
        later.go()
    grow(person, theme)
    assert person.dialog.batch_page.isVisible()
    later.go()
    assert len(desk.batches) == 1
    assert person.button("Done").isVisible()
