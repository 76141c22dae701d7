"""The tab that tells how fast the line is, all files together, and what that depends on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_gui.model.language import mark, tr
from score_gui.model.text import bytes_text, number_text, speed_text
from score_gui.ui.facts_form import FactsForm
from score_gui.ui.speed_chart import SpeedChart
from score_gui.ui.speed_history import HOUR, Stretch, mean_speed, received_in
from score_gui.ui.theme import Role, Theme
from score_gui.ui.widgets import Line, label, paragraph
from score_gui.ui.words import clock_text

_FACTS = (mark("Now"), mark("Average"), mark("Last hour"), mark("Connections"))
_SIDE = 222
_SIDE_FROM = 620
"""Units of width from which the facts stand beside the chart."""
_NEAR_LIMIT = 0.9


@dataclass(frozen=True, slots=True)
class Flow:
    """What moves now: bytes per second, over how many connections, under which limit (None: none)."""

    speed: float = 0.0
    connections: int = 0
    limit: int | None = None


def why_text(flow: Flow) -> str:
    """One sentence on what holds the speed where it is; only what is known."""
    if flow.speed < 1 or not flow.connections:
        return tr("Nothing arrives at the moment.")
    if flow.limit is not None and flow.speed >= _NEAR_LIMIT * flow.limit:
        return tr("Your limit of {speed} holds it there.", speed=speed_text(flow.limit))
    each = speed_text(flow.speed / flow.connections)
    if flow.connections == 1:
        return tr("One connection gets {each}. More files at once may be faster.", each=each)
    return tr(
        "Each of {connections} connections gets about {each}. More may be faster, if your line is.",
        connections=flow.connections,
        each=each,
    )


def spoken(stretches: Sequence[Stretch]) -> str:
    """The chart in words: the mean, and each rest with its times."""
    mean = speed_text(mean_speed(stretches))
    rests = [
        tr(
            "{rest} from {start} to {stop}",
            rest=tr(one.rest),
            start=clock_text(one.start),
            stop=clock_text(one.stop),
        )
        for one in stretches
        if one.rest
    ]
    return ". ".join(filter(None, (tr("Average {speed}", speed=mean) if mean else "", *rests)))


class SpeedPage(QWidget):
    """Chart and facts. What is shown changes with `show_flow` only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chart = SpeedChart(theme)
        self._facts = FactsForm(theme, _FACTS, label_width=100)
        self._why = paragraph(theme, why_text(Flow()), Role.SMALL, "text-2")
        self._beside = self._make_side()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._chart, 1)
        row.addWidget(self._beside)

    def minimumSizeHint(self) -> QSize:
        return self._chart.minimumSizeHint()

    def show_flow(self, stretches: Sequence[Stretch], now: float, flow: Flow) -> None:
        """`stretches` of the hour before `now`, and what moves at this moment."""
        said = spoken(stretches)
        self._chart.show_stretches(stretches, now, said)
        self._facts.set_values(facts(stretches, flow))
        self._why.setText(why_text(flow))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._beside.setVisible(self.width() >= self._theme.px(_SIDE_FROM))

    def _make_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(self._theme.px(_SIDE))
        across = QHBoxLayout(side)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(Line(self._theme, Qt.Orientation.Vertical))
        column = QVBoxLayout()
        column.setContentsMargins(*(self._theme.px(edge) for edge in (16, 14, 16, 12)))
        column.setSpacing(self._theme.px(8))
        column.addWidget(self._facts)
        column.addWidget(Line(self._theme))
        column.addWidget(label(self._theme, tr("Why this speed?"), Role.SECTION))
        column.addWidget(self._why)
        column.addStretch(1)
        across.addLayout(column, 1)
        return side


def facts(stretches: Sequence[Stretch], flow: Flow) -> dict[str, str]:
    """Label and value of what is known; nothing is said where there is nothing to say."""
    came = received_in(stretches)
    whole_hour = bool(stretches) and stretches[-1].stop - stretches[0].start >= HOUR - 1
    return {
        "Now": speed_text(flow.speed),
        "Average": speed_text(mean_speed(stretches)),
        "Last hour": (bytes_text(came) if whole_hour else tr("{size} so far", size=bytes_text(came)))
        if came
        else "",
        "Connections": number_text(flow.connections) if flow.connections else "",
    }
