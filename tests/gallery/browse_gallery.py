"""Pictures of the page that browses a site, in light and dark: `python -m tests.gallery.browse_gallery FOLDER`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from score_gui.access.profiles import ARGO
from score_gui.model import problems
from score_gui.model.profile import Profile
from score_gui.model.settings import Settings
from score_gui.ui.browse_flow import BrowseFlow
from score_gui.ui.browse_page import BrowsePage
from score_gui.ui.empty_page import EmptyPage
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.theme import Theme
from score_gui.ui.tokens import Scheme
from tests.ui.browse_samples import FakeSong

T = TypeVar("T")
LAB = Profile("lab", "Lab Overture", "https://score.lab.example.org", "https://song.lab.example.org")
SIZE = (1280, 780)
LOOKS = {"light": (Scheme.LIGHT, 13), "dark": (Scheme.DARK, 13), "large": (Scheme.LIGHT, 26)}
Deed = Callable[[BrowsePage, FakeSong], None]


class Waiting:
    """A runner that does a number of jobs and lets the rest wait, so that a picture shows the middle of things."""

    def __init__(self, jobs: int) -> None:
        self._left = jobs

    def __call__(self, work: Callable[[], T], on_done: Callable[[T], None], /) -> None:
        if self._left > 0:
            self._left -= 1
            on_done(work())


def usual(page: BrowsePage, _song: FakeSong) -> None:
    page.model.toggle([1])
    page.model.toggle([3, 4, 6])
    page.table.selectRow(4)


def ids(page: BrowsePage, song: FakeSong) -> None:
    page.side.list.choose(None)
    known = [file.entry.object_id for file in song.analyses("LIRI-JP")[0].files]
    page.ids.text.setPlainText("\n".join([*known, "d41d8cd9-0000-4000-8000-00000000dead", "?"]))
    page.ids.look_up.click()


def nothing(_page: BrowsePage, _song: FakeSong) -> None:
    """As it opens."""


def draft(page: BrowsePage, _song: FakeSong) -> None:
    page.side.list.choose("ZZ-DRAFTS")


def search(page: BrowsePage, _song: FakeSong) -> None:
    page.header.search.setText("no such donor")


PICTURES: dict[str, tuple[Profile, Deed, int, tuple[int, int], bool]] = {
    "browse": (LAB, usual, 400, SIZE, False),
    "browse-reading": (LAB, nothing, 5, SIZE, False),
    "browse-asking": (LAB, nothing, 1, SIZE, False),
    "browse-ids": (LAB, ids, 400, SIZE, False),
    "browse-argo": (ARGO, nothing, 400, SIZE, False),
    "browse-empty": (LAB, draft, 400, SIZE, False),
    "browse-no-match": (LAB, search, 400, SIZE, False),
    "browse-offline": (LAB, nothing, 400, SIZE, True),
    "browse-small": (LAB, usual, 400, (700, 520), False),
}


def picture(app: QApplication, theme: Theme, name: str) -> BrowsePage:
    """The page of a picture in its window."""
    profile, deed, jobs, size, is_offline = PICTURES[name]
    outside = Outside(
        lambda _: None, make_empty_page=lambda theme, icons: EmptyPage(theme, icons, keyring="")
    )
    icons = Icons(theme)
    window = MainWindow(
        lambda _: None, settings=Settings(Path()), profiles=(), theme=theme, outside=outside, icons=icons
    )
    song = FakeSong(has_studies=profile is LAB)
    song.problem = problems.no_network("song.lab.example.org") if is_offline else None
    both = (profile, LAB if profile is ARGO else ARGO)
    flow = BrowseFlow(window, theme, icons, Waiting(jobs), lambda: both, lambda _: song)  # type: ignore[arg-type,return-value]
    window.resize(*size)
    window.show()
    flow.open()
    assert flow.page is not None
    deed(flow.page, song)
    app.processEvents()
    return flow.page


def main(folder: Path) -> None:
    app = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for look, (scheme, pixels) in LOOKS.items():
        font = QFont("Inter")
        font.setPixelSize(pixels)
        app.setFont(font)
        theme = Theme(app, scheme)
        theme.apply()
        for name in PICTURES:
            page = picture(app, theme, name)
            app.processEvents()
            page.window().grab().save(str(folder / f"{name}-{look}.png"))
            page.window().hide()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
