from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from score_gui.model import setup_problems
from score_gui.model.messages import (
    Added,
    AnswerName,
    Changed,
    Command,
    Gone,
    Idle,
    Move,
    Pause,
    Relocate,
    Remove,
    Resume,
    Retry,
    SetPriority,
    StartNow,
    Ticked,
    Watch,
)
from score_gui.model.name_problems import name_taken
from score_gui.model.settings import Settings, StayAwake
from score_gui.model.speed_mode import SpeedMode
from score_gui.model.transfer import NameRule, Priority, Status, TransferId
from score_gui.ui.actions import Actions
from score_gui.ui.deeds import Deed
from score_gui.ui.details import Tab
from score_gui.ui.help_boxes import key_rows, keys_dialog
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Answer, Forgetful, Outside
from score_gui.ui.question import Question
from score_gui.ui.queue_columns import USUAL, Column
from score_gui.ui.queue_filter import Group
from score_gui.ui.queue_order import Direction
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import DARK, Scheme
from score_gui.ui.widgets import Label
from tests.gallery.queue_samples import PROFILES, queue, tick
from tests.ui.menus import press_menu
from tests.ui.rows import HOSTILE, sample, transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
T = TransferId


@dataclass
class World:
    """What the window did to the outside."""

    commands: list[Command] = field(default_factory=list)
    revealed: list[Path] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    memory: Forgetful = field(default_factory=Forgetful)
    folder: Path | None = Path("elsewhere")
    answer: Answer = field(default_factory=lambda: Answer(yes=True))

    def outside(self) -> Outside:
        return Outside(
            reveal=self.revealed.append,
            memory=self.memory,
            choose_manifests=lambda _: [Path("chosen.tsv")],
            choose_folder=lambda _parent, _start: self.folder,
            ask_quit=self._quit,
            ask=self._ask,
        )

    def _quit(self, _parent: QWidget, question: str) -> Answer:
        self.asked.append(question)
        return self.answer

    def _ask(self, _parent: QWidget, question: Question, on_yes: Callable[[], None]) -> None:
        self.asked.append(f"{question.text} {question.consequence}")
        if self.answer.yes:
            on_yes()


@pytest.fixture
def world() -> World:
    return World()


Make = Callable[[], MainWindow]


@pytest.fixture
def make(qtbot: QtBot, theme: Theme, icons: Icons, world: World) -> Make:
    def build() -> MainWindow:
        window = MainWindow(
            world.commands.append,
            settings=Settings(Path("data")),
            profiles=PROFILES,
            theme=theme,
            icons=icons,
            outside=world.outside(),
        )
        qtbot.addWidget(window, before_close_func=lambda _: world.memory.setValue("ask-before-quit", False))
        window.resize(theme.px(1280), theme.px(800))
        window.show()
        return window

    return build


@pytest.fixture
def window(make: Make) -> MainWindow:
    made = make()
    made.load([transfer(n, status) for n, status in enumerate(STATES, 1)])
    return made


STATES = (
    Status.DOWNLOADING,
    Status.PAUSED,
    Status.WAITING,
    Status.NEEDS_YOU,
    Status.VERIFIED,
    Status.WAITING_TOKEN,
)


def select(window: MainWindow, *numbers: int) -> Actions:
    window.page.view.select({T(n) for n in numbers})
    QApplication.processEvents()
    return window.actions_


def press(action: QAction) -> None:
    assert action.isEnabled()
    action.trigger()


def names(window: MainWindow) -> list[str]:
    model = window.page.view.rows
    return [model.row_at(n).transfer.name for n in range(model.rowCount())]


# --- events -> rows ---------------------------------------------------------------------------------------------


def test_events_make_change_and_remove_rows(window: MainWindow) -> None:
    window.on_event(Changed((transfer(7, name="new.bam"),)))
    assert "new.bam" in names(window)
    window.on_event(Gone((T(7),)))
    assert "new.bam" not in names(window)


def test_a_tick_fills_row_status_bar_and_title(window: MainWindow) -> None:
    window.on_event(Ticked((sample(1, 520, speed=48e6),), 48e6, 0))
    model = window.page.view.rows
    assert model.index(0, Column.PROGRESS).data() == "52 %"
    said = [item.text() for item in window.statusBar().findChildren(Label)]
    assert "48 MB/s" in said
    assert window.windowTitle() == "25 % · 1 of 6 · score_gui"


def test_idle_ends_speed_and_figures(window: MainWindow) -> None:
    window.on_event(Ticked((sample(1, 520, speed=48e6),), 48e6, 0))
    window.on_event(Changed((transfer(1, Status.PAUSED),)))
    window.on_event(Idle())
    assert window.windowTitle() == "score_gui"
    assert "Nothing to do" in [item.text() for item in window.statusBar().findChildren(Label)]


def test_added_rows_are_led_to(window: MainWindow) -> None:
    window.on_event(Changed((transfer(7),)))
    window.on_event(Added((T(7),)))
    assert [row.id for row in window.page.view.selected_rows()] == [7]


def test_an_empty_queue_shows_the_empty_page(make: Make) -> None:
    window = make()
    assert window.page.is_empty
    window.on_event(Changed((transfer(1),)))
    assert not window.page.is_empty
    window.on_event(Gone((T(1),)))
    assert window.page.is_empty


# --- actions ----------------------------------------------------------------------------------------------------


def test_without_a_selection_actions_are_off_and_say_why(window: MainWindow) -> None:
    actions = select(window)
    off = (actions.pause, actions.resume, actions.show, actions.remove, actions.delete, actions.copy_ids)
    assert not any(action.isEnabled() for action in off)
    assert actions.pause.toolTip() == "Nothing that runs is selected"
    assert actions.resume.toolTip() == "Nothing paused is selected"
    assert actions.show.toolTip() == "Select a file first"


def test_tool_tips_count(window: MainWindow) -> None:
    actions = select(window, 1, 2, 3)
    assert actions.pause.toolTip() == "Pause 2 of 3 selected"
    assert actions.resume.toolTip() == "Resume 1 of 3 selected"
    assert actions.retry.toolTip().startswith("Retry the 1 file that needs you")
    assert actions.retry.iconText() == "Retry (1)"


def test_actions_act_on_the_whole_selection(window: MainWindow, world: World) -> None:
    actions = select(window, 1, 2, 3, 6)
    world.commands.clear()
    press(actions.pause)
    press(actions.resume)
    press(actions.remove)
    assert world.commands == [
        Pause((T(1), T(3), T(6))),
        Resume((T(2), T(6))),
        Remove((T(1), T(2), T(3), T(6))),
    ]
    assert world.asked == []


def test_retry_without_a_selection_is_about_all_that_need_somebody(window: MainWindow, world: World) -> None:
    press(select(window).retry)
    assert world.commands[-1] == Retry((T(4),))


def test_deleting_asks_and_takes_no_for_an_answer(window: MainWindow, world: World) -> None:
    window.on_event(Changed((transfer(2, Status.PAUSED, kept=700),)))
    actions = select(window, 2, 5)
    world.answer = Answer(yes=False)
    before = list(world.commands)
    press(actions.delete)
    assert world.commands == before
    world.answer = Answer(yes=True)
    press(actions.delete)
    wanted = Remove((T(2), T(5)), delete_unfinished=True, delete_finished=True)
    assert world.commands[-1] == wanted
    assert "Delete 2 files from the disk? 2 kB will be freed" in world.asked[0]


@pytest.mark.parametrize("priority", Priority)
def test_unfinished_files_get_a_priority(window: MainWindow, world: World, priority: Priority) -> None:
    press(select(window, 2, 5).priorities[priority])
    assert world.commands[-1] == SetPriority((T(2),), priority)


def test_the_mark_in_the_menu_says_what_is_and_not_what_was_asked_for(window: MainWindow) -> None:
    actions = select(window, 2)
    press(actions.priorities[Priority.HIGH])
    assert checked(actions) == [Priority.NORMAL]
    window.on_event(Changed((transfer(2, Status.PAUSED, priority=Priority.HIGH),)))
    assert checked(actions) == [Priority.HIGH]
    select(window, 1, 2)
    assert checked(actions) == []
    select(window, 5)
    assert not any(action.isEnabled() for action in actions.priorities.values())


def test_rows_that_are_moved_stay_selected_and_can_be_moved_on(window: MainWindow, world: World) -> None:
    select(window, 3)
    for place in (2, 1):
        press(window.actions_.moves[Direction.UP])
        assert world.commands[-1] == Move((T(3),), T(place))
        window.on_event(Changed((transfer(3, Status.WAITING, order=place - 1),)))
        assert [row.id for row in window.page.view.selected_rows()] == [3]
        assert window.page.view.rows.id_at(window.page.view.currentIndex().row()) == 3


def checked(actions: Actions) -> list[Priority]:
    return [priority for priority, action in actions.priorities.items() if action.isChecked()]


def test_the_row_menu_has_the_priorities(window: MainWindow, world: World) -> None:
    select(window, 2)
    (submenu,) = [one.menu() for one in window.desk.make_menu().actions() if one.text() == "Priority"]
    assert isinstance(submenu, QMenu)
    (low,) = [one for one in submenu.actions() if one.text() == "Low priority"]
    low.trigger()
    assert world.commands[-1] == SetPriority((T(2),), Priority.LOW)


def test_unfinished_files_go_to_a_folder_that_is_chosen(window: MainWindow, world: World) -> None:
    press(select(window, 2, 5).relocate)
    assert world.commands[-1] == Relocate((T(2),), Path("elsewhere"))
    before = list(world.commands)
    world.folder = None
    press(select(window, 2).relocate)
    assert world.commands == before


def test_rows_are_moved_by_key_and_started_at_once(window: MainWindow, world: World) -> None:
    actions = select(window, 3)
    before = len(world.commands)
    for direction in Direction:
        press(actions.moves[direction])
    assert world.commands[before:] == [
        Move((T(3),), T(1)),
        Move((T(3),), T(2)),
        Move((T(3),), T(5)),
        Move((T(3),), None),
    ]
    window.on_event(Changed((transfer(3, Status.WAITING),)))
    press(select(window, 3).start_now)
    assert world.commands[-1] == StartNow((T(3),))


def test_show_in_folder_goes_to_the_file_or_its_folder(window: MainWindow, world: World) -> None:
    window.on_event(Changed((transfer(5, Status.VERIFIED, placed=Path("data/x.bam")),)))
    press(select(window, 5).show)
    press(select(window, 1).show)
    assert world.revealed == [Path("data/x.bam"), Path("data")]


def test_ids_go_to_the_clipboard(window: MainWindow) -> None:
    press(select(window, 1, 2).copy_ids)
    assert QGuiApplication.clipboard().text() == "id-1\nid-2"


def test_what_fetches_the_files_in_a_terminal_goes_to_the_clipboard(window: MainWindow) -> None:
    press(select(window, 1, 2).copy_command)
    words = QGuiApplication.clipboard().text()
    assert words.startswith("score-gui download --object-id id-1 id-2 --profile")
    assert "ICGC ARGO" in words


def test_the_row_menu_begins_with_the_one_action(window: MainWindow, world: World, qtbot: QtBot) -> None:
    select(window, 6)
    menu = window.desk.make_menu()
    first = menu.actions()[0]
    assert first.text() == "Add new token"
    with qtbot.waitSignal(window.profiles_asked):
        first.trigger()


@pytest.mark.parametrize("agrees", [True, False])
def test_a_file_that_is_not_ours_is_replaced_only_after_one_more_question(
    window: MainWindow, world: World, agrees: bool
) -> None:
    world.answer = Answer(yes=agrees)
    problem = name_taken(Path("data/x.bam"))
    window.on_event(Changed((transfer(2, Status.NEEDS_YOU, problem=problem, manifest="m.tsv"),)))
    select(window, 2)
    keep, replace, leave = window.desk.make_menu().actions()[:3]
    keep.trigger()
    leave.trigger()
    assert world.commands[-2:] == [
        AnswerName((T(2),), NameRule.KEEP_BOTH),
        AnswerName((T(2),), NameRule.LEAVE_OUT),
    ]
    assert world.asked == []
    replace.trigger()
    assert "What is in it now is lost." in world.asked[0]
    assert (world.commands[-1] == AnswerName((T(2),), NameRule.REPLACE)) is agrees


def test_the_tick_of_the_overview_makes_an_answer_hold_for_the_manifest(
    window: MainWindow, world: World
) -> None:
    problem = name_taken(Path("data/x.bam"))
    window.on_event(Changed((transfer(2, Status.NEEDS_YOU, problem=problem, manifest="m.tsv"),)))
    select(window, 2)
    window.page.details.deed_asked.emit(Deed.KEEP_BOTH, True)
    assert world.commands[-1] == AnswerName((T(2),), NameRule.KEEP_BOTH, whole_manifest=True)


def test_only_files_with_reads_are_offered_for_slicing(window: MainWindow, qtbot: QtBot) -> None:
    window.on_event(Changed((transfer(2, Status.PAUSED, name="calls.vcf.gz"),)))
    select(window, 2)
    assert "Slice…" not in [action.text() for action in window.desk.make_menu().actions()]
    select(window, 1, 2)
    (action,) = [one for one in window.desk.make_menu().actions() if one.text() == "Slice…"]
    with qtbot.waitSignal(window.slice_asked) as asked:
        action.trigger()
    assert [row.id for row in asked.args[0]] == [T(1)]


def test_behind_another_page_a_selection_is_not_sliced(window: MainWindow, qtbot: QtBot) -> None:
    select(window, 1)
    window.show_preview(QWidget())
    with qtbot.waitSignal(window.slice_asked) as asked:
        press(window.actions_.slice)
    assert asked.args == [()]


def test_an_action_follows_the_state_of_its_rows(window: MainWindow) -> None:
    actions = select(window, 1)
    assert actions.pause.isEnabled()
    window.on_event(Changed((transfer(1, Status.VERIFIED),)))
    assert not actions.pause.isEnabled()


# --- keys -------------------------------------------------------------------------------------------------------


def test_space_pauses_and_resumes(window: MainWindow, world: World, qtbot: QtBot) -> None:
    select(window, 1)
    qtbot.keyClick(window.page.view, Qt.Key.Key_Space)
    assert world.commands[-1] == Pause((T(1),))
    select(window, 2)
    qtbot.keyClick(window.page.view, Qt.Key.Key_Space)
    assert world.commands[-1] == Resume((T(2),))


def test_a_key_right_after_a_click_meets_the_new_selection(
    window: MainWindow, world: World, qtbot: QtBot
) -> None:
    select(window, 2)
    window.page.view.select({T(1)}, T(1))
    qtbot.keyClick(window.page.view, Qt.Key.Key_Space)
    assert world.commands[-1] == Pause((T(1),))


def test_return_opens_details_of_the_unfinished_and_the_folder_of_the_finished(
    window: MainWindow, world: World, qtbot: QtBot
) -> None:
    window.page.show_details(wanted=False)
    view = window.page.view
    view.select({T(1)}, T(1))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert window.page.details.isVisible()
    view.select({T(5)}, T(5))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert world.revealed == [Path("data")]


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [a.shortcut().toString() for a in window.findChildren(QAction) if not a.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_f6_goes_round_the_regions(window: MainWindow) -> None:
    window.activateWindow()
    window.page.view.setFocus()
    seen = []
    for _ in range(5):
        window.actions_.next_region.trigger()
        focus = QApplication.focusWidget()
        seen.append(focus.accessibleName() if focus else "")
    assert {"Details", "Search", "Side bar", "Queue"} <= set(seen)


def test_every_key_is_in_the_list_of_keys(window: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    listed = dict(key_rows(window.actions_.all))
    assert listed[QKeySequence("Ctrl+O").toString(QKeySequence.SequenceFormat.NativeText)] == "Add manifest"
    dialog = keys_dialog(window, theme, window.actions_.all)
    qtbot.addWidget(dialog)
    assert len(dialog.findChildren(Label)) == 2 * len(list(key_rows(window.actions_.all)))


# --- filters ----------------------------------------------------------------------------------------------------


def test_search_waits_for_a_pause_and_return_does_not(window: MainWindow, qtbot: QtBot) -> None:
    window.tools.search.setText("file-3")
    assert len(names(window)) == len(STATES)
    qtbot.keyClick(window.tools.search, Qt.Key.Key_Return)
    assert names(window) == ["file-3.bam"]


def test_nothing_found_is_said_and_can_be_cleared(window: MainWindow) -> None:
    window.tools.search.setText("DO328")
    window.tools._on_typed()
    notes = [item.text() for item in window.page.findChildren(Label) if item.isVisible()]
    assert "No file matches “DO328”." in notes
    window.page.filter_cleared.emit()
    assert len(names(window)) == len(STATES)


def test_the_side_bar_filters(window: MainWindow) -> None:
    window.page.side.choose(Group.NEEDS_YOU, None)
    assert names(window) == ["file-4.bam"]
    window.actions_.clear.trigger()
    assert len(names(window)) == len(STATES)


def test_a_manifest_that_leaves_the_queue_filters_no_longer(window: MainWindow) -> None:
    window.on_event(Changed((transfer(7, manifest="a.tsv"),)))
    window.page.side.choose(Group.ALL, "a.tsv")
    assert names(window) == ["file-7.bam"]
    window.on_event(Gone((T(7),)))
    assert len(names(window)) == len(STATES)


def test_the_selection_survives_a_sort(window: MainWindow) -> None:
    select(window, 2, 4)
    window.page.view.sortByColumn(Column.STATE, Qt.SortOrder.DescendingOrder)
    assert {row.id for row in window.page.view.selected_rows()} == {2, 4}


def test_a_selection_of_everything_survives_a_sort(make: Make) -> None:
    window = make()
    window.load([transfer(n, list(Status)[n % 16]) for n in range(1, 3001)])
    window.page.view.selectAll()
    window.page.view.sortByColumn(Column.STATE, Qt.SortOrder.AscendingOrder)
    assert len(window.page.view.selected_rows()) == 3000


def test_a_selection_in_thousands_of_pieces_is_given_up(make: Make) -> None:
    window = make()
    window.load([transfer(n) for n in range(1, 3001)])
    window.page.view.select({T(n) for n in range(1, 3001, 2)})
    assert window.page.view.selected_rows() == []


# --- the way in -------------------------------------------------------------------------------------------------


def mime(*paths: str, text: str = "") -> QMimeData:
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    if text:
        data.setText(text)
    return data


def drop(window: MainWindow, data: QMimeData) -> None:
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), *args))
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), *args))


def test_files_may_be_dropped_anywhere(window: MainWindow, qtbot: QtBot) -> None:
    path = QUrl.fromLocalFile(str(Path("a.tsv").absolute())).toLocalFile()
    with qtbot.waitSignal(window.manifest_chosen) as told:
        drop(window, mime(path))
    assert told.args == [[Path(path)]]


def test_text_may_be_dropped_and_pasted(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.text_dropped) as told:
        drop(window, mime(text=" id-1\nid-2 "))
    assert told.args == ["id-1\nid-2"]
    QGuiApplication.clipboard().setText("id-3")
    with qtbot.waitSignal(window.text_dropped) as told:
        qtbot.keyClick(window.page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["id-3"]


def test_an_empty_clipboard_is_no_list(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.assertNotEmitted(window.text_dropped), qtbot.assertNotEmitted(window.manifest_chosen):
        window.actions_.paste.trigger()


def test_a_manifest_can_be_chosen(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.manifest_chosen) as told:
        window.actions_.add.trigger()
    assert told.args == [[Path("chosen.tsv")]]


def test_a_preview_stands_in_front_of_the_queue(window: MainWindow) -> None:
    page = QWidget()
    window.show_preview(page)
    assert page.isVisible()
    assert not window.page.isVisible()
    window.show_queue()
    assert window.page.isVisible()


def test_behind_a_preview_the_queue_takes_no_key(window: MainWindow, world: World, qtbot: QtBot) -> None:
    actions = select(window, 1, 2)
    page = QLineEdit()
    window.show_preview(page)
    window.on_event(Changed((transfer(1, Status.PAUSED),)))
    assert not any(
        a.isEnabled() for a in (actions.remove, actions.pause, actions.resume, actions.retry, actions.clear)
    )
    before = list(world.commands)
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    assert world.commands == before
    window.show_queue()
    assert actions.remove.isEnabled()
    assert actions.clear.isEnabled()


@pytest.mark.parametrize(
    ("name", "words", "changes"),
    [
        ("Files at once", "6 files at once", {"files_at_once": 6}),
        ("Files at once", "1 file at once", {"files_at_once": 1}),
        ("Speed", "Slow (10 MB/s)", {"speed_mode": SpeedMode.SLOW}),
        ("Speed", "By hours", {"speed_mode": SpeedMode.HOURS}),
        ("Sleep", "Let the computer sleep as usual", {"stay_awake": StayAwake.NEVER}),
    ],
)
def test_the_menus_of_the_status_bar_change_a_setting(
    qtbot: QtBot, window: MainWindow, name: str, words: str, changes: dict[str, Any]
) -> None:
    with qtbot.waitSignal(window.settings_chosen) as chosen:
        press_menu(window, name, words)
    assert chosen.args == [replace(Settings(Path("data")), **changes)]


def test_the_status_bar_says_what_is_chosen_elsewhere(window: MainWindow) -> None:
    window.show_settings(
        replace(Settings(Path("data")), files_at_once=12, speed_mode=SpeedMode.SLOW, slow_rate=2_000_000)
    )
    buttons = {one.accessibleName(): one.text() for one in window.findChildren(QToolButton)}
    assert buttons["Files at once"] == "12 at once"
    assert buttons["Speed"] == "Slow (2 MB/s)"


def test_the_settings_are_asked_for_by_key_and_by_tool_bar(qtbot: QtBot, window: MainWindow) -> None:
    assert window.actions_.settings.shortcut() == QKeySequence("Ctrl+,")
    with qtbot.waitSignal(window.settings_asked):
        wanted = window.actions_.settings
        (gear,) = [b for b in window.tools.findChildren(QToolButton) if b.defaultAction() is wanted]
        gear.click()


def test_a_certificate_that_nobody_knows_leads_to_the_settings_of_the_network(
    window: MainWindow, qtbot: QtBot
) -> None:
    unknown = setup_problems.certificate_unknown("store.example.org", "unknown", "the house")
    window.on_event(Changed((transfer(1, Status.NEEDS_YOU, problem=unknown),)))
    select(window, 1)
    first = window.desk.make_menu().actions()[0]
    assert first.text() == "Choose CA file…"
    with qtbot.waitSignal(window.network_asked):
        first.trigger()


def test_parts_are_watched_while_their_tab_is_open(window: MainWindow, world: World) -> None:
    select(window, 1)
    window.page.details.show_tab(Tab.PARTS)
    assert world.commands[-1] == Watch(T(1))
    window.page.show_details(wanted=False)
    assert world.commands[-1] == Watch(None)


def test_the_banner_leads_to_the_token(window: MainWindow, qtbot: QtBot) -> None:
    assert window.page.banner.status is Status.WAITING_TOKEN
    with qtbot.waitSignal(window.profiles_asked):
        window.page.banner.pressed.emit(Status.WAITING_TOKEN)


# --- leaving ----------------------------------------------------------------------------------------------------


def test_leaving_asks_only_while_files_run(window: MainWindow, world: World, qtbot: QtBot) -> None:
    world.answer = Answer(yes=False)
    assert not window.close()
    assert "1 file stops at what is on the disk" in world.asked[0]
    window.on_event(Changed((transfer(1, Status.PAUSED),)))
    with qtbot.waitSignal(window.quit_asked):
        assert window.close()
    assert len(world.asked) == 1


def test_the_question_can_be_switched_off(window: MainWindow, world: World) -> None:
    world.answer = Answer(yes=True, ask_again=False)
    window.close()
    window.show()
    window.close()
    assert len(world.asked) == 1


def test_the_window_remembers_its_place(make: Make, world: World, theme: Theme) -> None:
    first = make()
    first.resize(theme.px(1100), theme.px(700))
    first.close()
    assert world.memory.value("geometry")
    second = make()
    assert second.size() == first.size() or second.width() >= first.minimumWidth()


# --- shapes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "shown"),
    [
        (1280, set(USUAL)),
        (1000, set(USUAL) - {Column.TYPE, Column.DONOR}),
        (800, set(USUAL) - {Column.TYPE, Column.DONOR}),
        (660, {Column.NAME, Column.PROGRESS, Column.TIME_LEFT}),
    ],
)
def test_columns_give_way_to_narrow_windows(
    window: MainWindow, theme: Theme, units: int, shown: set[Column]
) -> None:
    window.resize(theme.px(units), theme.px(600))
    assert {c for c in Column if not window.page.view.isColumnHidden(c)} == shown
    assert window.page.side.isVisible() is (units >= 960)


@pytest.mark.parametrize("size", [(1280, 800), (960, 600), (800, 600), (640, 600)])
def test_nothing_sticks_out_of_the_window(window: MainWindow, theme: Theme, size: tuple[int, int]) -> None:
    window.resize(theme.px(size[0]), theme.px(size[1]))
    QApplication.processEvents()
    for widget in window.findChildren(QAbstractButton) + window.findChildren(QLineEdit):
        if widget.isVisible():
            place = widget.mapTo(window, widget.rect().bottomRight())
            assert place.x() <= window.width(), widget.accessibleName() or widget.text()
    view = window.page.view
    assert view.horizontalHeader().length() <= view.viewport().width() + 1


# --- everybody --------------------------------------------------------------------------------------------------


def test_every_control_has_a_name(make: Make) -> None:
    window = make()
    window.load(queue())
    window.on_event(tick())
    for widget in window.findChildren(QAbstractButton):
        if isinstance(widget.parent(), QLineEdit):
            continue
        assert widget.accessibleName() or widget.text() or widget.objectName().startswith("qt_"), widget
    for view in window.findChildren(QAbstractItemView):
        assert view.accessibleName() or view.objectName().startswith("qt_") or not view.isVisible(), view


def test_hostile_names_are_letters_in_the_whole_window(make: Make) -> None:
    window = make()
    hostile = transfer(
        1, Status.DOWNLOADING, name=HOSTILE, donor=HOSTILE, manifest=HOSTILE, file_type=HOSTILE
    )
    window.load([hostile])
    select(window, 1)
    window.grab()
    for label in window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    for widget in window.findChildren(QWidget):
        assert "<img" not in widget.toolTip()


def test_every_icon_and_text_follows_the_scheme(window: MainWindow, theme: Theme) -> None:
    window.page.view.clearSelection()
    theme.choose(Scheme.DARK)
    QApplication.processEvents()
    image = window.grab().toImage()
    view = window.page.view.viewport()
    corner = view.mapTo(window, QPoint(view.width() - 3, 12))
    ratio = image.devicePixelRatio()
    assert image.pixelColor((QPointF(corner) * ratio).toPoint()).name().upper() == DARK["surface"]


def test_room_that_no_state_needs_goes_to_the_names(window: MainWindow) -> None:
    window.resize(1280, 800)
    narrow = window.page.view.columnWidth(Column.NAME)
    window.resize(1900, 800)
    assert window.page.view.columnWidth(Column.NAME) > narrow + 300
    assert not window.page.view.columns.is_arranged


def test_a_width_that_a_person_chose_stays(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    header = window.page.view.horizontalHeader()
    edge = QPoint(header.sectionPosition(Column.NAME) + header.sectionSize(Column.NAME) - 1, 5)
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(header.viewport(), edge + QPoint(60, 0))
    header.resizeSection(Column.NAME, 300)  # what the header does while the button is down
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(60, 0))
    chosen = window.page.view.columnWidth(Column.NAME)
    window.resize(1900, 800)
    assert window.page.view.columnWidth(Column.NAME) == chosen


@pytest.mark.parametrize(("free", "shown"), [(9_000_000_000, False), (-2_000_000_000, True)])
def test_in_a_tiny_window_the_disk_is_told_of_only_when_it_is_short(
    window: MainWindow, theme: Theme, free: int, *, shown: bool
) -> None:
    window.show()
    window.set_disk("D:", free)
    window.resize(theme.px(1280), theme.px(600))
    QApplication.processEvents()
    assert any(one.text().startswith("D: ") for one in visible(window.statusBar()))
    window.resize(theme.px(660), theme.px(600))
    QApplication.processEvents()
    assert any(one.text().startswith("D: ") for one in visible(window.statusBar())) is shown


def visible(bar: QWidget) -> list[QLabel]:
    return [one for one in bar.findChildren(QLabel) if one.isVisible()]
