"""The regions of a slice, each with its depth."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter

from score_gui.model.language import mark, tr
from score_gui.model.text import number_text
from score_gui.ui.preview_paint import paint_text
from score_gui.ui.preview_rowtable import RowTable
from score_gui.ui.slice_depth import paint_spark
from score_gui.ui.slice_facts import RegionDepth
from score_gui.ui.slice_lines import LEFT, Index, LineDelegate, Lines, LineTable
from score_gui.ui.slice_words import covered_title, depth_said, share_words, times
from score_gui.ui.theme import Role, Theme


class DepthModel(Lines):
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


def small_mono(theme: Theme) -> QFont:
    """The fixed font in the size of small words."""
    font = theme.font(Role.MONO)
    font.setPointSizeF(theme.font(Role.SMALL).pointSizeF())
    return font


class _DepthDelegate(LineDelegate):
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
            paint_text(painter, lower, depth.region.text, LEFT, Qt.TextElideMode.ElideMiddle)
        elif index.column() == 0:
            self.text(painter, box, depth.region.text, Role.MONO, "text")
        else:
            super().paint_cell(painter, box, index)


class DepthTable(LineTable):
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
