"""The list of keys that an EGO or a Keycloak tells: what each is called, opens, and when it ends. Never the key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from score_gui.access.keys import IssuedKey
from score_gui.access.life import full_day_text
from score_gui.model.language import mark, tr
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import RowLook, paint_row, paint_text
from score_gui.ui.preview_rowtable import FlatHeader, RowTable, share_out
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import tip
from score_gui.ui.words import shown

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADERS = (mark("Key"), mark("Opens"), mark("Issued"), mark("State"))
_SHARES = (0.25, 0.31, 0.17, 0.27)
"""Of the width, as long as all words have room."""
_STATE = 3


def state_of(key: IssuedKey, now: datetime) -> tuple[str, str, str]:
    """Icon, colour and words for a key."""
    if key.is_revoked:
        return "circle-dashed", "state-rest", tr("Revoked")
    if key.ends is not None and key.ends <= now:
        return "triangle-alert", "state-need", tr("Ended")
    words = tr("Works") if key.ends is None else tr("Until {day}", day=_day(key.ends))
    return "circle-check", "state-good", words


class KeysModel(QAbstractTableModel):
    """One row for each key, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[IssuedKey, ...] = ()

    def set_keys(self, keys: Sequence[IssuedKey]) -> None:
        long_ago = datetime.fromtimestamp(0, UTC)
        self.beginResetModel()
        self._keys = tuple(sorted(keys, key=lambda key: key.issued or long_ago, reverse=True))
        self.endResetModel()

    def key(self, row: int) -> IssuedKey:
        return self._keys[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

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
        texts = _texts(self._keys[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return texts[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return tip(texts[index.column()])
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(text for text in texts if text)
        return None


def _texts(key: IssuedKey) -> tuple[str, str, str, str]:
    issued = "" if key.issued is None else _day(key.issued)
    state = state_of(key, datetime.now(UTC))[2]
    return shown(key.description or tr("Without a name")), shown(", ".join(key.scopes)), issued, state


def _day(moment: datetime) -> str:
    return full_day_text(moment.astimezone().date())


class _KeyDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, icons: Icons, table: RowTable, model: KeysModel) -> None:
        super().__init__(table)
        self._theme, self._icons, self._table, self._model = theme, icons, table, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        look = RowLook(
            QRect(0, cell.top(), self._table.horizontalHeader().length(), cell.height()),
            is_selected=self._table.selectionModel().isRowSelected(index.row()),
            is_hovered=self._table.is_hovered(index.row()),
            has_ring=self._table.has_ring(index.row()),
        )
        painter.save()
        painter.setClipRect(cell)
        paint_row(painter, self._theme, look, cell, window_active=self._table.is_in_front())
        px = self._theme.px
        box = cell.adjusted(px(16 if index.column() == 0 else 8), 0, -px(8), -1)
        color, role = "text" if index.column() == 0 else "text-2", Role.BODY
        if index.column() == _STATE:
            icon, color, _words = state_of(self._model.key(index.row()), datetime.now(UTC))
            painter.drawPixmap(box.left(), box.center().y() - px(8), self._icons.pixmap(icon, color))
            box.setLeft(box.left() + px(23))
            role = Role.STRONG
            color = "text-2" if color == "state-rest" else color
        painter.setFont(self._theme.font(Role.STRONG if index.column() == 0 else role))
        painter.setPen(self._theme.color(color))
        paint_text(painter, box, str(index.data()), Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight)
        painter.restore()


class KeysTable(RowTable):
    """The list itself.

    Signals:
        chosen: another key is current, or none.
    """

    chosen = Signal()

    def __init__(self, theme: Theme, icons: Icons, model: KeysModel) -> None:
        super().__init__(theme)
        self._theme = theme
        self.setAccessibleName(tr("Keys"))
        self.setModel(model)
        self.setItemDelegate(_KeyDelegate(theme, icons, self, model))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setDefaultSectionSize(self.row_height(32))
        self.setHorizontalHeader(FlatHeader(theme))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().show()
        model.modelReset.connect(self._fit)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = [self._needed(section) for section in range(len(_SHARES))]
        for section, width in enumerate(share_out(self.viewport().width(), _SHARES, needed)[:-1]):
            self.setColumnWidth(section, width)

    def _needed(self, section: int) -> int:
        """The width of the longest words of a column with what stands beside them."""
        model = self.model()
        cells = [str(model.index(row, section).data()) for row in range(model.rowCount())]
        metrics = QFontMetrics(self._theme.font(Role.STRONG if section in {0, _STATE} else Role.BODY))
        widest = max(map(metrics.horizontalAdvance, (tr(_HEADERS[section]), *cells)))
        return widest + self._theme.px({0: 25, _STATE: 41}.get(section, 18))
