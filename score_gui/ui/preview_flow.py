"""From dropped files to queued entries: reads manifests, shows them one after the other, hands the wish on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from score_gui.manifests import read_manifest, read_path
from score_gui.model.manifest import Manifest
from score_gui.model.messages import Add
from score_gui.model.settings import Settings
from score_gui.ui.background import Runner
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.preview_facts import FolderFacts
from score_gui.ui.preview_folder import folder_facts
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.theme import Theme

Profiles = Sequence[ProfileRow]


class PreviewFacts:
    """Answers the preview's questions; every call may block."""

    def __init__(self, token_state: Callable[[str], TokenState]) -> None:
        self._token_state = token_state

    def folder_facts(self, folder: Path) -> FolderFacts:
        return folder_facts(folder)

    def token_state(self, profile_id: str) -> TokenState:
        return self._token_state(profile_id)


class PreviewFlow(QObject):
    """One preview at a time; what was dropped meanwhile waits. `settings` must be set before the first.

    Signals:
        download_asked: the `Add` command of a preview.
        token_asked: the id of a profile that needs a token.
    """

    download_asked = Signal(Add)
    token_asked = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        run: Runner,
        facts: PreviewFacts,
        profiles: Callable[[], Profiles],
    ) -> None:
        super().__init__(window)
        self.settings = Settings(Path())
        self._window = window
        self._theme, self._icons = theme, icons
        self._run = run
        self._facts = facts
        self._profiles = profiles
        self._waiting: list[tuple[Manifest, Settings, Sequence[tuple[str, str]]]] = []
        self.page: PreviewPage | None = None

    def read_paths(self, paths: list[Path]) -> None:
        """Read files off the GUI thread and show them."""
        self._read(lambda: [read_path(path) for path in paths])

    def read_text(self, text: str) -> None:
        """Read dropped or pasted text as a list."""
        self._read(lambda: [read_manifest(text.encode(), "pasted list")])

    def show(self, manifest: Manifest, settings: Settings, profiles: Sequence[tuple[str, str]]) -> None:
        """Show a manifest, or let it wait for the one that is shown."""
        self._waiting.append((manifest, settings, profiles))
        if self.page is None:
            self._next()

    def refresh_token(self) -> None:
        """A token was added or removed."""
        if self.page is not None:
            self.page.refresh_token()

    def _read(self, read: Callable[[], list[Manifest]]) -> None:
        def job() -> tuple[list[Manifest], list[tuple[str, str]]]:
            return read(), [(profile.id, profile.name) for profile in self._profiles()]

        self._run(job, self._on_read)

    def _on_read(self, result: tuple[list[Manifest], list[tuple[str, str]]]) -> None:
        manifests, profiles = result
        if self.page is not None and self.page.content is None:
            self._leave()  # a list that could not be used makes room for the next
        for manifest in manifests:
            self.show(manifest, self.settings, profiles)

    def _next(self) -> None:
        manifest, settings, profiles = self._waiting.pop(0)
        page = PreviewPage(
            self._theme, self._icons, manifest, settings, profiles, desk=self._facts, run=self._run
        )
        page.download_asked.connect(self._on_download)
        page.cancelled.connect(self._leave)
        page.choose_asked.connect(self._window.ask_for_manifest)
        page.token_asked.connect(self.token_asked)
        self.page = page
        self._window.show_preview(page)

    def _on_download(self, add: Add) -> None:
        self.download_asked.emit(add)
        self._leave()

    def _leave(self) -> None:
        self.page = None
        if self._waiting:
            self._next()
        else:
            self._window.show_queue()
