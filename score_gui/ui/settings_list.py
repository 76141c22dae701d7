"""The list of the pages of the settings, painted as the side bar is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from score_gui.model.language import tr
from score_gui.ui.icons import Icons
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import fill

_Index = QModelIndex | QPersistentModelIndex
_ICON_ROLE = int(Qt.ItemDataRole.UserRole)
_WIDTH = 196
_HEIGHT = 30


class _PageDelegate(QStyledItemDelegate):
    """Icon and word; the chosen one on the selection's colour."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index, /) -> QSize:
        text = QFontMetrics(self._theme.font()).height() + self._theme.px(8)
        return QSize(self._theme.px(120), max(self._theme.px(_HEIGHT), text))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        box = QRectF(rect.adjusted(self._theme.px(8), 0, -self._theme.px(8), 0))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(self._theme.color("select" if chosen else "select-off"))
            painter.drawRoundedRect(box, 5, 5)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 4, 4)
        side = self._theme.px(16)
        left = rect.left() + self._theme.px(16)
        icon = self._icons.pixmap(index.data(_ICON_ROLE), "accent" if chosen else "text-2")
        painter.drawPixmap(QPoint(left, rect.top() + (rect.height() - side) // 2), icon)
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.font(Role.STRONG if chosen else Role.BODY))
        words = rect.adjusted(left - rect.left() + side + self._theme.px(8), 0, -self._theme.px(12), 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        painter.restore()


class SettingsList(QListWidget):
    """One entry for each page.

    Signals:
        page_chosen: the number of the page.
    """

    page_chosen = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, pages: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        fill(self, theme, "chrome")
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Pages of the settings"))
        self.setItemDelegate(_PageDelegate(theme, icons))
        self.setMouseTracking(True)
        self.setFixedWidth(theme.px(_WIDTH))
        self.setViewportMargins(0, theme.px(10), 0, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for word, icon in pages:
            item = QListWidgetItem(tr(word), self)
            item.setData(_ICON_ROLE, icon)
        self.currentRowChanged.connect(self.page_chosen)
        theme.changed.connect(self.viewport().update)
