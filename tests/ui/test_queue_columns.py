from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from score_gui.model.transfer import Status, TransferId
from score_gui.ui.icons import Icons
from score_gui.ui.outside import Forgetful
from score_gui.ui.queue_columns import COLUMNS, STEADY, USUAL, Column, WidthClass, columns_text, read_columns
from score_gui.ui.queue_model import QueueModel
from score_gui.ui.queue_page import QueuePage
from score_gui.ui.queue_rows import QueueRows
from score_gui.ui.queue_view import QueueView
from score_gui.ui.theme import Theme
from tests.ui.rows import sample, transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ROWS = "application/x-score-gui-rows"


@pytest.fixture
def model(owner: QObject) -> QueueModel:
    rows = QueueRows()
    rows.load(
        [
            transfer(n, Status.WAITING, project="OCCAMS-GB", manifest="nov.tsv", added=1_795_000_000.0)
            for n in range(1, 6)
        ]
    )
    made = QueueModel(rows, owner)
    made.rebuild()
    return made


@pytest.fixture
def view(qtbot: QtBot, model: QueueModel, theme: Theme, icons: Icons) -> QueueView:
    made = QueueView(model, theme, icons)
    qtbot.addWidget(made)
    made.resize(theme.px(1072), theme.px(400))
    made.fit(WidthClass.WIDE, compact=False)
    made.show()
    return made


def shown(view: QueueView) -> set[Column]:
    return {column for column in Column if not view.isColumnHidden(column)}


def press(menu: QMenu, words: str) -> None:
    (action,) = [one for one in menu.actions() if one.text() == words]
    action.trigger()


# --- which columns -----------------------------------------------------------------------------------------------


def test_a_column_comes_and_goes_by_the_menu_of_the_header(qtbot: QtBot, view: QueueView) -> None:
    view.columns.columns_chosen.connect(view.columns.choose)
    press(view.columns.make_menu(), "Project")
    press(view.columns.make_menu(), "Donor")
    assert shown(view) == (USUAL | {Column.PROJECT}) - {Column.DONOR}
    press(view.columns.make_menu(), "The usual columns")
    assert shown(view) == USUAL


def test_what_a_row_is_about_cannot_be_hidden(view: QueueView) -> None:
    able = {action.text(): action.isEnabled() for action in view.columns.make_menu().actions()}
    assert not any(able[COLUMNS[column].word] for column in STEADY)


def test_a_column_that_a_person_hid_stays_hidden_in_a_wide_window(view: QueueView) -> None:
    view.columns.choose(USUAL - {Column.DONOR})
    view.fit(WidthClass.MEDIUM, compact=True)
    view.fit(WidthClass.WIDE, compact=False)
    assert Column.DONOR not in shown(view)
    assert Column.TYPE in shown(view)


def test_more_columns_than_fit_make_the_table_scroll_and_keep_the_state_readable(
    view: QueueView, theme: Theme
) -> None:
    view.columns.choose(frozenset(Column))
    assert view.columnWidth(Column.STATE) >= theme.px(COLUMNS[Column.STATE].width)
    assert view.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded
    view.columns.choose(USUAL)
    assert view.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def test_the_cells_of_the_further_columns_tell_their_facts(model: QueueModel) -> None:
    def text(column: Column) -> str:
        return str(model.index(0, column).data())

    assert (text(Column.PROJECT), text(Column.MANIFEST), text(Column.OBJECT_ID)) == (
        "OCCAMS-GB",
        "nov.tsv",
        "id-1",
    )
    assert "2026" in text(Column.ADDED)
    assert text(Column.FINISHED) == ""
    assert text(Column.RENEWALS) == ""


def test_the_choice_is_remembered(qtbot: QtBot, model: QueueModel, theme: Theme, icons: Icons) -> None:
    memory = Forgetful()
    for _ in range(2):
        page = QueuePage(theme, icons, model, QWidget(), memory)
        qtbot.addWidget(page)
        page.fit(WidthClass.WIDE, compact=False)
        page.view.columns.columns_chosen.emit(USUAL | {Column.MD5})
    assert Column.MD5 in shown(QueuePage(theme, icons, model, QWidget(), memory).view)


def test_widths_that_a_person_chose_grow_with_the_text(
    qtbot: QtBot, model: QueueModel, theme: Theme, icons: Icons
) -> None:
    memory = Forgetful()

    def page() -> QueuePage:
        made = QueuePage(theme, icons, model, QWidget(), memory)
        qtbot.addWidget(made)
        made.resize(theme.px(1300), theme.px(800))
        made.show()
        made.fit(WidthClass.WIDE, compact=False)
        made.size_regions()
        return made

    first = page()
    first.view.columns._on_moved()  # as after a drag of the header
    first.view.setColumnWidth(Column.DONOR, theme.px(120))
    first.save()
    before = theme.px(120)
    theme.set_text_size(200)
    assert page().view.columnWidth(Column.DONOR) == pytest.approx(before * 2, rel=0.1)
    theme.set_text_size(100)
    assert page().view.columnWidth(Column.DONOR) == before


@given(st.frozensets(st.sampled_from(Column)))
def test_a_choice_of_columns_outlives_the_program(columns: frozenset[Column]) -> None:
    wanted = columns | STEADY
    assert read_columns(columns_text(wanted)) == wanted


@pytest.mark.parametrize("text", [None, "", "nothing known", 7])
def test_a_memory_that_is_not_understood_gives_the_usual_columns(text: object) -> None:
    assert read_columns(text) == USUAL


def test_columns_of_a_newer_version_are_left_out() -> None:
    assert read_columns("name future progress state md5") == STEADY | {Column.MD5}


def test_the_edges_of_a_row_follow_columns_that_were_moved(view: QueueView) -> None:
    header = view.horizontalHeader()
    header.moveSection(header.visualIndex(Column.STATE), 0)
    assert view.edge_columns() == (Column.STATE, Column.TIME_LEFT)
    assert view.columns.is_arranged


# --- dragged rows ------------------------------------------------------------------------------------------------


def drag(view: QueueView, y: int, *, drop: bool) -> bool:
    """Move dragged rows over the table, or let them go; True if the table takes them."""
    data = QMimeData()
    data.setData(ROWS, b"")
    place = QPointF(50, y)
    kinds = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(place.toPoint(), *kinds)
    QApplication.sendEvent(view.viewport(), enter)
    event: QDropEvent = QDropEvent(place, *kinds) if drop else QDragMoveEvent(place.toPoint(), *kinds)
    QApplication.sendEvent(view.viewport(), event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("row", "below_middle", "before"),
    [(0, False, 1), (0, True, 2), (3, False, 4), (4, True, None)],
)
def test_rows_go_to_the_gap_that_is_nearest(
    qtbot: QtBot, view: QueueView, row: int, below_middle: bool, before: int | None
) -> None:
    y = view.rowViewportPosition(row) + view.rowHeight(row) // 2 + (3 if below_middle else -3)
    assert drag(view, y, drop=False)
    view._drag._moving = (TransferId(2),)
    with qtbot.waitSignal(view.moved) as moved:
        drag(view, y, drop=True)
    assert moved.args == [(2,), before]


def test_below_the_last_row_is_the_end_of_the_queue(qtbot: QtBot, view: QueueView) -> None:
    view._drag._moving = (TransferId(2),)
    with qtbot.waitSignal(view.moved) as moved:
        drag(view, view.viewport().height() - 2, drop=True)
    assert moved.args == [(2,), None]


def test_a_line_shows_where_they_would_go(view: QueueView) -> None:
    line = view._drag._line
    drag(view, view.rowViewportPosition(2) + 2, drop=False)
    assert line.isVisible()
    assert abs(line.y() - view.rowViewportPosition(2)) <= 1
    drag(view, 5, drop=True)
    assert not line.isVisible()


def test_in_another_order_than_the_queue_s_nothing_is_dragged(view: QueueView) -> None:
    view.selectRow(1)
    assert view._dragged() == (2,)
    view.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
    view.selectRow(1)
    assert view._dragged() == ()


def test_files_from_outside_are_left_to_the_window(view: QueueView) -> None:
    data = QMimeData()
    data.setText("33dd93ef-aab8-561c-8cc0-2fe14bd00001")
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    assert not view._drag.eventFilter(view.viewport(), event)


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("seconds", [40, 34 * 60, 3570, 75 * 60, 9 * 3600 + 3300, 9 * 86400 + 82800])
def test_every_time_that_is_left_fits_its_column(
    theme: Theme, owner: QObject, seconds: int, *, compact: bool
) -> None:
    model = QueueModel(rows := QueueRows(), owner)
    rows.load([transfer(1, Status.DOWNLOADING)])
    rows.tick([sample(1, 520, seconds_left=seconds)])
    model.rebuild()
    model.set_short(short=compact)
    words = model.index(0, Column.TIME_LEFT).data()
    facts = COLUMNS[Column.TIME_LEFT]
    room = theme.px(facts.compact if compact else facts.width) - 2 * theme.px(8)
    assert words
    assert QFontMetrics(theme.font()).horizontalAdvance(words) <= room
