"""The page that browses a site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from score_gui.access.profiles import ARGO
from score_gui.model import server_problems
from score_gui.model.profile import Profile
from score_gui.model.settings import Settings
from score_gui.ui.browse_flow import BrowseFlow
from score_gui.ui.browse_page import BrowsePage
from score_gui.ui.empty_page import EmptyPage
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.outside import Outside
from score_gui.ui.theme import Theme
from tests.gallery.camera import Make, Picture
from tests.ui.browse_samples import FakeSong

T = TypeVar("T")
LAB = Profile("lab", "Lab Overture", "https://score.lab.example.org", "https://song.lab.example.org")
SIZE = (1280, 780)
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
    page.header.search.setText("DO99999")


def browsing(
    deed: Deed = nothing, *, profile: Profile = LAB, jobs: int = 400, is_offline: bool = False
) -> Make:
    """The window with the page, after so many jobs were done and a person did something."""

    def make(theme: Theme, icons: Icons) -> QWidget:
        outside = Outside(
            lambda _: None, make_empty_page=lambda theme, icons: EmptyPage(theme, icons, keyring="")
        )
        window = MainWindow(
            lambda _: None, settings=Settings(Path()), profiles=(), theme=theme, outside=outside, icons=icons
        )
        song = FakeSong(has_studies=profile is LAB)
        song.problem = server_problems.no_network("song.lab.example.org") if is_offline else None
        both = (profile, LAB if profile is ARGO else ARGO)
        flow = BrowseFlow(window, theme, icons, Waiting(jobs), lambda: both, lambda _: song)  # type: ignore[arg-type,return-value]
        window.show()
        flow.open()
        assert flow.page is not None
        deed(flow.page, song)
        return window

    return make


ALBUM = {
    "browse": Picture(browsing(usual), *SIZE),
    "browse-reading": Picture(browsing(jobs=5), *SIZE),
    "browse-asking": Picture(browsing(jobs=1), *SIZE),
    "browse-ids": Picture(browsing(ids), *SIZE),
    "browse-argo": Picture(browsing(profile=ARGO), *SIZE),
    "browse-empty": Picture(browsing(draft), *SIZE),
    "browse-no-match": Picture(browsing(search), *SIZE),
    "browse-offline": Picture(browsing(is_offline=True), *SIZE),
    "browse-small": Picture(browsing(usual), 700, 520),
}
