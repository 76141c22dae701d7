"""The preview's table as Qt sees it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_gui.model.manifest import Manifest
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_keys import Column
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_model import PreviewModel
from score_gui.ui.preview_order import Order, SortKey
from score_gui.ui.preview_rows import Group
from tests.ui.preview_samples import HOSTILE, entry, liver, manifest, run_at_once

Role = Qt.ItemDataRole


def model_of(told: Manifest, owner: QObject) -> PreviewModel:
    return PreviewModel(Loaded.of(told, Order()), run_at_once, owner)


@pytest.fixture
def model(owner: QObject) -> PreviewModel:
    return model_of(liver(), owner)


def place(model: PreviewModel, name: str) -> int:
    return next(row for row in range(model.rowCount()) if model.index(row, Column.NAME).data() == name)


def test_it_keeps_qts_rules_through_search_sorting_folding_and_ticking(
    model: PreviewModel, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)
    model.search("cram")
    model.sort_by(Column.SIZE)
    model.fold(Group.LEFT_OUT)
    model.set_value(Facet.TYPE, "CRAM", on=False)
    model.search("")
    qtmodeltester.check(model)


def test_group_headings_stand_as_rows_that_cannot_be_selected(model: PreviewModel) -> None:
    heading = model.index(0, Column.NAME)
    assert heading.data() == "Left out  4 lines cannot be read as a file"
    assert heading.flags() == Qt.ItemFlag.ItemIsEnabled


def test_a_left_out_row_has_no_tick_box(model: PreviewModel) -> None:
    box = model.index(1, Column.TICK)
    assert box.data(Role.CheckStateRole) is None
    assert not model.setData(box, Qt.CheckState.Checked, Role.CheckStateRole)


def test_unticking_a_row_tells_everybody(model: PreviewModel, qtbot: QtBot) -> None:
    box = model.index(place(model, "SA408002.aln.cram"), Column.TICK)
    with qtbot.waitSignal(model.ticks_changed):
        assert model.setData(box, Qt.CheckState.Unchecked, Role.CheckStateRole)
    assert box.data(Role.CheckStateRole) is Qt.CheckState.Unchecked
    assert model.shown_state() is Qt.CheckState.PartiallyChecked


def test_the_box_in_the_header_ticks_what_is_shown_and_nothing_else(model: PreviewModel) -> None:
    model.search("vcf")
    model.tick_shown()
    assert model.shown_state() is Qt.CheckState.Unchecked
    model.search("")
    assert model.shown_state() is Qt.CheckState.PartiallyChecked
    model.tick_shown()
    assert model.headerData(0, Qt.Orientation.Horizontal, Role.CheckStateRole) is Qt.CheckState.Checked


def test_a_facet_is_switched_in_one_turn_and_painted_in_the_next(model: PreviewModel, qtbot: QtBot) -> None:
    told: list[bool] = []
    model.ticks_changed.connect(lambda: told.append(True))
    before = len(model.ticks.numbers)
    model.set_value(Facet.TYPE, "VCF", on=False)
    assert len(model.ticks.numbers) < before
    assert told == []
    qtbot.waitUntil(lambda: told == [True])


def test_a_row_unticked_by_a_facet_says_why(model: PreviewModel) -> None:
    model.set_value(Facet.TYPE, "VCF", on=False)
    row = place(model, "SA408006.somatic.vcf.gz")
    assert model.index(row, Column.REMARK).data() == "Not ticked: VCF"


def test_sorting_goes_up_down_and_back(model: PreviewModel) -> None:
    first = [model.index(row, Column.NAME).data() for row in range(model.rowCount())]
    seen = []
    for _ in range(3):
        model.sort_by(Column.SIZE)
        seen.append(model.order.keys)
    assert seen == [(SortKey(Column.SIZE),), (SortKey(Column.SIZE, descending=True),), ()]
    assert [model.index(row, Column.NAME).data() for row in range(model.rowCount())] == first


def test_a_row_is_found_again_after_sorting_and_lost_while_folded(model: PreviewModel) -> None:
    model.sort_by(Column.SIZE)
    now = model.place_of(10)
    assert now is not None
    line = model.line(now)
    model.fold(line.group)
    assert model.place_of(10) is None


def test_a_row_is_told_in_one_sentence(owner: QObject) -> None:
    model = model_of(manifest(entry(7, "SA7.aln.cram")), owner)
    sentence = model.index(1, Column.NAME).data(Role.AccessibleTextRole)
    assert sentence == "SA7.aln.cram, ticked, line 7, CRAM, DO32807, 40.0 GB"


def test_a_hostile_name_is_shown_letter_by_letter_and_escaped_in_the_tool_tip(owner: QObject) -> None:
    model = model_of(manifest(entry(1, HOSTILE)), owner)
    index = model.index(1, Column.NAME)
    assert index.data() == HOSTILE
    assert "<img" not in index.data(Role.ToolTipRole)
    assert "&lt;img" in index.data(Role.ToolTipRole)
