"""Every window and dialog with text of 200 %, in the language with the longest words, on the smallest screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QMessageBox

from score_gui.files.resources import resource_path
from score_gui.model import language
from score_gui.ui.icons import Icons
from score_gui.ui.slice_depth_table import DepthTable
from score_gui.ui.theme import Theme
from tests.gallery.album import ALBUM
from tests.gallery.camera import LOOKS, SMALLEST_SCREEN, dress, settle
from tests.ui.legible import cut

LOOK = LOOKS["german-200"]


@pytest.fixture(scope="module")
def large(qapp: QApplication) -> Iterator[Theme]:
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    font = QFont(qapp.font())
    dress(qapp)
    theme = Theme(qapp, LOOK.scheme, LOOK.text_size)
    theme.apply()
    yield theme
    shiboken6.delete(theme)  # it ends after the last guard of its tests
    qapp.setFont(font)


@pytest.fixture
def german() -> Iterator[None]:
    language.choose(
        next(x for x in language.available(resource_path("translations")) if x.code == LOOK.tongue)
    )
    yield
    language.choose(language.ENGLISH)


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # the platform without a screen
@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("name", ALBUM)
def test_it_fits_the_smallest_screen_and_no_word_is_cut(name: str, qapp: QApplication, large: Theme) -> None:
    window = ALBUM[name].make(large, Icons(large))
    settle(qapp, window, LOOK.size_of(ALBUM[name]))
    shown = window.findChild(QMessageBox) or window
    width, height, words = shown.width(), shown.height(), cut(shown)
    window.hide()
    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert width <= SMALLEST_SCREEN[0]
    assert height <= SMALLEST_SCREEN[1]
    assert not words


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
@pytest.mark.usefixtures("german")
def test_a_short_table_does_not_scroll_within_a_page_that_scrolls(qapp: QApplication, large: Theme) -> None:
    name = "slice-result"
    window = ALBUM[name].make(large, Icons(large))
    settle(qapp, window, LOOK.size_of(ALBUM[name]))
    (table,) = (one for one in window.findChildren(DepthTable) if one.isVisible())
    hidden_rows = table.verticalScrollBar().maximum()
    window.hide()
    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert hidden_rows == 0
