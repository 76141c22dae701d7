from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_gui.access.profiles import IMAGING
from score_gui.model import problems
from score_gui.model.messages import Noted, PartsSeen
from score_gui.model.transfer import Check, Status, TransferId
from score_gui.ui.activity import ActivityModel, Journal, entries, journal_text
from score_gui.ui.deeds import Deed
from score_gui.ui.details import Details, Tab
from score_gui.ui.facts_form import FactsForm
from score_gui.ui.icons import Icons
from score_gui.ui.overview_words import left_facts, problem_trace, right_facts, several_facts, several_title
from score_gui.ui.queue_rows import Row
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import ElidedLabel, Label
from tests.gallery import queue_samples
from tests.ui.rows import HOSTILE, sample, transfer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
AT = time.mktime((2026, 11, 21, 14, 31, 0, 0, 0, -1))


@pytest.fixture
def details(qtbot: QtBot, theme: Theme, icons: Icons) -> Details:
    made = Details(theme, icons)
    qtbot.addWidget(made)
    made.set_sites({"argo": "ICGC ARGO"})
    made.resize(theme.px(1072), theme.px(260))
    return made


def texts(widget: Details) -> list[str]:
    return [item.text() for item in widget.findChildren(Label) if item.isVisible() and item.text()]


def test_a_running_file_is_told_in_one_sentence_and_its_facts(details: Details) -> None:
    details.show()
    details.show_rows([Row(transfer(1, Status.DOWNLOADING, md5="ab" * 16), sample(1, 520, seconds_left=420))])
    seen = texts(details)
    assert "52 %, about 7 min left" in seen
    assert {"ICGC ARGO", "ab" * 16, "known after the last byte"} <= set(seen)


def test_a_problem_has_its_cause_its_next_step_and_one_button(qtbot: QtBot, details: Details) -> None:
    details.show()
    problem = problems.no_access("ICGC ARGO", "7f41")
    details.show_rows([Row(transfer(1, Status.NEEDS_YOU, problem=problem))])
    assert {problem.title, problem.cause, problem.next_step} <= set(texts(details))
    with qtbot.waitSignal(details.deed_asked) as asked:
        details._overview._problem.buttons[0].click()
    assert asked.args == [Deed.COPY_ID, False]


def test_nothing_is_told_of_a_file_that_is_not_selected_any_more(details: Details) -> None:
    details.show()
    details.show_rows([Row(transfer(1, Status.NEEDS_YOU, problem=problems.no_access("ARGO", "x")))])
    details.show_rows([])
    assert texts(details) == ["No file is selected."]


def test_facts_stand_below_one_another_where_the_panel_is_narrow(details: Details, theme: Theme) -> None:
    details.show()
    details.show_rows([Row(transfer(1, Status.DOWNLOADING), sample(1, 520))])

    def edges() -> list[int]:
        forms = [form for form in details.findChildren(FactsForm) if form.isVisible()]
        return [form.mapTo(details, form.rect().topLeft()).x() for form in forms]

    details.resize(theme.px(1000), theme.px(400))
    QApplication.processEvents()
    left, right = edges()
    assert left < right
    details.resize(theme.px(600), theme.px(400))
    QApplication.processEvents()
    left, right = edges()
    assert left == right


def test_several_files_are_summed_up(details: Details) -> None:
    details.show()
    rows = [Row(transfer(n, Status.PAUSED, kept=300)) for n in (1, 2)] + [Row(transfer(3, Status.VERIFIED))]
    details.show_rows(rows)
    assert several_title(rows) == ("3 files selected, 3 kB", "2 paused, 1 verified")
    assert several_facts(rows)["On disk"] == "2 of 3 kB (53 %)"
    assert several_facts(rows)["Check"] == "1 verified, 2 to come"
    assert "3 files selected, 3 kB" in texts(details)


def test_parts_are_asked_for_only_while_they_are_seen(qtbot: QtBot, details: Details) -> None:
    told: list[object] = []
    details.watched.connect(told.append)
    details.show()
    details.show_rows([Row(transfer(1, Status.DOWNLOADING))])
    assert told == []
    details.show_tab(Tab.PARTS)
    details.show_rows([Row(transfer(2, Status.DOWNLOADING))])
    details.show_rows([Row(transfer(n)) for n in (1, 2)])
    details.show_rows([Row(transfer(3))])
    details.hide()
    assert told == [1, 2, None, 3, None]


def test_parts_of_another_file_came_too_late(details: Details) -> None:
    details.show()
    details.show_tab(Tab.PARTS)
    details.show_rows([Row(transfer(2, Status.DOWNLOADING))])
    details.show_parts(queue_samples.parts())
    assert not details._parts.map.isVisible()
    details.show_parts(PartsSeen(TransferId(2), queue_samples.parts().parts))
    assert details._parts.map.isVisible()


def test_all_parts_of_a_verified_file_are_checked_whatever_was_told_last(details: Details) -> None:
    details.show()
    details.show_tab(Tab.PARTS)
    details.show_rows([Row(transfer(2, Status.DOWNLOADING))])
    seen = PartsSeen(TransferId(2), queue_samples.parts().parts, 3600)
    details.show_parts(seen)
    assert "17 of 42 parts done" in texts(details)
    details.show_rows([Row(transfer(2, Status.VERIFIED))])
    for _ in range(2):  # once more, for parts that were told before the verdict and come after it
        assert "42 of 42 parts done" in texts(details)
        assert "checked, 100 %" in details._parts.map.text_of(41)
        assert not any("Link" in text for text in texts(details))
        details.show_parts(seen)


def test_no_part_of_a_paused_file_has_a_speed(details: Details) -> None:
    details.show()
    details.show_tab(Tab.PARTS)
    details.show_rows([Row(transfer(2, Status.DOWNLOADING))])
    seen = PartsSeen(TransferId(2), queue_samples.parts().parts, 3600)
    details.show_parts(seen)
    assert any(part.speed for part in details._parts._table._parts)
    details.show_rows([Row(transfer(2, Status.PAUSED))])
    for _ in range(2):
        assert "17 of 42 parts done" in texts(details)
        assert not any(part.speed for part in details._parts._table._parts)
        assert not any("Link" in text for text in texts(details))
        details.show_parts(seen)


def test_hostile_text_stays_text_everywhere(details: Details) -> None:
    details.show()
    problem = problems.request_refused(HOSTILE, HOSTILE)
    facts = {"name": HOSTILE, "donor": HOSTILE, "object_id": HOSTILE, "manifest": HOSTILE, "problem": problem}
    details.show_rows([Row(transfer(1, Status.NEEDS_YOU, **facts), companions=(transfer(2, name=HOSTILE),))])
    for label in details.findChildren(Label):
        assert label.textFormat().name == "PlainText"
        assert "<img" not in label.toolTip()
        assert not (isinstance(label, ElidedLabel) and "\u202e" in label.text())


def test_facts_without_a_value_disappear(qtbot: QtBot, theme: Theme) -> None:
    form = FactsForm(theme, ("From", "Index"))
    qtbot.addWidget(form)
    form.show()
    form.set_values({"From": "ARGO"})
    shown = [item.text() for item in form.findChildren(Label) if item.isVisible()]
    assert shown == ["From", "ARGO"]


def test_facts_of_a_verified_file() -> None:
    row = Row(transfer(1, Status.VERIFIED, check=Check.WHOLE, md5_seen="cd" * 16, renewals=2))
    assert right_facts(row) == {
        "MD5 expected": "not told; the size is checked",
        "MD5 seen": "cd" * 16,
        "Check": "MD5 matches",
        "Link": "renewed 2 times",
    }
    index = transfer(2, Status.VERIFIED, name="a.bai", size=1_100_000)
    assert left_facts(Row(transfer(1), companions=(index,)), "ARGO")["Index"] == "a.bai, 1 MB, verified"


def test_the_trace_names_the_code() -> None:
    row = Row(transfer(1, Status.NEEDS_YOU, problem=problems.no_access("A", "x")), since=AT)
    assert problem_trace(row, row.transfer) == "Since 14:31 · access-denied"


def test_activity_stands_under_its_days_newest_first() -> None:
    journal = Journal()
    for number, (ago, code, text) in enumerate(
        ((90_000, "started", "Begun."), (60, "repair", "Again. Its MD5 differed."))
    ):
        journal.add(Noted(TransferId(number % 1 + 1), AT - ago, code, text))
    lines = list(entries(journal.of([TransferId(1)]), AT))
    assert [(line.text, line.why) for line in lines] == [
        ("Today", ""),
        ("Again", "Its MD5 differed."),
        ("Yesterday", ""),
        ("Begun", ""),
    ]
    assert journal_text(lines).startswith("Today\n14:30  Again. Its MD5 differed.\nYesterday")


def test_the_journal_forgets_the_oldest_first() -> None:
    journal = Journal(limit=2)
    for number in range(3):
        journal.add(Noted(TransferId(1), float(number), "x", f"{number}"))
    assert [note.text for note in journal.of([TransferId(1)])] == ["2", "1"]


def test_the_activity_model_keeps_the_rules_of_qt(details: Details, qtmodeltester: ModelTester) -> None:
    model = ActivityModel(details)
    model.set_lines(list(entries(queue_samples.notes(), time.time())))
    qtmodeltester.check(model)


def test_ids_can_be_copied_exactly(qtbot: QtBot, details: Details) -> None:
    details.show()
    details.show_tab(Tab.LINKS)
    details.show_rows([Row(transfer(1, object_id="33dd-aab8"))])
    with qtbot.waitSignal(details.copied) as told:
        details._links._copy("Object ID")
    assert told.args == ["33dd-aab8"]
    with qtbot.waitSignal(details.copied) as told:
        details._links._copy("As a command")
    assert told.args == ["score-gui download --profile argo --object-id 33dd-aab8 --output-dir data"]


def test_the_command_for_a_public_image_names_no_profile(qtbot: QtBot, details: Details) -> None:
    details.show()
    details.show_tab(Tab.LINKS)
    details.show_rows([Row(transfer(1, object_id="s3://idc-open-data/a/b.dcm", profile_id=IMAGING.id))])
    with qtbot.waitSignal(details.copied) as told:
        details._links._copy("As a command")
    assert told.args == ["score-gui download --object-id s3://idc-open-data/a/b.dcm --output-dir data"]
