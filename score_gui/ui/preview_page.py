"""The preview: what a manifest holds, what of it is wanted, and whether it fits, before anything is queued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from score_gui.model.manifest import Manifest
from score_gui.model.messages import Add
from score_gui.model.settings import Settings
from score_gui.model.transfer import Layout
from score_gui.ui.background import Runner, while_alive
from score_gui.ui.icons import Icons
from score_gui.ui.preview_bars import FootBar, HeaderBar
from score_gui.ui.preview_content import PreviewContent
from score_gui.ui.preview_facts import Fit, FolderFacts, PreviewDesk, Repair
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_options import PreviewOptions
from score_gui.ui.preview_places import Places, PlaceTable, example_path
from score_gui.ui.preview_refused import RefusedView
from score_gui.ui.preview_rows import PreviewRows, Row
from score_gui.ui.preview_text import subtitle
from score_gui.ui.preview_ticks import Sums
from score_gui.ui.profiles_desk import TokenState
from score_gui.ui.question import Question, ask
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Line, fill, label

_LEAVE = Question(
    "Leave this manifest?",
    "Nothing is queued, and the ticks you changed are not kept.",
    yes="Leave",
    no="Stay",
)


class PreviewPage(QWidget):
    """One manifest before it is queued. Rows and facts are made by `run` and `desk` outside the GUI thread.

    `profiles` are (id, name) pairs; the first one is chosen at first.

    Signals:
        download_asked: the `Add` command, ready to be posted to the engine.
        cancelled: leave the page; nothing is queued.
        choose_asked: another file is wanted in place of one that cannot be used.
        token_asked: the id of a profile that needs a token.
        save_asked: the ticked files (a `Manifest`) are wanted as a list of their own.
    """

    download_asked = Signal(Add)
    cancelled = Signal()
    choose_asked = Signal()
    token_asked = Signal(str)
    save_asked = Signal(Manifest)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        manifest: Manifest,
        settings: Settings,
        profiles: Sequence[tuple[str, str]],
        *,
        desk: PreviewDesk,
        run: Runner,
    ) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._theme, self._icons, self._manifest = theme, icons, manifest
        self._desk, self._run = desk, run
        self._preview = PreviewRows((), (), ())
        self._waiting = 0
        self._chosen: Row | None = None
        self._table: PlaceTable | None = None
        self._places = Places()
        self._folder_facts: FolderFacts | None = None
        self._token: TokenState | None = None
        self._asked_here: tuple[Layout, Path] | None = None
        self._content: PreviewContent | None = None
        self._header = HeaderBar(theme, icons, manifest)
        self._options = PreviewOptions(theme, icons, settings, profiles)
        self._foot = FootBar(theme, icons)
        self._middle = QStackedWidget()
        self._build()
        if manifest.accepted:
            self._load()
        else:
            self._refuse()

    # --- for the window -------------------------------------------------------------------------------------

    @property
    def content(self) -> PreviewContent | None:
        """Table and facets, once the rows are made; None before, and for a list that cannot be used."""
        return self._content

    @property
    def is_refused(self) -> bool:
        """The list cannot be used, and the page says why."""
        return not self._manifest.accepted

    @property
    def options(self) -> PreviewOptions:
        return self._options

    @property
    def foot(self) -> FootBar:
        return self._foot

    @property
    def header(self) -> HeaderBar:
        return self._header

    def set_waiting(self, count: int) -> None:
        """So many other lists are shown after this one."""
        self._waiting = count
        self._show_subtitle()

    def _show_subtitle(self) -> None:
        self._header.set_subtitle(subtitle(self._manifest, self._options.profile_name, self._waiting))

    def refresh_token(self) -> None:
        """Look at the token again, after the person added one."""
        self._ask_token()

    def command(self) -> Add | None:
        """What the primary button would post now; None while it is off."""
        if self._content is None or self._why_not(self._content.model.ticks.sums()):
            return None
        return Add(
            entries=self._content.model.ticks.entries(),
            profile_id=self._options.profile_id,
            folder=self._options.folder,
            layout=self._options.layout_choice,
            manifest=self._manifest.name or None,
            with_index=self._options.with_index,
            start=self._foot.starts,
        )

    # --- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._foot_line = Line(self._theme)
        for widget in (self._header, Line(self._theme), self._middle, self._foot_line, self._foot):
            column.addWidget(widget, 1 if widget is self._middle else 0)
        self._show_subtitle()
        self._header.back_asked.connect(self.cancel)
        self._header.save_asked.connect(self._on_save)
        self._header.save.setEnabled(False)
        self._foot.cancel_asked.connect(self.cancel)
        self._foot.go_asked.connect(self._on_go)
        self._options.changed.connect(self._on_options_changed)
        self._options.choose_asked.connect(self._on_choose_folder)
        self._options.fit_check.repair_asked.connect(self._on_repair)

    def _refuse(self) -> None:
        view = RefusedView(self._theme, self._icons, self._manifest)
        view.choose_asked.connect(self.choose_asked)
        self._middle.addWidget(view)
        self.setFocusProxy(view.choose)
        self._options.setParent(self)
        for widget in (self._options, self._foot, self._foot_line):
            widget.hide()
        self._header.show_tools(shown=False)

    def _load(self) -> None:
        reading = label(self._theme, "Reading the list…", Role.BODY, "text-2")
        reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle.addWidget(reading)
        self._foot.show_sums(Sums(0, 0, 0, 0), self._manifest.lines, "The list is still being read")
        manifest, layout = self._manifest, self._options.layout_choice
        self._run(lambda: Loaded.of(manifest, layout), while_alive(self, self._on_loaded))

    def _on_loaded(self, loaded: Loaded) -> None:
        self._preview, self._table = loaded.preview, loaded.places
        content = PreviewContent(self._theme, self._icons, loaded, self._options)
        self._content = content
        content.model.ticks_changed.connect(self._on_ticks_changed)
        content.table.row_chosen.connect(self._on_row_chosen)
        content.clear_asked.connect(self._header.clear_search)
        self._header.search_changed.connect(content.model.search)
        self._middle.addWidget(content)
        self._middle.setCurrentWidget(content)
        self.setFocusProxy(content.table)
        content.table.setFocus(Qt.FocusReason.OtherFocusReason)
        content.arrange(self.width())
        content.model.search(self._header.search_text)
        first = next((row for row in loaded.preview.rows if row.entry is not None), None)
        if first is not None:
            self._on_row_chosen(first)
        self._on_options_changed()

    # --- facts ----------------------------------------------------------------------------------------------

    def _on_options_changed(self) -> None:
        self._show_subtitle()
        self._ask_folder()
        self._ask_token()
        self._ask_places()
        self._ask_here()
        self._on_ticks_changed()

    def _ask_folder(self) -> None:
        folder = self._options.folder
        self._run(
            lambda: self._desk.folder_facts(folder), while_alive(self, lambda f: self._on_folder(folder, f))
        )

    def _on_folder(self, asked: Path, facts: FolderFacts) -> None:
        if asked == self._options.folder:
            self._folder_facts = facts
            self._show_fit()

    def _ask_here(self) -> None:
        """Look for the files once the folder and the layout are chosen; each choice is looked at once."""
        asked = (self._options.layout_choice, self._options.folder)
        if self._content is None or asked == self._asked_here or not asked[1].is_absolute():
            return
        self._asked_here = asked
        preview = self._preview
        work, done = lambda: self._desk.rows_here(preview, *asked), lambda rows: self._on_here(asked, rows)
        self._run(work, while_alive(self, done))

    def _on_here(self, asked: tuple[Layout, Path], rows: frozenset[int]) -> None:
        if self._content is not None and asked == self._asked_here:
            self._content.set_here(rows)

    def _ask_token(self) -> None:
        profile = self._options.profile_id
        if profile:
            work, done = lambda: self._desk.token_state(profile), lambda t: self._on_token(profile, t)
            self._run(work, while_alive(self, done))

    def _on_token(self, asked: str, state: TokenState) -> None:
        if asked == self._options.profile_id:
            self._token = state
            self._show_fit()

    def _ask_places(self) -> None:
        layout = self._options.layout_choice
        if self._table is None or self._table.layout is layout:
            return
        preview = self._preview
        self._run(lambda: PlaceTable(preview, layout), while_alive(self, self._on_places))

    def _on_places(self, made: PlaceTable) -> None:
        if made.layout is self._options.layout_choice:
            self._table = made
            self._on_ticks_changed()

    # --- what is shown --------------------------------------------------------------------------------------

    def _on_ticks_changed(self) -> None:
        if self._content is None or self._table is None:
            return
        self._places = self._table.places(self._content.model.ticks.numbers)
        self._show_fit()
        self._show_example()

    def _show_fit(self) -> None:
        if self._content is None:
            return
        sums = self._content.model.ticks.sums()
        folder = str(self._options.folder)
        self._options.fit_check.set_lines(
            Fit(sums, self._places, folder, self._folder_facts, self._token).lines()
        )
        self._foot.show_sums(sums, len(self._preview.rows), self._why_not(sums))
        self._header.save.setEnabled(sums.files > 0)

    def _why_not(self, sums: Sums) -> str:
        """Why the primary button is off; empty when it is on."""
        if not sums.files:
            return "No file is ticked"
        if not self._options.folder.is_absolute():
            return "Choose a folder first"
        return "" if self._options.profile_id else "Set up a profile first"

    def _on_row_chosen(self, row: Row) -> None:
        self._chosen = row if row.entry is not None else self._chosen
        self._show_example()

    def _show_example(self) -> None:
        row = self._chosen
        if row is None or row.entry is None:
            return
        shares = row.number in self._places.sharers and row.number not in self._places.keepers
        path = example_path(self._options.folder, row.entry, self._options.layout_choice, shares_name=shares)
        self._options.path_box.set_path(path)

    # --- what a person does ---------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Leave the page; asks first if ticks were changed, for they are lost."""
        if self._content is None or not self._content.model.ticks.are_touched:
            self.cancelled.emit()
            return
        ask(self, _LEAVE, self.cancelled.emit)

    def _on_go(self) -> None:
        command = self.command()
        if command is not None:
            self.download_asked.emit(command)

    def _on_save(self) -> None:
        if self._content is not None:
            self.save_asked.emit(
                replace(self._manifest, entries=self._content.model.ticks.entries(), remarks=())
            )

    def _on_repair(self, repair: Repair) -> None:
        if repair is Repair.ADD_TOKEN:
            self.token_asked.emit(self._options.profile_id)
        else:
            self._on_choose_folder()

    def _on_choose_folder(self) -> None:
        dialog = QFileDialog(self, "Choose folder", str(self._options.folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self._options.set_folder(Path(chosen)))
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._header.search_text:
            self._header.clear_search()
        else:
            self.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._content is not None:
            self._content.arrange(self.width())
