"""Every text of every window can be translated: in a made-up language, none is left in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from score_gui.model import language
from score_gui.model.transfer import TransferId
from score_gui.ui.details import Tab
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from tests.gallery import __main__ as queue_gallery
from tests.gallery import (
    browse_gallery,
    preview_gallery,
    preview_states,
    profiles_gallery,
    slice_gallery,
)
from tests.ui.pseudo import PSEUDO, Seen, look_at, untranslated, watch_painting

Make = Callable[[QApplication, Theme, Icons], QWidget]


def plain(make: Callable[[Theme, Icons], QWidget]) -> Make:
    return lambda _app, theme, icons: make(theme, icons)


def browsing(name: str) -> Make:
    return lambda app, theme, _icons: browse_gallery.picture(app, theme, name).window()


def queue(tab: Tab, *rows: int) -> Make:
    def make(app: QApplication, theme: Theme, _icons: Icons) -> QWidget:
        made = queue_gallery.window(theme)
        queue_gallery.show(app, made, (1280, 800), tab, rows[0])
        if len(rows) > 1:
            made.page.view.select({TransferId(row) for row in rows}, TransferId(rows[0]))
            app.processEvents()
        return made

    return make


ROOMS: dict[str, Make] = {
    **{f"queue-{tab.name.lower()}": queue(tab, 1) for tab in Tab},
    **{f"queue-row-{row}": queue(Tab.OVERVIEW, row) for row in range(2, 14)},
    "queue-several": queue(Tab.OVERVIEW, *range(1, 9)),
    "queue-empty": lambda _app, theme, _icons: queue_gallery.window(theme, empty=True),
    **{f"preview-{name}": plain(make) for name, (make, _w, _h) in preview_gallery.PICTURES.items()},
    **{f"preview-{name}": plain(make) for name, (make, _w, _h) in preview_states.PICTURES.items()},
    **{f"profiles-{name}": plain(make) for name, (make, _w, _h) in profiles_gallery.PICTURES.items()},
    **{f"slice-{name}": plain(make) for name, (make, _size) in slice_gallery.PICTURES.items()},
    **{f"browse-{name}": browsing(name) for name in browse_gallery.PICTURES},
}

NOT_YET = ("queue-", "preview-", "profiles-", "slice-", "browse-")
"""Rooms whose words are still being marked, by the beginnings of their names."""


def rooms() -> list[object]:
    why = pytest.mark.xfail(strict=False, reason="its words are still being marked")
    return [pytest.param(name, marks=[why] if name.startswith(NOT_YET) else []) for name in ROOMS]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    language.choose(PSEUDO)
    texts = Seen()
    watch_painting(monkeypatch, texts)
    yield texts
    language.choose(language.ENGLISH)


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # the platform without a screen
@pytest.mark.parametrize("room", rooms())
def test_no_text_of_a_window_is_left_in_english(
    room: str, qapp: QApplication, theme: Theme, icons: Icons, seen: Seen
) -> None:
    window = ROOMS[room](qapp, theme, icons)
    window.resize(1280, 800)
    window.show()
    qapp.processEvents()
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
