"""The page of the first run: three steps, a practice set, and an answer to a drag."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from score_gui.ui.empty_page import ARGO_REPOSITORY, EmptyPage
from score_gui.ui.empty_text import MarkedText
from score_gui.ui.icons import Icons
from score_gui.ui.preview_recent import Recent
from score_gui.ui.theme import Theme

# The offscreen platform says so of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[EmptyPage]:
    made = EmptyPage(theme, icons, keyring="the macOS keychain", practice_size="36 MB")
    qtbot.addWidget(made)
    made.resize(1072, 672)
    made.show()
    yield made
    made.close()


def button(page: EmptyPage, words: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if words in (b.accessibleName(), b.text()))


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("Add token…", lambda page: page.token_asked),
        ("Open token page", lambda page: page.token_page_asked),
        ("Choose file…", lambda page: page.choose_asked),
        ("Try the open practice set (36 MB)", lambda page: page.practice_asked),
    ],
)
def test_each_button_asks_for_what_it_says(
    page: EmptyPage, qtbot: QtBot, words: str, signal: Callable[[EmptyPage], object]
) -> None:
    with qtbot.waitSignal(signal(page)):
        qtbot.mouseClick(button(page, words), Qt.MouseButton.LeftButton)


def test_the_portal_is_asked_for_by_its_address(page: EmptyPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.url_asked) as asked:
        qtbot.mouseClick(button(page, "Open ARGO"), Qt.MouseButton.LeftButton)
    assert asked.args == [ARGO_REPOSITORY]


def test_it_says_where_the_token_is_kept(page: EmptyPage) -> None:
    told = [words.text for words in page.findChildren(MarkedText)]
    assert any("It is kept in the macOS keychain and sent to ICGC ARGO only." in text for text in told)


def test_an_unknown_size_of_the_practice_set_is_left_out(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    page = EmptyPage(theme, icons, keyring="the system keyring")
    qtbot.addWidget(page)
    assert button(page, "Try the open practice set").isEnabled()


def test_nothing_is_promised_that_does_not_work_yet(page: EmptyPage) -> None:
    told = [label.text() for label in page.findChildren(QLabel)]
    told += [words.text for words in page.findChildren(MarkedText)]
    told += [each.text() for each in page.findChildren(QPushButton)]
    assert not any("IDC" in text or "Imaging" in text for text in told)


def test_a_drag_is_answered_and_forgotten(page: EmptyPage) -> None:
    at_rest = page.grab().toImage()
    page.set_dragging(True)
    assert page.is_dragging
    assert page.grab().toImage() != at_rest
    page.set_dragging(False)
    assert page.grab().toImage() == at_rest


def test_cards_stand_in_a_column_where_there_is_no_room_beside_each_other(
    page: EmptyPage, qtbot: QtBot
) -> None:
    assert not page.is_stacked
    page.resize(900, 600)
    qtbot.waitUntil(lambda: page.is_stacked)
    page.resize(1100, 600)
    qtbot.waitUntil(lambda: not page.is_stacked)


def test_all_of_it_is_plain_text(page: EmptyPage) -> None:
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in page.findChildren(QLabel))


def test_lists_that_were_opened_lately_are_offered_again(page: EmptyPage, qtbot: QtBot) -> None:
    page.set_recent([Recent(f"/lists/{number}.tsv", f"{number}.tsv", 3) for number in range(5)])
    offered = [each for each in page.findChildren(QPushButton) if each.text().endswith(".tsv")]
    assert [each.text() for each in offered] == ["0.tsv", "1.tsv", "2.tsv"]
    with qtbot.waitSignal(page.recent_chosen) as chosen:
        qtbot.mouseClick(offered[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["/lists/1.tsv"]
    page.set_recent(())
    assert not any(
        each.isVisible() for each in page.findChildren(QPushButton) if each.text().endswith(".tsv")
    )


def test_a_card_below_another_shows_all_its_words(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    page = EmptyPage(theme, icons, keyring="a keyring of a long and unusual name, as some desktops have them")
    qtbot.addWidget(page)
    page.resize(500, 400)
    page.show()
    assert page.is_stacked
    texts = page.findChildren(MarkedText)
    assert len(texts) == 3
    qtbot.waitUntil(lambda: all(text.height() >= text.heightForWidth(text.width()) for text in texts))
