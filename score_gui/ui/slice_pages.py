"""The pages of the slice dialog. They are made anew for another language or size of text, and go on where they were."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QStackedWidget

from score_gui.ui.icons import Icons
from score_gui.ui.slice_batch import BatchPage
from score_gui.ui.slice_editor import SliceEditor
from score_gui.ui.slice_result import ResultPage
from score_gui.ui.slice_start import RefusedPage, StartPage
from score_gui.ui.theme import Theme


class SlicePages(QStackedWidget):
    """`folder` is where slices go at first; `files` is how many are sliced."""

    def __init__(self, theme: Theme, icons: Icons, folder: Path, files: int = 1) -> None:
        super().__init__()
        self._theme, self._icons, self._folder = theme, icons, folder
        self.start = StartPage(theme, icons)
        self.refused = RefusedPage(theme, icons)
        self.editor = SliceEditor(theme, icons, folder, files=files)
        self.saved = ResultPage(theme, icons)
        self.batch = BatchPage(theme, icons)
        for page in (self.start, self.refused, self.editor, self.saved, self.batch):
            self.addWidget(page)

    def new_editor(self, files: int) -> None:
        """Another file knows other contigs: nothing of the choices before is carried over to it."""
        before = self.editor
        self.editor = SliceEditor(self._theme, self._icons, self._folder, files=files)
        self.insertWidget(self.indexOf(before), self.editor)
        self.removeWidget(before)
        before.deleteLater()

    def take_over(self, former: SlicePages) -> None:
        """Show what a person typed and chose on other pages; what the dialog knows it shows itself."""
        self.start.take_over(former.start)
        self.editor.take_over(former.editor)
        self.setCurrentIndex(former.currentIndex())
