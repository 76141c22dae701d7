from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_gui.model.transfer import Priority, Status, TransferId
from score_gui.ui.queue_columns import Column
from score_gui.ui.queue_filter import Filter, Group
from score_gui.ui.queue_model import ROW_ROLE, QueueModel
from score_gui.ui.queue_rows import QueueRows
from tests.ui.rows import HOSTILE, sample, transfer

T = TransferId


Make = Callable[..., tuple[QueueRows, QueueModel]]


@pytest.fixture
def made(owner: QObject) -> Make:
    def make(*transfers: Any) -> tuple[QueueRows, QueueModel]:
        rows = QueueRows()
        rows.load(transfers)
        model = QueueModel(rows, owner)
        model.rebuild()
        return rows, model

    return make


def shown(model: QueueModel) -> list[int]:
    return [model.row_at(n).id for n in range(model.rowCount())]


def text(
    model: QueueModel, row: int, column: Column, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole
) -> str:
    return str(model.index(row, column).data(role) or "")


def test_the_model_keeps_the_rules_of_qt(made: Make, qtmodeltester: ModelTester) -> None:
    rows, model = made(*(transfer(n, list(Status)[n % len(Status)]) for n in range(1, 40)))
    qtmodeltester.check(model)
    model.apply(rows.change([transfer(40), transfer(3, Status.PAUSED)]))
    model.apply(rows.drop([T(5), T(6)]))
    model.set_filter(Filter(Group.WAITING))
    qtmodeltester.check(model)


def test_cells_say_what_is_known_and_nothing_else(made: Make) -> None:
    rows, model = made(
        transfer(1, Status.DOWNLOADING, size=41_200_000_000, file_type="BAM", donor="DO1"),
        transfer(2, size=None),
    )
    rows.tick([sample(1, 21_400_000_000, speed=48e6, seconds_left=420)])
    cells = [text(model, 0, column) for column in Column]
    assert cells[:8] == ["1", "file-1.bam", "BAM", "DO1", "41.2 GB", "51 %", "48 MB/s", "about 7 min"]
    assert [text(model, 1, column) for column in (Column.SIZE, Column.PROGRESS, Column.SPEED)] == ["", "", ""]


def test_narrow_columns_say_times_shortly(made: Make) -> None:
    rows, model = made(transfer(1, Status.DOWNLOADING))
    rows.tick([sample(1, seconds_left=420)])
    model.set_short(short=True)
    assert text(model, 0, Column.TIME_LEFT) == "~7 min"


def test_a_screen_reader_hears_the_row(made: Make) -> None:
    rows, model = made(transfer(1), transfer(2), transfer(3, Status.DOWNLOADING, name="SA408046.aln.bam"))
    rows.tick([sample(3, 780, seconds_left=34 * 60)])
    said = text(model, 2, Column.STATE, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Row 3 of 3, SA408046.aln.bam, downloading, 78 percent, about 34 minutes left"


def test_tool_tips_show_hostile_names_letter_by_letter(made: Make) -> None:
    _, model = made(transfer(1, name=HOSTILE))
    tool_tip = text(model, 0, Column.NAME, Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tool_tip
    assert "&lt;img" in tool_tip
    assert "\n" not in text(model, 0, Column.NAME)
    assert "\u202e" not in text(model, 0, Column.NAME)


def test_a_priority_moves_a_row_to_its_place_and_has_a_column(made: Make) -> None:
    rows, model = made(*(transfer(n) for n in range(1, 5)))
    model.apply(rows.change([transfer(3, priority=Priority.HIGH), transfer(1, priority=Priority.LOW)]))
    assert shown(model) == [3, 2, 4, 1]
    assert [text(model, n, Column.NUMBER) for n in range(4)] == ["1", "2", "3", "4"]
    assert [text(model, n, Column.PRIORITY) for n in range(4)] == ["High", "Normal", "Normal", "Low"]
    assert "High priority" in text(model, 0, Column.NAME, Qt.ItemDataRole.ToolTipRole)
    model.sort(Column.PRIORITY, Qt.SortOrder.DescendingOrder)
    assert shown(model) == [1, 4, 2, 3]


def test_a_finished_file_says_nothing_of_its_priority(made: Make) -> None:
    _, model = made(transfer(1, Status.VERIFIED, priority=Priority.HIGH))
    assert text(model, 0, Column.PRIORITY) == ""
    assert "priority" not in text(model, 0, Column.NAME, Qt.ItemDataRole.ToolTipRole)


def test_a_tick_moves_no_row_and_tells_only_what_moved(made: Make, qtbot: QtBot) -> None:
    rows, model = made(*(transfer(n, Status.DOWNLOADING) for n in range(1, 1001)))
    model.sort(Column.SPEED, Qt.SortOrder.DescendingOrder)
    before = shown(model)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.refresh(rows.tick([sample(10, speed=9.0), sample(11, speed=8.0), sample(500)]))
    assert shown(model) == before
    assert sum(last - first + 1 for first, last in told) == 3
    assert len(told) == 2


@pytest.mark.parametrize("order", list(Qt.SortOrder))
def test_sorting_by_name_goes_both_ways(made: Make, order: Qt.SortOrder) -> None:
    _, model = made(transfer(1, name="b"), transfer(2, name="A"), transfer(3, name="c"))
    model.sort(Column.NAME, order)
    expected = [2, 1, 3] if order is Qt.SortOrder.AscendingOrder else [3, 1, 2]
    assert shown(model) == expected
    assert [model.position(T(n)) for n in expected] == [0, 1, 2]


def test_a_row_leaves_a_filter_that_it_no_longer_passes(made: Make) -> None:
    rows, model = made(transfer(1, Status.PAUSED), transfer(2, Status.PAUSED))
    model.set_filter(Filter(Group.PAUSED))
    model.apply(rows.change([transfer(1, Status.DOWNLOADING)]))
    assert shown(model) == [2]
    assert model.position(T(1)) is None


def test_many_changes_at_once_arrive_too(made: Make) -> None:
    rows, model = made()
    model.apply(rows.change([transfer(n) for n in range(1, 1200)]))
    assert model.rowCount() == 1199


def test_a_long_queue_is_filtered_and_sorted_after_a_moment(made: Make, qtbot: QtBot) -> None:
    rows, model = made(*(transfer(number) for number in range(1, 5001)))
    with qtbot.waitSignal(model.filtered):
        model.set_filter(Filter(text="file-49"))
        model.apply(rows.drop((TransferId(49),)))
        model.apply(rows.change((transfer(6000, name="file-499.bam"), transfer(490, name="other.bam"))))
    kept = {number for number in range(1, 5001) if str(number).startswith("49")} - {49, 490} | {6000}
    assert set(shown(model)) == kept
    with qtbot.waitSignal(model.filtered):
        model.sort(Column.NUMBER, Qt.SortOrder.DescendingOrder)
    assert shown(model) == sorted(kept, reverse=True)
    with qtbot.waitSignal(model.filtered):
        model.set_filter(Filter(text="file-499"))
    assert shown(model) == [6000, *range(4999, 4989, -1), 499]


@pytest.mark.parametrize("order", list(Qt.SortOrder))
@pytest.mark.parametrize(("known", "new"), [((1, 5000), (5001, 6000)), ((1001, 6000), (1, 1000))])
def test_many_rows_that_are_new_find_their_places(
    made: Make, order: Qt.SortOrder, known: tuple[int, int], new: tuple[int, int], qtbot: QtBot
) -> None:
    rows, model = made(*(transfer(number) for number in range(known[0], known[1] + 1)))
    with qtbot.waitSignal(model.filtered):
        model.sort(Column.NUMBER, order)
    model.apply(rows.change([transfer(number) for number in range(new[0], new[1] + 1)]))
    wanted = list(range(1, 6001))
    assert shown(model) == (wanted if order is Qt.SortOrder.AscendingOrder else wanted[::-1])


@pytest.mark.parametrize("order", list(Qt.SortOrder))
@pytest.mark.parametrize("gone", [range(1, 1001), range(4000, 6000), range(1, 6001, 3)])
def test_many_rows_leave_at_once_whether_they_stand_together_or_not(
    made: Make, order: Qt.SortOrder, gone: range, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    rows, model = made(*(transfer(number) for number in range(1, 6001)))
    with qtbot.waitSignal(model.filtered):
        model.sort(Column.NUMBER, order)
    taken: list[int] = []
    model.rowsRemoved.connect(lambda _, first, last: taken.append(last - first + 1))
    model.apply(rows.drop([T(number) for number in gone]))
    left = sorted(set(range(1, 6001)) - set(gone))
    assert shown(model) == (left if order is Qt.SortOrder.AscendingOrder else left[::-1])
    assert sum(taken) == len(gone)
    assert [rows.number(rows[T(number)]) for number in left[:3]] == [1, 2, 3]
    qtmodeltester.check(model)


def test_rows_are_given_to_delegates(made: Make) -> None:
    rows, model = made(transfer(1))
    assert model.index(0, 0).data(ROW_ROLE) == rows[T(1)]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("change"), st.integers(1, 8), st.sampled_from(Status)),
        st.tuples(st.just("drop"), st.integers(1, 8), st.just(Status.WAITING)),
    ),
    max_size=25,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    steps,
    st.sampled_from([Column.NUMBER, Column.STATE, Column.NAME]),
    st.sampled_from(list(Qt.SortOrder)),
    st.sampled_from(Group),
)
def test_small_steps_end_where_building_anew_ends(
    made: Make, qapp: object, steps: Any, column: Column, order: Qt.SortOrder, group: Group
) -> None:
    rows, model = made()
    model.sort(column, order)
    model.set_filter(Filter(group))
    counts = [0]
    model.rowsInserted.connect(lambda _, first, last: counts.append(counts[-1] + last - first + 1))
    model.rowsRemoved.connect(lambda _, first, last: counts.append(counts[-1] - (last - first + 1)))
    for kind, number, status in steps:
        delta = rows.change([transfer(number, status)]) if kind == "change" else rows.drop([T(number)])
        model.apply(delta)
        assert counts[-1] == model.rowCount()
    by_steps = shown(model)
    model.rebuild()
    assert by_steps == shown(model)
