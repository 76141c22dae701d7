"""A list of bare ids is filled by its site, page by page, while the person goes on looking and ticking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from score_gui.model.manifest import Entry, Kind, Manifest, Remark
from score_gui.model.problems import token_needed
from score_gui.model.server_problems import no_network
from score_gui.model.settings import Settings
from score_gui.ui.icons import Icons
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_filling import lacking
from score_gui.ui.preview_keys import Column
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_progress import Answers, Progress
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.theme import Theme
from tests.ui.preview_samples import GB, FakePreviewDesk, entry, manifest, object_id, run_at_once

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Later:
    """A runner whose work is done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], object], on_done: Callable[[object], None]) -> None:
        self.waiting.append(lambda: on_done(work()))

    def go(self) -> None:
        """Do what waits now, and nothing that follows from it."""
        now, self.waiting = self.waiting, []
        for each in now:
            each()

    def finish(self) -> None:
        while self.waiting:
            self.go()


def bare(count: int) -> Manifest:
    ids = tuple(Entry(object_id(number), line=number) for number in range(1, count + 1))
    return Manifest(Kind.ID_LIST, True, "ids.txt", ids, lines=count)


def tells(entries: Sequence[Entry]) -> Answers:
    """A site that knows everything: each third file is a VCF."""
    told = {}
    for place, one in enumerate(entries):
        number = one.line or 0
        kind, ending = ("VCF", "vcf.gz") if number % 3 == 0 else ("CRAM", "cram")
        told[place] = replace(
            one,
            file_name=f"SA{number}.{ending}",
            size=number * GB,
            md5=f"{number:032x}",
            file_type=kind,
            study="LIRI-JP",
        )
    return Answers(told)


Make = Callable[..., PreviewPage]


@pytest.fixture
def make(qtbot: QtBot, theme: Theme, icons: Icons) -> Make:
    def build(
        told: Manifest,
        desk: FakePreviewDesk,
        run: Callable[..., None] = run_at_once,
        *,
        is_kept: bool = True,
    ) -> PreviewPage:
        outside = PreviewOutside(desk, run)
        profiles = (("argo", "ICGC ARGO"), ("lab", "Lab"))
        page = PreviewPage(theme, icons, told, Settings(Path("/mnt/lab2")), profiles, outside=outside)
        if is_kept:
            qtbot.addWidget(page)
        page.resize(theme.px(1280), theme.px(742))
        page.show()
        return page

    return build


def desk_of(site: Callable[[Sequence[Entry]], Answers] | None) -> FakePreviewDesk:
    made = FakePreviewDesk()
    made.site = site
    return made


def names(page: PreviewPage) -> list[str]:
    assert page.content is not None
    preview = page.content.model.preview
    return [row.name for row in preview]


def said(page: PreviewPage) -> str:
    assert page.content is not None
    return page.content.filling.said if page.content.filling.isVisible() else ""


def fit(page: PreviewPage, title: str) -> str:
    return next((line.sentence for line in page.options.fit_check.lines if line.title == title), "")


def test_bare_ids_become_files_and_the_fit_check_counts_their_sizes(make: Make) -> None:
    page = make(bare(4), desk_of(tells))
    assert names(page) == ["SA1.cram", "SA2.cram", "SA3.vcf.gz", "SA4.cram"]
    assert fit(page, "Space") == "10.0 GB needed, 7.2 TB free on /mnt/lab2"
    assert said(page) == "", "where everything was told there is nothing to say"
    assert page.content is not None
    assert [value.value for value in page.content.facets.values][:2] == ["CRAM", "VCF"]
    assert not page.content.table.isColumnHidden(Column.TYPE)
    command = page.command()
    assert command is not None
    assert [one.size for one in command.entries] == [1 * GB, 2 * GB, 3 * GB, 4 * GB]


def test_a_list_that_tells_everything_costs_no_question(make: Make) -> None:
    desk = desk_of(tells)
    make(manifest(entry(1), entry(2)), desk)
    assert desk.completed == []


def test_what_a_person_did_meanwhile_stays(make: Make, qtbot: QtBot) -> None:
    run = Later()
    page = make(bare(40), desk_of(tells), run)
    run.go()
    assert page.content is not None
    model, table = page.content.model, page.content.table
    page.content.model.untick([1, 2])
    table.choose(30)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    scrolled = table.verticalScrollBar().value()
    assert scrolled
    selected = table.selectionModel().selectedRows()
    run.go()
    run.go()
    assert model.preview[0].size == 1 * GB
    assert not model.ticks.is_ticked(1)
    assert model.ticks.is_ticked(3)
    assert table.chosen == 30
    assert table.selectionModel().selectedRows() == selected
    assert table.verticalScrollBar().value() == scrolled
    run.finish()
    assert table.chosen == 30
    assert not model.ticks.is_ticked(2)


def test_in_another_order_the_chosen_row_is_followed(make: Make) -> None:
    run = Later()
    page = make(bare(40), desk_of(tells), run)
    run.go()
    assert page.content is not None
    page.content.model.sort_by(Column.SIZE)
    page.content.model.sort_by(Column.SIZE)
    page.content.table.choose(5)
    run.finish()
    model = page.content.model
    assert model.order.keys[0].descending
    place = page.content.table.currentIndex().row()
    line = model.line(place)
    assert getattr(line, "number", None) == 5
    assert page.content.table.selectionModel().isRowSelected(place)


def test_a_value_that_was_switched_off_unticks_what_turns_out_to_have_it(make: Make) -> None:
    run = Later()
    page = make(bare(60), desk_of(tells), run)
    while not names_known(page):
        run.go()
    assert page.content is not None
    page.content.model.set_value(Facet.TYPE, "VCF", on=False)
    run.finish()
    model = page.content.model
    ticked = [row for row in model.preview if model.ticks.is_ticked(row.number)]
    assert {row.file_type for row in ticked} == {"CRAM"}
    assert len(ticked) == 40


def names_known(page: PreviewPage) -> bool:
    return page.content is not None and page.content.model.preview[0].size is not None


def test_it_can_be_stopped_and_gone_on_with(make: Make, qtbot: QtBot) -> None:
    run, desk = Later(), desk_of(tells)
    page = make(bare(100), desk, run)
    while not desk.completed:
        run.go()
    assert page.content is not None
    assert said(page) == "Asking ICGC ARGO for what the list does not tell: 16 of 100"
    strip = page.content.filling
    qtbot.mouseClick(strip._stop, Qt.MouseButton.LeftButton)
    run.finish()
    asked = len(desk.completed)
    assert asked <= 32
    assert said(page) == "Stopped after 16 of 100 files."
    qtbot.mouseClick(strip._again, Qt.MouseButton.LeftButton)
    run.finish()
    assert said(page) == ""
    assert fit(page, "Space").startswith("5.0 TB needed")


def test_another_site_is_asked_when_another_profile_is_chosen(make: Make) -> None:
    desk = desk_of(lambda entries: Answers(unknown=frozenset(range(len(entries)))))
    page = make(bare(3), desk)
    assert said(page) == "ICGC ARGO does not know 3 files."
    desk.site = tells
    page.options.choose_profile("lab")
    assert said(page) == ""
    assert names(page)[0] == "SA1.cram"


def test_what_the_site_does_not_know_can_be_left_out(make: Make, qtbot: QtBot) -> None:
    def all_but_the_second(entries: Sequence[Entry]) -> Answers:
        return replace(tells(entries), unknown=frozenset({1}))

    broken = Remark("object-id-cut", "Object ID is cut off", 9, blocks=True)
    page = make(replace(bare(3), remarks=(broken,)), desk_of(all_but_the_second))
    assert page.content is not None
    assert said(page) == "ICGC ARGO does not know 1 file."
    qtbot.mouseClick(page.content.filling._leave_out, Qt.MouseButton.LeftButton)
    model = page.content.model
    assert [row.line for row in model.preview if model.ticks.is_ticked(row.number)] == [1, 3]


def test_trouble_is_told_and_what_came_stays(make: Make, qtbot: QtBot) -> None:
    def breaks(entries: Sequence[Entry]) -> Answers:
        told = dict(list(tells(entries).told.items())[:2])
        return Answers(told, problem=no_network("song.example.org"))

    desk = desk_of(breaks)
    page = make(bare(3), desk)
    assert said(page).startswith(no_network("song.example.org").title)
    assert names(page)[:2] == ["SA1.cram", "SA2.cram"]
    desk.site = tells
    assert page.content is not None
    qtbot.mouseClick(page.content.filling._again, Qt.MouseButton.LeftButton)
    assert names(page)[2] == "SA3.vcf.gz"


def test_sizes_that_need_a_token_are_asked_for_once_there_is_one(make: Make) -> None:
    def without(entries: Sequence[Entry]) -> Answers:
        told = {place: replace(one, size=None) for place, one in tells(entries).told.items()}
        return Answers(told, no_sizes=token_needed("ICGC ARGO"))

    desk = desk_of(without)
    page = make(bare(2), desk)
    assert said(page) == "ICGC ARGO tells the sizes of 2 files only with a token."
    assert names(page)[0] == "SA1.cram"
    desk.site = tells
    page.refresh_token()
    assert said(page) == ""
    assert fit(page, "Space").startswith("3.0 GB needed")


def test_where_a_site_tells_no_more_than_lists_nothing_is_said(make: Make) -> None:
    page = make(bare(2), desk_of(None))
    assert said(page) == ""
    assert names(page)[0] == object_id(1)


def test_a_page_that_is_gone_asks_no_more(make: Make) -> None:
    run, desk = Later(), desk_of(tells)
    page = make(bare(100), desk, run, is_kept=False)
    while not desk.completed:
        run.go()
    shiboken6.delete(page)
    asked = len(desk.completed)
    run.finish()
    assert len(desk.completed) <= asked + 16


@pytest.mark.parametrize(
    ("progress", "sentence"),
    [
        (Progress(), ""),
        (Progress(5, 5, lacking=1), "Site does not tell the size of 1 file."),
        (
            Progress(5, 5, strange=(3,), rest=7),
            "Site does not know 1 file. 7 more files are told of when they are fetched.",
        ),
        (Progress(5, 9, lacking=2, is_stopped=True), "Stopped after 5 of 9 files."),
    ],
)
def test_the_end_is_told_in_a_sentence(progress: Progress, sentence: str) -> None:
    assert progress.sentence("Site") == sentence


def test_only_what_lacks_something_is_asked_about() -> None:
    told = manifest(entry(1), entry(2, size=None), entry(3, md5=None), entry(4))
    assert list(lacking(told)) == [1, 2]
