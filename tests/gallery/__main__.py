"""Takes pictures of the window with a realistic queue: `python -m tests.gallery OUTDIR`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from score_gui.model.settings import Settings
from score_gui.model.transfer import TransferId
from score_gui.ui.details import Tab
from score_gui.ui.empty_page import EmptyPage
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from tests.gallery import queue_samples as samples

SIZES = ((1280, 800), (960, 600))


def dress(app: QApplication, pixels: int = 13) -> None:
    """The font of the pictures, where it is installed."""
    family = "Inter" if "Inter" in QFontDatabase.families() else app.font().family()
    font = QFont(family)
    font.setPointSizeF(pixels * 0.75)
    app.setFont(font)


def window(theme: Theme, *, empty: bool = False) -> MainWindow:
    """The window with the sample queue, its first file selected, details on Parts."""
    settings = Settings(samples.FOLDER)
    outside = Outside(
        lambda _: None,
        make_empty_page=lambda theme, icons: EmptyPage(theme, icons, keyring="the system keyring"),
    )
    made = MainWindow(
        lambda _: None,
        settings=settings,
        profiles=samples.PROFILES,
        theme=theme,
        icons=Icons(theme),
        outside=outside,
    )
    if not empty:
        made.load(samples.queue())
        made.on_event(samples.tick())
        made.set_disk("D:", int(1.5e12))
        for note in samples.notes():
            made.on_event(note)
    return made


def show(app: QApplication, made: MainWindow, size: tuple[int, int], tab: Tab, row: int = 1) -> None:
    made.resize(*size)
    made.show()
    made.page.details.show_tab(tab)
    made.page.view.select({TransferId(row)}, TransferId(row))
    app.processEvents()
    made.on_event(samples.parts())
    made.page.details.show_flow(*samples.flow())
    for _ in range(3):
        app.processEvents()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    dress(app)
    for scheme in (Scheme.LIGHT, Scheme.DARK, Scheme.CONTRAST):
        theme = Theme(app, scheme)
        theme.apply()
        made = window(theme)
        for width, height in SIZES:
            show(app, made, (width, height), Tab.PARTS if width > 1000 else Tab.OVERVIEW)
            made.grab().save(str(folder / f"main-{scheme}-{width}.png"))
        made.resize(1280, 800)
        for tab in Tab:
            show(app, made, (1280, 800), tab)
            made.page.details.grab().save(str(folder / f"details-{scheme}-{tab.name.lower()}.png"))
        made.on_event(samples.asked())
        for name, row in (("need", 9), ("token", 5), ("name", samples.ASKED)):
            show(app, made, (1280, 800), Tab.OVERVIEW, row)
            made.page.details.grab().save(str(folder / f"details-{scheme}-{name}.png"))
        made.page.view.select({TransferId(n) for n in range(1, 8)})
        for _ in range(3):
            app.processEvents()
        made.page.details.grab().save(str(folder / f"details-{scheme}-several.png"))
        made.hide()
        nothing = window(theme, empty=True)
        nothing.resize(1280, 800)
        nothing.show()
        app.processEvents()
        nothing.grab().save(str(folder / f"empty-{scheme}.png"))
        nothing.hide()
    dress(app, 26)
    theme = Theme(app, Scheme.LIGHT)
    theme.apply()
    made = window(theme)
    show(app, made, (1280, 800), Tab.OVERVIEW)
    made.grab().save(str(folder / "large-text.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
