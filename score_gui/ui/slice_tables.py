"""The lists of the slice dialog: regions with their depth, and the files of a batch with what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from score_gui.model.language import mark, tr
from score_gui.model.text import number_text
from score_gui.ui.icons import Icons
from score_gui.ui.preview_paint import RowLook, paint_row, paint_text
from score_gui.ui.preview_rowtable import FlatHeader, RowTable
from score_gui.ui.slice_depth import paint_spark
from score_gui.ui.slice_facts import BatchLine, LineState, RegionDepth
from score_gui.ui.slice_words import batch_line, covered_title, depth_said, share_words, size_text, times
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SEEN = 100
_STATE = 1
"""The column of a batch that holds a sign and a word."""
_RIGHT, _LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
_STATES = {
    LineState.WAITING: ("clock", "state-rest", mark("Waiting")),
    LineState.WORKING: ("circle-arrow-down", "state-work", mark("At work")),
    LineState.DONE: ("circle-check", "state-good", mark("Saved")),
    LineState.STOPPED: ("triangle-alert", "state-need", mark("Needs you")),
    LineState.LEFT: ("square-check", "state-rest", mark("Left out")),
}


class _Lines(QAbstractTableModel):
    """A model of whole rows: titles of the columns, and texts of each row."""

    titles: tuple[str, ...] = ()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self.titles[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((_RIGHT if self.is_figure(section) else _LEFT) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts(index.row())[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.said(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self.said(index.row()))
        return None

    def count(self) -> int:
        raise NotImplementedError

    def texts(self, row: int) -> Sequence[str]:
        raise NotImplementedError

    def said(self, row: int) -> str:
        raise NotImplementedError

    def is_figure(self, column: int) -> bool:
        raise NotImplementedError

    def is_whole(self, column: int) -> bool:
        """Its words are not cut, whatever the others lack then."""
        return self.is_figure(column)


class DepthModel(_Lines):
    """One row per region of a slice."""

    titles = (mark("Region"), mark("Depth"), mark("Reads"), mark("Mean"), covered_title())

    def __init__(self) -> None:
        super().__init__()
        self.depths: tuple[RegionDepth, ...] = ()

    def set_depths(self, depths: Sequence[RegionDepth]) -> None:
        self.beginResetModel()
        self.depths = tuple(depths)
        self.endResetModel()

    def count(self) -> int:
        return len(self.depths)

    def texts(self, row: int) -> Sequence[str]:
        depth = self.depths[row]
        name = depth.name or depth.region.text
        return name, "", number_text(depth.reads), times(depth.mean), share_words(depth.covered)

    def said(self, row: int) -> str:
        return depth_said(self.depths[row])

    def is_figure(self, column: int) -> bool:
        return column > 1


class BatchModel(_Lines):
    """One row per file of a batch."""

    titles = (mark("File"), mark("State"), mark("Reads"), mark("Size"), mark("What happened"))

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[BatchLine, ...] = ()

    def set_lines(self, lines: Sequence[BatchLine]) -> None:
        """The files do not change, only what becomes of them."""
        before, self.lines = self.lines, tuple(lines)
        if len(before) != len(self.lines):
            self.beginResetModel()
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(before, self.lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.titles) - 1))

    def count(self) -> int:
        return len(self.lines)

    def texts(self, row: int) -> Sequence[str]:
        line = self.lines[row]
        saved = line.saved
        reads, size = ("", "") if saved is None else (number_text(saved.reads), size_text(saved.size))
        told = saved.path.name if saved is not None else batch_line(line)
        return line.target.name, tr(_STATES[line.state][2]), reads, size, told

    def said(self, row: int) -> str:
        line = self.lines[row]
        return f"{line.target.name}: {tr(_STATES[line.state][2])}. {batch_line(line)}".strip()

    def is_figure(self, column: int) -> bool:
        return column in (2, 3)

    def is_whole(self, column: int) -> bool:
        return column == _STATE or self.is_figure(column)


class _Delegate(QStyledItemDelegate):
    """Paints a row as one; what is special of a column is in `paint_cell`."""

    def __init__(self, theme: Theme, table: RowTable, model: _Lines) -> None:
        super().__init__(table)
        self._theme, self._table, self._model = theme, table, model

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
        left = self._theme.px(20 if index.column() == 0 else 8)
        self.paint_cell(painter, cell.adjusted(left, 0, -self._theme.px(8), -1), index)
        painter.restore()

    def paint_cell(self, painter: QPainter, box: QRect, index: Index) -> None:
        figure = self._model.is_figure(index.column())
        role = Role.STRONG if index.column() == 0 else Role.BODY
        self.text(painter, box, str(index.data()), role, "text", _RIGHT if figure else _LEFT)

    def text(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        role: Role,
        color: str,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(color))
        paint_text(painter, box, text, align, Qt.TextElideMode.ElideMiddle)


def small_mono(theme: Theme) -> QFont:
    """The fixed font in the size of small words."""
    font = theme.font(Role.MONO)
    font.setPointSizeF(theme.font(Role.SMALL).pointSizeF())
    return font


class _DepthDelegate(_Delegate):
    def __init__(self, theme: Theme, table: RowTable, model: DepthModel) -> None:
        super().__init__(theme, table, model)
        self._depths = model

    def paint_cell(self, painter: QPainter, box: QRect, index: Index) -> None:
        depth = self._depths.depths[index.row()]
        if index.column() == 1:
            high = self._theme.px(20)
            area = QRectF(box.left(), box.center().y() - high / 2, box.width(), high)
            paint_spark(painter, self._theme, depth, area)
        elif index.column() == 0 and depth.name:
            half, edge = box.height() // 2, self._theme.px(4)
            self.text(
                painter,
                QRect(box.left(), box.top() + edge, box.width(), half - edge),
                depth.name,
                Role.STRONG,
                "text",
            )
            lower = QRect(box.left(), box.top() + half, box.width(), half - edge)
            painter.setFont(small_mono(self._theme))
            painter.setPen(self._theme.color("text-2"))
            paint_text(painter, lower, depth.region.text, _LEFT, Qt.TextElideMode.ElideMiddle)
        elif index.column() == 0:
            self.text(painter, box, depth.region.text, Role.MONO, "text")
        else:
            super().paint_cell(painter, box, index)


class _BatchDelegate(_Delegate):
    def __init__(self, theme: Theme, icons: Icons, table: RowTable, model: BatchModel) -> None:
        super().__init__(theme, table, model)
        self._icons, self._lines = icons, model

    def paint_cell(self, painter: QPainter, box: QRect, index: Index) -> None:
        if index.column() == 1:
            icon, color, word = _STATES[self._lines.lines[index.row()].state]
            top = box.top() + (box.height() - self._theme.px(16)) // 2
            painter.drawPixmap(box.left(), top, self._icons.pixmap(icon, color))
            words = box.adjusted(self._theme.px(23), 0, 0, 0)
            self.text(painter, words, tr(word), Role.STRONG, "text" if color == "state-rest" else color)
        elif index.column() == 4:
            self.text(painter, box, str(index.data()), Role.BODY, "text-2")
        else:
            super().paint_cell(painter, box, index)


class _Header(FlatHeader):
    """Titles stand over what they title: figures at the right."""

    def paint_title(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.setFont(self.theme.font(Role.SMALL))
        painter.setPen(self.theme.color("text-2"))
        align = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        side = _RIGHT if isinstance(align, int) and align & _RIGHT.value else _LEFT
        box = rect.adjusted(self.theme.px(8 if section else 20), 0, -self.theme.px(8), -1)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        paint_text(painter, box, title, side, Qt.TextElideMode.ElideRight)


class _SliceTable(RowTable):
    """A table of one selected row whose columns share the width."""

    def __init__(self, theme: Theme, model: _Lines, shares: Sequence[float], units: int) -> None:
        super().__init__(theme)
        self._shares, self._lines = shares, model
        model.setParent(self)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        lines = 2 if units > 40 else 1
        height = max(self.row_height(units), lines * self.fontMetrics().height() + theme.px(10))
        self.verticalHeader().setDefaultSectionSize(height)
        self.setHorizontalHeader(_Header(theme))
        self.horizontalHeader().show()
        model.modelReset.connect(self._fit_columns)

    def fit_height(self) -> None:
        """No higher than its rows; what is below it moves up."""
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        self.setMaximumHeight(self.horizontalHeader().height() + rows + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _need(self, section: int) -> int:
        """So wide that no figure and no state is cut; the first rows stand for all."""
        rows = range(min(_SEEN, self._lines.count()))
        texts = (tr(self._lines.titles[section]), *(self._lines.texts(row)[section] for row in rows))
        metrics = QFontMetrics(self._theme.font(Role.STRONG)) if section == _STATE else self.fontMetrics()
        beside = 18 if self._lines.is_figure(section) else 42
        return max(map(metrics.horizontalAdvance, texts)) + self._theme.px(beside)

    def _fit_columns(self) -> None:
        width = self.viewport().width()
        edges = [round(width * share) for share in accumulate(self._shares, initial=0.0)]
        widths = [right - left for left, right in pairwise(edges)]
        for section in range(len(widths)):
            if self._lines.is_whole(section):
                widths[section] = max(widths[section], self._need(section))
        if not self._lines.is_whole(len(widths) - 1):
            widths[-1] = max(self._theme.px(60), width - sum(widths[:-1]))
        widths[0] = max(self._theme.px(60), width - sum(widths[1:]))
        for section, wide in enumerate(widths):
            self.setColumnWidth(section, wide)


class DepthTable(_SliceTable):
    """The regions of a slice.

    Signals:
        depth_chosen: the `RegionDepth` of the current row.
    """

    depth_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        self.lines = DepthModel()
        super().__init__(theme, self.lines, (0.47, 0.15, 0.13, 0.12, 0.13), 44)
        self.setAccessibleName(tr("Regions of the slice"))
        self.setItemDelegate(_DepthDelegate(theme, self, self.lines))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not (previous.isValid() and previous.row() == current.row()):
            self.depth_chosen.emit(self.lines.depths[current.row()])


class BatchTable(_SliceTable):
    """The files of a batch.

    Signals:
        line_chosen: the `BatchLine` of the current row.
    """

    line_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self.lines = BatchModel()
        super().__init__(theme, self.lines, (0.25, 0.17, 0.09, 0.10, 0.39), 32)
        self.setAccessibleName(tr("Files"))
        self.setItemDelegate(_BatchDelegate(theme, icons, self, self.lines))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.line_chosen.emit(self.lines.lines[current.row()])
