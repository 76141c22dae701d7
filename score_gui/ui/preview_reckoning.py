"""What the ticks and choices of a preview come to, with what is known of disk and site: sums, fit check, example."""

from __future__ import annotations

from threading import Lock

from PySide6.QtCore import QObject, Signal

from score_gui.manifests.compare import Comparison
from score_gui.model.language import tr
from score_gui.model.messages import Add
from score_gui.model.transfer import NameRule
from score_gui.ui import preview_flags as flags
from score_gui.ui.background import Latest, while_alive
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_content import PreviewContent
from score_gui.ui.preview_facts import Repair
from score_gui.ui.preview_options import PreviewOptions
from score_gui.ui.preview_places import Places, example_path
from score_gui.ui.preview_rows import Row
from score_gui.ui.preview_survey import PreviewOutside, Survey, Tally, Wish
from score_gui.ui.preview_text import comparison_words
from score_gui.ui.preview_values import CHANGED, NEW, SAME, LearnedFacet


class Reckoning(QObject):
    """Counts anew whenever a tick, a choice or a fact is another one, and shows it among the choices.

    What is another one is painted first: a thread that counts would hold that up.

    Signals:
        counted: `tally` is another one.
    """

    counted = Signal()

    def __init__(
        self,
        parent: QObject,
        content: PreviewContent,
        survey: Survey,
        options: PreviewOptions,
        outside: PreviewOutside,
    ) -> None:
        super().__init__(parent)
        self.content, self.survey = content, survey
        self.tally: Tally | None = None
        self._options, self._run, self._later = options, outside.run, outside.later
        self._will_count = False
        self._chosen: Row | None = None
        self._count: Latest[Tally] = Latest(self, self._run, self._on_counted, Lock())
        survey.setParent(self)
        survey.changed.connect(self.recount)
        survey.token_came.connect(self._ask_for_access)
        survey.learned.connect(self._on_learned)
        content.model.filled.connect(self._on_filled)
        content.model.ticks_changed.connect(self.recount)
        content.table.row_chosen.connect(self._on_row_chosen)

    def choose_first(self) -> None:
        """Take the first file for the example."""
        preview = self.content.model.preview
        if len(preview) > preview.left_out:
            self._on_row_chosen(preview[preview.left_out])

    def look(self) -> None:
        """Look around again, as far as the choices made now are others than before."""
        chosen = self._options
        self.survey.look(Wish(chosen.folder, chosen.layout_choice, chosen.profile_id))
        self.recount()

    def recount(self) -> None:
        """Ticks, a choice or a fact are others now."""
        if not self._will_count:
            self._will_count = True
            self._later(self, self._count_now)

    def _count_now(self) -> None:
        self._will_count = False
        survey, picked, rule = self.survey, self.content.model.ticks.picked(), self._options.rule
        self._count.ask(lambda: survey.tally(picked, rule))

    def why_not(self) -> str:
        """Why nothing can be downloaded; empty when it can."""
        if self.tally is None or not self.tally.sums.files:
            return tr("No file is ticked")
        if not self._options.folder.is_absolute():
            return tr("Choose a folder first")
        return "" if self._options.profile_id else tr("Set up a profile first")

    def command(self, manifest: str, *, start: bool) -> Add | None:
        """What is to be downloaded of the manifest of this name; None if nothing can be."""
        chosen, tally = self._options, self.tally
        if tally is None or self.why_not():
            return None
        return Add(
            entries=self.content.model.ticks.entries(without=tally.skipped),
            profile_id=chosen.profile_id,
            folder=chosen.folder,
            layout=chosen.layout_choice,
            manifest=manifest or None,
            with_index=chosen.with_index,
            start=start,
            names=chosen.rule,
        )

    def repair(self, repair: Repair) -> None:
        """Do what a line of the fit check offers for the rows it speaks of."""
        if repair is Repair.SHOW:
            self._show_sharers()
            return
        access = self.survey.access
        if repair is Repair.LEAVE_OUT and access is not None:
            self.content.model.untick(access.refused or access.strange)
        self._ask_for_access()

    def compare(self, comparison: Comparison) -> None:
        """Tell what is new, changed and gone since an earlier manifest."""
        preview, content = self.content.model.preview, self.content
        before = bytes(preview.left_out)
        new, changed = before + comparison.new, before + comparison.changed
        same = flags.without(preview.wanted, flags.either(new, changed))
        sentence = comparison_words(comparison)

        def done(facet: LearnedFacet) -> None:
            content.learn(facet)
            content.say(sentence)

        self._run(
            lambda: LearnedFacet.of(preview, Facet.CHANGE, {NEW: new, CHANGED: changed, SAME: same}),
            while_alive(self, done),
        )

    def _show_sharers(self) -> None:
        if self.tally is None:
            return
        sharers = self.tally.places.sharers if self.tally.places is not None else frozenset[int]()
        taken = self.survey.here.taken
        first = min(sharers) if sharers else taken.find(1)
        self.content.show_rows([first] if first >= 0 else [])

    def _ask_for_access(self) -> None:
        self.survey.ask_for_access(self.content.model.ticks.ticked)

    def _on_learned(self, facet: LearnedFacet) -> None:
        self.content.model.ticks.set_here(self.survey.here.here, self.survey.here.verified)
        self.content.learn(facet)

    def _on_filled(self) -> None:
        """More is known of the same rows; whoever filled them says next that all counts are stale."""
        if self._chosen is not None:
            self._chosen = self.content.model.preview[self._chosen.number]

    def _on_counted(self, tally: Tally) -> None:
        self.tally = tally
        self._options.fit_check.set_lines(self.survey.fit(tally, self._options.rule).lines())
        self._show_example()
        self.counted.emit()

    def _on_row_chosen(self, row: Row) -> None:
        self._chosen = row if row.entry is not None else self._chosen
        self._show_example()

    def _show_example(self) -> None:
        row, tally, chosen = self._chosen, self.tally, self._options
        if row is None or row.entry is None or tally is None:
            return
        places = tally.places or Places()
        twin = row.number in places.sharers and row.number not in places.keepers
        shares = (twin or bool(self.survey.here.taken[row.number])) and chosen.rule is NameRule.KEEP_BOTH
        path = example_path(chosen.folder, row.entry, chosen.layout_choice, shares_name=shares)
        chosen.path_box.set_path(path)
