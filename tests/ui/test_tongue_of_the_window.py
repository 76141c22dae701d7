"""The window in each language there is: menus that a key opens, figures as that language writes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from score_gui.files.resources import resource_path
from score_gui.model import language
from score_gui.model.language import Language
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from tests.gallery.album import ALBUM
from tests.gallery.camera import settle
from tests.ui.pseudo import Seen, look_at

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = language.available(resource_path("translations"))
GERMAN = next(one for one in LANGUAGES if one.code == "de")


@pytest.mark.parametrize("spoken", LANGUAGES, ids=lambda one: one.code)
def test_each_menu_has_a_letter_of_its_own(
    spoken: Language, qapp: QApplication, theme: Theme, icons: Icons
) -> None:
    language.choose(spoken)
    window = ALBUM["window-overview"].make(theme, icons)
    assert isinstance(window, QMainWindow)
    titles = [action.text() for action in window.menuBar().actions()]
    letters = [match[1].lower() for title in titles if (match := re.search("&(.)", title))]
    window.deleteLater()
    assert len(letters) == len(titles) == 6
    assert len(set(letters)) == len(letters)


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_german_figures_and_words_stand_in_the_queue(qapp: QApplication, theme: Theme, icons: Icons) -> None:
    language.choose(GERMAN)
    window, seen = ALBUM["window-overview"].make(theme, icons), Seen()
    settle(qapp, window, (1280, 800))
    look_at(window, seen)
    window.hide()
    window.deleteLater()
    texts = {text for _, text in seen.texts}
    assert {
        "41,2 GB",
        "etwa 7 min",
        "Lädt: 6 Teile",
        "Name, Spender, ID suchen",
        "Manifest hinzufügen",
    } <= texts
    assert not any("2 GB" in text and "41.2" in text for text in texts)


def test_only_the_window_ever_chooses_a_language() -> None:
    choosers = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("score_gui/**/*.py")
        if re.search(r"language\.choose\(|import .*\bchoose\b", path.read_text("utf-8"))
    ]
    assert choosers == ["score_gui/ui/tongues.py"]
