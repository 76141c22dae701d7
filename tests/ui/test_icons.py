from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QColor, QPixmap

import score_gui
from score_gui.files.resources import resource_path
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme

NAMES = sorted(path.stem for path in Path(resource_path("icons")).glob("*.svg"))


def colours(pixmap: QPixmap) -> set[str]:
    image = pixmap.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(p).name().upper() for p in pixels if p.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_vendored_icon_draws_something(icons: Icons, name: str) -> None:
    image = icons.pixmap(name, "text", 16, 1.0).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


def test_an_icon_takes_the_colour_of_its_token(icons: Icons, theme: Theme) -> None:
    assert theme.color("state-need").name().upper() in colours(icons.pixmap("x", "state-need", 24, 4.0))


def test_a_dense_screen_gets_more_pixels(icons: Icons) -> None:
    usual, dense = icons.pixmap("x", "text", 16, 1.0), icons.pixmap("x", "text", 16, 2.0)
    assert dense.width() == 2 * usual.width()
    assert dense.deviceIndependentSize() == usual.deviceIndependentSize()


def test_a_pixmap_is_drawn_once(icons: Icons) -> None:
    assert icons.pixmap("x").cacheKey() == icons.pixmap("x").cacheKey()


def test_bound_icons_follow_the_scheme(icons: Icons, theme: Theme) -> None:
    action = QAction()
    icons.bind(action, "play", "text")
    theme.choose(Scheme.DARK)
    image = action.icon().pixmap(16, 16).toImage()
    assert max(image.pixelColor(x, y).lightness() for x in range(12) for y in range(12)) > 180


def test_only_icons_that_are_used_are_kept() -> None:
    package = Path(score_gui.__file__).parent
    sources = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    assert [name for name in NAMES if f'"{name}' not in sources] == []


def test_the_licence_travels_with_the_icons() -> None:
    assert "ISC License" in resource_path("icons", "LICENSE").read_text(encoding="utf-8")
