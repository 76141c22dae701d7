"""Regions that take a while to read: long texts and BED files, read elsewhere and put into the editor that is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from score_gui.ui.background import Runner, while_alive
from score_gui.ui.slice_editor import SliceEditor
from score_gui.ui.slice_facts import SliceFile
from score_gui.ui.slice_regions import Chip
from score_gui.ui.slice_work import Ended, ended


class SliceIntake(QObject):
    """`file` and `editor` are those of the moment; what was read for another file is dropped."""

    def __init__(
        self,
        window: QWidget,
        run: Runner,
        file: Callable[[], SliceFile | None],
        editor: Callable[[], SliceEditor],
    ) -> None:
        super().__init__(window)
        self._run, self._file, self._editor = run, file, editor

    def read_text(self, text: str) -> None:
        """Make chips of a long text."""
        file, facts = self._file(), self._editor().facts
        if file is not None and facts is not None:
            reading = ended(lambda: facts.reader.read(text))
            self._run(reading, while_alive(self, lambda found: self._on_text(file, found)))

    def read_bed(self, path: Path) -> None:
        """Make a chip of a BED file."""
        file = self._file()
        if file is not None:
            reading = ended(lambda: file.read_bed(path))
            self._run(reading, while_alive(self, lambda found: self._on_bed(file, found)))

    def _on_text(self, file: SliceFile, found: Ended[tuple[tuple[Chip, ...], bool]]) -> None:
        if file is self._file() and found.value is not None:
            self._editor().take(*found.value)

    def _on_bed(self, file: SliceFile, found: Ended[Chip]) -> None:
        if file is not self._file():
            return
        if found.value is not None:
            self._editor().add_chip(found.value)
        elif found.problem is not None:
            self._editor().complain(found.problem)
