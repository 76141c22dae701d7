"""The second tab of the details: the map of the parts, its text twin, and the parts at work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.messages import PartView
from score_gui.ui.icons import Icons
from score_gui.ui.part_cells import link_text, live_parts, twin_text
from score_gui.ui.part_legend import PartLegend
from score_gui.ui.part_map import PartMap
from score_gui.ui.ranges_table import RangesTable
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, Line, label

_NOTHING = mark("The parts are shown while a file is on its way.")
_TABLE_FROM = 900
"""Units of width from which the table of live parts is shown."""


class PartsPage(QWidget):
    """Shows what `PartsSeen` told last."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._done = label(theme, role=Role.STRONG)
        self._rest = ElidedLabel(theme, color="text-2", mode=Qt.TextElideMode.ElideRight)
        self._map = PartMap(theme, icons)
        self._legend = PartLegend(theme, icons)
        self._link = label(theme, color="text-2", role=Role.SMALL)
        self._link_icon = label(theme)
        self._icons = icons
        self._paint_icon()
        theme.changed.connect(self._paint_icon)
        self._table = RangesTable(theme)
        self._line = Line(theme, Qt.Orientation.Vertical)
        self._stack = QStackedLayout(self)
        empty = label(theme, tr(_NOTHING), color="text-3")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(empty)
        self._stack.addWidget(self._make_content())

    @property
    def map(self) -> PartMap:
        return self._map

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(80))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= self._theme.px(_TABLE_FROM)
        self._table.setVisible(roomy)
        self._line.setVisible(roomy)

    def clear(self) -> None:
        """Another file is selected, and nothing is known of its parts yet."""
        self._stack.setCurrentIndex(0)

    def show_parts(self, parts: Sequence[PartView], link_seconds: float | None, renewals: int) -> None:
        if not parts:
            self.clear()
            return
        done, rest = twin_text(parts)
        self._done.setText(done)
        self._rest.setText(f" · {rest}" if rest else "")
        self._map.set_parts(parts)
        self._legend.set_per_cell(self._map.grid.per_cell)
        self._table.set_parts(live_parts(parts))
        said = link_text(link_seconds, renewals)
        self._link.setText(said)
        self._link_icon.setVisible(bool(said))
        self._stack.setCurrentIndex(1)

    def _paint_icon(self) -> None:
        self._link_icon.setPixmap(self._icons.pixmap("link", "text-2", 14))

    def _make_content(self) -> QWidget:
        twin = QHBoxLayout()
        twin.setSpacing(0)
        twin.addWidget(self._done)
        twin.addWidget(self._rest, 1)
        link = QHBoxLayout()
        link.setSpacing(self._theme.px(6))
        link.addWidget(self._link_icon)
        link.addWidget(self._link, 1)
        left = QVBoxLayout()
        left.setContentsMargins(*(self._theme.px(side) for side in (16, 12, 8, 12)))
        left.setSpacing(self._theme.px(10))
        left.addLayout(twin)
        left.addWidget(self._map, 1)
        left.addWidget(self._legend)
        left.addLayout(link)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._line)
        row.addWidget(self._table)
        return content
