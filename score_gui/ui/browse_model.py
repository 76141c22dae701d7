"""The table of the page that browses a site: analyses with their files, and which files are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from score_gui.model.language import mark, tr, trc
from score_gui.model.text import bytes_text
from score_gui.sources.song_rows import Analysis, SongFile
from score_gui.ui.browse_choice import Choice
from score_gui.ui.browse_lines import BrowseLines, FileLine, GroupLine, Line
from score_gui.ui.browse_words import access_text, group_sum, group_words
from score_gui.ui.widgets import tip
from score_gui.ui.words import shown

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """In the order of the table."""

    TICK = 0
    NAME = 1
    TYPE = 2
    ACCESS = 3
    SIZE = 4


_TITLES = {
    Column.TICK: "",
    Column.NAME: mark("Name"),
    Column.TYPE: mark("Type"),
    Column.ACCESS: mark("Access"),
    Column.SIZE: mark("Size"),
}


class BrowseModel(QAbstractTableModel):
    """One row for each line of a `BrowseLines`.

    Signals:
        ticks_changed: another set of files is ticked.
    """

    ticks_changed = Signal()

    def __init__(self, choice: Choice, parent: QObject) -> None:
        super().__init__(parent)
        self._lines = BrowseLines()
        self.choice = choice

    # --- what is shown --------------------------------------------------------------------------------------

    def show_lines(self, lines: BrowseLines, choice: Choice) -> None:
        """Show other analyses."""
        self.beginResetModel()
        self._lines, self.choice = lines, choice
        self.endResetModel()

    def add(self, analyses: Sequence[Analysis]) -> None:
        """More analyses of the same study came; what is shown stays where it is."""
        before = len(self._lines.lines)
        new = self._lines.add(analyses)
        if new:
            self.beginInsertRows(_NOWHERE, before, before + len(new) - 1)
            self.endInsertRows()

    def merge(self, analyses: Sequence[Analysis]) -> None:
        """More files came, of analyses that may be here already; those that can be fetched are ticked."""
        self.beginResetModel()
        self._lines.merge(analyses)
        self.endResetModel()
        found = [file for one in analyses if one.is_published for file in one.files]
        self._tick(found, ticked=True)

    def search(self, text: str) -> None:
        self.beginResetModel()
        self._lines.search(text)
        self.endResetModel()

    def fold(self, analysis_id: str) -> None:
        self.beginResetModel()
        self._lines.fold(analysis_id)
        self.endResetModel()

    def fold_all(self, *, folded: bool) -> None:
        self.beginResetModel()
        self._lines.fold_all(folded=folded)
        self.endResetModel()

    def line(self, place: int) -> Line:
        return self._lines.lines[place]

    @property
    def analyses(self) -> int:
        """How many are here, shown or not."""
        return len(self._lines.analyses)

    def place_of(self, analysis_id: str) -> int | None:
        return self._lines.place_of(analysis_id)

    # --- ticks ----------------------------------------------------------------------------------------------

    def state(self, line: Line) -> Qt.CheckState:
        """How the box of a line looks."""
        return self._state_of(files_of(line))

    def shown_state(self) -> Qt.CheckState:
        """How the box for all that is shown looks."""
        return self._state_of(self._lines.shown_files)

    def toggle(self, places: Sequence[int]) -> None:
        """Tick the files of these lines, or untick them if those of the first are all ticked."""
        files = [file for place in places for file in files_of(self.line(place))]
        first = next((found for place in places if (found := files_of(self.line(place)))), [])
        self._tick(files, ticked=self._state_of(first) is not Qt.CheckState.Checked)

    def toggle_shown(self) -> None:
        """Tick all that is shown, or untick it if all of it is ticked."""
        files = self._lines.shown_files
        self._tick(files, ticked=self._state_of(files) is not Qt.CheckState.Checked)

    def untick_all(self) -> None:
        self.choice.clear()
        self._say_ticks()

    def _state_of(self, files: Sequence[SongFile]) -> Qt.CheckState:
        ticked = sum(file in self.choice for file in files)
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == len(files) else Qt.CheckState.PartiallyChecked

    def _tick(self, files: Sequence[SongFile], *, ticked: bool) -> None:
        if files:
            self.choice.set(files, ticked=ticked)
            self._say_ticks()

    def _say_ticks(self) -> None:
        if self._lines.lines:
            self.dataChanged.emit(self.index(0, Column.TICK), self.index(self.rowCount() - 1, Column.TICK))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.TICK, Column.TICK)
        self.ticks_changed.emit()

    # --- Qt -------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_TITLES[Column(section)]) if section else ""
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.line(index.row()), Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(_tool_tip(line, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._told(line)
            case Qt.ItemDataRole.CheckStateRole if column is Column.TICK:
                return self.state(line)
            case Qt.ItemDataRole.TextAlignmentRole if column is Column.SIZE:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, line: Line, column: Column) -> str:
        if isinstance(line, GroupLine):
            return group_words(line.analysis)[0] if column is Column.NAME else ""
        entry = line.file.entry
        match column:
            case Column.NAME:
                return shown(entry.file_name or entry.object_id)
            case Column.TYPE:
                return shown(entry.file_type or "")
            case Column.ACCESS:
                return access_text(line.file.open_access)
            case Column.SIZE:
                return "" if entry.size is None else bytes_text(entry.size)
        return ""

    def _told(self, line: Line) -> str:
        """The row as a screen reader says it."""
        ticked = {
            Qt.CheckState.Checked: tr("ticked"),
            Qt.CheckState.PartiallyChecked: tr("partly ticked"),
            Qt.CheckState.Unchecked: tr("not ticked"),
        }[self.state(line)]
        if isinstance(line, GroupLine):
            folded = tr("folded") if line.is_folded else trc("fold", "open")
            return ", ".join([*group_words(line.analysis), group_sum(line.analysis), ticked, folded])
        told = [self._text(line, column) for column in (Column.NAME, Column.TYPE, Column.ACCESS, Column.SIZE)]
        return ", ".join([*(text for text in told if text), ticked])


def files_of(line: Line) -> Sequence[SongFile]:
    """The files that the box of a line stands for: none where they cannot be fetched."""
    if isinstance(line, GroupLine):
        return line.files if line.analysis.is_published else ()
    return (line.file,) if line.can_be_fetched else ()


def _tool_tip(line: Line, column: Column) -> str:
    if isinstance(line, FileLine) and column is Column.NAME:
        object_id = tr("Object ID {object_id}", object_id=line.file.entry.object_id)
        return f"{shown(line.file.entry.file_name or '')}\n{object_id}"
    if isinstance(line, GroupLine):
        donors, samples = ", ".join(line.analysis.donors), ", ".join(line.analysis.samples)
        told = [tr("Analysis {analysis_id}", analysis_id=line.analysis.analysis_id)]
        told += [tr("Donor {donors}", donors=donors)] if donors else []
        told += [tr("Sample {samples}", samples=samples)] if samples else []
        return shown_lines(told)
    return ""


def shown_lines(lines: Sequence[str]) -> str:
    """Several lines of foreign text, each safe to look at."""
    return "\n".join(shown(line) for line in lines)
