"""The facets at the left of the preview: tick boxes for whole sets of files, with their counts and bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from score_gui.model.language import tr, trn
from score_gui.model.text import bytes_text, number_text
from score_gui.ui.preview_columns import Facet
from score_gui.ui.preview_paint import paint_text, paint_tick
from score_gui.ui.preview_text import value_words
from score_gui.ui.preview_ticks import Ticks
from score_gui.ui.preview_values import FacetValue
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FEW = 8
"""Values that a facet shows at first."""


@dataclass(frozen=True, slots=True)
class MoreLine:
    """Stands in for the values of a facet that are not shown yet; or, with `count` 0, takes them away again."""

    facet: Facet
    count: int

    @property
    def words(self) -> str:
        return tr("{more:,} more", more=self.count) if self.count else tr("Fewer")


FacetLine = str | FacetValue | MoreLine


class FacetModel(QAbstractListModel):
    """Headings, values, and the ends of long facets as one flat list.

    Signals:
        value_switched: facet, value, on.
    """

    value_switched = Signal(Facet, str, bool)

    def __init__(
        self,
        titles: Mapping[Facet, str],
        values: Sequence[FacetValue],
        ticks: Ticks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._titles = titles
        self._told = tuple(values)
        self._unfolded: set[Facet] = set()
        self._lines = self._all_lines()

    def take(self, titles: Mapping[Facet, str], values: Sequence[FacetValue], ticks: Ticks) -> None:
        """More is known of the same files."""
        self._titles, self._told, self._ticks = titles, tuple(values), ticks
        self.refresh()

    def refresh(self) -> None:
        """Somebody has looked around: a learned facet comes, goes or counts anew."""
        lines = self._all_lines()
        if lines != self._lines:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def _all_lines(self) -> list[FacetLine]:
        lines: list[FacetLine] = []
        for facet in Facet:
            told = [value for value in self._told if value.facet is facet]
            values = told or list(self._ticks.offered(facet))
            if values:
                lines.append(tr(self._titles[facet]))
                lines.extend(self._shown_of(facet, values))
        return lines

    def _shown_of(self, facet: Facet, values: list[FacetValue]) -> Iterator[FacetLine]:
        """A long facet shows its first values until somebody wants more, and always those that are off."""
        if len(values) <= _FEW + 1:
            yield from values
        elif facet in self._unfolded:
            yield from values
            yield MoreLine(facet, 0)
        else:
            shown = [value for place, value in enumerate(values) if place < _FEW or not self.is_on(value)]
            yield from shown
            yield MoreLine(facet, len(values) - len(shown))

    def line(self, place: int) -> FacetLine:
        """A heading, a value, or the end of a long facet."""
        return self._lines[place]

    @property
    def values(self) -> list[FacetValue]:
        return [line for line in self._lines if isinstance(line, FacetValue)]

    def is_on(self, value: FacetValue) -> bool:
        return self._ticks.is_on(value.facet, value.value)

    def switch(self, place: int) -> None:
        """Turn a value on or off, or a long facet longer or shorter; a heading stays as it is."""
        line = self._lines[place]
        if isinstance(line, FacetValue):
            self.value_switched.emit(line.facet, line.value, not self.is_on(line))
            self.dataChanged.emit(self.index(place), self.index(place))
        elif isinstance(line, MoreLine):
            self._unfolded ^= {line.facet}
            self.refresh()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_value = isinstance(self._lines[index.row()], FacetValue)
        return usable | Qt.ItemFlag.ItemIsUserCheckable if is_value else usable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self._lines[index.row()] if index.isValid() else ""
        if role != Qt.ItemDataRole.CheckStateRole or not isinstance(line, FacetValue):
            return False
        if (Qt.CheckState(value) is Qt.CheckState.Checked) != self.is_on(line):
            self.switch(index.row())
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if not isinstance(line, FacetValue):
            words = line if isinstance(line, str) else line.words
            return words if role == Qt.ItemDataRole.DisplayRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return value_words(line)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{value_words(line)}: {_told(line)}")
            case Qt.ItemDataRole.AccessibleTextRole:
                ticked = tr("ticked") if self.is_on(line) else tr("not ticked")
                return f"{value_words(line)}, {ticked}, {_told(line)}"
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if self.is_on(line) else Qt.CheckState.Unchecked
        return None


def _size(value: FacetValue) -> str:
    return bytes_text(value.bytes) if value.bytes else ""


def _told(value: FacetValue) -> str:
    size = f", {bytes_text(value.bytes)}" if value.bytes else ""
    return trn("{count} file", "{count} files", value.files) + size


class _FacetDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView, model: FacetModel) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model
        self._widths: tuple[int, int] | None = None
        model.modelReset.connect(self._forget_widths)

    def _forget_widths(self) -> None:
        self._widths = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        line = self._model.line(index.row())
        units = (36 if index.row() else 32) if isinstance(line, str) else 26
        return QSize(self._theme.px(120), max(self._theme.px(units), self._view.fontMetrics().height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._model.line(index.row())
        painter.save()
        if isinstance(line, str):
            self._paint_heading(painter, option.rect, line)
        elif isinstance(line, MoreLine):
            self._paint_more(painter, option.rect, line)
        else:
            self._paint_value(painter, option.rect, line)
        self._paint_focus(painter, option.rect, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, title: str) -> None:
        px = self._theme.px
        painter.setFont(self._theme.font(Role.SECTION))
        painter.setPen(self._theme.color("text-2"))
        box = rect.adjusted(px(14), px(10), -px(8), 0)
        paint_text(painter, box, title, Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight)

    def _paint_more(self, painter: QPainter, rect: QRect, line: MoreLine) -> None:
        px = self._theme.px
        painter.setFont(self._theme.font(Role.BODY))
        painter.setPen(self._theme.color("accent"))
        box = rect.adjusted(px(14 + 16 + 8), 0, -px(8), 0)
        paint_text(painter, box, line.words, Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight)

    def _paint_value(self, painter: QPainter, rect: QRect, value: FacetValue) -> None:
        px = self._theme.px
        is_on = self._model.is_on(value)
        box = QRect(rect.left() + px(14), rect.center().y() - px(8) + 1, px(16), px(16))
        paint_tick(painter, self._theme, box, Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        right = rect.right() - px(14)
        painter.setFont(self._theme.font(Role.SMALL))
        painter.setPen(self._theme.color("text-3"))
        if self._widths is None:
            self._widths = self._number_widths()
        count_width, size_width = self._widths
        size = QRect(right - size_width, rect.top(), size_width, rect.height())
        count = QRect(size.left() - px(12) - count_width, rect.top(), count_width, rect.height())
        aligned, elide = Qt.AlignmentFlag.AlignRight, Qt.TextElideMode.ElideNone
        paint_text(painter, size, _size(value), aligned, elide)
        paint_text(painter, count, number_text(value.files), aligned, elide)
        painter.setFont(self._theme.font(Role.BODY))
        painter.setPen(self._theme.color("text" if is_on else "text-2"))
        words = QRect(box.right() + px(8), rect.top(), count.left() - box.right() - px(12), rect.height())
        paint_text(
            painter, words, value_words(value), Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight
        )

    def _number_widths(self) -> tuple[int, int]:
        """Room for the longest count and the longest size, so that the numbers stand in columns."""
        metrics = QFontMetrics(self._theme.font(Role.SMALL))
        values = self._model.values
        count = max((metrics.horizontalAdvance(number_text(value.files)) for value in values), default=0)
        return count, max((metrics.horizontalAdvance(_size(value)) for value in values), default=0)

    def _paint_focus(self, painter: QPainter, rect: QRect, index: Index) -> None:
        is_heading = isinstance(self._model.line(index.row()), str)
        if self._view.hasFocus() and self._view.currentIndex().row() == index.row() and not is_heading:
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(rect.adjusted(self._theme.px(6), 0, -self._theme.px(7), -1), 3, 3)


class FacetList(QListView):
    """All facets in one list: arrows move, Space ticks, a click anywhere on a line ticks."""

    def __init__(self, theme: Theme, model: FacetModel) -> None:
        super().__init__()
        self._facets = model
        self.setAccessibleName(tr("Tick whole sets of files"))
        self.setAccessibleDescription(
            tr("By type, project, study, repository, donor, access, and what is on this disk.")
        )
        self.setModel(model)
        self.setItemDelegate(_FacetDelegate(theme, self, model))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self.viewport().update)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self._facets.switch(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return} and self.currentIndex().isValid():
            self._facets.switch(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def content_height(self) -> int:
        """What the whole list needs without scrolling."""
        return sum(self.sizeHintForRow(place) for place in range(self._facets.rowCount()))
