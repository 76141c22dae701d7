"""The page where regions are chosen: chips, choices and the cost at the left, the contigs of the file at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from score_gui.model.language import tr, trn
from score_gui.model.problem import Problem
from score_gui.ui.icons import Icons
from score_gui.ui.slice_bars import FootBar, HeadBar, Page, icon_push
from score_gui.ui.slice_chips import ChipField
from score_gui.ui.slice_contigs import ContigPanel
from score_gui.ui.slice_draft import Draft
from score_gui.ui.slice_facts import FileFacts, Progress, Stage, Weighed
from score_gui.ui.slice_options import SliceOptions
from score_gui.ui.slice_regions import Chip, Chips, Repair
from score_gui.ui.slice_strips import CostStrip, TroubleStrips
from score_gui.ui.slice_words import (
    broken_words,
    estimate_head,
    estimate_rest,
    is_most,
    most_words,
    problem_line,
    progress_words,
)
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, Line, Tint, button, label

_LONG = 4000
"""Characters from which on reading a text takes so long that a person would feel it."""
_NARROW = 820
"""Units of width below which the contigs make room for the choices."""


class Mode(Enum):
    """What the page is doing."""

    OPENING = auto()
    CHOOSING = auto()
    SAVING = auto()


class SliceEditor(QWidget):
    """Shows the choices and tells when they change; it does no work.

    Signals:
        changed: the draft is another one now.
        read_asked: make chips of this long text.
        bed_asked: the person wants to take regions from a BED file.
        save_asked: make the slice.
        cancelled: stop what is going on, or leave.
        whole_asked: the whole file is wanted instead.
        other_asked: another file is wanted.
    """

    changed = Signal()
    read_asked = Signal(str)
    bed_asked = Signal()
    save_asked = Signal()
    cancelled = Signal()
    whole_asked = Signal()
    other_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, folder: Path, *, files: int = 1) -> None:
        super().__init__()
        self._theme = theme
        self._draft = Draft(folder)
        self._facts: FileFacts | None = None
        self._weighed: Weighed | None = None
        self._mode = Mode.OPENING
        self._is_local = self._any_cram = False
        self._note: tuple[str, ...] = ("",)
        self.other = button(theme, tr("Other file…"))
        self.head = HeadBar(theme, icons, [self.other])
        self.bed = icon_push(theme, icons, tr("From BED file…"), "file-text", Kind.LINK, color="accent")
        self.field = ChipField(theme, icons)
        self.troubles = TroubleStrips(theme, icons)
        self.options = SliceOptions(theme, icons, many=files > 1)
        self.cost = CostStrip(theme)
        self.contigs = ContigPanel(theme)
        self.whole = button(theme, tr("Whole file instead") if files == 1 else tr("Whole files instead"))
        self.cancel = button(theme, tr("Cancel"))
        words = tr("Save slice") if files == 1 else trn("Save {count} slice", "Save {count} slices", files)
        self.save = icon_push(theme, icons, words, "scissors", Kind.PRIMARY, color="on-accent")
        self.foot = FootBar(theme, icons, [self.whole, self.cancel, self.save])
        self._build()
        self._connect()
        self.set_mode(Mode.OPENING)

    # --- for the dialog -------------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """The choices as they stand."""
        return self.options.apply(self._draft)

    @property
    def facts(self) -> FileFacts | None:
        return self._facts

    def show_facts(self, facts: FileFacts, *, is_local: bool, any_cram: bool = False) -> None:
        """The file is open now: regions can be checked. `any_cram`: one that follows it is a CRAM."""
        self._facts, self._is_local, self._any_cram = facts, is_local, any_cram
        self.contigs.show_facts(facts)
        self.field.edit.set_offers(facts.reader.offers)
        self.options.show_facts(facts, needs_reference=facts.is_cram or any_cram)
        self.whole.setVisible(not is_local)
        self.set_mode(Mode.CHOOSING)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_over(self, former: SliceEditor) -> None:
        """Go on where another page was."""
        self.options.show_draft(former.draft)
        if former.facts is not None:
            self.show_facts(former.facts, is_local=former._is_local, any_cram=former._any_cram)
        self._set_chips(former.draft.chips)
        self.field.edit.setText(former.field.edit.text())
        self._draft, self._note = former.draft, former._note
        self.set_mode(former._mode)
        self.show_weighed(former._weighed)

    def set_mode(self, mode: Mode) -> None:
        self._mode = mode
        choosing = mode is Mode.CHOOSING
        for widget in (self.field, self.bed, self.options, self.other, self.troubles):
            widget.setEnabled(choosing)
        self.whole.setVisible(choosing and not self._is_local)
        self._refresh()

    def add_text(self, text: str) -> None:
        """Make chips of typed or pasted text; a long one is read elsewhere."""
        if self._facts is None:
            return
        if len(text) > _LONG:
            self.read_asked.emit(text)
        else:
            self.take(*self._facts.reader.read(text))

    def take(self, chips: Sequence[Chip], unplaced: bool) -> None:  # noqa: FBT001 - the pair of `RegionReader.read`
        """Show chips that were read."""
        if unplaced:
            self.options.unplaced.setChecked(True)
        self._set_chips(self._draft.chips.with_chips(chips))

    def add_chip(self, chip: Chip) -> None:
        self._set_chips(self._draft.chips.with_chips([chip]))

    def commit(self) -> bool:
        """Take in what is typed and not yet entered. False if there is nothing."""
        if not self.field.edit.text().strip():
            return False
        self.field.edit.enter()
        return True

    def start_anew(self) -> None:
        """The choices stay; the regions and the place go."""
        self.options.set_output(None)
        self._set_chips(Chips())
        self.set_mode(Mode.CHOOSING)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_weighed(self, weighed: Weighed | None) -> None:
        """What the draft costs; None while that is being worked out."""
        self._weighed = weighed
        if weighed is not None:
            self.options.show_weighed(weighed)
        self._refresh()

    def show_progress(self, progress: Progress) -> None:
        """How far the slice is."""
        share = progress.fetched / progress.planned if progress.planned else 0.0
        done = share if progress.stage is Stage.FETCHING else 1.0
        self.cost.show_share(*progress_words(progress), done)

    def say(self, words: str) -> None:
        """A note in the foot, until something is chosen."""
        self._note = (words, "info", "text-2")
        self._show_foot()

    def complain(self, problem: Problem) -> None:
        """What went wrong, in the foot, until something is chosen."""
        self._note = (problem_line(problem), "triangle-alert", "state-need")
        self._show_foot()

    # --- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[self._theme.px(n) for n in (20, 14, 20, 16)])
        column.setSpacing(self._theme.px(8))
        title = QHBoxLayout()
        title.addWidget(label(self._theme, tr("Regions"), Role.STRONG))
        title.addStretch(1)
        title.addWidget(self.bed)
        column.addLayout(title)
        column.addWidget(self.field)
        column.addWidget(self.troubles)
        column.addSpacing(self._theme.px(4))
        column.addWidget(self.options)
        column.addSpacing(self._theme.px(4))
        column.addWidget(self.cost)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._line = Line(self._theme, Qt.Orientation.Vertical)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(scroll, 63)
        row.addWidget(self._line)
        row.addWidget(self.contigs, 39)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(Page(self._theme, self.head, body, self.foot))
        self.save.setDefault(True)

    def _connect(self) -> None:
        self.field.entered.connect(self.add_text)
        self.field.removed.connect(lambda place: self._set_chips(self._draft.chips.without(place)))
        self.field.taken_back.connect(lambda place: self._set_chips(self._draft.chips.without(place)))
        self.field.edit.textChanged.connect(lambda _: self._refresh())
        self.troubles.repair_asked.connect(self._on_repair)
        self.troubles.all_asked.connect(self._on_repair_all)
        self.options.changed.connect(self._on_changed)
        self.bed.clicked.connect(self.bed_asked)
        self.save.clicked.connect(self.save_asked)
        self.cancel.clicked.connect(self.cancelled)
        self.whole.clicked.connect(self.whole_asked)
        self.cost.whole_asked.connect(self.whole_asked)
        self.other.clicked.connect(self.other_asked)

    # --- what is shown --------------------------------------------------------------------------------------

    def _set_chips(self, chips: Chips) -> None:
        if chips != self._draft.chips:
            self._draft = replace(self._draft, chips=chips)
            self.field.set_chips(chips)
            self.troubles.set_chips(chips)
            self._order_tabs()
            good = [chip.contigs for chip in chips.all if chip.trouble is None]
            self.contigs.chart.set_chosen(frozenset().union(*good))
            self._on_changed()

    def _order_tabs(self) -> None:
        """From the chips to their repairs, then on to the choices."""
        stops = [self.field.last_stop, *self.troubles.buttons, self.options.padding]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def _on_changed(self) -> None:
        self._weighed, self._note = None, ("",)
        self._refresh()
        self.changed.emit()

    def _on_repair(self, place: int, repair: Repair) -> None:
        self._set_chips(self._draft.chips.repaired(place, repair))

    def _on_repair_all(self) -> None:
        chips = self._draft.chips
        for place in reversed(chips.broken):
            trouble = chips.all[place].trouble
            if trouble is not None and trouble.repairs:
                chips = chips.repaired(place, trouble.repairs[0])
        self._set_chips(chips)

    def _refresh(self) -> None:
        """Cost, foot and buttons, as the mode and the draft have it."""
        if self._mode is Mode.OPENING:
            self.cost.say(tr("Opening"), tr("reading the index and the header"))
        elif self._mode is Mode.CHOOSING:
            self._show_cost()
        self._show_foot()
        self.save.setVisible(self._mode is not Mode.SAVING)
        self.save.setEnabled(self._can_save())

    def _can_save(self) -> bool:
        draft, weighed = self.draft, self._weighed
        if self._mode is not Mode.CHOOSING or draft.chips.broken:
            return False
        if self.field.edit.text().strip():
            return True
        return not draft.is_empty and weighed is not None and weighed.problem is None

    def _show_cost(self) -> None:
        weighed, draft = self._weighed, self.draft
        if draft.is_empty:
            self.cost.say(tr("Choose a region"), tr("to see what it fetches"))
        elif weighed is None:
            self.cost.say(tr("Working out what it takes"))
        elif not weighed.regions.regions and not weighed.regions.unplaced:
            self.cost.say(tr("No region yet"), tr("that this file has"))
        else:
            head, after = estimate_head(
                weighed, len(draft.chips.all) - len(draft.chips.broken), len(draft.chips.all)
            )
            most = is_most(weighed) and not self._is_local
            rest = most_words(weighed) if most else estimate_rest(weighed, is_local=self._is_local)
            tint = Tint.WAIT if most else Tint.INFO
            self.cost.say(head, after, rest, tint=tint, offers_whole=most)

    def _show_foot(self) -> None:
        broken = len(self._draft.chips.broken)
        problem = self._weighed.problem if self._weighed is not None else None
        if self._mode is not Mode.CHOOSING:
            self.foot.say("")
        elif broken:
            self.foot.say(broken_words(broken), "triangle-alert", "state-need")
        elif problem is not None and not self.draft.is_empty:
            self.foot.say(problem_line(problem), "triangle-alert", "state-need")
        else:
            self.foot.say(*self._note)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= self._theme.px(_NARROW)
        self.contigs.setVisible(roomy)
        self._line.setVisible(roomy)
