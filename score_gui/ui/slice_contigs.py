"""The chart beside the choices: how much each contig holds, those with a region in the accent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from score_gui.model.language import tr, trn
from score_gui.model.text import bytes_text
from score_gui.ui.slice_facts import ContigBar, FileFacts
from score_gui.ui.slice_words import count_short, reads_text
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import ElidedLabel, fill, label, paragraph, tip

MOST = 25
"""Contigs up to which each has its bar; of more, the largest but one line, and a sum of the rest."""
_ROW, _BAR = 16, 9
_AT_REST = 0.55
"""How opaque the bars are that no region is on."""


def shown_bars(bars: Sequence[ContigBar]) -> tuple[ContigBar, ...]:
    """What fits to be looked at, in the order of the file; the rest as one bar with their number."""
    if len(bars) <= MOST:
        return tuple(bars)
    largest = sorted(range(len(bars)), key=lambda place: (-bars[place].value, place))[: MOST - 1]
    kept = tuple(bars[place] for place in sorted(largest))
    rest = sum(bar.value for bar in bars) - sum(bar.value for bar in kept)
    others = trn("{count} other", "{count} others", len(bars) - len(kept))
    return (*kept, ContigBar(others, rest))


class ContigChart(QWidget):
    """Horizontal bars; one widget paints all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[ContigBar, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._counts_reads = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Reads per contig"))
        theme.changed.connect(self.update)

    @property
    def bars(self) -> tuple[ContigBar, ...]:
        return self._bars

    @property
    def chosen(self) -> frozenset[str]:
        """Contigs in the accent."""
        return self._chosen

    def set_bars(self, bars: Sequence[ContigBar], *, counts_reads: bool) -> None:
        self._bars = shown_bars(bars)
        self._counts_reads = counts_reads
        self._describe()
        self.updateGeometry()
        self.update()

    def set_chosen(self, names: frozenset[str]) -> None:
        """Contigs with a region; one that has no bar of its own lights the sum of the rest."""
        known = {bar.name for bar in self._bars}
        rest = self._bars[-1].name if self._bars else ""
        self._chosen = frozenset(name if name in known else rest for name in names)
        self._describe()
        self.update()

    def words(self, bar: ContigBar) -> str:
        """The figure beside a bar."""
        return count_short(bar.value) if self._counts_reads else bytes_text(bar.value)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), max(1, len(self._bars)) * self._row())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self.sizeHint().height())

    def event(self, event: QEvent, /) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            bar = self._bar_at(event.pos())
            if bar is not None:
                QToolTip.showText(event.globalPos(), tip(f"{bar.name}: {self._said(bar)}"), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(Role.SMALL))
        names, figures = self._name_width(painter.fontMetrics()), self._theme.px(64)
        room = max(1, self.width() - names - self._theme.px(8) - figures)
        most = max((bar.value for bar in self._bars), default=0) or 1
        for number, bar in enumerate(self._bars):
            self._paint_bar(painter, bar, number * self._row(), names, room * bar.value / most)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: ContigBar, top: int, names: int, length: float) -> None:
        chosen, row = bar.name in self._chosen, self._row()
        painter.setFont(self._theme.font(Role.SECTION if chosen else Role.SMALL))
        painter.setPen(self._theme.color("text" if chosen else "text-2"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideMiddle, names)
        painter.drawText(QRect(0, top, names, row), _RIGHT, name)
        left, high = names + self._theme.px(8), self._theme.px(_BAR)
        width = max(1, round(length)) if bar.value else 0
        box = QRect(left, top + (row - high) // 2, width, high)
        fill_of_bar = self._theme.color("bar-disk" if chosen else "bar-still")
        fill_of_bar.setAlphaF(1.0 if chosen else _AT_REST)
        painter.fillRect(box, fill_of_bar)
        painter.setFont(self._theme.font(Role.SMALL))
        figure = QRect(left + width + self._theme.px(6), top, self._theme.px(80), row)
        painter.drawText(figure, _LEFT, self.words(bar))

    def _name_width(self, metrics: QFontMetrics) -> int:
        widest = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        return min(widest + self._theme.px(8), self._theme.px(130))

    def _row(self) -> int:
        return max(self._theme.px(_ROW), QFontMetrics(self._theme.font(Role.SMALL)).height())

    def _bar_at(self, place: QPoint) -> ContigBar | None:
        number = place.y() // self._row()
        return self._bars[number] if 0 <= number < len(self._bars) else None

    def _said(self, bar: ContigBar) -> str:
        return reads_text(bar.value) if self._counts_reads else bytes_text(bar.value)

    def _describe(self) -> None:
        mine = [bar for bar in self._bars if bar.name in self._chosen]
        words = ", ".join(f"{bar.name} {self._said(bar)}" for bar in (*mine, *self._bars)[:MOST])
        self.setAccessibleDescription(words)


class ContigPanel(QWidget):
    """The chart with its title and its legend."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        fill(self, theme, "surface")
        self._title = label(theme, tr("Reads per contig"), Role.STRONG)
        self._from = ElidedLabel(theme, "", Role.SMALL, "text-2", mode=Qt.TextElideMode.ElideRight)
        self._from.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.chart = ContigChart(theme)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addSpacing(theme.px(10))
        head.addWidget(self._from, 1)
        inside = QWidget()
        fill(inside, theme, "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[theme.px(n) for n in (20, 16, 20, 16)])
        column.setSpacing(theme.px(10))
        column.addLayout(head)
        column.addWidget(self.chart)
        self._legend = paragraph(theme, tr("Bold: contigs with a region of yours"), Role.SMALL, "text-2")
        self._legend.hide()
        column.addWidget(self._legend)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_facts(self, facts: FileFacts) -> None:
        """The bars of a file."""
        kind = "CRAI" if facts.is_cram else tr("index")
        if facts.counts_reads:
            self._title.setText(tr("Reads per contig"))
            self._from.setText(
                tr("from the {kind}, {reads} mapped", kind=kind, reads=count_short(facts.mapped))
            )
        else:
            self._title.setText(tr("Size per contig"))
            self._from.setText(tr("from the {kind}, {size}", kind=kind, size=bytes_text(facts.mapped)))
        self.chart.setAccessibleName(self._title.text())
        self.chart.set_bars(facts.bars, counts_reads=facts.counts_reads)
        self._legend.setVisible(bool(facts.bars))


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
