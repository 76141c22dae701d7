"""The list of profiles: name and server on two lines, and what is known of the token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from score_gui.access.life import full_day_text
from score_gui.model.language import mark, tr
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import RowLook, paint_row, paint_text
from score_gui.ui.preview_rowtable import FlatHeader, RowTable, share_out
from score_gui.ui.profiles_desk import ProfileLine, TokenState
from score_gui.ui.profiles_draft import host_of
from score_gui.ui.profiles_words import moment_text
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADERS = (mark("Profile"), mark("State"), mark("Opens"), mark("Last used"), mark("Kept in"))
_SHARES = (0.26, 0.215, 0.185, 0.125, 0.215)
"""Of the width, as long as all words have room."""
_NAME, _STATE = 0, 1
_LOOKS = {
    TokenState.KEPT: ("circle-dashed", "state-rest", mark("Not tested")),
    TokenState.NONE: ("key-round", "state-rest", mark("No token")),
    TokenState.UNTIL_QUIT: ("circle-dashed", "state-rest", mark("Not tested")),
    TokenState.REFUSED: ("triangle-alert", "state-need", mark("Refused")),
    TokenState.NOT_NEEDED: ("globe", "state-rest", mark("No token needed")),
}
_SHORT = {
    "Windows Credential Manager": mark("Credential Manager"),
    "the macOS keychain": mark("macOS keychain"),
    "the system keyring": mark("system keyring"),
}
_SOON_DAYS = 7
_WITH_TOKEN = frozenset({TokenState.KEPT, TokenState.UNTIL_QUIT})


def token_look(line: ProfileLine) -> tuple[str, str, str]:
    """Icon, colour and words for what is known of a token: its end first, then what its site said of it."""
    days = line.days_left
    icon, color, told = _LOOKS[line.token]
    if line.token not in _WITH_TOKEN:
        return icon, color, tr(told)
    if line.end is not None and days is not None:
        words = line.end.words(datetime.now(UTC))
        if days == 0:
            return "triangle-alert", "state-need", words
        return ("clock", "state-wait", words) if days <= _SOON_DAYS else ("circle-check", "state-good", words)
    if line.note is not None and line.note.worked is not None:
        return "circle-check", "state-good", tr("Works")
    return icon, color, tr(told)


class ProfilesModel(QAbstractTableModel):
    """One row per profile."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[ProfileLine, ...] = ()
        self._where = ""

    def set_lines(self, lines: Sequence[ProfileLine], where: str | None) -> None:
        """Show these profiles; `where` names the keyring."""
        self.beginResetModel()
        self._lines, self._where = tuple(lines), _short(where or "")
        self.endResetModel()

    def update_lines(self, lines: Sequence[ProfileLine]) -> None:
        """More is known of the same profiles; other ones are shown anew."""
        if [one.profile.id for one in lines] != [one.profile.id for one in self._lines]:
            self.beginResetModel()
            self._lines = tuple(lines)
            self.endResetModel()
            return
        self._lines = tuple(lines)
        if lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(_HEADERS) - 1))

    def line(self, row: int) -> ProfileLine:
        return self._lines[row]

    @property
    def lines(self) -> tuple[ProfileLine, ...]:
        return self._lines

    def row_of(self, profile_id: str) -> int | None:
        ids = [line.profile.id for line in self._lines]
        return ids.index(profile_id) if profile_id in ids else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADERS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(line)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_tool_tip(line, index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = (line.profile.name, host_of(line.profile.storage_url), *self._texts(line)[1:])
            return ", ".join(text for text in told if text)
        return None

    def _texts(self, line: ProfileLine) -> tuple[str, str, str, str, str]:
        kept = {TokenState.KEPT: self._where, TokenState.UNTIL_QUIT: tr("Until you quit")}
        used = line.note.last_used if line.note is not None else None
        last_used = "" if used is None else moment_text(used, datetime.now(UTC))
        return line.profile.name, token_look(line)[2], line.opens, last_used, kept.get(line.token, "")


def _short(where: str) -> str:
    """The keyring in few words: its column is narrow."""
    return tr(_SHORT.get(where, where)) if where else ""


def _tool_tip(line: ProfileLine, column: int) -> str:
    if column == 0:
        return f"{line.profile.name}\n{line.profile.storage_url}"
    if column == 1 and line.end is not None:
        return tr("Ends on {day}", day=full_day_text(line.end.ends.astimezone().date()))
    return line.opens if column == 2 else ""


class _ProfileDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, icons: Icons, table: RowTable, model: ProfilesModel) -> None:
        super().__init__(table)
        self._theme = theme
        self._icons = icons
        self._table = table
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        row = index.row()
        look = RowLook(
            QRect(0, cell.top(), self._table.horizontalHeader().length(), cell.height()),
            is_selected=self._table.selectionModel().isRowSelected(row),
            is_hovered=self._table.is_hovered(row),
            has_ring=self._table.has_ring(row),
        )
        painter.save()
        painter.setClipRect(cell)
        paint_row(painter, self._theme, look, cell, window_active=self._table.is_in_front())
        box = cell.adjusted(self._theme.px(16 if index.column() == 0 else 8), 0, -self._theme.px(8), -1)
        line = self._model.line(row)
        if index.column() == 0:
            self._paint_name(painter, box, line)
        elif index.column() == 1:
            self._paint_token(painter, box, line)
        else:
            self._text(painter, box, str(index.data()), Role.BODY, "text-2")
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRect, line: ProfileLine) -> None:
        half = box.height() // 2
        upper = QRect(box.left(), box.top() + self._theme.px(4), box.width(), half - self._theme.px(4))
        lower = QRect(box.left(), box.top() + half, box.width(), half - self._theme.px(4))
        self._text(painter, upper, line.profile.name, Role.STRONG, "text")
        self._text(painter, lower, host_of(line.profile.storage_url), Role.SMALL, "text-2")

    def _paint_token(self, painter: QPainter, box: QRect, line: ProfileLine) -> None:
        icon, color, word = token_look(line)
        top = box.top() + (box.height() - self._theme.px(16)) // 2
        painter.drawPixmap(box.left(), top, self._icons.pixmap(icon, color))
        words = box.adjusted(self._theme.px(23), 0, 0, 0)
        self._text(painter, words, word, Role.STRONG, "text-2" if color == "state-rest" else color)

    def _text(self, painter: QPainter, box: QRect, text: str, role: Role, color: str) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(color))
        paint_text(painter, box, text, Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideMiddle)


class ProfileTable(RowTable):
    """The list itself.

    Signals:
        profile_chosen: another profile is current; carries its `ProfileLine`.
    """

    profile_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, model: ProfilesModel) -> None:
        super().__init__(theme)
        self._theme, self._model = theme, model
        self.setAccessibleName(tr("Profiles"))
        self.setModel(model)
        self.setItemDelegate(_ProfileDelegate(theme, icons, self, model))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setDefaultSectionSize(self.row_height(44))
        self.setHorizontalHeader(FlatHeader(theme))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().show()
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(self._fit)

    def choose(self, profile_id: str | None) -> None:
        """Make a profile current: the one asked for, else the first; None selects nothing."""
        if profile_id is None or not self._model.lines:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        row = self._model.row_of(profile_id)
        self.selectRow(row or 0)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not (previous.isValid() and previous.row() == current.row()):
            self.profile_chosen.emit(self._model.line(current.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = [self._needed(section) for section in range(len(_SHARES))]
        lacking = sum(needed) - self.viewport().width()
        if lacking > 0:  # the address in small letters gives way before anything else
            needed[_NAME] = max(needed[_NAME] - lacking, self._needed(_NAME, with_hosts=False))
        for section, width in enumerate(share_out(self.viewport().width(), _SHARES, needed)[:-1]):
            self.setColumnWidth(section, width)

    def _needed(self, section: int, *, with_hosts: bool = True) -> int:
        """The width of the longest words of a column with what stands beside them."""
        role = Role.STRONG if section in {_NAME, _STATE} else Role.BODY
        cells = [str(self._model.index(row, section).data()) for row in range(self._model.rowCount())]
        told = [(text, role) for text in cells]
        told += [(str(self._model.headerData(section, Qt.Orientation.Horizontal)), Role.SMALL)]
        if section == _NAME and with_hosts:
            told += [(host_of(line.profile.storage_url), Role.SMALL) for line in self._model.lines]
        widest = max(QFontMetrics(self._theme.font(of)).horizontalAdvance(text) for text, of in told)
        return widest + self._theme.px({_NAME: 25, _STATE: 41}.get(section, 18))
