"""Analyses and their files as the lines of a table: folded or not, and only those that a search wants. Free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from score_gui.sources.song_rows import Analysis, SongFile


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The heading of an analysis. `files` are those of it that are shown, or would be if it were not folded."""

    analysis: Analysis
    files: tuple[SongFile, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file below its heading."""

    file: SongFile
    analysis: Analysis

    @property
    def can_be_fetched(self) -> bool:
        return self.analysis.is_published


Line = GroupLine | FileLine


class BrowseLines:
    """The lines of one study, or of what was looked up by ids."""

    def __init__(self) -> None:
        self.analyses: list[Analysis] = []
        self.lines: list[Line] = []
        self._folded: set[str] = set()
        self._words: tuple[str, ...] = ()

    def add(self, analyses: Sequence[Analysis]) -> list[Line]:
        """Take more analyses; returns the lines to put at the end."""
        self.analyses += analyses
        new = self._lines_of(analyses)
        self.lines += new
        return new

    def merge(self, analyses: Sequence[Analysis]) -> None:
        """Take more files, of analyses that may be here already."""
        known = {one.analysis_id: one for one in self.analyses}
        for one in analyses:
            before = known.get(one.analysis_id)
            known[one.analysis_id] = one if before is None else _joined(before, one)
        self.analyses = list(known.values())
        self.lines = self._lines_of(self.analyses)

    def search(self, text: str) -> None:
        """Show what holds all words of `text` in names, ids, types, donors or samples."""
        self._words = tuple(text.lower().split())
        self.lines = self._lines_of(self.analyses)

    def fold(self, analysis_id: str) -> None:
        """Fold an analysis, or unfold it."""
        self._folded ^= {analysis_id}
        self.lines = self._lines_of(self.analyses)

    def fold_all(self, *, folded: bool) -> None:
        self._folded = {one.analysis_id for one in self.analyses} if folded else set()
        self.lines = self._lines_of(self.analyses)

    @property
    def shown_files(self) -> list[SongFile]:
        """Every file that is shown, folded ones included, and can be fetched."""
        groups = (line for line in self.lines if isinstance(line, GroupLine))
        return [file for line in groups if line.analysis.is_published for file in line.files]

    def place_of(self, analysis_id: str) -> int | None:
        """The place of a heading."""
        lines = enumerate(self.lines)
        return next(
            (n for n, one in lines if isinstance(one, GroupLine) and one.analysis.analysis_id == analysis_id),
            None,
        )

    def _lines_of(self, analyses: Sequence[Analysis]) -> list[Line]:
        lines: list[Line] = []
        for analysis in analyses:
            files = self._wanted(analysis)
            if not files and (self._words or analysis.files):
                continue
            is_folded = analysis.analysis_id in self._folded
            lines.append(GroupLine(analysis, files, is_folded))
            lines += [] if is_folded else [FileLine(file, analysis) for file in files]
        return lines

    def _wanted(self, analysis: Analysis) -> tuple[SongFile, ...]:
        if not self._words:
            return analysis.files
        about = _text(
            analysis.analysis_id, analysis.study, analysis.type_name, *analysis.donors, *analysis.samples
        )
        return tuple(file for file in analysis.files if self._is_wanted(f"{about}\n{_text_of(file)}"))

    def _is_wanted(self, text: str) -> bool:
        return all(word in text for word in self._words)


def _joined(one: Analysis, other: Analysis) -> Analysis:
    ids = {file.entry.object_id for file in one.files}
    return replace(one, files=(*one.files, *(f for f in other.files if f.entry.object_id not in ids)))


def _text_of(file: SongFile) -> str:
    return _text(file.entry.file_name, file.entry.object_id, file.entry.file_type)


def _text(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part).lower()
