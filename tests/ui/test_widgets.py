from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from score_gui.ui.widgets import (
    Badge,
    ElidedLabel,
    Kind,
    Sign,
    Tint,
    button,
    icon_button,
    label,
    menu_text,
    paragraph,
    tip,
)

HOSTILE = '<img src="file:///etc/hostname" width="300">&lt;b&gt;.bam'


def test_every_label_is_plain_text(qtbot: QtBot, theme: Theme) -> None:
    for made in (
        label(theme, HOSTILE),
        paragraph(theme, HOSTILE),
        ElidedLabel(theme, HOSTILE),
        Badge(theme, "x"),
    ):
        qtbot.addWidget(made)
        assert made.textFormat() is Qt.TextFormat.PlainText
        assert not made.openExternalLinks()


@pytest.mark.parametrize("text", [HOSTILE, "<b>x</b>", "a&lt;img src=x&gt;", "<table>"])
def test_a_tip_shows_markup_letter_by_letter(text: str) -> None:
    document = QTextDocument()
    document.setHtml(tip(text))
    assert document.toPlainText() == text


def test_a_plain_tip_stays_as_it_is() -> None:
    assert tip("5 of 7, 8 > 3, no markup") == "5 of 7, 8 > 3, no markup"


def test_an_elided_label_tells_all_in_its_tip(qtbot: QtBot, theme: Theme) -> None:
    made = ElidedLabel(theme, "SA408043.a_very_long_name_of_a_file.aln.cram")
    qtbot.addWidget(made)
    made.resize(60, 20)
    made.show()
    assert "SA408043" in made.toolTip()
    assert made.accessibleName().endswith(".aln.cram")
    assert made.minimumSizeHint().width() < 120


def test_a_badge_changes_its_tint(qtbot: QtBot, theme: Theme) -> None:
    made = Badge(theme, "28 days", Tint.GOOD)
    qtbot.addWidget(made)
    made.set_badge("ended", Tint.NEED)
    assert made.palette().windowText().color() == theme.color("state-need")


def test_buttons_keep_ampersands_and_take_the_focus_by_key_only(qtbot: QtBot, theme: Theme) -> None:
    made = button(theme, "Keep A & B", Kind.PRIMARY)
    qtbot.addWidget(made)
    assert made.text() == "Keep A && B"
    assert made.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_menu_text_keeps_single_ampersands() -> None:
    assert menu_text("a&b") == "a&&b"


def test_a_sign_takes_the_colours_of_each_scheme_and_is_forgotten_when_it_goes(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    sign = Sign(theme, icons, "info", "accent")
    qtbot.addWidget(sign)
    light = sign.pixmap().toImage()
    theme.choose(Scheme.DARK)
    assert sign.pixmap().toImage() != light
    gone = Sign(theme, icons, "info")
    shiboken6.delete(gone)
    theme.choose(Scheme.LIGHT)


def test_an_icon_of_a_widget_that_is_gone_is_not_drawn_anew(theme: Theme, icons: Icons) -> None:
    button = icon_button(theme, icons, "x", "Close")
    shiboken6.delete(button)
    theme.choose(Scheme.DARK)
