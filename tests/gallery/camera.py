"""Takes the pictures: a window is made anew for each look, shown, and grabbed when all its events are done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from score_gui.files.resources import resource_path
from score_gui.model import language
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme

Make = Callable[[Theme, Icons], QWidget]
SMALLEST_SCREEN = (1280, 800)
"""What people with large text sit before: no window in these pictures is larger."""


class Picture(NamedTuple):
    """A window in a state, and its size in pixels with text of 100 %."""

    make: Make
    width: int
    height: int


class Look(NamedTuple):
    """Colours, size of text in percent, and language."""

    scheme: Scheme
    text_size: int = 100
    tongue: str = "en"

    def size_of(self, picture: Picture) -> tuple[int, int]:
        """As large as its text wants it and the screen allows."""
        if self.text_size == 100:
            return picture.width, picture.height
        grown = (side * self.text_size // 100 for side in (picture.width, picture.height))
        width, height = (min(pair) for pair in zip(grown, SMALLEST_SCREEN, strict=True))
        return width, height


Album = Mapping[str, Picture]
LOOKS = {
    "light": Look(Scheme.LIGHT),
    "dark": Look(Scheme.DARK),
    "contrast": Look(Scheme.CONTRAST),
    "light-200": Look(Scheme.LIGHT, 200),
    "dark-200": Look(Scheme.DARK, 200),
    "german": Look(Scheme.LIGHT, 100, "de"),
    "german-200": Look(Scheme.DARK, 200, "de"),
}


def dress(app: QApplication) -> None:
    """The font of the pictures, where it is installed."""
    font = QFont("Inter" if "Inter" in QFontDatabase.families() else app.font().family())
    font.setPointSizeF(13 * 0.75)
    app.setFont(font)


def photograph(app: QApplication, album: Album, folder: Path, wanted: Collection[str] = ()) -> None:
    """Save `NAME-LOOK.png` of every picture in every look; only of those names and looks, if some are wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in album if name in wanted] or list(album)
    looks = [look for look in LOOKS if look in wanted] or list(LOOKS)
    spoken = {one.code: one for one in language.available(resource_path("translations"))}
    for look in looks:
        dress(app)
        theme = Theme(app, LOOKS[look].scheme, LOOKS[look].text_size)
        theme.apply()
        language.choose(spoken[LOOKS[look].tongue])
        for name in names:
            made = album[name].make(theme, Icons(theme))
            settle(app, made, LOOKS[look].size_of(album[name]))
            box = made.findChild(QMessageBox)
            (box or made).grab().save(str(folder / f"{name}-{look}.png"))
            made.hide()
            made.deleteLater()
            app.processEvents()
        theme.deleteLater()
    language.choose(language.ENGLISH)


def settle(app: QApplication, made: QWidget, size: tuple[int, int]) -> None:
    """Show it in this size, and let it do all that it does after that."""
    made.resize(*size)
    made.show()
    for _ in range(3):
        app.processEvents()
