"""From dropped files to queued entries: reads manifests, shows them one after the other, hands the wish on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from score_gui.manifests import ReadingStoppedError, Watch, read_manifest, read_path, save_manifest, shape_of
from score_gui.model import disk_problems
from score_gui.model.manifest import Manifest
from score_gui.model.messages import Add
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.settings import Settings
from score_gui.model.text import count_text
from score_gui.model.transfer import Layout
from score_gui.net.fetch_list import host_of, is_list_address
from score_gui.ui.background import Runner
from score_gui.ui.icons import Icons
from score_gui.ui.main_window import MainWindow
from score_gui.ui.preview_facts import FolderFacts, PreviewDesk
from score_gui.ui.preview_folder import folder_facts
from score_gui.ui.preview_here import Finished, rows_here
from score_gui.ui.preview_page import PreviewPage
from score_gui.ui.preview_reading import Reading, ReadingView
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.side_rows import ProfileRow
from score_gui.ui.theme import Theme

Profiles = Sequence[ProfileRow]
Choices = list[tuple[str, str]]
Fetch = Callable[[str, Watch], Manifest]
"""Reads the list at an address; may block."""
PATIENCE = 400
"""Milliseconds that a list may take before it is told that it is being read."""
ChooseSave = Callable[[QWidget, str], Path | None]
"""Asks a person for the place of a new file of this name; None when they think better of it."""


def choose_save(parent: QWidget, name: str) -> Path | None:
    """The system's dialog, which asks before a file is replaced."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "Save the ticked files as a manifest", name, "Manifest (*.tsv)"
    )
    return Path(chosen) if chosen else None


def _save(path: Path, ticked: Manifest) -> Problem | None:
    try:
        save_manifest(path, ticked.entries, shape_of(ticked.kind))
    except PermissionError:
        return disk_problems.no_permission(path.parent)
    except OSError as error:
        return disk_problems.disk_error(path, error.strerror or "it cannot be written")
    return None


class PreviewFacts:
    """Answers the preview's questions; every call may block."""

    def __init__(self, token_state: Callable[[str], TokenState], finished: Finished) -> None:
        self._token_state = token_state
        self._finished = finished

    def folder_facts(self, folder: Path) -> FolderFacts:
        return folder_facts(folder)

    def token_state(self, profile_id: str) -> TokenState:
        return self._token_state(profile_id)

    def rows_here(self, preview: PreviewRows, layout: Layout, folder: Path) -> frozenset[int]:
        return rows_here(preview, layout, folder, self._finished)


class PreviewFlow(QObject):
    """One preview at a time; what was dropped meanwhile waits. `settings` must be set before the first.

    `fetch` is called in other threads.

    Signals:
        download_asked: the `Add` command of a preview.
        token_asked: the id of a profile that needs a token.
        stumbled: a `Problem` that kept a list from being read.
    """

    download_asked = Signal(Add)
    token_asked = Signal(str)
    stumbled = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        run: Runner,
        facts: PreviewDesk,
        profiles: Callable[[], Profiles],
        fetch: Fetch,
    ) -> None:
        super().__init__(window)
        self.settings = Settings(Path())
        self._window = window
        self._theme, self._icons = theme, icons
        self._run = run
        self._facts = facts
        self._profiles, self._fetch = profiles, fetch
        self.choose_save: ChooseSave = choose_save
        self._waiting: list[tuple[Manifest, Settings, Sequence[tuple[str, str]]]] = []
        self.page: PreviewPage | None = None
        self.reading_view: ReadingView | None = None

    def read_paths(self, paths: list[Path]) -> None:
        """Read files off the GUI thread and show them."""
        name = paths[0].name if len(paths) == 1 else count_text(len(paths), "list")
        self._read(name, lambda watch: [read_path(path, watch) for path in paths])

    def read_text(self, text: str) -> None:
        """Read dropped or pasted text as a list, or fetch the list at an address."""
        address = text.strip()
        if is_list_address(address):
            self._read(f"the list from {host_of(address)}", lambda watch: [self._fetch(address, watch)])
            return
        self._read("pasted list", lambda watch: [read_manifest(text.encode(), "pasted list", watch)])

    def show(self, manifest: Manifest, settings: Settings, profiles: Sequence[tuple[str, str]]) -> None:
        """Show a manifest, or let it wait for the one that is shown."""
        self._waiting.append((manifest, settings, profiles))
        if self.page is None:
            self._next()
        else:
            self.page.set_waiting(len(self._waiting))

    def refresh_token(self) -> None:
        """A token was added or removed."""
        if self.page is not None:
            self.page.refresh_token()

    def _read(self, name: str, read: Callable[[Watch], list[Manifest]]) -> None:
        reading = Reading(name)

        def job() -> tuple[list[Manifest], Choices] | Problem | None:
            try:
                return read(reading.watch), [(profile.id, profile.name) for profile in self._profiles()]
            except ReadingStoppedError:
                return None
            except ProblemError as error:
                return error.problem

        patience = QTimer(self)
        patience.setSingleShot(True)
        patience.timeout.connect(lambda: self._show_reading(reading))
        patience.start(PATIENCE)

        def on_read(result: tuple[list[Manifest], Choices] | Problem | None) -> None:
            patience.stop()
            patience.deleteLater()
            if result is None or reading.is_stopped:
                return
            if isinstance(result, Problem):
                self._on_problem(reading, result)
            else:
                self._on_read(*result)

        self._run(job, on_read)

    def _show_reading(self, reading: Reading) -> None:
        """Tell that a list takes long, unless there is something to look at meanwhile."""
        if self.page is not None or self.reading_view is not None:
            return
        view = ReadingView(self._theme, reading)
        view.cancelled.connect(lambda: self._stop_reading(reading))
        self.reading_view = view
        self._window.show_preview(view)
        view.setFocus()

    def _stop_reading(self, reading: Reading) -> None:
        reading.stop()
        self._leave()

    def _on_problem(self, reading: Reading, problem: Problem) -> None:
        if self.reading_view is not None and self.reading_view.reading is reading:
            self._leave()
        self.stumbled.emit(problem)

    def _on_read(self, manifests: list[Manifest], profiles: Choices) -> None:
        if self.page is not None and self.page.is_refused:
            self._leave()  # a list that could not be used makes room for the next
        for manifest in manifests:
            self.show(manifest, self.settings, profiles)

    def _next(self) -> None:
        manifest, settings, profiles = self._waiting.pop(0)
        page = PreviewPage(
            self._theme, self._icons, manifest, settings, profiles, desk=self._facts, run=self._run
        )
        page.set_waiting(len(self._waiting))
        page.download_asked.connect(self._on_download)
        page.cancelled.connect(self._leave)
        page.choose_asked.connect(self._window.ask_for_manifest)
        page.token_asked.connect(self.token_asked)
        page.save_asked.connect(self._on_save)
        self.page, self.reading_view = page, None
        self._window.show_preview(page)

    def _on_save(self, ticked: Manifest) -> None:
        path = self.choose_save(self._window, f"{Path(ticked.name).stem or 'manifest'}-selection.tsv")
        if path is not None:
            self._run(lambda: _save(path, ticked), self._on_saved)

    def _on_saved(self, problem: Problem | None) -> None:
        if problem is not None:
            self.stumbled.emit(problem)

    def _on_download(self, add: Add) -> None:
        self.download_asked.emit(add)
        self._leave()

    def _leave(self) -> None:
        self.page = self.reading_view = None
        if self._waiting:
            self._next()
        else:
            self._window.show_queue()
