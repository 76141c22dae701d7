"""What gives way where a dialog has little room, and what never does."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from score_gui.ui.icons import Icons
from score_gui.ui.profiles_bars import ListBar
from score_gui.ui.profiles_body import ScrollingForm
from score_gui.ui.slice_bars import FootBar
from score_gui.ui.theme import Theme
from score_gui.ui.widgets import button

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # the platform without a screen


def test_a_form_shows_the_field_that_has_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    form = QWidget()
    column = QVBoxLayout(form)
    fields = [QLineEdit() for _ in range(20)]
    for field in fields:
        column.addWidget(field)
    scrolling = ScrollingForm(form)
    qtbot.addWidget(scrolling)
    scrolling.resize(theme.px(400), theme.px(160))
    scrolling.show()
    scrolling.activateWindow()

    def is_in_sight(field: QLineEdit) -> bool:
        place = field.mapTo(scrolling.viewport(), field.rect().center())
        return scrolling.viewport().rect().contains(place)

    assert not is_in_sight(fields[12])
    fields[12].setFocus()
    qtbot.waitUntil(lambda: is_in_sight(fields[12]))
    scrolling.verticalScrollBar().setValue(0)
    scrolling.resize(theme.px(400), theme.px(150))
    qtbot.waitUntil(lambda: is_in_sight(fields[12]))


def test_a_note_stands_above_the_buttons_where_it_would_be_a_column_of_words(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    done, copy = button(theme, "Done"), button(theme, "Copy as command")
    foot = FootBar(theme, icons, [done], left=[copy])
    qtbot.addWidget(foot)
    foot.resize(theme.px(900), theme.px(80))
    foot.show()
    foot.say("IGV does not answer on port 60151.", "info")

    def is_above() -> bool:
        QApplication.processEvents()
        return foot.note.mapTo(foot, foot.note.rect().bottomLeft()).y() < done.geometry().top()

    assert not is_above()
    foot.resize(theme.px(380), theme.px(120))
    assert is_above()
    foot.resize(theme.px(900), theme.px(80))
    assert not is_above()


def test_the_longest_words_give_way_first(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    bar = ListBar(theme, icons)
    dialog = QWidget()  # a window by itself would be held to the width of its buttons
    bar.setParent(dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    seen = []
    enough = bar.sizeHint().width()
    for width in (enough + 10, enough - 10, bar.minimumSizeHint().width()):
        bar.resize(width, bar.sizeHint().height())
        seen.append((bar.take.text().strip(), bar.take.accessibleName()))
    whole = "Import from score-client…"
    assert seen == [(whole, whole), ("Import…", whole), ("", whole)]
