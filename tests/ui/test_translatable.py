"""Every text of every window can be translated: in a made-up language, none is left in English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from score_gui.model import language
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from tests.gallery.album import ALBUM
from tests.gallery.camera import settle
from tests.ui.pseudo import PSEUDO, Seen, look_at, untranslated, watch_painting


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    language.choose(PSEUDO)
    texts = Seen()
    watch_painting(monkeypatch, texts)
    yield texts
    language.choose(language.ENGLISH)


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # the platform without a screen
@pytest.mark.parametrize("name", ALBUM)
def test_no_text_of_a_window_is_left_in_english(
    name: str, qapp: QApplication, theme: Theme, icons: Icons, seen: Seen
) -> None:
    window = ALBUM[name].make(theme, icons)
    settle(qapp, window, (1280, 800))
    window.grab()
    look_at(window, seen)
    window.hide()
    window.deleteLater()
    complaints = seen.complaints()
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("⟦Keep ⟪a.bam⟫?~~⟧", []),
        ("Keep a.bam?", ["Keep"]),
        ("⟦⟪about 7 min⟫ left~~⟧", ["about", "min"]),
        ("⟦⟪⟦about ⟪7⟫ min~~⟧⟫ left~~⟧", []),
        ("⟦No access~~⟧. It stays so.", ["It", "stays", "so."]),
        ("12.5 ⟦GB~⟧, DO32839, /mnt/lab, 7f41c0de-52aa", []),
        ("<qt>⟦A &lt; B~⟧</qt>", []),
        ("⟦No acc…", []),
        ("⟦No acc", ["unmatched", "bracket", "in", "⟦No", "acc"]),
    ],
)
def test_the_eye_tells_words_from_data(text: str, words: list[str]) -> None:
    assert untranslated(text) == words
