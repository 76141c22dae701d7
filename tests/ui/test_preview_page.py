"""The preview page as a person uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from score_gui.model.manifest import Kind, Manifest, Remark
from score_gui.model.messages import Add
from score_gui.model.problems import no_access
from score_gui.model.settings import Settings
from score_gui.model.transfer import Layout, NameRule
from score_gui.ui.icons import Icons
from score_gui.ui.outside import Forgetful, Memory
from score_gui.ui.preview_access import SAMPLE
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_facts import FolderFacts, Mark, Repair
from score_gui.ui.preview_header import PreviewHeader
from score_gui.ui.preview_keys import Column
from score_gui.ui.preview_menu import RowMenu
from score_gui.ui.preview_order import GroupLine
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_paint import goto_rect
from score_gui.ui.preview_rows import Group, Row
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.theme import Theme
from tests.ui.preview_samples import GB, HOSTILE, FakePreviewDesk, entry, liver, manifest, run_at_once

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support|propagateSizeHints", extend=True)

FOLDER = Path("genomes").absolute()
ARGO, LAB = ("argo", "ICGC ARGO"), ("lab", "Lab Overture")
Make = Callable[..., PreviewPage]


@pytest.fixture
def make(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[Make]:
    pages: list[PreviewPage] = []

    def made(
        told: Manifest,
        *,
        settings: Settings | None = None,
        profiles: Sequence[tuple[str, str]] = (ARGO,),
        desk: FakePreviewDesk | None = None,
        run: Any = run_at_once,
        memory: Memory | None = None,
    ) -> PreviewPage:
        settings = settings or Settings(FOLDER)
        desk = desk or FakePreviewDesk()
        page = PreviewPage(
            theme, icons, told, settings, profiles, outside=PreviewOutside(desk, run, memory or Forgetful())
        )
        qtbot.addWidget(page)
        page.resize(1280, 740)
        page.show()
        pages.append(page)
        return page

    # Nobody else holds a page: the garbage collector would take it away, even in the middle of its painting.
    yield made
    for page in pages:
        page.close()


def button(page: QWidget, words: str) -> QPushButton:
    named = (b for b in page.findChildren(QPushButton) if words in (b.text(), b.accessibleName()))
    found = [b for b in named if b.isVisibleTo(page)]  # lines that were replaced go away a little later
    assert len(found) == 1, [b.text() for b in page.findChildren(QPushButton)]
    return found[0]


def go_button(page: PreviewPage) -> QPushButton:
    return next(b for b in page.foot.findChildren(QPushButton) if b.property("kind") == "primary")


def shown_words(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def place_of(page: PreviewPage, line: int) -> int:
    assert page.content is not None
    model = page.content.model
    lines = (model.line(place) for place in range(model.rowCount()))
    return next(place for place, each in enumerate(lines) if isinstance(each, Row) and each.line == line)


def click(qtbot: QtBot, page: PreviewPage, place: int, column: Column) -> None:
    assert page.content is not None
    table = page.content.table
    spot = table.visualRect(page.content.model.index(place, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


# --- what is told -----------------------------------------------------------------------------------------------


def test_header_and_foot_say_what_is_in_it_and_what_will_be_done(make: Make) -> None:
    page = make(liver())
    words = shown_words(page)
    assert "argo_liver_2026-11.tsv" in words
    assert "ARGO file manifest" in words
    assert "212 lines, profile ICGC ARGO" in words
    assert "208 of 212 files, 6.9 TB." in words
    assert go_button(page).accessibleName() == "Download 208 files, 6.9 TB"


def test_sizes_that_nobody_told_are_not_made_up(make: Make) -> None:
    page = make(manifest(entry(1, size=None), entry(2, size=None)))
    assert "2 of 2 files." in shown_words(page)
    assert "Their size is known once the site has answered." in shown_words(page)
    assert go_button(page).accessibleName() == "Download 2 files"


def test_remarks_on_the_whole_file_stand_above_the_table(make: Make) -> None:
    page = make(manifest(entry(1), remarks=(Remark("utf-16", "Read as UTF-16."),)))
    assert "Read as UTF-16." in shown_words(page)


def test_rows_are_made_where_the_runner_wants_and_nothing_can_be_pressed_before(make: Make) -> None:
    waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
    page = make(liver(), run=lambda work, on_done: waiting.append((work, on_done)))
    assert page.content is None
    assert not go_button(page).isEnabled()
    while waiting:
        work, on_done = waiting.pop(0)
        on_done(work())
    assert page.content is not None
    assert go_button(page).isEnabled()


def test_no_thread_computes_before_the_page_had_its_turn_to_be_painted(
    theme: Theme, icons: Icons, qtbot: QtBot
) -> None:
    asked: list[Callable[[], Any]] = []
    steps: list[Callable[[], None]] = []
    outside = PreviewOutside(
        FakePreviewDesk(),
        lambda work, _on_done: asked.append(work),
        later=lambda _owner, step: steps.append(step),
    )
    page = PreviewPage(theme, icons, liver(), Settings(FOLDER), [ARGO], outside=outside)
    qtbot.addWidget(page)
    assert not asked
    steps.pop()()
    assert len(asked) == 1


def test_ticks_are_counted_once_the_page_had_its_turn_to_be_painted(
    theme: Theme, icons: Icons, qtbot: QtBot
) -> None:
    steps: list[Callable[[], None]] = []
    outside = PreviewOutside(FakePreviewDesk(), run_at_once, later=lambda _owner, step: steps.append(step))
    page = PreviewPage(theme, icons, liver(), Settings(FOLDER), [ARGO], outside=outside)
    qtbot.addWidget(page)
    while steps:
        steps.pop(0)()
    assert page.content is not None
    before = shown_words(page)
    for _ in range(3):
        page.content.model.tick_shown()
    assert len(steps) == 1
    assert shown_words(page) == before
    steps.pop()()
    assert not go_button(page).isEnabled()


def test_an_answer_for_a_page_that_is_gone_is_dropped(theme: Theme, icons: Icons, qtbot: QtBot) -> None:
    waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
    page = PreviewPage(
        theme,
        icons,
        liver(),
        Settings(FOLDER),
        [ARGO],
        outside=PreviewOutside(FakePreviewDesk(), lambda work, on_done: waiting.append((work, on_done))),
    )
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    for work, on_done in waiting:
        on_done(work())


# --- ticking ----------------------------------------------------------------------------------------------------


def test_a_click_on_a_tick_box_takes_the_file_out_of_the_sum(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2), entry(3)))
    click(qtbot, page, place_of(page, 3), Column.TICK)
    assert "1 of 2 files, 40.0 GB." in shown_words(page)


def test_space_ticks_all_selected_rows(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2), entry(3), entry(4)))
    assert page.content is not None
    page.content.table.selectAll()
    page.content.table.setCurrentIndex(page.content.model.index(1, Column.NAME))
    page.content.table.selectAll()
    qtbot.keyClick(page.content.table, Qt.Key.Key_Space)
    assert page.content.model.ticks.numbers == []
    assert not go_button(page).isEnabled()
    assert go_button(page).toolTip() == "No file is ticked"


def test_a_group_folds_by_click_and_by_key(make: Make, qtbot: QtBot) -> None:
    page = make(liver(20))
    assert page.content is not None
    model, table = page.content.model, page.content.table
    click(qtbot, page, 0, Column.REMARK)
    heading = model.line(0)
    assert isinstance(heading, GroupLine)
    assert (heading.group, heading.is_folded) == (Group.LEFT_OUT, True)
    table.setCurrentIndex(model.index(0, Column.NAME))
    qtbot.keyClick(table, Qt.Key.Key_Right)
    heading = model.line(0)
    assert isinstance(heading, GroupLine)
    assert not heading.is_folded


def test_a_facet_unticks_its_files(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2, "a.bam"), entry(3, "b.cram"), entry(4, "c.bam")))
    assert page.content is not None
    facets = page.content.facets
    assert [facets.index(n).data() for n in range(facets.rowCount())] == ["Type", "BAM", "CRAM"]
    facets.switch(1)
    qtbot.waitUntil(lambda: "1 of 3 files" in shown_words(page))
    assert facets.index(1).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked


def test_search_and_a_way_back_when_nothing_is_found(make: Make, qtbot: QtBot) -> None:
    page = make(liver(20))
    search = page.header.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)
    qtbot.keyClicks(search, "DO328<b>")
    assert "No file matches “DO328<b>”." in shown_words(page)
    qtbot.mouseClick(button(page, "Clear search"), Qt.MouseButton.LeftButton)
    assert search.text() == ""
    assert page.content is not None
    assert page.content.model.rowCount() > 20


def test_the_selected_row_is_kept_through_sorting(make: Make, qtbot: QtBot) -> None:
    page = make(liver(20))
    click(qtbot, page, place_of(page, 3), Column.NAME)
    assert page.content is not None
    page.content.model.sort_by(Column.NAME)
    assert page.content.table.currentIndex().row() == place_of(page, 3)


# --- where it goes ----------------------------------------------------------------------------------------------


def test_the_example_follows_the_row_the_layout_and_the_folder(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2, "a.bam", analysis_id="AN2"), entry(3, "b.bam", analysis_id="AN3")))
    click(qtbot, page, place_of(page, 3), Column.NAME)
    path = page.options.path_box.path
    assert path is not None
    assert path.text == str(FOLDER / "b.bam")
    page.options.choose_layout(Layout.BUNDLE)
    page.options.set_folder(FOLDER / "other")
    path = page.options.path_box.path
    assert path is not None
    assert path.text == str(FOLDER / "other" / "AN3" / "b.bam")
    assert page.options.path_box.accessibleDescription() == path.text


def test_of_two_files_with_one_name_the_second_shows_its_object_id(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2, "a.bam"), entry(3, "a.bam")))
    click(qtbot, page, place_of(page, 3), Column.NAME)
    path = page.options.path_box.path
    assert path is not None
    assert path.added == entry(3).object_id[:8]
    click(qtbot, page, place_of(page, 2), Column.TICK)
    path = page.options.path_box.path
    assert path is not None
    assert path.added == ""


def test_another_folder_is_looked_at_anew(make: Make) -> None:
    desk = FakePreviewDesk()
    page = make(manifest(entry(2)), desk=desk)
    desk.folder = FolderFacts("E:", free=9 * GB, file_system="FAT32", largest_file=4_294_967_295)
    page.options.set_folder(FOLDER / "usb")
    assert desk.asked[-1] == FOLDER / "usb"
    lines = {line.title: line for line in page.options.fit_check.lines}
    assert lines["Space"].sentence == "31.0 GB short on E:"
    assert lines["File system"].mark is Mark.STOPS


def test_a_late_answer_for_a_former_folder_is_dropped(make: Make) -> None:
    waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
    page = make(manifest(entry(2)), run=lambda work, on_done: waiting.append((work, on_done)))
    load, on_loaded = waiting.pop()
    on_loaded(load())
    page.options.set_folder(FOLDER / "other")
    for work, on_done in waiting:
        answer = work()
        if isinstance(answer, FolderFacts):
            on_done(replace(answer, drive="former drive"))
            assert all("former" not in line.sentence for line in page.options.fit_check.lines)
            break


def test_a_narrow_table_tells_all_on_two_lines(make: Make, qtbot: QtBot) -> None:
    page = make(liver(20))
    assert page.content is not None
    table = page.content.table
    assert not table.is_two_lined
    page.resize(640, 600)
    qtbot.waitUntil(lambda: table.is_two_lined)
    assert table.isColumnHidden(Column.REMARK)
    page.resize(1280, 600)
    qtbot.waitUntil(lambda: not table.isColumnHidden(Column.REMARK))


def test_a_column_in_which_nothing_stands_is_left_out(make: Make) -> None:
    page = make(manifest(entry(2, donor=None), entry(3, donor=None)))
    assert page.content is not None
    assert page.content.table.isColumnHidden(Column.DONOR)
    assert not page.content.table.isColumnHidden(Column.TYPE)


def test_a_profile_without_a_token_offers_to_add_one(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2)), desk=FakePreviewDesk(tokens={"argo": TokenState.NONE}))
    with qtbot.waitSignal(page.token_asked) as asked:
        qtbot.mouseClick(button(page, f"Token: {Repair.ADD_TOKEN.value}"), Qt.MouseButton.LeftButton)
    assert asked.args == ["argo"]


def test_a_token_added_meanwhile_is_seen(make: Make) -> None:
    desk = FakePreviewDesk(tokens={"argo": TokenState.NONE})
    page = make(manifest(entry(2)), desk=desk)
    desk.tokens["argo"] = TokenState.KEPT
    page.refresh_token()
    assert page.options.fit_check.lines[0].mark is Mark.FITS


def test_a_site_is_asked_for_a_few_files_and_what_it_refuses_can_be_left_out(
    make: Make, qtbot: QtBot
) -> None:
    desk = FakePreviewDesk()
    told = liver()
    closed = [each.object_id for each in told.entries if each.program_id == "OCCAMS-GB"]
    desk.answers = dict.fromkeys(closed, no_access("ICGC ARGO", closed[0]))
    page = make(told, desk=desk)
    assert page.content is not None
    line = page.options.fit_check.lines[0]
    assert (line.title, line.mark) == ("Access", Mark.STOPS)
    assert len(desk.asked_for) == SAMPLE
    ticked = page.content.model.ticks.sums().files
    qtbot.mouseClick(button(page, f"Access: {line.words}"), Qt.MouseButton.LeftButton)
    assert page.content.model.ticks.sums().files == ticked - line.count
    assert len(desk.asked_for) == 2 * SAMPLE


def test_without_a_token_nothing_is_asked_for(make: Make) -> None:
    desk = FakePreviewDesk(tokens={"argo": TokenState.NONE})
    make(liver(20), desk=desk)
    assert desk.asked_for == []


def test_the_rule_that_fetches_the_first_leaves_the_others_out(make: Make) -> None:
    told = manifest(entry(2, "a.bam"), entry(3, "a.bam"), entry(4, "b.bam"))
    desk = FakePreviewDesk()
    desk.taken = frozenset({2})
    page = make(told, desk=desk)
    page.options.choose_rule(NameRule.LEAVE_OUT)
    command = page.command()
    assert command is not None
    assert command.entries == (told.entries[0],)
    assert "1 of 3 files, 40.0 GB." in shown_words(page)
    page.options.choose_rule(NameRule.KEEP_BOTH)
    command = page.command()
    assert command is not None
    assert len(command.entries) == 3


def test_who_wants_to_be_asked_is_asked_by_the_queue_and_no_file_is_left_out(make: Make) -> None:
    told = manifest(entry(2, "a.bam"), entry(3, "a.bam"))
    page = make(told)
    page.options.choose_rule(NameRule.ASK)
    command = page.command()
    assert command is not None
    assert (len(command.entries), command.names) == (2, NameRule.ASK)
    assert page.options.path_box.path is not None
    assert page.options.path_box.path.added == "", "what the answer will be is not made up"


def test_the_files_that_share_a_name_are_led_to(make: Make, qtbot: QtBot) -> None:
    page = make(liver())
    qtbot.mouseClick(button(page, "Names: Show"), Qt.MouseButton.LeftButton)
    assert page.content is not None
    assert page.content.table.currentIndex().row() == place_of(page, 98)


# --- rows, columns and menus ------------------------------------------------------------------------------------


def test_a_row_leads_to_the_one_it_speaks_of(make: Make, qtbot: QtBot) -> None:
    page = make(liver())
    assert page.content is not None
    table = page.content.table
    again = place_of(page, 212)
    spot = goto_rect(page._theme, table.visualRect(page.content.model.index(again, Column.REMARK)))
    assert spot is not None
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot.center())
    assert table.currentIndex().row() == place_of(page, 12)
    table.choose(page.content.model.line(again).number)  # type: ignore[union-attr]
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.currentIndex().row() == place_of(page, 12)


def test_columns_are_chosen_moved_and_remembered(
    make: Make, theme: Theme, icons: Icons, qtbot: QtBot
) -> None:
    memory = Forgetful()
    page = make(liver(20), memory=memory)
    assert page.content is not None
    table = page.content.table
    header = table.horizontalHeader()
    assert isinstance(header, PreviewHeader)
    menu = header.menu()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert {"Program", "Repository", "Object ID", "MD5", "Usual columns"} <= set(words)
    next(action for action in menu.actions() if action.text() == "Program").trigger()
    assert not table.isColumnHidden(Column.PROJECT)
    header.moveSection(header.visualIndex(Column.SIZE), 1)
    again = make(liver(20), memory=memory)
    assert again.content is not None
    kept = again.content.table.horizontalHeader()
    assert not again.content.table.isColumnHidden(Column.PROJECT)
    assert kept.visualIndex(Column.SIZE) == 1
    assert kept.visualIndex(Column.TICK) == 0


def test_the_table_is_sorted_without_a_mouse(make: Make) -> None:
    page = make(liver(20))
    assert page.content is not None
    menu = page.content.table.columns_menu()
    sorting = menu.actions()[0].menu()
    assert isinstance(sorting, QMenu)
    next(action for action in sorting.actions() if action.text() == "Size").trigger()
    assert [key.column for key in page.content.model.order.keys] == [Column.SIZE]
    menu.deleteLater()


def test_the_keyboard_goes_from_the_header_to_facets_table_choices_and_foot(make: Make, qtbot: QtBot) -> None:
    page = make(liver(20))
    page.activateWindow()
    page.header.search.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[str] = []
    while len(seen) < 16 and not (seen and seen[-1].startswith("Download")):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        focus = page.focusWidget()
        seen.append(focus.accessibleName() or str(focus.property("text")))
    wanted = ["Tick whole sets of files", "Files of the manifest", "Folder", "Layout"]
    assert [name for name in seen if name in wanted] == wanted
    assert seen[-4:] == ["Names: Show", "Start now", "Cancel", "Download 21 files, 711.3 GB"], seen


def actions_of(page: PreviewPage) -> dict[str, QAction]:
    page.content.table.menu_asked.emit(QPoint(0, 0))  # type: ignore[union-attr]
    menu = page.findChildren(RowMenu)[-1]
    menu.hide()
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def test_the_menu_of_a_row_asks_for_a_slice_of_what_can_be_sliced(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2, "a.bam"), entry(3, "b.vcf")))
    click(qtbot, page, place_of(page, 3), Column.NAME)
    assert not actions_of(page)["Slice…"].isEnabled()
    click(qtbot, page, place_of(page, 2), Column.NAME)
    with qtbot.waitSignal(page.slice_asked) as asked:
        actions_of(page)["Slice…"].trigger()
    assert asked.args == [(entry(2, "a.bam"),), "argo"]


def test_the_menu_ticks_only_what_is_selected(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2), entry(3), entry(4)))
    assert page.content is not None
    click(qtbot, page, place_of(page, 3), Column.NAME)
    actions_of(page)["Tick only these"].trigger()
    assert page.content.model.ticks.numbers == [1]
    actions_of(page)["Copy object IDs"].trigger()
    assert QGuiApplication.clipboard().text() == entry(3).object_id


def test_a_long_facet_shows_more_when_asked(make: Make) -> None:
    page = make(manifest(*(entry(line, program_id=f"P{line % 20:02}") for line in range(1, 60))))
    assert page.content is not None
    facets = page.content.facets
    assert len([value for value in facets.values if value.facet is Facet.PROJECT]) == 8
    more = next(place for place in range(facets.rowCount()) if facets.index(place).data() == "12 more")
    facets.switch(more)
    assert len([value for value in facets.values if value.facet is Facet.PROJECT]) == 20


# --- leaving ----------------------------------------------------------------------------------------------------


def test_the_button_hands_out_the_command_as_chosen(make: Make, qtbot: QtBot) -> None:
    told = manifest(entry(2, "a.bam"), entry(3, "b.cram"), entry(4, "c.bam"))
    page = make(told, profiles=(ARGO, LAB), settings=Settings(FOLDER, Layout.ID, with_index=False))
    assert page.content is not None
    page.content.model.set_value(Facet.TYPE, "CRAM", on=False)
    page.options.choose_profile("lab")
    with qtbot.waitSignal(page.download_asked) as asked:
        qtbot.mouseClick(go_button(page), Qt.MouseButton.LeftButton)
    assert asked.args == [
        Add(
            entries=(told.entries[0], told.entries[2]),
            profile_id="lab",
            folder=FOLDER,
            layout=Layout.ID,
            manifest=told.name,
            with_index=False,
            start=True,
        )
    ]


def test_queueing_without_starting(make: Make) -> None:
    page = make(manifest(entry(2)))
    page.foot.set_starts(starts=False)
    assert go_button(page).accessibleName() == "Queue 1 file, 40.0 GB"
    command = page.command()
    assert command is not None
    assert not command.start


@pytest.mark.parametrize(
    ("settings", "profiles", "reason"),
    [
        (Settings(Path("not/absolute")), (ARGO,), "Choose a folder first"),
        (Settings(FOLDER), (), "Set up a profile first"),
    ],
)
def test_nothing_is_queued_without_a_place_or_a_site(
    make: Make, settings: Settings, profiles: Sequence[tuple[str, str]], reason: str
) -> None:
    page = make(manifest(entry(2)), settings=settings, profiles=profiles)
    assert page.command() is None
    assert go_button(page).toolTip() == reason


def test_escape_clears_the_search_first_and_then_leaves(make: Make, qtbot: QtBot) -> None:
    page = make(liver(20))
    search = page.header.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)
    search.setText("cram")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert search.text() == ""
    with qtbot.waitSignal(page.cancelled):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_changed_ticks_are_not_lost_without_a_question(make: Make, qtbot: QtBot) -> None:
    page = make(manifest(entry(2), entry(3)))
    click(qtbot, page, place_of(page, 3), Column.TICK)
    with qtbot.assertNotEmitted(page.cancelled):
        page.cancel()
    question = page.findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    with qtbot.waitSignal(page.cancelled):
        qtbot.mouseClick(button(question, "Leave"), Qt.MouseButton.LeftButton)


# --- lists that cannot be used ----------------------------------------------------------------------------------


def test_a_refused_list_says_so_calmly_and_offers_another_try(make: Make, qtbot: QtBot) -> None:
    advice = "This is not a manifest that score_gui knows. It begins with “Dear <b>all</b>”."
    page = make(Manifest(Kind.UNKNOWN, accepted=False, name="notes.txt", advice=advice))
    words = shown_words(page)
    assert "This is not a manifest that score_gui knows.\nIt begins with “Dear <b>all</b>”." in words
    assert not page.foot.isVisible()
    assert page.command() is None
    with qtbot.waitSignal(page.choose_asked):
        qtbot.mouseClick(button(page, "Choose another file…"), Qt.MouseButton.LeftButton)


def test_a_refusal_without_advice_has_words_too(make: Make) -> None:
    page = make(Manifest(Kind.UNKNOWN, accepted=False))
    assert "This is not a manifest that score_gui knows." in shown_words(page)


def test_a_list_without_a_usable_line_says_why_line_by_line(make: Make) -> None:
    remarks = tuple(Remark("no-id", "Empty object ID", line, blocks=True) for line in range(2, 12))
    page = make(Manifest(Kind.SCORE_25K, accepted=False, advice="No line is usable.", remarks=remarks))
    words = shown_words(page)
    assert "Line 2: Empty object ID" in words
    assert "4 more lines of this kind" in words
    assert "Line 8" not in words


def test_a_list_of_broken_lines_only_shows_them_and_downloads_nothing(make: Make) -> None:
    page = make(manifest(remarks=(Remark("no-id", "Empty object ID", 2, blocks=True),)))
    assert page.content is not None
    assert page.content.model.rowCount() == 2
    assert page.command() is None


# --- hostile and narrow -----------------------------------------------------------------------------------------


def test_foreign_text_is_shown_letter_by_letter_everywhere(make: Make) -> None:
    told = manifest(
        entry(2, HOSTILE, donor=HOSTILE, program_id=HOSTILE),
        entry(3),
        remarks=(Remark("x", HOSTILE), Remark("y", HOSTILE, 2)),
        name=HOSTILE,
    )
    page = make(told, profiles=[("a", HOSTILE), LAB], settings=Settings(FOLDER / HOSTILE))
    for label in page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    for widget in page.findChildren(QWidget):
        assert "<img" not in widget.toolTip()


@pytest.mark.parametrize("width", [640, 960, 1280, 1800])
def test_nothing_is_cut_at_any_width(make: Make, width: int) -> None:
    page = make(liver(20), profiles=(ARGO, LAB))
    page.resize(width, 600)
    assert page.width() == width
    right = page.options.mapTo(page, QPoint(page.options.width(), 0)).x()
    assert right <= width


def test_every_control_has_a_name_for_those_who_hear_it(make: Make) -> None:
    page = make(liver(20), profiles=(ARGO, LAB))
    for control in page.findChildren(QWidget):
        if control.isVisibleTo(page) and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            named = control.accessibleName() or getattr(control, "text", str)()
            assert named or control.objectName().startswith("qt_"), control


def test_an_index_file_is_asked_for_as_the_settings_say(make: Make) -> None:
    page = make(manifest(entry(2)), settings=replace(Settings(FOLDER), with_index=True))
    command = page.command()
    assert command is not None
    assert command.with_index


def test_files_that_are_here_are_told_and_not_counted_as_to_fetch(make: Make) -> None:
    desk = FakePreviewDesk()
    desk.here = frozenset({0})
    page = make(manifest(entry(1, size=10 * GB), entry(2, size=20 * GB)), desk=desk)
    assert page.content is not None
    assert [value.value for value in page.content.facets.values if value.facet is Facet.DISK] == [
        "Not here",
        "Here",
    ]
    assert "Download 1 file, 20.0 GB" in [each.accessibleName() for each in page.findChildren(QPushButton)]
    assert "1 already here." in [each.text() for each in page.findChildren(QLabel)]
    space = next(line for line in page.options.fit_check.lines if line.title == "Space")
    assert space.sentence.startswith("20.0 GB needed")
    command = page.command()
    assert command is not None
    assert len(command.entries) == 2


def test_when_all_files_are_here_the_button_checks_them(make: Make) -> None:
    desk = FakePreviewDesk()
    desk.here = frozenset({0, 1})
    page = make(manifest(entry(1), entry(2)), desk=desk)
    assert "Check 2 files" in [each.accessibleName() for each in page.findChildren(QPushButton)]
    assert "All are on this disk and will be checked." in [each.text() for each in page.findChildren(QLabel)]


def test_another_folder_may_hold_other_files(make: Make) -> None:
    desk = FakePreviewDesk()
    page = make(manifest(entry(1), entry(2)), desk=desk)
    desk.here = frozenset({1})
    page.options.set_folder(Path("elsewhere").absolute())
    assert page.content is not None
    assert page.content.model.ticks.sums().here == 1
