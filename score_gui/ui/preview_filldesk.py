"""Lets the site of the chosen profile fill the rows of a preview, and tells above the table how that goes."""

from __future__ import annotations

from PySide6.QtCore import QObject

from score_gui.model.manifest import IMAGING_KINDS, Manifest
from score_gui.ui.preview_content import PreviewContent
from score_gui.ui.preview_filling import Filling
from score_gui.ui.preview_loading import Loaded
from score_gui.ui.preview_options import PreviewOptions
from score_gui.ui.preview_order import Order
from score_gui.ui.preview_progress import Progress
from score_gui.ui.preview_survey import PreviewOutside, Survey


class FillDesk(QObject):
    """`manifest` is the list with what was told so far."""

    def __init__(
        self,
        parent: QObject,
        manifest: Manifest,
        content: PreviewContent,
        survey: Survey,
        options: PreviewOptions,
        outside: PreviewOutside,
    ) -> None:
        super().__init__(parent)
        self.manifest = manifest
        self._content, self._survey, self._options = content, survey, options
        self._filling = Filling(self, outside.desk, outside.run, lambda: content.model.order)
        self._filling.came.connect(self._on_came)
        self._filling.turned.connect(self._on_turned)
        content.filling.stop_asked.connect(self._filling.stop)
        content.filling.again_asked.connect(lambda: self._ask(again=True))
        content.filling.leave_out_asked.connect(self._on_leave_out)

    def look(self) -> None:
        """Ask the site of the chosen profile, unless it was asked already."""
        self._ask()

    def refresh_token(self) -> None:
        """A person added a token, with which a site may tell more."""
        self._ask(again=self._filling.progress.no_sizes is not None)

    def _ask(self, *, again: bool = False) -> None:
        if self.manifest.kind not in IMAGING_KINDS:
            self._filling.ask(self._options.profile_id, self.manifest, again=again)

    def _on_came(self, manifest: Manifest, loaded: Loaded, order: Order) -> None:
        self.manifest = manifest
        self._content.take(loaded, order)
        self._survey.take(loaded.preview)

    def _on_leave_out(self) -> None:
        left_out = self._content.model.preview.left_out
        self._content.model.untick(left_out + place for place in self._filling.progress.strange)

    def _on_turned(self, progress: Progress) -> None:
        self._content.filling.show_progress(progress, self._options.profile_name)
