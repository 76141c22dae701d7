"""Answers about names: from the buttons and the menu to the command, and the question before a file is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from score_gui.model.messages import AnswerName
from score_gui.model.name_problems import name_shared, name_taken
from score_gui.model.problems import no_access
from score_gui.model.transfer import NameRule, Status, TransferId
from score_gui.ui.deeds import Deed
from score_gui.ui.details import Details
from score_gui.ui.icons import Icons
from score_gui.ui.name_answers import answer, replace_question
from score_gui.ui.queue_rows import Row
from score_gui.ui.theme import Theme
from tests.ui.rows import transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TAKEN = name_taken(Path("a.bam"))


def asking(number: int, manifest: str | None = "liver.tsv") -> Row:
    return Row(transfer(number, Status.NEEDS_YOU, problem=TAKEN, manifest=manifest))


def test_an_answer_goes_to_all_that_ask_and_to_nobody_else() -> None:
    index = transfer(4, Status.NEEDS_YOU, companion_of=TransferId(3), problem=TAKEN)
    rows = [
        asking(1),
        Row(transfer(2, Status.NEEDS_YOU, problem=no_access("ARGO", "x"))),
        Row(transfer(3, Status.VERIFIED), companions=(index,)),
    ]
    command = answer(rows, Deed.KEEP_BOTH, whole_manifest=False)
    assert command == AnswerName((TransferId(1), TransferId(4)), NameRule.KEEP_BOTH)
    assert answer(rows[1:2], Deed.KEEP_BOTH, whole_manifest=False) is None


@pytest.mark.parametrize(
    ("rows", "whole", "text"),
    [
        ([asking(1)], False, "Replace file-1.bam?"),
        ([asking(1), asking(2)], False, "Replace 2 files?"),
        ([asking(1)], True, "Replace every file that has the name of one in liver.tsv?"),
    ],
)
def test_replacing_is_asked_about_with_what_is_lost(rows: list[Row], whole: bool, text: str) -> None:
    question = replace_question(rows, whole_manifest=whole)
    assert question.text == text
    assert question.is_dangerous
    assert "lost" in question.consequence


@pytest.fixture
def details(qtbot: QtBot, theme: Theme, icons: Icons) -> Details:
    made = Details(theme, icons)
    qtbot.addWidget(made)
    made.resize(theme.px(1072), theme.px(300))
    made.show()
    return made


def buttons(details: Details) -> list[str]:
    return [one.text() for one in details._overview._problem.buttons]


def test_the_overview_offers_every_answer_and_the_same_for_the_manifest(
    qtbot: QtBot, details: Details
) -> None:
    details.show_rows([asking(1)])
    assert buttons(details) == ["Keep both", "Replace the other file…", "Leave this one out"]
    box = details._overview._problem
    assert box.for_all.isVisible()
    box.for_all.setChecked(True)
    with qtbot.waitSignal(details.deed_asked) as asked:
        box.buttons[0].click()
    assert asked.args == [Deed.KEEP_BOTH, True]
    details.show_rows([asking(2)])
    assert not box.for_all.isChecked(), "the next file is asked about anew"


def test_a_file_of_no_manifest_answers_for_itself(details: Details) -> None:
    details.show_rows([asking(1, manifest=None)])
    assert not details._overview._problem.for_all.isVisible()


def test_a_file_of_the_queue_cannot_be_replaced(details: Details) -> None:
    shared = transfer(1, Status.NEEDS_YOU, problem=name_shared(Path("a.bam"), "id-7"))
    details.show_rows([Row(shared)])
    assert buttons(details) == ["Keep both", "Leave this one out"]


def test_an_index_file_is_named_as_such(details: Details) -> None:
    index = transfer(2, Status.NEEDS_YOU, companion_of=TransferId(1), problem=TAKEN)
    details.show_rows([Row(transfer(1, Status.VERIFIED), companions=(index,))])
    assert details._overview._title.text() == "Index file: Another file has this name"
