"""From dropped files to queued entries: reads manifests, shows each in a tab of its own, hands the wish on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from score_gui.manifests.compare import Comparison, compare
from score_gui.manifests.watch import UNWATCHED
from score_gui.model.language import mark, tr
from score_gui.model.manifest import IMAGING_KINDS, Manifest
from score_gui.model.messages import Add
from score_gui.model.problem import Problem
from score_gui.model.settings import Settings
from score_gui.model.transfer import Layout, Status
from score_gui.ui.background import Outcome, attempt, while_alive
from score_gui.ui.empty_page import EmptyPage
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.preview_again import made_again
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_reader import Choices, ListOutside, ListReader, Profiles, Read, read_usable
from score_gui.ui.preview_reading import Reading, ReadingView
from score_gui.ui.preview_recent import RecentLists
from score_gui.ui.preview_saving import ChooseSave, Saving, choose_save, failed, save
from score_gui.ui.preview_survey import PreviewOutside
from score_gui.ui.preview_tabs import PreviewTabs
from score_gui.ui.theme import Theme

_PASTED = mark("Pasted list")


class PreviewFlow(QObject):
    """The open previews. `settings` must be set before the first one.

    `profiles` and `lists` are called in other threads.

    Signals:
        download_asked: the `Add` command of a preview.
        token_asked: the id of a profile that needs a token.
        slice_asked: entries of which a slice is wanted (a tuple of `Entry`), and the id of their profile.
        stumbled: a `Problem` that kept a list from being read.
    """

    download_asked = Signal(Add)
    token_asked = Signal(str)
    slice_asked = Signal(object, str)
    stumbled = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        outside: PreviewOutside,
        profiles: Callable[[], Profiles],
        lists: ListOutside,
    ) -> None:
        super().__init__(window)
        self.settings = Settings(Path())
        self._window = window
        self._theme, self._icons = theme, icons
        self._outside = outside
        self._lists = lists
        self._recent = RecentLists(outside.memory)
        self.choose_save: ChooseSave = choose_save
        self._reader = ListReader(self, outside.run, profiles, lists)
        self._reader.is_slow.connect(self._on_slow)
        self._reader.done.connect(self._on_read)
        self._reader.stumbled.connect(self._on_stumbled)
        self.tabs = self._make_tabs()
        self._tell_window()

    def _make_tabs(self) -> PreviewTabs:
        """Tabs for the window's body as it is now."""
        tabs = PreviewTabs(self._theme, self._icons)
        tabs.close_asked.connect(self._on_close_asked)
        self._connect_window()
        self._window.keep_preview(tabs)
        return tabs

    def _connect_window(self) -> None:
        self._window.recent.chosen.connect(self.read_place)
        self._window.recent.cleared.connect(self._on_recent_cleared)
        self._window.actions_.save_failed.triggered.connect(self._on_save_failed)
        if isinstance(self._window.page.empty, EmptyPage):
            self._window.page.empty.recent_chosen.connect(self.read_place)
        self._window.page.side.preview_asked.connect(self._on_preview_chosen)

    # --- what is open ---------------------------------------------------------------------------------------

    @property
    def page(self) -> PreviewPage | None:
        """The preview in front; None if there is none, or a list is still being read there."""
        current = self.tabs.current
        return current if isinstance(current, PreviewPage) else None

    @property
    def reading_view(self) -> ReadingView | None:
        """What is shown in front of a list that is still being read."""
        current = self.tabs.current
        return current if isinstance(current, ReadingView) else None

    @property
    def previews(self) -> list[PreviewPage]:
        """All open previews, in the order of their tabs."""
        return [page for page in self.tabs.pages if isinstance(page, PreviewPage)]

    def renew(self, *, in_front: bool) -> None:
        """Make all pages anew after the window's body was; `in_front` if they were what the person looked at."""
        former, self.tabs = self.tabs, self._make_tabs()
        current: QWidget | None = None
        for page in former.pages:
            again = self._make_again(page)
            self.tabs.add(again, former.title(page), in_front=False)
            current = again if page is former.current else current
        if current is not None:
            self.tabs.choose(current)
        if in_front:
            self._window.show_preview(self.tabs)
        self._tell_window()

    def _make_again(self, page: QWidget) -> QWidget:
        if isinstance(page, ReadingView):
            return self._make_view(page.reading)
        if not isinstance(page, PreviewPage):
            raise TypeError(page)
        made = made_again(page, self._theme, self._icons, self.settings, self._outside)
        return self._connect_page(made)

    # --- opening --------------------------------------------------------------------------------------------

    def read_paths(self, paths: list[Path]) -> None:
        """Read files off the GUI thread and show them."""
        self._reader.read_paths(paths)

    def read_text(self, text: str) -> None:
        """Read dropped or pasted text as a list, or fetch the list at an address."""
        self._reader.read_text(text)

    def read_place(self, place: str) -> None:
        """Read a list that was opened before: a path or an address."""
        if place.startswith("https://"):
            self.read_text(place)
        else:
            self.read_paths([Path(place)])

    def open(self, manifest: Manifest, title: str, profile_id: str = "") -> None:
        """Show what was gathered elsewhere, such as files chosen from a site; `profile_id` is chosen at first."""

        def show(profiles: Choices) -> None:
            own_first = sorted(profiles, key=lambda pair: pair[0] != profile_id)
            self.show(manifest, self.settings, own_first, title=title)

        self._reader.choices(while_alive(self, show))

    def show(
        self,
        manifest: Manifest,
        settings: Settings,
        profiles: Sequence[tuple[str, str]],
        *,
        title: str = "",
        instead: QWidget | None = None,
    ) -> PreviewPage:
        """Show a manifest in a tab of its own, or in the place of a page."""
        made = PreviewPage(self._theme, self._icons, manifest, settings, profiles, outside=self._outside)
        page = self._connect_page(made)
        shown = title or manifest.name or tr(_PASTED)
        if instead is not None and instead in self.tabs.pages:
            self.tabs.replace(instead, page, shown)
        else:
            self.tabs.add(page, shown)
        self._window.show_preview(self.tabs)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_window()
        return page

    def _settings_for(self, manifest: Manifest) -> Settings:
        """Images lie in a folder for each series unless a person wants it otherwise: their names say nothing."""
        if manifest.kind in IMAGING_KINDS and self.settings.layout is Layout.FILENAME:
            return replace(self.settings, layout=Layout.BUNDLE)
        return self.settings

    def refresh_token(self) -> None:
        """A token was added or removed."""
        for page in self.previews:
            page.refresh_token()

    def _connect_page(self, page: PreviewPage) -> PreviewPage:
        page.download_asked.connect(lambda add: self._on_download(page, add))
        page.cancelled.connect(lambda: self._close(page))
        page.back_asked.connect(self._window.show_queue)
        page.choose_asked.connect(self._window.ask_for_manifest)
        page.token_asked.connect(self.token_asked)
        page.slice_asked.connect(self.slice_asked)
        page.save_asked.connect(self.save)
        page.compare_asked.connect(lambda: self._on_compare(page))
        return page

    # --- reading --------------------------------------------------------------------------------------------

    def _on_slow(self, reading: Reading) -> None:
        """Tell that a list takes long; in front, unless there is something to look at meanwhile."""
        view = self._make_view(reading)
        is_first = not self.tabs.pages
        self.tabs.add(view, reading.name, in_front=is_first)
        if is_first:
            self._window.show_preview(self.tabs)

    def _make_view(self, reading: Reading) -> ReadingView:
        view = ReadingView(self._theme, reading)
        view.cancelled.connect(lambda: self._stop_reading(view))
        return view

    def _stop_reading(self, view: ReadingView) -> None:
        view.reading.stop()
        self._close(view)

    def _view_of(self, reading: Reading) -> ReadingView | None:
        views = (page for page in self.tabs.pages if isinstance(page, ReadingView))
        return next((view for view in views if view.reading is reading), None)

    def _on_stumbled(self, reading: Reading, problem: Problem) -> None:
        view = self._view_of(reading)
        if view is not None:
            self._close(view)
        self.stumbled.emit(problem)

    def _on_read(self, reading: Reading, found: list[Read]) -> None:
        instead: QWidget | None = self._view_of(reading)
        if instead is None and self.page is not None and self.page.is_refused:
            instead = self.page  # a list that could not be used makes room for the next
        first: PreviewPage | None = None
        for read in found:
            page = self.show(read.manifest, self._settings_for(read.manifest), read.profiles, instead=instead)
            first, instead = first or page, None
            if read.place and read.manifest.accepted:
                self._recent.note(read.place, read.manifest)
        if first is not None:
            self.tabs.choose(first)
        self._tell_window()

    def _on_recent_cleared(self) -> None:
        self._recent.clear()
        self._tell_window()

    # --- comparing ------------------------------------------------------------------------------------------

    def _on_compare(self, page: PreviewPage) -> None:
        paths = self._window.choose_manifests()
        if not paths:
            return
        later = page.manifest

        def done(outcome: Outcome[Comparison]) -> None:
            if outcome.problem is not None:
                self.stumbled.emit(outcome.problem)
            elif outcome.value is not None:
                page.show_comparison(outcome.value)

        job = attempt(lambda: compare(self._lists.unfold(read_usable(paths[0]), UNWATCHED), later))

        self._outside.run(job, while_alive(page, done))

    # --- saving ---------------------------------------------------------------------------------------------

    def save(self, saving: Saving) -> None:
        """Ask for the place of a file, and write it."""
        path = self.choose_save(self._window, saving.name)
        if path is not None:
            self._outside.run(lambda: save(path, saving), self._on_saved)

    def _on_save_failed(self) -> None:
        rows = self._window.rows
        self.save(failed([row.transfer for row in rows if row.status is Status.NEEDS_YOU]))

    def _on_saved(self, problem: Problem | None) -> None:
        if problem is not None:
            self.stumbled.emit(problem)

    # --- leaving --------------------------------------------------------------------------------------------

    def _on_preview_chosen(self, place: int) -> None:
        if place < len(self.previews):
            self.tabs.choose(self.previews[place])
            self._window.show_preview(self.tabs)

    def _on_close_asked(self, page: QWidget) -> None:
        if isinstance(page, PreviewPage):
            self.tabs.choose(page)
            page.cancel()
        elif isinstance(page, ReadingView):
            self._stop_reading(page)

    def _on_download(self, page: PreviewPage, add: Add) -> None:
        self.download_asked.emit(add)
        self._close(page)

    def _close(self, page: QWidget) -> None:
        if page not in self.tabs.pages:
            return
        self.tabs.remove(page)
        if not self.tabs.pages and self._window.is_in_front(self.tabs):
            self._window.show_queue()
        self._tell_window()

    def _tell_window(self) -> None:
        """What can be opened again, and what is open now."""
        self._window.recent.set_items(self._recent.items)
        if isinstance(self._window.page.empty, EmptyPage):
            self._window.page.empty.set_recent(self._recent.items)
        self._window.set_previews([page.manifest.name or tr(_PASTED) for page in self.previews])
