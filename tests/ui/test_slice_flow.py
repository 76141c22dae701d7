"""How a slice begins: from rows, from entries, from nothing; and what a dialog may ask of the program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from score_gui.model.manifest import Entry
from score_gui.model.transfer import Status, TransferId
from score_gui.slicing import troubles
from score_gui.ui.icons import Icons
from score_gui.ui.queue_rows import Row
from score_gui.ui.slice_draft import SliceTarget
from score_gui.ui.slice_flow import SliceFlow
from score_gui.ui.theme import Theme
from tests.ui.preview_samples import run_at_once
from tests.ui.rows import transfer
from tests.ui.slice_samples import FakeSliceDesk


@pytest.fixture
def desk() -> FakeSliceDesk:
    return FakeSliceDesk()


@pytest.fixture
def flow(qtbot: QtBot, theme: Theme, icons: Icons, desk: FakeSliceDesk) -> SliceFlow:
    window = QWidget()
    qtbot.addWidget(window)
    made = SliceFlow(window, theme, icons, desk, run_at_once, lambda: {"argo": "ICGC ARGO"})
    made.folder = Path("/data")
    return made


def row(name: str, status: Status = Status.DOWNLOADING, index: Status | None = None) -> Row:
    main = replace(transfer(1, status, name=name), profile_id="argo", placed=Path("/data") / name)
    others = () if index is None else (replace(main, id=TransferId(2), status=index, companion_of=main.id),)
    return Row(main, companions=others)


def test_a_row_is_sliced_at_its_site(flow: SliceFlow, desk: FakeSliceDesk) -> None:
    flow.open_rows([row("a.bam"), row("a.vcf.gz")])
    (target,) = [file.target for file in desk.files]
    assert target.entry is not None
    assert (target.entry.file_name, target.profile_id, target.site, target.path) == (
        "a.bam",
        "argo",
        "ICGC ARGO",
        None,
    )
    assert flow.dialogs[0].isVisible()


@pytest.mark.parametrize(
    ("status", "index", "is_here"),
    [
        (Status.VERIFIED, Status.VERIFIED, True),
        (Status.VERIFIED, Status.DOWNLOADING, False),
        (Status.VERIFIED, None, False),
        (Status.DOWNLOADING, Status.VERIFIED, False),
    ],
)
def test_a_file_that_is_here_with_its_index_is_sliced_here(
    flow: SliceFlow, desk: FakeSliceDesk, status: Status, index: Status | None, is_here: bool
) -> None:
    flow.open_rows([row("a.cram", status, index)])
    assert (desk.files[0].target.path == Path("/data/a.cram")) == is_here


def test_entries_of_a_manifest_are_one_batch(flow: SliceFlow, desk: FakeSliceDesk) -> None:
    flow.open_entries([Entry("1", "a.bam"), Entry("2", "b.vcf"), Entry("3"), Entry("4", "d.CRAM")], "argo")
    (dialog,) = flow.dialogs
    dialog.editor.add_text("TP53")
    dialog.weighing.pause.timeout.emit()
    dialog.editor.save.click()
    assert [line.target.name for line in desk.batches[0].lines] == ["a.bam", "3", "d.CRAM"]


def test_nothing_to_slice_asks_for_a_file(flow: SliceFlow, desk: FakeSliceDesk) -> None:
    flow.open_rows([row("a.vcf.gz")])
    assert flow.dialogs[0].start_page.isVisible()
    assert desk.files == []


def test_the_whole_files_are_handed_on_as_a_list(qtbot: QtBot, flow: SliceFlow, desk: FakeSliceDesk) -> None:
    desk.problem = troubles.no_index("a.bam")
    flow.open_entries([Entry("1", "a.bam")], "argo")
    with qtbot.waitSignal(flow.whole_asked) as asked:
        flow.dialogs[0].refused_page.whole.click()
    manifest, profiles = asked.args
    assert list(manifest.entries) == [Entry("1", "a.bam")]
    assert profiles == [("argo", "ICGC ARGO")]
    assert flow.dialogs == ()


def test_the_end_of_the_program_closes_and_cancels_all(flow: SliceFlow, desk: FakeSliceDesk) -> None:
    flow.open_rows([row("a.bam")])
    flow.open_rows([row("b.bam")])
    flow.close()
    assert flow.dialogs == ()
    assert all(file.is_closed for file in desk.files)


def test_the_target_of_an_entry_without_a_name_is_its_id() -> None:
    assert SliceTarget(Entry("5c1f")).name == "5c1f"
