"""The third tab of the details: what happened to a file, newest first, under the day it happened."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from score_gui.model.language import Phrase, tr
from score_gui.model.messages import Noted
from score_gui.model.transfer import Status, TransferId
from score_gui.ui.icons import Icons
from score_gui.ui.state_looks import LOOKS
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Kind, button, label, tip
from score_gui.ui.words import clock_text, day_text, shown

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_LINE_ROLE = int(Qt.ItemDataRole.UserRole)

_ICONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {status.value: (look.icon, look.color) for status, look in LOOKS.items()}
    | {
        "started": ("arrow-down", "state-work"),
        "link-renewed": ("link", "state-work"),
        "repair": ("rotate-ccw", "state-wait"),
        "hash-again": ("fingerprint", "state-wait"),
        "taken-back": ("rotate-ccw", "state-wait"),
        "no-network": ("wifi-off", "state-wait"),
        "no-space": ("hard-drive", "state-wait"),
        "drive-missing": ("unplug", "state-wait"),
        "server-busy": ("server", "state-wait"),
        "token-needed": ("key-round", "state-wait"),
        "token-refused": ("key-round", "state-wait"),
        "access-denied": ("triangle-alert", "state-need"),
        Status.NEEDS_YOU.value: ("triangle-alert", "state-need"),
    }
)
_OTHER = ("info", "state-rest")
_KEPT_NOTES = 20_000


class Journal:
    """The notes of all files, the oldest forgotten first, so that a long session does not fill the memory."""

    def __init__(self, limit: int = _KEPT_NOTES) -> None:
        self._notes: deque[Noted] = deque(maxlen=limit)

    def add(self, note: Noted) -> None:
        self._notes.append(note)

    def of(self, ids: Sequence[TransferId]) -> list[Noted]:
        """Notes about these transfers, newest first."""
        wanted = set(ids)
        return sorted((note for note in self._notes if note.id in wanted), key=lambda n: n.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """A day heading (no icon), or an event: its time, what happened, and the words after it."""

    text: str
    when: str = ""
    why: str = ""
    icon: str = ""
    color: str = ""


def entries(notes: Sequence[Noted], now: float) -> Iterator[Entry]:
    """Notes, newest first, with a heading before each day."""
    day = ""
    for note in notes:
        if (today := day_text(note.at, now)) != day:
            day = today
            yield Entry(day)
        icon, color = _ICONS.get(note.code, _OTHER)
        what, why = _sentences(note.text)
        yield Entry(shown(what.rstrip(".")), clock_text(note.at), shown(why), icon, color)


def _sentences(text: str) -> tuple[str, str]:
    """What happened, and the words after it."""
    if isinstance(text, Phrase):
        title, cause = text.values.get("title"), text.values.get("cause")
        return (tr(title), tr(cause)) if title and cause else (tr(text), "")
    what, _, why = tr(text).partition(". ")
    return what, why


def journal_text(lines: Sequence[Entry]) -> str:
    """The journal for the clipboard."""
    return "\n".join(
        f"{line.when}  {line.text}. {line.why}".rstrip() if line.icon else line.text for line in lines
    )


class ActivityModel(QAbstractListModel):
    """The entries of the selected file."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Entry] = []

    def set_lines(self, lines: Sequence[Entry]) -> None:
        if list(lines) != self.lines:
            self.beginResetModel()
            self.lines = list(lines)
            self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = 0, /) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        said = " ".join(filter(None, (line.when, line.text, line.why)))
        answers: dict[int, object] = {
            int(Qt.ItemDataRole.DisplayRole): said,
            int(Qt.ItemDataRole.ToolTipRole): tip(said) if line.icon else None,
            _LINE_ROLE: line,
        }
        return answers.get(role)


class _LineDelegate(QStyledItemDelegate):
    """Time, icon, what, why."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index, /) -> QSize:
        return QSize(self._theme.px(100), self._theme.px(27))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        line: Entry = index.data(_LINE_ROLE)
        area: QRect = option.rect.adjusted(self._theme.px(16), 0, -self._theme.px(16), 0)
        painter.save()
        if not line.icon:
            self._text(painter, area, line.text, "text-2", Role.SECTION)
            painter.restore()
            return
        self._text(painter, area, line.when, "text-2", Role.BODY)
        side = self._theme.px(16)
        left = self._theme.px(50)
        place = QPoint(area.left() + left, area.top() + (area.height() - side) // 2)
        painter.drawPixmap(place, self._icons.pixmap(line.icon, line.color))
        left += side + self._theme.px(10)
        left += self._text(painter, area.adjusted(left, 0, 0, 0), line.text, "text", Role.STRONG)
        self._text(painter, area.adjusted(left + self._theme.px(10), 0, 0, 0), line.why, "text-2", Role.BODY)
        painter.restore()

    def _text(self, painter: QPainter, area: QRect, text: str, color: str, role: Role) -> int:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(color))
        drawn = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), drawn)
        return painter.fontMetrics().horizontalAdvance(drawn)


class Activity(QWidget):
    """The journal of the selected file.

    Signals:
        copied: text for the clipboard.
    """

    copied = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._clock = clock
        self._model = ActivityModel(self)
        self._delegate = _LineDelegate(theme, icons, self)
        view = QListView()
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setSelectionMode(QListView.SelectionMode.NoSelection)
        view.setAccessibleName(tr("Activity"))
        theme.changed.connect(view.viewport().update)
        self._view = view
        self._empty = label(theme, tr("Nothing has happened to this file yet."), color="text-3")
        copy = button(theme, tr("Copy as text"), Kind.LINK)
        copy.clicked.connect(self._on_copy)
        self._copy = copy
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.px(side) for side in (16, 6, 12, 0)))
        head.addWidget(self._empty)
        head.addStretch(1)
        head.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(view, 1)

    def show_notes(self, notes: Sequence[Noted]) -> None:
        self._model.set_lines(list(entries(notes, self._clock())))
        self._empty.setVisible(not notes)
        self._copy.setVisible(bool(notes))
        self._view.setVisible(bool(notes))

    def _on_copy(self) -> None:
        self.copied.emit(journal_text(self._model.lines))
