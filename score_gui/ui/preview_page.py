"""The preview: what a manifest holds, what of it is wanted, and whether it fits, before anything is queued."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from score_gui.manifests.compare import Comparison
from score_gui.model.language import tr
from score_gui.model.manifest import IMAGING_KINDS, Manifest
from score_gui.model.messages import Add
from score_gui.model.settings import Settings
from score_gui.ui import preview_saving as saving
from score_gui.ui.background import while_alive
from score_gui.ui.choose_folder import choose_folder
from score_gui.ui.icons import Icons
from score_gui.ui.preview_bars import FootBar, HeaderBar
from score_gui.ui.preview_choice import MEMORY, ColumnChoice
from score_gui.ui.preview_content import PreviewContent
from score_gui.ui.preview_facts import Repair
from score_gui.ui.preview_filldesk import FillDesk
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_menu import RowMenu
from score_gui.ui.preview_options import PreviewOptions
from score_gui.ui.preview_order import Order
from score_gui.ui.preview_reckoning import Reckoning
from score_gui.ui.preview_refused import RefusedView
from score_gui.ui.preview_sums import Sums
from score_gui.ui.preview_survey import Kept, PreviewOutside, Survey
from score_gui.ui.preview_text import leave_question, subtitle
from score_gui.ui.question import ask
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Line, fill, label


class PreviewPage(QWidget):
    """One manifest before it is queued. Rows and facts are made outside the GUI thread.

    `profiles` are (id, name) pairs; the first one is chosen at first. One that does not begin by itself goes on
    with what another page kept, see `go_on`.

    Signals:
        download_asked: the `Add` command, ready to be posted to the engine.
        cancelled: close the page; nothing is queued.
        back_asked: look at the queue; the page stays open.
        choose_asked: another file is wanted in place of one that cannot be used.
        token_asked: the id of a profile that needs a token.
        save_asked: something of it is wanted as a file (a `Saving`).
        compare_asked: the manifest is to be compared with an earlier one.
        slice_asked: entries of which a slice is wanted (a tuple of `Entry`), and the id of the profile.
    """

    download_asked = Signal(Add)
    cancelled = Signal()
    back_asked = Signal()
    choose_asked = Signal()
    token_asked = Signal(str)
    save_asked = Signal(object)
    compare_asked = Signal()
    slice_asked = Signal(object, str)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        manifest: Manifest,
        settings: Settings,
        profiles: Sequence[tuple[str, str]],
        *,
        outside: PreviewOutside,
        begins: bool = True,
    ) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._theme, self._icons, self._manifest = theme, icons, manifest
        self._outside, self._run = outside, outside.run
        self._reckoning: Reckoning | None = None
        self._filler: FillDesk | None = None
        self._header = HeaderBar(theme, icons, manifest)
        self._options = PreviewOptions(theme, icons, settings, profiles)
        if manifest.kind in IMAGING_KINDS:
            self._options.suit_images()
        self._foot = FootBar(theme, icons)
        self._middle = QStackedWidget()
        self._build(manifest)
        if not manifest.accepted:
            self._refuse()
        elif begins:
            self._load()

    # --- for the window -------------------------------------------------------------------------------------

    @property
    def manifest(self) -> Manifest:
        """The list with what its site has told of it so far."""
        return self._manifest if self._filler is None else self._filler.manifest

    @property
    def content(self) -> PreviewContent | None:
        """Table and facets, once the rows are made; None before, and for a list that cannot be used."""
        return self._reckoning.content if self._reckoning is not None else None

    @property
    def kept(self) -> Kept | None:
        """What a page in its place goes on with; None before the rows are made."""
        reckoning = self._reckoning
        return None if reckoning is None else Kept(reckoning.content.loaded, reckoning.survey)

    def go_on(self, kept: Kept) -> None:
        """Take the place of the page that kept this."""
        self._begin(kept.loaded, kept.survey)

    @property
    def is_refused(self) -> bool:
        """The list cannot be used, and the page says why."""
        return not self._manifest.accepted

    @property
    def is_touched(self) -> bool:
        """Ticks were changed, which are lost with the page."""
        return self.content is not None and self.content.model.ticks.are_touched

    @property
    def options(self) -> PreviewOptions:
        return self._options

    @property
    def foot(self) -> FootBar:
        return self._foot

    @property
    def header(self) -> HeaderBar:
        return self._header

    def refresh_token(self) -> None:
        """Look at the token again, after the person added one."""
        if self._reckoning is not None and self._filler is not None:
            self._reckoning.survey.look_at_token()
            self._filler.refresh_token()

    def show_comparison(self, comparison: Comparison) -> None:
        """Tell what is new, changed and gone since an earlier manifest."""
        if self._reckoning is not None:
            self._reckoning.compare(comparison)

    def command(self) -> Add | None:
        """What the primary button would post now; None while it is off."""
        name, reckoning = self._manifest.name, self._reckoning
        return None if reckoning is None else reckoning.command(name, start=self._foot.starts)

    # --- building -------------------------------------------------------------------------------------------

    def _build(self, manifest: Manifest) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._foot_line = Line(self._theme)
        for widget in (self._header, Line(self._theme), self._middle, self._foot_line, self._foot):
            column.addWidget(widget, 1 if widget is self._middle else 0)
        self._show_subtitle()
        self._header.back_asked.connect(self.back_asked)
        self._header.compare_asked.connect(self.compare_asked)
        self._header.save_asked.connect(self._on_save)
        self._header.save_left_out_asked.connect(lambda: self.save_asked.emit(saving.left_out(manifest)))
        self._header.columns_asked.connect(self._on_columns_asked)
        self._header.allow_saving(ticked=0, left_out=0)
        self._foot.cancel_asked.connect(self.cancel)
        self._foot.go_asked.connect(self._on_go)
        self._options.changed.connect(self._on_options_changed)
        self._options.choose_asked.connect(self._on_choose_folder)
        self._options.fit_check.repair_asked.connect(self._on_repair)

    def _show_subtitle(self) -> None:
        self._header.set_subtitle(subtitle(self._manifest, self._options.profile_name))

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
        reading = label(self._theme, tr("Reading the list…"), Role.BODY, "text-2")
        reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle.addWidget(reading)
        self._foot.show_sums(Sums(0, 0, 0, 0), self._manifest.lines, tr("The list is still being read"))
        # Not at once: a thread that computes would hold up the painting of the page.
        self._outside.later(self, self._make_rows)

    def _make_rows(self) -> None:
        manifest = self._manifest
        self._run(
            lambda: Loaded.of(manifest, Order()),
            while_alive(
                self, lambda loaded: self._begin(loaded, Survey(self, loaded.preview, self._outside))
            ),
        )

    def _begin(self, loaded: Loaded, survey: Survey) -> None:
        """The rows are made: build the table, show it, and look around, in three steps."""
        columns = ColumnChoice.read(str(self._outside.memory.value(MEMORY, "")))
        content = PreviewContent(
            self._theme, self._icons, loaded, self._options, run=self._run, columns=columns
        )
        reckoning = self._reckoning = Reckoning(self, content, survey, self._options, self._outside)
        self._filler = FillDesk(self, self._manifest, content, survey, self._options, self._outside)
        reckoning.counted.connect(self._on_counted)
        content.table.menu_asked.connect(self._on_menu)
        content.table.columns_chosen.connect(lambda each: self._outside.memory.setValue(MEMORY, each.write()))
        content.clear_asked.connect(self._header.clear_search)
        self._header.search_changed.connect(content.model.search)
        self._outside.later(self, lambda: self._show_content(reckoning))

    def _show_content(self, reckoning: Reckoning) -> None:
        content = reckoning.content
        self._middle.addWidget(content)
        self._middle.setCurrentWidget(content)
        self.setFocusProxy(content.table)
        self._foot.follow(self._options.last)
        content.table.setFocus(Qt.FocusReason.OtherFocusReason)
        content.arrange(self.width())
        content.model.search(self._header.search_text)
        reckoning.choose_first()
        self._outside.later(self, self._look)

    def _on_options_changed(self) -> None:
        self._show_subtitle()
        self._look()

    def _look(self) -> None:
        if self._reckoning is not None and self._filler is not None:
            self._reckoning.look()
            self._filler.look()

    def _on_counted(self) -> None:
        if self._reckoning is None or self._reckoning.tally is None:
            return
        sums, preview = self._reckoning.tally.sums, self._reckoning.content.model.preview
        self._foot.show_sums(sums, len(preview), self._reckoning.why_not())
        self._header.allow_saving(ticked=sums.files, left_out=preview.left_out)

    # --- what a person does ---------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Close the page; asks first if ticks were changed, for they are lost."""
        if self.is_touched:
            ask(self, leave_question(), self.cancelled.emit)
        else:
            self.cancelled.emit()

    def _on_go(self) -> None:
        if (command := self.command()) is not None:
            self.download_asked.emit(command)

    def _on_save(self) -> None:
        if self.content is not None:
            self.save_asked.emit(saving.ticked(self.manifest, self.content.model.ticks.entries()))

    def _on_columns_asked(self) -> None:
        if self.content is not None:
            button = self._header.save
            self.content.table.columns_menu().popup(button.mapToGlobal(QPoint(0, button.height())))

    def _on_menu(self, spot: QPoint) -> None:
        if self.content is None:
            return
        menu = RowMenu(self, self._icons, self.content, self._run)
        menu.slice_asked.connect(lambda entries: self.slice_asked.emit(entries, self._options.profile_id))
        menu.popup(spot)

    def _on_repair(self, repair: Repair) -> None:
        match repair:
            case Repair.ADD_TOKEN:
                self.token_asked.emit(self._options.profile_id)
            case Repair.CHOOSE_FOLDER:
                self._on_choose_folder()
            case _ if self._reckoning is not None:
                self._reckoning.repair(repair)

    def _on_choose_folder(self) -> None:
        choose_folder(self, self._options.folder, self._options.set_folder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._header.search_text:
            self._header.clear_search()
        else:
            self.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._header.fit(self.width())
        if self.content is not None:
            self.content.arrange(self.width())
