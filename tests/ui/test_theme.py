from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from score_gui.ui.theme import Role, Theme, contrast_colors
from score_gui.ui.tokens import CONTRAST, DARK, LIGHT, TABLES, Scheme

TEXTS = ("text", "text-2", "text-3", "accent")
STATES = ("state-work", "state-good", "state-wait", "state-need", "state-rest")
MARKS = ("bar-disk", "bar-checked", "bar-still", "bar-again", "outline")


def luminance(value: str) -> float:
    color = QColor(value)

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("ground", ["surface", "chrome", "select"])
@pytest.mark.parametrize("token", TEXTS + STATES)
def test_text_can_be_read_on_every_ground(scheme: Scheme, ground: str, token: str) -> None:
    table = TABLES[scheme]
    assert ratio(table[token], table[ground]) >= 4.5


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("token", MARKS)
def test_marks_stand_out_from_the_table(scheme: Scheme, token: str) -> None:
    table = TABLES[scheme]
    assert ratio(table[token], table["surface"]) >= 3.0
    assert ratio(table[token], table["select"]) >= 3.0


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("token", ["bar-disk", "bar-checked", "bar-still", "bar-again"])
def test_bars_stand_out_from_their_track(scheme: Scheme, token: str) -> None:
    table = TABLES[scheme]
    assert ratio(table[token], table["bar-track"]) >= 2.95


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on-accent", "accent"),
        ("state-wait", "tint-wait"),
        ("state-need", "tint-need"),
        ("state-good", "tint-good"),
        ("text-2", "tint-info"),
        ("text-2", "select-off"),
        ("text", "hover"),
    ],
)
def test_pairs_that_meet_can_be_read(scheme: Scheme, text: str, ground: str) -> None:
    table = TABLES[scheme]
    assert ratio(table[text], table[ground]) >= 4.5


def test_every_scheme_has_the_same_tokens() -> None:
    assert set(LIGHT) == set(DARK) == set(CONTRAST)


def test_a_chosen_scheme_changes_colours_and_tells(theme: Theme) -> None:
    seen: list[str] = []
    theme.changed.connect(lambda: seen.append(theme.color("surface").name().upper()))
    theme.choose(Scheme.DARK)
    assert seen == [DARK["surface"]]


def test_the_palette_follows_the_scheme(theme: Theme, qapp: QApplication) -> None:
    theme.choose(Scheme.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK["surface"]


def test_disabled_text_is_paler(theme: Theme) -> None:
    group, role = QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText
    assert theme.palette().color(group, role) == theme.color("text-off")


def test_a_contrast_theme_of_the_system_brings_its_own_colours() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor("#00FF00"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#FF00FF"))
    colors = contrast_colors(palette)
    assert colors["text-2"] == colors["line"] == QColor("#00FF00")
    assert colors["accent"] == QColor("#FF00FF")
    assert set(colors) == set(CONTRAST)


def test_measures_follow_the_font(qapp: QApplication) -> None:
    usual = qapp.font()
    try:
        font = qapp.font()
        font.setPixelSize(26)
        qapp.setFont(font)
        large = Theme(qapp, Scheme.LIGHT)
    finally:
        qapp.setFont(usual)
    assert large.em == pytest.approx(2.0)
    assert large.px(32) == 64
    assert large.px(0) == 0
    assert large.px(0.1) == 1


def test_names_weigh_more_than_sentences(theme: Theme) -> None:
    assert theme.font(Role.STRONG).weight() > theme.font(Role.BODY).weight()
    assert theme.font(Role.TITLE).pointSizeF() > theme.font(Role.HEADING).pointSizeF()
    assert theme.font(Role.BADGE).pointSizeF() >= 8


def test_an_unknown_token_is_an_error(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.color("mauve")


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_text_and_measures_grow_with_the_size_that_a_person_chose(qapp: QApplication, percent: int) -> None:
    plain, large = Theme(qapp, Scheme.LIGHT), Theme(qapp, Scheme.LIGHT, percent)
    assert large.font().pointSizeF() == pytest.approx(plain.font().pointSizeF() * percent / 100)
    assert large.px(100) == pytest.approx(plain.px(100) * percent / 100, rel=0.05)
