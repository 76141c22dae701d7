"""The side bar: one flat list that filters the queue by state and by manifest, and shows the profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from score_gui.model.language import tr
from score_gui.model.text import number_text
from score_gui.ui.icons import Icons
from score_gui.ui.queue_filter import Group
from score_gui.ui.queue_totals import Sums
from score_gui.ui.side_rows import MANIFESTS, Part, SideRow, Tone
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import TINT_TEXT, Tint, fill, tint_fill, tip
from score_gui.ui.words import shown

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_CHOSEN_ROLE = _ROW_ROLE + 1
_VCENTER = Qt.AlignmentFlag.AlignVCenter

_TINTS: Mapping[Tone, Tint] = MappingProxyType(
    {Tone.GOOD: Tint.GOOD, Tone.SOON: Tint.WAIT, Tone.OVER: Tint.NEED, Tone.NEUTRAL: Tint.NEUTRAL}
)
_HEIGHTS: Mapping[Part, tuple[int, int]] = MappingProxyType(
    {
        Part.GROUP: (28, 24),
        Part.HEADING: (36, 34),
        Part.PREVIEW: (28, 24),
        Part.MANIFEST: (36, 31),
        Part.PROFILE: (28, 24),
        Part.NOTE: (24, 22),
    }
)
"""Heights in units, normal and compact."""


class SideModel(QAbstractListModel):
    """The rows of the side bar, and which of them filter the queue now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[SideRow] = []
        self.group = Group.ALL
        self.manifest: str | None = None

    def set_rows(self, rows: Sequence[SideRow]) -> None:
        """Show these rows; the list is only built anew when other things stand in it."""
        if [row.identity for row in rows] == [row.identity for row in self._rows]:
            before, self._rows = self._rows, list(rows)
            for place, (old, new) in enumerate(zip(before, rows, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(place), self.index(place))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def tell(self) -> None:
        """Say that every row may look different."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def row_at(self, position: int) -> SideRow:
        return self._rows[position]

    def is_chosen(self, row: SideRow) -> bool:
        if row.part is Part.GROUP:
            return row.key == self.group
        return row.part is Part.MANIFEST and row.key == self.manifest

    def rowCount(self, parent: _Index = _NO_PARENT, /) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = 0, /) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        answers: dict[int, object] = {
            int(Qt.ItemDataRole.DisplayRole): shown(row.text),
            int(Qt.ItemDataRole.ToolTipRole): tip(shown(row.spoken))
            if row.part is not Part.HEADING
            else None,
            int(Qt.ItemDataRole.AccessibleTextRole): shown(row.spoken),
            _ROW_ROLE: row,
            _CHOSEN_ROLE: self.is_chosen(row),
        }
        return answers.get(role)

    def flags(self, index: _Index, /) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].part is Part.NOTE:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class SideDelegate(QStyledItemDelegate):
    """Paints icon, text, count or badge, and the bar of a manifest."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.compact = False

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index, /) -> QSize:
        row: SideRow = index.data(_ROW_ROLE)
        units = _HEIGHTS[row.part][self.compact]
        text = QFontMetrics(self._theme.font()).height() + self._theme.px(4)
        return QSize(self._theme.px(120), max(self._theme.px(units), text))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        row: SideRow = index.data(_ROW_ROLE)
        chosen = bool(index.data(_CHOSEN_ROLE))
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_behind(painter, rect, row, option.state, chosen=chosen)
        area = rect.adjusted(self._theme.px(16), 0, -self._theme.px(16), 0)
        if row.part is Part.HEADING:
            self._paint_heading(painter, area, row)
        elif row.part is Part.NOTE:
            self._text(painter, area, row.text, "text-3", Role.BODY)
        else:
            self._paint_entry(painter, area, row, chosen=chosen)
        painter.restore()

    def _paint_behind(
        self, painter: QPainter, rect: QRect, row: SideRow, state: QStyle.StateFlag, *, chosen: bool
    ) -> None:
        inset = self._theme.px(8)
        box = QRectF(rect.adjusted(inset, 0, -inset, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and row.part not in {Part.HEADING, Part.NOTE}
        if chosen or hovered:
            painter.setBrush(self._theme.color("select" if chosen else "select-off"))
            painter.drawRoundedRect(box, 5, 5)
        keyed = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
        if state & keyed == keyed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 4, 4)

    def _paint_heading(self, painter: QPainter, area: QRect, row: SideRow) -> None:
        low = area.adjusted(0, self._theme.px(10), 0, 0)
        self._text(painter, low, row.text, "text-2", Role.SECTION)
        side = self._theme.px(14)
        top = low.top() + (low.height() - side) // 2
        painter.drawPixmap(QPoint(area.right() - side + 1, top), self._icons.pixmap(row.icon, "text-2", 14))

    def _paint_entry(self, painter: QPainter, area: QRect, row: SideRow, *, chosen: bool) -> None:
        needs = row.part is Part.GROUP and row.key == Group.NEEDS_YOU and bool(row.count)
        line = area
        if row.part is Part.MANIFEST:
            line = QRect(area.left(), area.top(), area.width(), area.height() - self._theme.px(8))
        side = self._theme.px(16)
        color = "state-need" if needs else ("accent" if chosen else "text-2")
        top = line.top() + (line.height() - side) // 2
        painter.drawPixmap(QPoint(line.left(), top), self._icons.pixmap(row.icon, color))
        rest = line.adjusted(side + self._theme.px(8), 0, 0, 0)
        used = self._paint_right(painter, rest, row, chosen=chosen, needs=needs)
        words = rest.adjusted(0, 0, -used - self._theme.px(6), 0)
        self._text(painter, words, shown(row.text), "text", Role.STRONG if chosen else Role.BODY)
        if row.sums is not None:
            self._paint_sums(painter, rest, area.bottom() - self._theme.px(7), row.sums)

    def _paint_right(self, painter: QPainter, area: QRect, row: SideRow, *, chosen: bool, needs: bool) -> int:
        """Count or badge at the right; returns the room it took."""
        if row.badge is not None:
            return self._paint_badge(painter, area, row)
        text = number_text(row.count) if row.count is not None else ""
        color = "state-need" if needs else ("text" if chosen else "text-3")
        font = self._theme.font(Role.SECTION if needs else Role.BODY)
        font.setPointSizeF(self._theme.font().pointSizeF() - 0.5)
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        painter.drawText(area, int(_VCENTER | Qt.AlignmentFlag.AlignRight), text)
        return painter.fontMetrics().horizontalAdvance(text)

    def _paint_badge(self, painter: QPainter, area: QRect, row: SideRow) -> int:
        if row.badge is None:
            return 0
        text = row.badge.short if self.compact else row.badge.text
        tint = _TINTS[row.badge.tone]
        font = self._theme.font(Role.BADGE)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(text) + self._theme.px(10)
        height = metrics.height() + self._theme.px(3)
        box = QRectF(
            area.right() - width + 1, area.top() + round((area.height() - height) / 2), width, height
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(tint_fill(tint)))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.setPen(self._theme.color(TINT_TEXT[tint]))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        return width

    def _paint_sums(self, painter: QPainter, area: QRect, top: int, sums: Sums) -> None:
        """What is checked, then what is on the disk, on the track of the whole."""
        height = self._theme.px(3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(area.left(), top, area.width(), height, self._theme.color("bar-track"))
        for amount, color in ((sums.done, "bar-disk"), (sums.checked, "bar-checked")):
            width = round(area.width() * amount / sums.size) if sums.size else 0
            painter.fillRect(area.left(), top, min(width, area.width()), height, self._theme.color(color))

    def _text(self, painter: QPainter, area: QRect, text: str, color: str, role: Role) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(color))
        drawn = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
        painter.drawText(area, int(_VCENTER | Qt.AlignmentFlag.AlignLeft), drawn)


class SideBar(QListView):
    """Filters by one click, by another click of the same entry no more.

    Signals:
        filtered: another state or manifest is chosen (`Group`, manifest name or None).
        manifest_asked: the plus beside Manifests.
        manifest_menu_asked: the menu of a manifest (its name, and where on the screen).
        new_profile_asked: the plus beside Profiles.
        profile_asked: the id of a profile.
        preview_asked: the number of an open preview.
    """

    filtered = Signal(object, object)
    manifest_asked = Signal()
    manifest_menu_asked = Signal(str, QPoint)
    new_profile_asked = Signal()
    profile_asked = Signal(str)
    preview_asked = Signal(int)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._model = SideModel(self)
        self._delegate = SideDelegate(theme, icons, self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Side bar"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, theme.px(8), 0, 0)
        self.setMouseTracking(True)
        fill(self, theme, "chrome")
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        theme.changed.connect(self.viewport().update)

    @property
    def rows(self) -> SideModel:
        return self._model

    def set_rows(self, rows: Sequence[SideRow]) -> None:
        self._model.set_rows(rows)

    def set_compact(self, *, compact: bool) -> None:
        self._delegate.compact = compact
        self.scheduleDelayedItemsLayout()

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = (), /) -> None:
        """A list would lay out all its rows anew; ours keep their heights."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    def choose(self, group: Group, manifest: str | None) -> None:
        """Show which filter holds, and tell."""
        self._model.group, self._model.manifest = group, manifest
        self._model.tell()
        self.filtered.emit(group, manifest)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self._act(self._model.row_at(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent, /) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self._model.row_at(index.row()) if index.isValid() else None
        if row is not None and row.part is Part.MANIFEST:
            place = self.visualRect(index).center() if by_key else event.pos()
            self.manifest_menu_asked.emit(row.key, self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            if self.currentIndex().isValid():
                self._act(self._model.row_at(self.currentIndex().row()))
            return
        super().keyPressEvent(event)

    def _act(self, row: SideRow) -> None:
        if row.part is Part.GROUP:
            group = Group(row.key)
            self.choose(Group.ALL if group is self._model.group else group, self._model.manifest)
        elif row.part is Part.MANIFEST:
            self.choose(self._model.group, None if row.key == self._model.manifest else row.key)
        elif row.part is Part.PREVIEW:
            self.preview_asked.emit(int(row.key))
        elif row.part is Part.HEADING and row.key == MANIFESTS:
            self.manifest_asked.emit()
        elif row.part is Part.PROFILE:
            self.profile_asked.emit(row.key)
        elif row.part is Part.HEADING:
            self.new_profile_asked.emit()
