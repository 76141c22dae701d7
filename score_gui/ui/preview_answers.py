"""Answers the preview's questions with this program's own means; every call may block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from score_gui.model.manifest import Entry
from score_gui.model.problem import Problem, ProblemError
from score_gui.model.transfer import Layout
from score_gui.sources.base import Source
from score_gui.sources.completing import Completer, complete
from score_gui.ui.outside import Memory
from score_gui.ui.preview_access import is_about_file
from score_gui.ui.preview_facts import FolderFacts
from score_gui.ui.preview_folder import folder_facts
from score_gui.ui.preview_here import Here, rows_here
from score_gui.ui.preview_progress import Answers
from score_gui.ui.preview_queue import QueueBook
from score_gui.ui.preview_rows import PreviewRows
from score_gui.ui.profiles_desk import ProfileLine

_MEMORY = "measured-speed"
_WEIGHT = 0.02
"""Of one sample, four of which come in a second: a lull of a few seconds hardly shows."""


class MeasuredSpeed:
    """How fast downloads were lately, also before this start of the program. Told in the GUI thread."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        text = str(memory.value(_MEMORY, ""))
        self._speed = float(text) if text.isascii() and text.isdigit() else 0.0

    @property
    def now(self) -> float | None:
        """Bytes per second; None if nothing was ever measured. May be asked in any thread."""
        return self._speed if self._speed >= 1 else None

    def note(self, speed: float) -> None:
        """What all downloads together make at this moment; nothing is learned while they rest."""
        if speed >= 1:
            self._speed = self._speed + _WEIGHT * (speed - self._speed) if self._speed else speed

    def save(self) -> None:
        """Remember it for the next start."""
        if self._speed >= 1:
            self._memory.setValue(_MEMORY, str(round(self._speed)))


class PreviewAnswers:
    """`profile_line` tells the state of a profile's token, `source` makes the source of a profile.

    `completer` makes what fills a list from a profile's site; None where no site does that.
    """

    def __init__(
        self,
        profile_line: Callable[[str], ProfileLine | None],
        source: Callable[[str], Source],
        completer: Callable[[str], Completer | None],
        book: QueueBook,
        measured: MeasuredSpeed,
    ) -> None:
        self._profile_line, self._source, self._completer = profile_line, source, completer
        self._book, self._measured = book, measured

    def folder_facts(self, folder: Path) -> FolderFacts:
        return folder_facts(folder, self._book.to_come())

    def token(self, profile_id: str) -> ProfileLine | None:
        return self._profile_line(profile_id)

    def rows_here(self, preview: PreviewRows, layout: Layout, folder: Path) -> Here:
        return rows_here(preview, layout, folder, self._book)

    def speed(self) -> float | None:
        return self._measured.now

    def complete(
        self, profile_id: str, entries: Sequence[Entry], stopped: Callable[[], bool]
    ) -> Answers | None:
        """What came before something stood in the way is told, too."""
        told: dict[int, Entry] = {}
        unknown: set[int] = set()
        completer: Completer | None = None
        try:
            completer = self._completer(profile_id)
            if completer is None:
                return None
            for place, answer in complete(completer, entries, stopped):
                told[place] = answer.entry
                if not answer.is_known:
                    unknown.add(place)
        except ProblemError as error:
            return Answers(told, frozenset(unknown), error.problem)
        return Answers(told, frozenset(unknown), no_sizes=completer.no_sizes)

    def access(self, profile_id: str, entries: Sequence[Entry]) -> Sequence[Problem | None]:
        """Ask the site for one entry after the other, until it says something that concerns them all."""
        answers: list[Problem | None] = []
        for entry in entries:
            answer = self._ask(profile_id, entry)
            answers.append(answer)
            if answer is not None and not is_about_file(answer):
                break
        return answers

    def _ask(self, profile_id: str, entry: Entry) -> Problem | None:
        # Its name is not worth a question, but its size is: a public bucket has told that in its list already.
        named = replace(entry, file_name=entry.file_name or entry.object_id, size=None)
        try:
            self._source(profile_id).describe(named, with_index=False, layout_needs_analysis=False)
        except ProblemError as error:
            return error.problem
        return None
